/** What is held about a person as a report in their language: for the letter, the encrypted e-mail and the page. */
import { explainFinding } from '#api/fraud-texts.ts'
import { SECURITY_TEXTS } from '#api/security-notice-texts.ts'
import type { Finding } from '#rules/fraud.ts'
import { PROFILES, type ProfileId } from '#rules/profiles.ts'
import { FACTS, type Fact, type Facts } from '#rules/security-notices.ts'
import type { SessionLanguage } from '../session.store.ts'
import { ANSWER_WORDS } from './answer-words.ts'
import type { HeldPart, HeldRow } from './held.store.ts'
import { wordOfCode } from './held-codes.ts'
import { HELD, type Held, type Withheld } from './held-data.ts'
import { TITLES } from './held-titles.ts'
import { COLUMNS, PLACE } from './held-words.ts'

export type ReportSection = {
  readonly title: string
  /** Why it is held and when it is deleted, one line for each reason, with the columns it holds for when they differ. */
  readonly reasons: readonly string[]
  /** Each row as one line: "E-mail: … · Confirmed: …". */
  readonly rows: readonly string[]
  readonly more: number
}

type Reader = { readonly language: SessionLanguage; readonly country: ProfileId }

export const titleOf = (table: HeldPart['table'], language: SessionLanguage): string =>
  TITLES[table][PLACE[language]]

function wordOf(column: string, language: SessionLanguage): string {
  return COLUMNS[column]?.[PLACE[language]] ?? column
}

export function writeReport(reader: Reader, parts: readonly HeldPart[]): ReportSection[] {
  return parts.map((part) => ({
    title: titleOf(part.table, reader.language),
    reasons: reasonsOf(reader, part),
    rows: part.rows.map((row) => rowInWords(reader, part.table, row)),
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

function rowInWords(reader: Reader, table: HeldPart['table'], row: HeldRow): string {
  return factsOf(reader, table, row)
    .map(([name, value]) => `${name}: ${value}`)
    .join(' · ')
}

/** Empty ones are left out. */
export function factsOf(
  reader: Reader,
  table: HeldPart['table'],
  row: HeldRow,
): [name: string, value: string][] {
  return Object.entries(row).flatMap(([column, value]) => {
    const words = valueInWords(reader, table, column, value)
    return words === '' ? [] : [[wordOf(column, reader.language), words] as [string, string]]
  })
}

function valueInWords(reader: Reader, table: HeldPart['table'], column: string, value: unknown): string {
  const words = ANSWER_WORDS[reader.language]
  const told = (code: string) => wordOfCode(table, column, code, reader.language) ?? code
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return momentInWords(reader, value)
  if (typeof value === 'boolean') return value ? words.yes : words.no
  if (column === 'findings')
    return (value as Finding[]).map((finding) => explainFinding(reader.language, finding)).join(' ')
  if (column === 'facts') return factsInWords(reader, value as Facts)
  if (Array.isArray(value)) return value.map((one) => told(String(one))).join(', ')
  // A ground is named before what it rests on.
  return String(value).split('; ').map(told).join('; ')
}

/** What a notice told, in its own words. */
function factsInWords(reader: Reader, facts: Facts): string {
  const names = SECURITY_TEXTS[reader.language].facts
  return FACTS.flatMap((fact) => {
    const value = facts[fact]
    if (value === undefined) return []
    const isMoment = fact === 'at' || fact === 'until'
    return `${names[fact]}: ${isMoment ? momentInWords(reader, new Date(value)) : factWord(fact, value, reader.language)}`
  }).join(', ')
}

/** A reason is one of ours, by its code, or stands in words. */
export function factWord(fact: Fact, value: string, language: SessionLanguage): string {
  return (fact === 'reason' && wordOfCode('disclosure', 'legal_ground', value, language)) || value
}

function momentInWords({ language, country }: Reader, at: Date): string {
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: PROFILES[country].timeZone,
  }).format(at)
}
