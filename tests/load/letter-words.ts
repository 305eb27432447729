/** Letters with words in them, made from a number: as many different words as letters have, the frequent ones far more often. */

const SYLLABLES =
  'be ta ling for sik ring kom mu ne vand var me lån skat bo lig nø gle læ ge tid så dag år pen sion af re gi ster op gø rel se'.split(
    ' ',
  )
/** Words a mailbox's letters are made of. */
const VOCABULARY = 30_000
const WORDS_A_LETTER = 150

/** A small generator with a known sequence (xorshift32). */
function randomFrom(seed: number): () => number {
  let state = (seed * 2_654_435_761 + 12_345) >>> 0 || 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}

/** The n-th word; low numbers are the frequent ones. Two to four syllables, and its number where those are spent. */
export function wordOf(n: number): string {
  const count = 2 + (n % 3)
  let word = ''
  let rest = n
  for (let i = 0; i < count; i++) {
    word += SYLLABLES[rest % SYLLABLES.length]!
    rest = Math.floor(rest / SYLLABLES.length)
  }
  return rest > 0 ? `${word}${wordOf(rest)}` : word
}

/** Zipf's law, nearly: the n-th word comes about 1/n as often as the first. */
const pick = (random: () => number) => Math.floor(VOCABULARY ** random()) - 1

export function wordsOfLetter(n: number): string {
  const random = randomFrom(n)
  return Array.from({ length: WORDS_A_LETTER }, () => wordOf(pick(random))).join(' ')
}

/** One word of a letter's subject. */
export const subjectWord = (n: number): string => wordOf(pick(randomFrom(n + 7_000_000)))
