import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'
import { nameAddressForm } from '#rules/matching.ts'
import type { MailboxState, PersonRow } from './people.store.ts'

/** The set-based lookups behind dispatch. Each is one statement for a whole chunk; `OFFSET 0` keeps the planner at one index
 * probe per row whatever it believes about the numbers: a plain join flips to reading the whole index. */

export type ExchangeHit = {
  rowNo: number
  personId: string
  mailboxId: string
  first: string
  last: string
  addressForm: string
}

const HIT = sql.raw(`r.row_no::int as "rowNo", e.person_id as "personId", e.mailbox_id as "mailboxId",
  e.first_name as "first", e.last_name as "last", e.address_form as "addressForm"`)

/** The text of each row's key is `nameAddressForm` of rules/matching.ts; the generated column is computed over the same. */
export async function exchangeByNames(
  trx: Trx,
  rows: readonly { first: string; last: string; addressForm: string }[],
): Promise<ExchangeHit[]> {
  const keys = rows.map((row) => nameAddressForm(row.first, row.last, row.addressForm))
  const result = await sql<ExchangeHit>`
    select ${HIT}
    from unnest(${keys}::text[]) with ordinality as r(form, row_no)
    cross join lateral (
      select person_id, mailbox_id, first_name, last_name, address_form from exchange
      where name_address_key = hashtextextended(r.form, 0) offset 0
    ) e order by r.row_no, e.person_id`.execute(trx)
  return result.rows
}

export async function exchangeByForms(trx: Trx, forms: readonly string[]): Promise<ExchangeHit[]> {
  const result = await sql<ExchangeHit>`
    select ${HIT}
    from unnest(${forms}::text[]) with ordinality as r(form, row_no)
    cross join lateral (
      select person_id, mailbox_id, first_name, last_name, address_form from exchange
      where address_key = hashtextextended(r.form, 0) offset 0
    ) e order by r.row_no, e.person_id`.execute(trx)
  return result.rows
}

export type PersonHit = {
  rowNo: number
  personId: string
  country: 'dk' | 'no'
  mailboxId: string | null
  mailboxState: MailboxState
  status: PersonRow['status']
  protected: boolean
}

const PERSON = sql.raw(`p.person_id as "personId", p.country, p.mailbox_id as "mailboxId",
  p.mailbox_state as "mailboxState", p.status, p.protected`)

export async function peopleByNumbers(
  trx: Trx,
  rows: readonly { country: 'dk' | 'no'; nationalNumber: string }[],
): Promise<PersonHit[]> {
  const result = await sql<PersonHit>`
    select r.row_no::int as "rowNo", ${PERSON}
    from unnest(${rows.map((r) => r.country)}::text[], ${rows.map((r) => r.nationalNumber)}::text[])
      with ordinality as r(country, number, row_no)
    cross join lateral (
      select * from person where country = r.country and national_number = r.number offset 0
    ) p`.execute(trx)
  return result.rows
}

export async function peopleByEmails(trx: Trx, emailForms: readonly string[]): Promise<PersonHit[]> {
  const result = await sql<PersonHit>`
    select r.row_no::int as "rowNo", ${PERSON}
    from unnest(${emailForms}::text[]) with ordinality as r(form, row_no)
    cross join lateral (select mailbox_id from email_claim where email_form = r.form offset 0) c
    cross join lateral (select * from person where mailbox_id = c.mailbox_id offset 0) p`.execute(trx)
  return result.rows
}

export async function peopleByTags(
  trx: Trx,
  tags: readonly string[],
): Promise<(PersonHit & { name: string })[]> {
  const result = await sql<PersonHit & { name: string }>`
    select r.row_no::int as "rowNo", d.handle as name, ${PERSON}
    from unnest(${tags}::text[]) with ordinality as r(tag, row_no)
    cross join lateral (
      select handle, mailbox_id from digital_address
      where address_number = substring(r.tag from '^\\d+')::bigint and suffix = substring(r.tag from '\\D*$') offset 0
    ) d
    cross join lateral (select * from person where mailbox_id = d.mailbox_id offset 0) p`.execute(trx)
  return result.rows
}

/** Which of these normalised addresses the public address register has (S-04). */
export async function knownForms(trx: Trx, forms: readonly string[]): Promise<string[]> {
  const result = await sql<{ form: string }>`
    select r.form from unnest(${[...new Set(forms)]}::text[]) as r(form)
    where exists (select from address where address_form = r.form)`.execute(trx)
  return result.rows.map((row) => row.form)
}

export type RegisteredAddressRow = {
  personId: string
  givenNames: string
  familyName: string
  careOf: string | null
  road: string
  houseNumber: string
  floor: string | null
  door: string | null
  dwelling: string | null
  postcode: string
  city: string
}

export async function registeredAddressRows(
  trx: Trx,
  personIds: readonly string[],
): Promise<RegisteredAddressRow[]> {
  const result = await sql<RegisteredAddressRow>`
    select person_id as "personId", given_names as "givenNames", family_name as "familyName", care_of as "careOf", road,
      house_number as "houseNumber", floor, door, dwelling, postcode, city
    from person where person_id = any(${personIds}::uuid[])`.execute(trx)
  return result.rows
}
