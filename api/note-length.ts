/** Characters of a note on a letter at most. By itself, so that a page can know it without the wire's validators. */
export const NOTE_LENGTH_MAX = 2000
