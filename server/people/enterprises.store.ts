/** The SQL of enterprises: accounts and mailboxes that are reached by a CVR number or organisasjonsnummer (P-02). */
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'
import { firstLookAt } from '#rules/unused-mailbox.ts'
import type { MailboxState } from './people.store.ts'

export type NewEnterprise = {
  enterpriseId: string
  mailboxId: string
  country: 'dk' | 'no'
  enterpriseNumber: string
  name: string
  street: string
  postcode: string
  city: string
}

/** False when an enterprise of that number has an account already. */
export async function insertEnterprise(trx: Trx, enterprise: NewEnterprise, at: Date): Promise<boolean> {
  const result = await trx
    .insertInto('enterprise')
    .values({
      enterprise_id: enterprise.enterpriseId,
      country: enterprise.country,
      enterprise_number: enterprise.enterpriseNumber,
      name: enterprise.name,
      street: enterprise.street,
      postcode: enterprise.postcode,
      city: enterprise.city,
      mailbox_id: enterprise.mailboxId,
      mailbox_state: 'open',
      opened_at: at,
    })
    .onConflict((conflict) => conflict.columns(['country', 'enterprise_number']).doNothing())
    .executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}

export async function insertEnterpriseMailbox(
  trx: Trx,
  mailbox: {
    mailboxId: string
    enterpriseId: string
    profile: 'dk' | 'no'
    language: 'da' | 'nb' | 'sv' | 'en'
  },
  at: Date,
): Promise<void> {
  await sql`
    insert into mailbox (mailbox_id, enterprise_id, profile, state, user_number, language, opened_at, state_changed_at, idle_look_at)
    values (${mailbox.mailboxId}, ${mailbox.enterpriseId}, ${mailbox.profile}, 'open', nextval('user_number_seq'),
      ${mailbox.language}, ${at}, ${at}, ${firstLookAt(mailbox.profile, at)})`.execute(trx)
}

export type EnterpriseHit = {
  rowNo: number
  enterpriseId: string
  country: 'dk' | 'no'
  mailboxId: string
  mailboxState: MailboxState
  name: string
  street: string
  postcode: string
  city: string
}

export async function enterprisesByNumbers(
  trx: Trx,
  rows: readonly { country: 'dk' | 'no'; enterpriseNumber: string }[],
): Promise<EnterpriseHit[]> {
  const result = await sql<EnterpriseHit>`
    select r.row_no::int as "rowNo", e.enterprise_id as "enterpriseId", e.country, e.mailbox_id as "mailboxId",
      e.mailbox_state as "mailboxState", e.name, e.street, e.postcode, e.city
    from unnest(${rows.map((r) => r.country)}::text[], ${rows.map((r) => r.enterpriseNumber)}::text[])
      with ordinality as r(country, number, row_no)
    cross join lateral (
      select * from enterprise where country = r.country and enterprise_number = r.number offset 0
    ) e`.execute(trx)
  return result.rows
}

export type Administrator = { employeeId: string; personId: string; name: string; since: Date }

/** The living ones. `since`: from when on they have been one. A role that was given later counts from then. */
export async function readAdministrators(trx: Trx, mailboxId: string): Promise<Administrator[]> {
  const { rows } = await sql<Administrator>`
    select e.employee_id as "employeeId", e.person_id as "personId", e.name,
      greatest(e.accepted_at, (select max(v.at) from employee_event v where v.mailbox_id = e.mailbox_id
        and v.employee_id = e.employee_id and 'role' = any(v.changed))) as since
    from employee e join person p on p.person_id = e.person_id
    where e.mailbox_id = ${mailboxId} and e.state = 'active' and e.role = 'administrator' and p.status <> 'deceased'
    order by lower(e.name), e.employee_id`.execute(trx)
  return rows
}

/** The copy that dispatch asks. */
export async function setEnterpriseState(trx: Trx, mailboxId: string, state: MailboxState): Promise<void> {
  await sql`update enterprise set mailbox_state = ${state} where mailbox_id = ${mailboxId}`.execute(trx)
}

export async function dropClosing(trx: Trx, mailboxId: string): Promise<boolean> {
  const gone = await sql`delete from enterprise_closing where mailbox_id = ${mailboxId}`.execute(trx)
  return gone.numAffectedRows === 1n
}

export async function enterpriseNameOf(trx: Trx, mailboxId: string): Promise<string> {
  const { rows } = await sql<{ name: string }>`
    select name from enterprise where mailbox_id = ${mailboxId}::uuid`.execute(trx)
  return rows[0]!.name
}

/** Its administrators, or everybody who is employed there where none is left; each with the verified work address. */
export async function readTellable(
  trx: Trx,
  mailboxId: string,
): Promise<{ personId: string; email: string | null }[]> {
  const { rows } = await sql<{ personId: string; email: string | null; administers: boolean }>`
    select e.person_id as "personId", e.role = 'administrator' as administers,
      case when e.email_verified_at is not null then e.email end as email
    from employee e join person p on p.person_id = e.person_id
    where e.mailbox_id = ${mailboxId} and e.state = 'active' and p.status <> 'deceased'
    order by e.employee_id`.execute(trx)
  const administrators = rows.filter(({ administers }) => administers)
  return administrators.length > 0 ? administrators : rows
}
