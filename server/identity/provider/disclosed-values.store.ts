/** SQL of what may be disclosed about a person. */
import { sql } from 'kysely'
import type { Db, Trx } from '#ground/db.ts'

export type DisclosedRow = {
  mailboxId: string | null
  country: 'dk' | 'no'
  nationalNumber: string
  givenNames: string
  familyName: string
  road: string
  houseNumber: string
  floor: string | null
  door: string | null
  dwelling: string | null
  postcode: string
  city: string
  careOf: string | null
  protected: boolean
  /** I-19: nothing of theirs is given on; their ID signs in as before. */
  dataBlocked: boolean
}

/**
 * null for the dead and for a blocked ID: no token of it is good (N-11). Without a mailbox, and while it is closed, there are no contact
 * details; the ID lives on (B-09).
 */
export async function readDisclosed(db: Db, personId: string): Promise<DisclosedRow | null> {
  const { rows } = await sql<DisclosedRow>`
    select case when p.mailbox_state <> 'closed' then p.mailbox_id end as "mailboxId", p.country, p.national_number as "nationalNumber", p.given_names as "givenNames",
           p.family_name as "familyName", p.road, p.house_number as "houseNumber", p.floor, p.door, p.dwelling,
           p.postcode, p.city, p.care_of as "careOf", p.protected,
           exists (select from data_block b where b.person_id = p.person_id) as "dataBlocked"
      from person p join login l on l.person_id = p.person_id
     where p.person_id = ${personId}::uuid and p.status <> 'deceased' and l.blocked_at is null`.execute(db)
  return rows[0] ?? null
}

/** The first verified one that mail arrives at: where it bounces, somebody else may have the address by now. */
export async function readVerifiedEmail(trx: Trx, mailboxId: string): Promise<string | null> {
  const { rows } = await sql<{ email: string }>`
    select email from contact_email where mailbox_id = ${mailboxId}::uuid and verified_at is not null and failing_since is null
     order by email_no limit 1`.execute(trx)
  return rows[0]?.email ?? null
}

/** The one number, once its code was typed in and while SMS to it are taken. */
export async function readVerifiedPhone(trx: Trx, mailboxId: string): Promise<string | null> {
  const { rows } = await sql<{ phone: string }>`
    select phone from contact_phone where mailbox_id = ${mailboxId}::uuid and verified_at is not null and failing_since is null`.execute(
    trx,
  )
  return rows[0]?.phone ?? null
}
