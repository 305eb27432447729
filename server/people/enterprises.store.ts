/** The SQL of enterprises: accounts and mailboxes that are reached by a CVR number or organisasjonsnummer (P-02). */
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'
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
    insert into mailbox (mailbox_id, enterprise_id, profile, state, user_number, language, opened_at, state_changed_at)
    values (${mailbox.mailboxId}, ${mailbox.enterpriseId}, ${mailbox.profile}, 'open', nextval('user_number_seq'),
      ${mailbox.language}, ${at}, ${at})`.execute(trx)
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
