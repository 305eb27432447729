/** What the archive's lists say of a letter: the shape of letters.json, and the rows of letters.csv. */
import { stringify } from 'csv-stringify/sync'
import type { LetterSender } from '#api/mailbox.ts'
import type { Level } from '#rules/levels.ts'
import type { Wants } from '#rules/wants.ts'

export type LetterRecord = {
  readonly number: number
  readonly letterId: string
  readonly receivedAt: string
  readonly openedAt: string | null
  readonly unread: boolean
  readonly starred: boolean
  /** `inbox`, `archive`, `trash` or the folder's id. */
  readonly place: string
  /** The folder's name with those it lies in. */
  readonly folder: string | null
  readonly senderId: string | null
  readonly sender: LetterSender | null
  /** A document of one's own: nobody sent it. */
  readonly own: boolean
  readonly title: string | null
  /** What the letter wants of its reader (B-17). */
  readonly wants: Wants | null
  /** What its owner wrote on it. */
  readonly note: string | null
  readonly sensitive: boolean
  readonly minimumLevel: Level
  /** Not in the archive: the session that asked for it could not open it. */
  readonly locked: boolean
  readonly documents: readonly DocumentRecord[]
  readonly proofs: readonly { event: string; at: string; path: string; sealed: boolean }[]
}

export type DocumentRecord = {
  readonly documentNo: number
  readonly fileName: string | null
  readonly mediaType: string
  readonly sizeBytes: number
  readonly sha256: string
  /** In the archive; null when it could not be read. */
  readonly path: string | null
}

const COLUMNS = [
  'number',
  'letterId',
  'receivedAt',
  'openedAt',
  'unread',
  'starred',
  'place',
  'folder',
  'senderId',
  'sender',
  'title',
  'note',
  'sensitive',
  'minimumLevel',
  'locked',
  'documentNo',
  'fileName',
  'mediaType',
  'sizeBytes',
  'sha256',
  'path',
] as const

/** With a byte order mark: spreadsheets then read it as UTF-8. */
export const csvHead = (): string => `\ufeff${COLUMNS.join(',')}\r\n`

/** One row a document; what a spreadsheet would take for a formula is made text. */
export function csvRows(record: LetterRecord): string {
  const { documents, proofs: _, wants: __, sender, ...letter } = record
  const outside = { ...letter, sender: sender?.name ?? null }
  const rows = (documents.length > 0 ? documents : [{}]).map((document) => ({ ...outside, ...document }))
  return stringify(
    rows.map((row) => COLUMNS.map((column) => textOf((row as Record<string, unknown>)[column]))),
    { record_delimiter: '\r\n', escape_formulas: true },
  )
}

const textOf = (value: unknown): string => (value === null || value === undefined ? '' : String(value))
