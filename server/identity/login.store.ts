/** SQL of `login`: who may sign in, and by what name. */
import { sql } from 'kysely'
import type { Db, Trx } from '#ground/db.ts'
import type { LoginName } from './login-name.ts'

export type LoginRow = {
  personId: string
  passwordHash: string | null
  /** Null without a mailbox, and while it is closed (B-09): the ID lives on without it. */
  mailboxId: string | null
  status: string
  blockedAt: Date | null
}

/** One statement for both kinds of name, so that a look-up costs the same whatever was typed. */
export async function findLogin(db: Db, name: LoginName): Promise<LoginRow | null> {
  const number = name.kind === 'national-number' ? name.digits : null
  const form = name.kind === 'user-id' ? name.form : null
  const { rows } = await sql<LoginRow>`
    select l.person_id as "personId", l.password_hash as "passwordHash", case when p.mailbox_state <> 'closed' then p.mailbox_id end as "mailboxId",
           p.status, l.blocked_at as "blockedAt"
      from login l join person p on p.person_id = l.person_id
     where (l.login_kind = 'user-id' and l.user_id_form = ${form}::text)
        or (l.login_kind = 'national-number' and p.country = 'no' and p.national_number = ${number}::text)`.execute(
    db,
  )
  return rows[0] ?? null
}

export type PersonLogin = LoginRow & {
  userId: string | null
  nationalNumber: string
  firstDeviceAt: Date | null
  enrolledAt: Date | null
  blockCodeNo: number
}

export async function readLogin(db: Db | Trx, personId: string): Promise<PersonLogin | null> {
  const { rows } = await sql<PersonLogin>`
    select l.person_id as "personId", l.password_hash as "passwordHash", l.user_id as "userId",
           l.first_device_at as "firstDeviceAt", p.national_number as "nationalNumber",
           case when p.mailbox_state <> 'closed' then p.mailbox_id end as "mailboxId",
           p.status,
           l.blocked_at as "blockedAt", l.enrolled_at as "enrolledAt", l.block_code_no as "blockCodeNo"
      from login l join person p on p.person_id = l.person_id
     where l.person_id = ${personId}::uuid`.execute(db)
  return rows[0] ?? null
}

/** The person and the country whose profile decides how they sign in; null when the register doesn't know them. */
export async function readPerson(
  db: Db | Trx,
  personId: string,
): Promise<{ country: 'dk' | 'no'; nationalNumber: string } | null> {
  const { rows } = await sql<{ country: 'dk' | 'no'; nationalNumber: string }>`
    select country, national_number as "nationalNumber" from person where person_id = ${personId}::uuid`.execute(
    db,
  )
  return rows[0] ?? null
}

/** False when somebody else has that user ID. */
export async function putLogin(
  db: Db | Trx,
  login: {
    personId: string
    userId: string | null
    userIdForm: string | null
    passwordHash: string | null
    now: Date
  },
): Promise<boolean> {
  const { rows } = await sql<{ ours: boolean }>`
    with put as (
      insert into login (person_id, login_kind, user_id, user_id_form, password_hash, password_set_at, created_at)
      select ${login.personId}::uuid, ${login.userId === null ? 'national-number' : 'user-id'}::text,
             ${login.userId}::text, ${login.userIdForm}::text, ${login.passwordHash}::text, ${login.now}, ${login.now}
       where not exists (select from login
                          where user_id_form = ${login.userIdForm}::text and person_id <> ${login.personId}::uuid)
          on conflict (person_id) do update set
             login_kind = excluded.login_kind, user_id = excluded.user_id, user_id_form = excluded.user_id_form,
             password_hash = excluded.password_hash, password_set_at = excluded.password_set_at
      returning person_id)
    select exists (select from put) as ours`.execute(db)
  return rows[0]!.ours
}

/**
 * A new password, or the same one under new parameters (`setAt` null), in the place of the one that was shown. False when that one has
 * been changed meanwhile.
 */
export async function putPassword(
  db: Db | Trx,
  personId: string,
  put: { shown: string; hash: string; setAt: Date | null },
): Promise<boolean> {
  const { rows } = await sql`
    update login set password_hash = ${put.hash}, password_set_at = coalesce(${put.setAt}::timestamptz, password_set_at)
     where person_id = ${personId}::uuid and password_hash = ${put.shown} returning person_id`.execute(db)
  return rows.length === 1
}

/** The mailbox's profile and language, read through its own door by the caller. */
export async function readMailboxChoices(
  trx: Trx,
  mailboxId: string,
): Promise<{ profile: 'dk' | 'no'; language: 'da' | 'nb' | 'sv' | 'en' } | null> {
  const { rows } = await sql<{ profile: 'dk' | 'no'; language: 'da' | 'nb' | 'sv' | 'en' }>`
    select profile, language from mailbox where mailbox_id = ${mailboxId}::uuid`.execute(trx)
  return rows[0] ?? null
}

export async function readPersonName(db: Db | Trx, personId: string): Promise<string> {
  const { rows } = await sql<{ name: string }>`
    select given_names || ' ' || family_name as name from person where person_id = ${personId}::uuid`.execute(
    db,
  )
  return rows[0]?.name ?? ''
}

/** The name of whose mailbox it is; null when it is an enterprise's. */
export async function readMailboxOwner(trx: Trx, mailboxId: string): Promise<string | null> {
  const { rows } = await sql<{ name: string }>`
    select p.given_names || ' ' || p.family_name as name from mailbox m join person p on p.person_id = m.person_id
     where m.mailbox_id = ${mailboxId}::uuid`.execute(trx)
  return rows[0]?.name ?? null
}

/** The name as the register has it, in its two parts. */
export async function readRegisteredName(
  db: Db | Trx,
  personId: string,
): Promise<{ given: string; family: string } | null> {
  const { rows } = await sql<{ given: string; family: string }>`
    select given_names as given, family_name as family from person where person_id = ${personId}::uuid`.execute(
    db,
  )
  return rows[0] ?? null
}
