/**
 * Text as it comes from people, spreadsheets and mainframes, before any rule reads it.
 *
 * Decision: what is merely invisible is stripped, what deceives is refused.
 * - Stripped: direction marks, zero-width characters, soft hyphens, byte-order marks. Spreadsheets and web pages
 *   add them unseen, and no name or address differs by them.
 * - Refused: direction overrides, embeddings and isolates (a clerk would see another name than the one that is
 *   matched), control characters, private-use characters, and U+FFFD or half surrogates, which mean that the file
 *   was read in the wrong encoding and that letters such as æ, ø and å are lost already.
 */
export type CleanText =
  | { kind: 'clean'; text: string }
  | { kind: 'unclean'; reason: 'empty' | 'too-long' | 'control-character' | 'broken-encoding' }

const INVISIBLE = /[\u00ad\u061c\u180e\u200b-\u200f\u2060-\u2064\ufeff]|\u034f|[\ufe00-\ufe0f]/gu
const WHITESPACE = /[\s\u0085]+/gu
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u206f]/u
const BROKEN = /[\ufffd\ufff9-\ufffb\p{Co}\p{Cs}\p{Noncharacter_Code_Point}]/u

/**
 * NFC, invisible characters gone, every run of white space one space, trimmed.
 * @param charactersMax longest text allowed, in UTF-16 units; judged before any work is done, so that a huge text costs nothing.
 */
export function cleanText(text: string, charactersMax: number): CleanText {
  if (text.length > charactersMax * 4) return { kind: 'unclean', reason: 'too-long' }
  if (BROKEN.test(text)) return { kind: 'unclean', reason: 'broken-encoding' }
  const plain = strip(text)
  if (CONTROL.test(plain)) return { kind: 'unclean', reason: 'control-character' }
  if (plain === '') return { kind: 'unclean', reason: 'empty' }
  return plain.length > charactersMax
    ? { kind: 'unclean', reason: 'too-long' }
    : { kind: 'clean', text: plain }
}

/** The same cleaning, but total: deceiving characters become spaces. For texts from a register, which nobody can correct. */
export function scrubText(text: string): string {
  return strip(strip(text).replace(new RegExp(CONTROL, 'gu'), ' ').replace(new RegExp(BROKEN, 'gu'), ' '))
}

function strip(text: string): string {
  return text.replace(INVISIBLE, '').normalize('NFC').replace(WHITESPACE, ' ').trim()
}
