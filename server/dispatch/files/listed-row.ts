/** One line of a recipient list, as it was given: judged as a row of texts, not yet as a recipient (that is for rules/). */
import { RecipientRow } from '#api/batches.ts'
import type { Recipient } from '#api/dispatch.ts'
import type { RefusedEarly } from '#dispatch/sorting/submission.ts'
import { cleanText } from '#rules/clean-text.ts'

export type ListedRow = {
  /** As in the list, from 1. */
  row: number
  reference?: string
  given: Recipient
  title?: string
  documents?: string[]
  refused?: RefusedEarly
}

type Field = keyof RecipientRow
const properties = RecipientRow.properties as Record<string, { maxLength?: number }>
export const ROW_FIELDS = Object.keys(properties) as Field[]
const CHARACTERS_MAX = new Map(
  ROW_FIELDS.map((field) => [field as string, properties[field]!.maxLength ?? 200]),
)
const DOCUMENTS_MAX = 20
/** Of all names together, before they are taken apart. */
const DOCUMENTS_CHARACTERS_MAX = 20_000
/** Told of one row. A line may hold a million fields that are none. */
const FAULTS_MAX = 20
/** What is kept of a field that is too long, so that its sender recognises it. */
const KEPT_CHARACTERS = 60

/** Puts one field into the row; a wrong one is kept as far as it helps, and the row is refused. */
export function takeField(row: ListedRow, field: string, value: unknown): void {
  const charactersMax = CHARACTERS_MAX.get(field)
  if (charactersMax === undefined) refuseField(row, field.slice(0, 60), 'unknown-field')
  else if (field === 'documents') takeDocuments(row, value)
  else if (typeof value !== 'string') refuseField(row, field, 'field-form')
  else if (value.length > charactersMax) {
    refuseField(row, field, 'too-long')
    keep(row, field, `${value.slice(0, KEPT_CHARACTERS)}…`)
  } else takeText(row, field, value)
}

function takeText(row: ListedRow, field: string, value: string): void {
  if (field === 'title' || field === 'reference') {
    const clean = cleanText(value, CHARACTERS_MAX.get(field)!)
    if (clean.kind === 'clean') row[field] = clean.text
    else if (clean.reason !== 'empty') refuseField(row, field, clean.reason)
    return
  }
  if (field === 'country' && value !== 'dk' && value !== 'no') refuseField(row, field, 'field-form')
  else keep(row, field, value)
  if (field === 'nationalNumber' && value.includes('*')) refuseField(row, field, 'number-masked')
}

function keep(row: ListedRow, field: string, value: string): void {
  if (field === 'reference' || field === 'title') row[field] = value
  else (row.given as Record<string, string>)[field] = value
}

/** In CSV a text with `;` between the names, in JSON a list. */
function takeDocuments(row: ListedRow, value: unknown): void {
  const endless = typeof value === 'string' && value.length > DOCUMENTS_CHARACTERS_MAX
  const names = typeof value === 'string' && !endless ? value.split(/[;|]/) : value
  const texts = Array.isArray(names) && names.every((name) => typeof name === 'string') ? names : undefined
  const given = texts?.map((name) => name.trim().normalize('NFC')).filter((name) => name !== '')
  if (!given || given.length > DOCUMENTS_MAX || new Set(given).size < given.length)
    refuseField(row, 'documents', 'field-form')
  else if (given.length > 0) row.documents = given
}

export function refuseField(
  row: ListedRow,
  field: string,
  code: RefusedEarly['faults'][number]['code'],
): void {
  const before = row.refused?.faults ?? []
  if (before.length >= FAULTS_MAX) return
  const faults = [...before, { field, code }]
  const number = faults[0]!.field === 'nationalNumber'
  row.refused = { code: number ? 'number-invalid' : 'recipient-invalid', faults }
}
