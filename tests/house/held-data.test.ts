import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { holdsCodes, wordOfCode } from '#identity/access-requests/held-codes.ts'
import { columnsOf, HELD, type Held, NOT_COLLECTED } from '#identity/access-requests/held-data.ts'
import { COLUMNS, PLACE } from '#identity/access-requests/held-words.ts'
import { PRIVACY_ROWS, rowOf } from '#rules/privacy-rows.ts'
import { type Catalog, readCatalog } from './catalog.ts'

/** Columns about a private person: rows of the mailbox, of the e-ID, and of what Brevhus must store besides. */
const ABOUT_A_PERSON = /^(E-1\d|E-2\d|E-5\d|N-\d\d)\b/

const LANGUAGES = Object.keys(PLACE) as (keyof typeof PLACE)[]

/** Codes that a given column may hold, by the database's own checks, and that nobody could read. */
function codesWithoutWords({ checks }: Catalog): string[] {
  return (Object.entries(HELD) as [string, Held][]).flatMap(([table, held]) =>
    columnsOf(held).flatMap((column) =>
      checks
        .filter((check) => check.table === table && check.column === column)
        .flatMap(({ condition }) => {
          const listed = new RegExp(`^CHECK \\(\\(${column} = ANY \\(ARRAY\\[(.*)\\]\\)\\)\\)$`).exec(
            condition,
          )
          const codes = [...(listed?.[1] ?? '').matchAll(/'([^']+)'/g)].map((match) => match[1]!)
          // A pattern of small letters and hyphens is a code as well; which there are, only the program knows.
          if (/~ '\^\[a-z/.test(condition) && !holdsCodes(table, column))
            return [`${table}.${column}: no code of it has words`]
          return codes
            .filter((code) => LANGUAGES.some((language) => !wordOfCode(table, column, code, language)))
            .map((code) => `${table}.${column}: “${code}” has no words in every language`)
        }),
    ),
  )
}

function faults({ columns }: Catalog): string[] {
  const found: string[] = []
  const tables = new Set(
    columns.filter(({ comment }) => ABOUT_A_PERSON.test(comment)).map(({ table }) => table),
  )
  for (const table of tables)
    if (!Object.hasOwn(HELD, table) && !Object.hasOwn(NOT_COLLECTED, table))
      found.push(`${table}: no answer to a request for access knows of it`)
  for (const [table, held] of Object.entries(HELD) as [string, Held][]) {
    const withheld = Object.values(held.withhold ?? {}).flatMap((names) => names.split(' '))
    const named = [...columnsOf(held), ...withheld]
    const there = columns.filter((column) => column.table === table)
    for (const { name, comment } of there)
      if (!named.includes(name) && !comment.startsWith('none:'))
        found.push(`${table}.${name}: neither given nor withheld`)
    for (const name of named)
      if (!there.some((column) => column.name === name))
        found.push(`${table}.${name}: there is no such column`)
    if (new Set(named).size < named.length) found.push(`${table}: a column is named twice`)
    for (const name of columnsOf(held)) {
      if (!COLUMNS[name]) found.push(`${table}.${name}: has no word`)
      const comment = there.find((column) => column.name === name)?.comment ?? ''
      if (!comment.startsWith('none:') && !rowOf(comment))
        found.push(`${table}.${name}: nobody could say why it is held and until when`)
    }
  }
  return found
}

/** What clears the rows of each table in at most the time that its columns are told with; of six months, what empties the column. */
const CLOCKS: Readonly<Record<string, string>> = {
  access_grant: 'access/delegates/delegates.store.ts',
  access_log: 'letters/letter-events.store.ts',
  access_mail: 'identity/forget-expired.ts',
  access_request: 'identity/forget-expired.ts',
  activation_code: 'identity/forget-expired.ts',
  app_session: 'identity/forget-expired.ts',
  disclosure_event: 'identity/forget-expired.ts',
  employee_event: 'identity/employees/forget-employees.ts',
  id_desk_act: 'identity/forget-expired.ts',
  id_letter: 'identity/forget-expired.ts',
  known_browser: 'identity/forget-expired.ts',
  letter_change: 'letters/keeping/arrange.store.ts',
  letter_report: 'letters/reports/reports.store.ts',
  notice: 'notices/forget-notices.ts',
  openid_artifact: 'identity/forget-expired.ts',
  person_search_use: 'people/finding/finding.store.ts',
  personal_token: 'letters/tokens/tokens.store.ts',
  power_consent: 'access/requests/requests.store.ts',
  power_paper: 'access/requests/requests.store.ts',
  power_request: 'access/requests/requests.store.ts',
  push_subscription: 'notices/forget-notices.ts',
  report_document: 'letters/reports/reports.store.ts',
  search_use: 'letters/search/search.store.ts',
  security_notice: 'notices/forget-notices.ts',
  session: 'identity/forget-expired.ts',
  sign_in_event: 'identity/forget-expired.ts',
  sign_in_origin: 'identity/forget-expired.ts',
  staff_action: 'identity/forget-expired.ts',
  take_out: 'letters/take-out/take-out.store.ts',
  usage_service: 'identity/forget-expired.ts',
}
/** Goes with what it hangs on, by the database. */
const HANGS_ON: Readonly<Record<string, string>> = { security_notice_mail: 'security_notice' }
const COUNTED_UNTIL: readonly string[] = ['five-years', 'five-years-after-matter', 'six-months']

/** Columns that a person is told go after some years, of tables in which nothing ever does. */
function toldTooSoon({ columns }: Catalog): string[] {
  return (Object.entries(HELD) as [string, Held][]).flatMap(([table, held]) =>
    columnsOf(held).flatMap((column) => {
      const comment = columns.find((one) => one.table === table && one.name === column)?.comment ?? ''
      const row = rowOf(comment)
      if (!row || !COUNTED_UNTIL.includes(PRIVACY_ROWS[row].until)) return []
      const cleared = HANGS_ON[table] ?? table
      const clock = CLOCKS[cleared] && readFileSync(`server/${CLOCKS[cleared]}`, 'utf8')
      const clears = clock && new RegExp(`(delete from|update) ${cleared}\\b`).test(clock)
      return clears ? [] : [`${table}.${column}: told to go by ${row}, and nothing clears it`]
    }),
  )
}

test('G1 R4 R6: what a person is told goes after some years is in a table that a clock clears', async () => {
  assert.deepEqual(toldTooSoon(await readCatalog()), [])
  const planted = await readCatalog(`comment on column folder.created_at is 'E-13 planted'`)
  assert.deepEqual(toldTooSoon(planted), ['folder.created_at: told to go by E-13, and nothing clears it'])
})

test('I-12 G1: every stored column about a person is given on a request for access, or withheld for a named reason', async () => {
  const catalog = await readCatalog()
  assert.deepEqual(faults(catalog), [])
  const planted = await readCatalog(`
    create table diary (person_id uuid primary key, secret_wish text);
    comment on column diary.person_id is 'E-50 whose';
    alter table login add column mood text;
    comment on column login.mood is 'E-50 planted';`)
  assert.deepEqual(faults(planted), [
    'diary: no answer to a request for access knows of it',
    'login.mood: neither given nor withheld',
  ])
})

test('I-12 G1: every code that may be stored about a person is told in words, in every language', async () => {
  assert.deepEqual(codesWithoutWords(await readCatalog()), [])
  const planted = await readCatalog(`
    alter table person drop constraint person_status_check, add check (status in ('active', 'lost'));
    alter table login add check (user_id ~ '^[a-z-]+$');`)
  assert.deepEqual(codesWithoutWords(planted), [
    'person.status: “lost” has no words in every language',
    'login.user_id: no code of it has words',
  ])
  // What a column of free words holds is left as it is, and so is a code of a later version.
  for (const language of LANGUAGES) {
    assert.equal(wordOfCode('person', 'city', 'open', language), undefined)
    assert.equal(wordOfCode('login', 'login_kind', 'constructor', language), undefined)
    assert.notEqual(wordOfCode('person', 'country', 'dk', language), 'dk')
  }
})
