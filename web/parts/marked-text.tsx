import type { Marked } from '#api/search.ts'

/** A text with what was looked for marked, for the eye and (by `mark`) for screen readers that tell. */
export function MarkedText({ pieces }: { pieces: Marked }) {
  return pieces.map((piece, at) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text never change places
    piece.found ? <mark key={at}>{piece.text}</mark> : <span key={at}>{piece.text}</span>,
  )
}
