/** A letter one person writes to another (S-13): text, and PDF attachments. */
import { cleanText } from './clean-text.ts'

export const PERSON_LETTER = {
  titleCharactersMax: 120,
  textCharactersMax: 20_000,
  attachmentsMax: 5,
  /** All of it together, the text included. */
  bytesMax: 20 * 1024 * 1024,
  perDay: 50,
} as const

export type PersonLetterFault = { field: 'title' | 'text'; reason: 'empty' | 'too-long' | 'form' }

export type PersonLetterResult =
  | { kind: 'letter'; title: string; text: string }
  | { kind: 'invalid'; faults: PersonLetterFault[] }

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
const UNREADABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069\ufffd]/u

/** Lines stay as they were typed; whatever could hide or turn around what is read is refused. */
export function readPersonLetter(given: { title: string; text: string }): PersonLetterResult {
  const faults: PersonLetterFault[] = []
  const title = cleanText(given.title, PERSON_LETTER.titleCharactersMax)
  if (title.kind === 'unclean')
    faults.push({
      field: 'title',
      reason: title.reason === 'empty' || title.reason === 'too-long' ? title.reason : 'form',
    })
  const text = given.text.replace(/\r\n?/g, '\n').normalize('NFC').trimEnd()
  if (text.trim() === '') faults.push({ field: 'text', reason: 'empty' })
  else if (text.length > PERSON_LETTER.textCharactersMax) faults.push({ field: 'text', reason: 'too-long' })
  else if (UNREADABLE.test(text) || !text.isWellFormed()) faults.push({ field: 'text', reason: 'form' })
  if (title.kind === 'unclean' || faults.length > 0) return { kind: 'invalid', faults }
  return { kind: 'letter', title: title.text, text }
}
