/** What is held about a person as a report in their language: for the letter, the encrypted e-mail and the page. */
import { explainFinding } from '#api/fraud-texts.ts'
import type { Finding } from '#rules/fraud.ts'
import { PROFILES, type ProfileId } from '#rules/profiles.ts'
import type { SessionLanguage } from '../session.store.ts'
import { ANSWER_WORDS } from './answer-words.ts'
import type { HeldPart, HeldRow } from './held.store.ts'
import { HELD, type Held, type Withheld } from './held-data.ts'
import { TITLES } from './held-titles.ts'
import { COLUMNS } from './held-words.ts'

export type ReportSection = {
  readonly title: string
  /** Why it is held and when it is deleted, one line for each reason, with the columns it holds for when they differ. */
  readonly reasons: readonly string[]
  /** Each row as one line: "E-mail: … · Confirmed: …". */
  readonly rows: readonly string[]
  readonly more: number
}

type Reader = { readonly language: SessionLanguage; readonly country: ProfileId }

const PLACE = { da: 0, nb: 1, en: 2, sv: 3 } as const satisfies Record<SessionLanguage, number>

export const titleOf = (table: HeldPart['table'], language: SessionLanguage): string =>
  TITLES[table][PLACE[language]]

function wordOf(column: string, language: SessionLanguage): string {
  return COLUMNS[column]?.[PLACE[language]] ?? column
}

export function writeReport(reader: Reader, parts: readonly HeldPart[]): ReportSection[] {
  return parts.map((part) => ({
    title: titleOf(part.table, reader.language),
    reasons: reasonsOf(reader, part),
    rows: part.rows.map((row) => rowInWords(reader, row)),
    more: part.more,
  }))
}

function reasonsOf({ language }: Reader, { why }: HeldPart): string[] {
  const words = ANSWER_WORDS[language]
  const groups = new Map<string, string[]>()
  for (const [column, row] of Object.entries(why)) {
    const reason = `${words.why}: ${words.reasons[row.why]}. ${words.until}: ${words.untils[row.until]}.`
    groups.set(reason, [...(groups.get(reason) ?? []), wordOf(column, language)])
  }
  if (groups.size === 1) return [...groups.keys()]
  return [...groups].map(([reason, columns]) => `${columns.join(', ')}. ${reason}`)
}

/** What is held and not given: by reason, the parts it is held in. */
export function notGiven(language: SessionLanguage): string[] {
  const words = ANSWER_WORDS[language]
  return (Object.keys(words.withheld) as Withheld[]).map((reason) => {
    const titles = (Object.entries(HELD) as [HeldPart['table'], Held][]).flatMap(([table, held]) =>
      held.withhold?.[reason] ? [titleOf(table, language)] : [],
    )
    return `${words.withheld[reason]}: ${titles.join(', ')}.`
  })
}

function rowInWords(reader: Reader, row: HeldRow): string {
  return factsOf(reader, row)
    .map(([name, value]) => `${name}: ${value}`)
    .join(' · ')
}

/** Empty ones are left out. */
export function factsOf(reader: Reader, row: HeldRow): [name: string, value: string][] {
  return Object.entries(row).flatMap(([column, value]) => {
    const words = valueInWords(reader, column, value)
    return words === '' ? [] : [[wordOf(column, reader.language), words] as [string, string]]
  })
}

function valueInWords(reader: Reader, column: string, value: unknown): string {
  const words = ANSWER_WORDS[reader.language]
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return momentInWords(reader, value)
  if (typeof value === 'boolean') return value ? words.yes : words.no
  if (column === 'findings')
    return (value as Finding[]).map((finding) => explainFinding(reader.language, finding)).join(' ')
  if (Array.isArray(value)) return value.map(String).join(', ')
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([key, one]) => `${key} ${String(one)}`)
      .join(', ')
  return String(value)
}

function momentInWords({ language, country }: Reader, at: Date): string {
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: PROFILES[country].timeZone,
  }).format(at)
}
