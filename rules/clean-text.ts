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

/** Printable ASCII and the letters of Latin-1, words with single spaces between them. */
const PLAIN = /^[!-~À-ÿ]+(?: [!-~À-ÿ]+)*$/
const INVISIBLE = /[\u00ad\u061c\u180e\u200b-\u200f\u2060-\u2064\ufeff]|\u034f|[\ufe00-\ufe0f]/gu
const WHITESPACE = /[\s\u0085]+/gu
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u206f]/u
const BROKEN = /[\ufffd\ufff9-\ufffb\p{Co}\p{Cs}\p{Noncharacter_Code_Point}]/u
const EVERY_CONTROL = new RegExp(CONTROL, 'gu')
const EVERY_BROKEN = new RegExp(BROKEN, 'gu')

/**
 * Whether cleaning would change nothing and refuse nothing, told by one look. Nearly every text of a list is such a text. Lower case
 * keeps it so; and a text of which this is said is NFC.
 */
export function isPlain(text: string): boolean {
  return PLAIN.test(text)
}

/**
 * NFC, invisible characters gone, every run of white space one space, trimmed.
 * @param charactersMax longest text allowed, in UTF-16 units; judged before any work is done, so that a huge text costs nothing.
 */
export function cleanText(text: string, charactersMax: number): CleanText {
  if (text.length > charactersMax * 4) return { kind: 'unclean', reason: 'too-long' }
  if (isPlain(text)) return bounded(text, charactersMax)
  if (BROKEN.test(text)) return { kind: 'unclean', reason: 'broken-encoding' }
  const plain = strip(text)
  if (CONTROL.test(plain)) return { kind: 'unclean', reason: 'control-character' }
  if (plain === '') return { kind: 'unclean', reason: 'empty' }
  return bounded(plain, charactersMax)
}

function bounded(text: string, charactersMax: number): CleanText {
  return text.length > charactersMax ? { kind: 'unclean', reason: 'too-long' } : { kind: 'clean', text }
}

/** The same cleaning, but total: deceiving characters become spaces. For texts from a register, which nobody can correct. */
export function scrubText(text: string): string {
  if (isPlain(text)) return text
  return strip(strip(text).replace(EVERY_CONTROL, ' ').replace(EVERY_BROKEN, ' '))
}

function strip(text: string): string {
  return text.replace(INVISIBLE, '').normalize('NFC').replace(WHITESPACE, ' ').trim()
}
