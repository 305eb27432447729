/** What was found, shown in its surroundings (B-01): a piece of the text with the words marked, and whether words stand one after the
 * other. Pure. */
import { isWanted, type WantedWord } from './query.ts'
import { folded, termsOf, type Word, wordsOf } from './words.ts'

/** A text in pieces; those that were looked for are marked. */
export type Marked = readonly { readonly text: string; readonly found: boolean }[]

/** UTF-16 units of a piece of text shown around what was found. */
const SNIPPET_LENGTH = 180
/** Of that, before the first word found. */
const LEAD_LENGTH = 50
/** Words found that are looked at to choose the best place. */
const FOUND_MAX = 200
/** Pieces of an answer are bounded. */
const PIECES_MAX = 60

/** Tells words that are looked for. Made once for a search: words come again and again, and each is cut to its stems once. */
export type Matcher = (word: Word) => boolean

export function matcherOf(wanted: readonly WantedWord[]): Matcher {
  const known = new Map<string, boolean>()
  // Endings are cut, beginnings never change: most words are told by their first letter.
  const firsts = new Set(wanted.map((word) => word.text[0]))
  const parts = wanted.flatMap((word) => word.parts)
  return ({ text }) => {
    const before = known.get(text)
    if (before !== undefined) return before
    const plain = folded(text)
    const found = (firsts.has(plain[0]) || parts.some((part) => plain.includes(part))) && isAny(wanted, text)
    known.set(text, found)
    return found
  }
}

function isAny(wanted: readonly WantedWord[], text: string): boolean {
  const terms = termsOf(text)
  return wanted.some((one) => isWanted(one, text, terms))
}

/** The whole text, marked. */
export function marked(text: string, isFound: Matcher): Marked {
  return piecesOf(text, 0, text.length, [...wordsOf(text)].filter(isFound))
}

/** The stretch of the text with the most different words of those looked for; null when there is none. */
export function snippetOf(text: string, isFound: Matcher): Marked | null {
  const found: Word[] = []
  for (const word of wordsOf(text)) {
    if (isFound(word)) found.push(word)
    if (found.length === FOUND_MAX) break
  }
  if (found.length === 0) return null
  let best = { at: 0, different: 0 }
  let end = 0
  for (let at = 0; at < found.length; at++) {
    while (end < found.length && found[end]!.to - found[at]!.from <= SNIPPET_LENGTH - LEAD_LENGTH) end++
    const different = new Set(found.slice(at, Math.min(end, at + 20)).map((word) => word.text.toLowerCase()))
      .size
    if (different > best.different) best = { at, different }
  }
  const first = found[best.at]!
  const from = edge(text, Math.max(0, first.from - LEAD_LENGTH), first.from)
  const to = edgeBack(text, Math.max(first.to, Math.min(text.length, from + SNIPPET_LENGTH)), first.to)
  const pieces = piecesOf(
    text,
    from,
    to,
    found.filter((word) => word.from >= from && word.to <= to),
  )
  return [
    ...(from > 0 ? [{ text: '… ', found: false }] : []),
    ...pieces,
    ...(to < text.length ? [{ text: ' …', found: false }] : []),
  ]
}

/** The next beginning of a word, not behind `most`. */
function edge(text: string, from: number, most: number): number {
  if (from === 0) return 0
  const space = text.slice(from, most).search(/\s\S/)
  return space < 0 ? most : from + space + 1
}

function edgeBack(text: string, to: number, least: number): number {
  if (to >= text.length) return text.length
  const cut = text.slice(least, to).replace(/\S*$/, '').length
  return least + cut
}

function piecesOf(text: string, from: number, to: number, found: readonly Word[]): Marked {
  const pieces: { text: string; found: boolean }[] = []
  let at = from
  const plain = (end: number) => {
    const piece = text.slice(at, end).replace(/\s+/g, ' ')
    if (piece !== '') pieces.push({ text: piece, found: false })
  }
  for (const word of found.slice(0, PIECES_MAX / 2 - 1)) {
    plain(word.from)
    pieces.push({ text: text.slice(word.from, word.to), found: true })
    at = word.to
  }
  plain(to)
  return pieces
}

/** Whether exactly these words stand in the text one right after the other; what is between words does not count. */
export function holdsPhrase(text: string, phrase: readonly WantedWord[]): boolean {
  const words = [...wordsOf(text)].map((word) => folded(word.text))
  return words.some((_, at) => phrase.every((word, n) => words[at + n] === word.text))
}
