import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'
import type { RegisterPerson } from '#ground/ports.ts'

/** The SQL of people: whom the register tells of, who is in the exchange index, and the digital addresses. */

export type MailboxState = 'none' | 'open' | 'deactivated' | 'closed' | 'opted-out'

export type PersonRow = {
  person_id: string
  country: 'dk' | 'no'
  given_names: string
  family_name: string
  address_form: string
  status: RegisterPerson['status']
  protected: boolean
  mailbox_id: string | null
  mailbox_state: MailboxState
  exchange_consent: boolean
}

const PERSON_COLUMNS = sql.raw(
  'person_id, country, given_names, family_name, address_form, status, protected, mailbox_id, mailbox_state, exchange_consent',
)

export type RegisteredPerson = { personId: string; person: RegisterPerson; addressForm: string }

/** Writes people as the register has them. `personId` is for those not known yet; the others keep theirs, their mailbox
 * and their consent. One row per national number. Returns every row, locked by this transaction. */
export async function upsertPeople(trx: Trx, people: readonly RegisteredPerson[]): Promise<PersonRow[]> {
  const rows = people.map(({ personId, person, addressForm }) => ({
    person_id: personId,
    country: person.country,
    national_number: person.nationalNumber,
    given_names: person.givenNames,
    family_name: person.familyName,
    road: person.address.road,
    house_number: person.address.houseNumber,
    floor: person.address.floor ?? null,
    door: person.address.door ?? null,
    dwelling: person.address.dwelling ?? null,
    postcode: person.address.postcode,
    city: person.address.city,
    care_of: person.address.careOf ?? null,
    kvhx: person.address.kvhx ?? null,
    address_form: addressForm,
    status: person.status,
    protected: person.protected,
  }))
  // in the order of the key, so that two such statements wait for each other instead of locking each other out
  const result = await sql<PersonRow>`
    insert into person as p (person_id, country, national_number, given_names, family_name, road, house_number, floor,
      door, dwelling, postcode, city, care_of, kvhx, address_form, status, protected)
    select person_id, country, national_number, given_names, family_name, road, house_number, floor,
      door, dwelling, postcode, city, care_of, kvhx, address_form, status, protected
    from json_to_recordset(${JSON.stringify(rows)}::json) as r(person_id uuid, country text, national_number text,
      given_names text, family_name text, road text, house_number text, floor text, door text, dwelling text,
      postcode text, city text, care_of text, kvhx text, address_form text, status text, protected boolean)
    order by country, national_number
    on conflict (country, national_number) do update set
      given_names = excluded.given_names, family_name = excluded.family_name, road = excluded.road,
      house_number = excluded.house_number, floor = excluded.floor, door = excluded.door, dwelling = excluded.dwelling,
      postcode = excluded.postcode, city = excluded.city, care_of = excluded.care_of, kvhx = excluded.kvhx,
      address_form = excluded.address_form, status = excluded.status, protected = excluded.protected
    returning ${PERSON_COLUMNS}`.execute(trx)
  return result.rows
}

/** Locks people until the transaction ends: whoever changes what the exchange index depends on takes this lock first. In
 * the same order as `upsertPeople`, so that the two never lock each other out. */
export async function lockPeople(trx: Trx, personIds: readonly string[]): Promise<PersonRow[]> {
  const result = await sql<PersonRow>`
    select ${PERSON_COLUMNS} from person where person_id = any(${personIds}::uuid[])
    order by country, national_number for update`.execute(trx)
  return result.rows
}

export async function personOfNumber(
  trx: Trx,
  country: 'dk' | 'no',
  nationalNumber: string,
): Promise<string | undefined> {
  const result = await sql<{ personId: string }>`
    select person_id as "personId" from person where country = ${country} and national_number = ${nationalNumber}`.execute(
    trx,
  )
  return result.rows[0]?.personId
}

export async function lockOwner(trx: Trx, mailboxId: string): Promise<PersonRow | undefined> {
  const result = await sql<PersonRow>`
    select ${PERSON_COLUMNS} from person where mailbox_id = ${mailboxId}::uuid for update`.execute(trx)
  return result.rows[0]
}

export async function setExchangeConsentOf(trx: Trx, personId: string, given: boolean): Promise<void> {
  await sql`update person set exchange_consent = ${given} where person_id = ${personId}::uuid`.execute(trx)
}

export async function setMailboxStateOf(trx: Trx, personId: string, state: MailboxState): Promise<void> {
  await sql`update person set mailbox_state = ${state} where person_id = ${personId}::uuid`.execute(trx)
}

/** The copies of states that changed together; see `mailbox.state`. */
export async function setMailboxStates(
  trx: Trx,
  states: ReadonlyMap<string, Exclude<MailboxState, 'none'>>,
): Promise<void> {
  await sql`
    update person p set mailbox_state = r.state
    from unnest(${[...states.keys()]}::uuid[], ${[...states.values()]}::text[]) as r(person_id, state)
    where p.person_id = r.person_id`.execute(trx)
}

export type NewMailboxOf = { personId: string; mailboxId: string; exchangeConsent: boolean }

export async function giveMailboxes(trx: Trx, rows: readonly NewMailboxOf[]): Promise<void> {
  await sql`
    update person p set mailbox_id = r.mailbox_id, mailbox_state = 'open', exchange_consent = r.consent
    from unnest(${rows.map((r) => r.personId)}::uuid[], ${rows.map((r) => r.mailboxId)}::uuid[],
      ${rows.map((r) => r.exchangeConsent)}::boolean[]) as r(person_id, mailbox_id, consent)
    where p.person_id = r.person_id`.execute(trx)
}

export type ExchangeEntry = {
  personId: string
  mailboxId: string
  first: string
  last: string
  addressForm: string
}

/** Makes the index hold exactly `entries` for these people, and nothing for those of them without an entry. */
export async function replaceExchange(
  trx: Trx,
  personIds: readonly string[],
  entries: readonly ExchangeEntry[],
): Promise<void> {
  const kept = entries.map((entry) => entry.personId)
  await sql`delete from exchange where person_id = any(${personIds}::uuid[]) and person_id <> all(${kept}::uuid[])`.execute(
    trx,
  )
  if (entries.length === 0) return
  await sql`
    insert into exchange (person_id, mailbox_id, first_name, last_name, address_form)
    select * from unnest(${kept}::uuid[], ${entries.map((e) => e.mailboxId)}::uuid[], ${entries.map((e) => e.first)}::text[],
      ${entries.map((e) => e.last)}::text[], ${entries.map((e) => e.addressForm)}::text[])
    on conflict (person_id) do update set mailbox_id = excluded.mailbox_id, first_name = excluded.first_name,
      last_name = excluded.last_name, address_form = excluded.address_form
    where (exchange.mailbox_id, exchange.first_name, exchange.last_name, exchange.address_form)
      is distinct from (excluded.mailbox_id, excluded.first_name, excluded.last_name, excluded.address_form)`.execute(
    trx,
  )
}

export type DigitalAddressRow = { personId: string; mailboxId: string; tag: string; name: string }

/** Tags that are free get their row; those that somebody already has are left out of the answer. */
export async function insertDigitalAddresses(
  trx: Trx,
  rows: readonly DigitalAddressRow[],
  at: Date,
): Promise<Set<string>> {
  const result = await sql<{ person_id: string }>`
    insert into digital_address (address_number, suffix, handle, person_id, mailbox_id, issued_at)
    select substring(tag from '^\\d+')::bigint, substring(tag from '\\D*$'), name, person_id, mailbox_id, ${at}::timestamptz
    from unnest(${rows.map((r) => r.tag)}::text[], ${rows.map((r) => r.name)}::text[],
      ${rows.map((r) => r.personId)}::uuid[], ${rows.map((r) => r.mailboxId)}::uuid[]) as r(tag, name, person_id, mailbox_id)
    on conflict (address_number, suffix) do nothing returning person_id`.execute(trx)
  return new Set(result.rows.map((row) => row.person_id))
}

/** The name part of each mailbox's address in force. */
export async function digitalNamesOf(trx: Trx, mailboxIds: readonly string[]): Promise<Map<string, string>> {
  const result = await sql<{ mailbox_id: string; handle: string }>`
    select mailbox_id, handle from digital_address where mailbox_id = any(${mailboxIds}::uuid[]) and retired_at is null`.execute(
    trx,
  )
  return new Map(result.rows.map((row) => [row.mailbox_id, row.handle]))
}

export async function retireDigitalAddresses(
  trx: Trx,
  mailboxIds: readonly string[],
  at: Date,
): Promise<void> {
  await sql`update digital_address set retired_at = ${at} where mailbox_id = any(${mailboxIds}::uuid[]) and retired_at is null`.execute(
    trx,
  )
}

/** P-08: the addresses of a mailbox that is gone for good reach its owner's new one, and stay retired. */
export async function moveDigitalAddresses(
  trx: Trx,
  rows: readonly { personId: string; mailboxId: string }[],
  at: Date,
): Promise<void> {
  await sql`
    update digital_address d set mailbox_id = r.mailbox_id, retired_at = coalesce(d.retired_at, ${at}::timestamptz)
    from unnest(${rows.map((r) => r.personId)}::uuid[], ${rows.map((r) => r.mailboxId)}::uuid[]) as r(person_id, mailbox_id)
    where d.person_id = r.person_id`.execute(trx)
}

/** How far a feed was followed; undefined before the first snapshot. */
export async function cursorOf(trx: Trx, source: string): Promise<string | undefined> {
  const result = await sql<{ cursor: string }>`
    select cursor from register_cursor where source = ${source}`.execute(trx)
  return result.rows[0]?.cursor
}

/** Moves the cursor from where the caller believed it; false when somebody else has moved it. */
export async function moveCursor(
  trx: Trx,
  source: string,
  from: string | undefined,
  to: string,
  at: Date,
): Promise<boolean> {
  const result =
    from === undefined
      ? await sql`insert into register_cursor (source, cursor, moved_at) values (${source}, ${to}, ${at})
          on conflict (source) do nothing returning 1`.execute(trx)
      : await sql`update register_cursor set cursor = ${to}, moved_at = ${at}
          where source = ${source} and cursor = ${from} returning 1`.execute(trx)
  return result.rows.length === 1
}
