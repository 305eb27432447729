/** The SQL of senders, their keys, and the assertions they have used. */
import { sql } from 'kysely'
import type { Sender } from '#dispatch/sorting/submission.ts'
import type { Db, Trx } from '#ground/db.ts'

export type SenderRow = Sender & { state: 'approved' | 'suspended' }

/** `keyId`: undefined as well when it no longer has that key. */
export async function findSender(db: Db, senderId: string, keyId?: string): Promise<SenderRow | undefined> {
  const found = db.selectFrom('sender').selectAll().where('sender_id', '=', senderId)
  const row = await (keyId === undefined
    ? found
    : found.where(({ exists, selectFrom }) =>
        exists(
          selectFrom('sender_key')
            .select('sender_key.key_id')
            .whereRef('sender_key.sender_id', '=', 'sender.sender_id')
            .where('sender_key.key_id', '=', keyId)
            .where('sender_key.state', '=', 'active'),
        ),
      )
  ).executeTakeFirst()
  return (
    row && {
      senderId: row.sender_id,
      name: row.name,
      country: row.country as Sender['country'],
      publicSector: row.public_sector,
      lettersPerMinute: row.letters_per_minute,
      dryRunRowsPerDay: row.dry_run_rows_per_day,
      state: row.state as SenderRow['state'],
    }
  )
}

export async function findSenderKey(db: Db, senderId: string, keyId: string): Promise<object | undefined> {
  const row = await db
    .selectFrom('sender_key')
    .select('public_jwk')
    .where('sender_id', '=', senderId)
    .where('key_id', '=', keyId)
    .where('state', '=', 'active')
    .executeTakeFirst()
  return row?.public_jwk as object | undefined
}

/** False when the assertion was used before. */
export async function spendAssertion(
  db: Db,
  senderId: string,
  hash: Uint8Array,
  expiresAt: Date,
): Promise<boolean> {
  const result = await db
    .insertInto('client_assertion')
    .values({ sender_id: senderId, assertion_hash: Buffer.from(hash), expires_at: expiresAt })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return result.numInsertedOrUpdatedRows === 1n
}

export type NewSender = Sender & { organisationNumber: string; approvedAt: Date }

export async function insertSender(trx: Trx, sender: NewSender): Promise<void> {
  await trx
    .insertInto('sender')
    .values({
      sender_id: sender.senderId,
      name: sender.name,
      organisation_number: sender.organisationNumber,
      country: sender.country,
      public_sector: sender.publicSector,
      state: 'approved',
      letters_per_minute: sender.lettersPerMinute,
      dry_run_rows_per_day: sender.dryRunRowsPerDay,
      approved_at: sender.approvedAt,
    })
    .execute()
}

export async function insertSenderKey(
  trx: Trx,
  key: { senderId: string; keyId: string; publicJwk: object; addedAt: Date },
): Promise<void> {
  await trx
    .insertInto('sender_key')
    .values({
      sender_id: key.senderId,
      key_id: key.keyId,
      public_jwk: JSON.stringify(key.publicJwk),
      state: 'active',
      added_at: key.addedAt,
    })
    .execute()
}

export type SenderKeyRow = { keyId: string; publicJwk: object; state: 'active' | 'revoked'; addedAt: Date }

/** Nobody else changes this sender's keys until the transaction ends. */
export async function holdKeys(trx: Trx, senderId: string): Promise<SenderKeyRow[]> {
  await sql`select from sender where sender_id = ${senderId}::uuid for no key update`.execute(trx)
  const { rows } = await sql<SenderKeyRow>`
    select key_id as "keyId", public_jwk as "publicJwk", state, added_at as "addedAt" from sender_key
     where sender_id = ${senderId}::uuid order by added_at, key_id`.execute(trx)
  return rows
}

export async function endSenderKey(trx: Trx, senderId: string, keyId: string): Promise<void> {
  await sql`update sender_key set state = 'revoked' where sender_id = ${senderId}::uuid and key_id = ${keyId}`.execute(
    trx,
  )
}

export type Organisation = { country: 'dk' | 'no'; organisationNumber: string }

/** Undefined for a person, who is no organisation. */
export async function readOrganisation(
  trx: Trx,
  senderId: string,
): Promise<(Organisation & { name: string }) | undefined> {
  const { rows } = await sql<Organisation & { name: string }>`
    select name, country, organisation_number as "organisationNumber" from sender
     where sender_id = ${senderId}::uuid and person_id is null and organisation_number is not null`.execute(
    trx,
  )
  return rows[0]
}

/** Names of all organisations but this one that may send; nobody approves or resumes another until this transaction ends. */
export async function holdOtherNames(
  trx: Trx,
  { country, organisationNumber }: Organisation,
): Promise<{ name: string; organisationNumber: string }[]> {
  await sql`lock table sender in share row exclusive mode`.execute(trx)
  const { rows } = await sql<{ name: string; organisationNumber: string }>`
    select distinct name, organisation_number as "organisationNumber" from sender
     where person_id is null and state = 'approved'
       and (country, organisation_number) <> (${country}::text, ${organisationNumber}::text)`.execute(trx)
  return rows
}

export async function setSenderState(trx: Trx, senderId: string, state: SenderRow['state']): Promise<void> {
  await trx.updateTable('sender').set({ state }).where('sender_id', '=', senderId).execute()
}

/** B-18: whether people may write to it; the operator's own customer service stands first among those. */
export async function setAcceptsMail(
  trx: Trx,
  senderId: string,
  { accepts, customerService }: { accepts: boolean; customerService: boolean },
): Promise<void> {
  await trx
    .updateTable('sender')
    .set({ accepts_mail: accepts, customer_service: customerService })
    .where('sender_id', '=', senderId)
    .execute()
}
