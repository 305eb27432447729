/** The SQL of senders, their keys, and the assertions they have used. */

import type { Sender } from '#dispatch/sorting/submission.ts'
import type { Db, Trx } from '#ground/db.ts'

export type SenderRow = Sender & { state: 'approved' | 'suspended' }

export async function findSender(db: Db, senderId: string): Promise<SenderRow | undefined> {
  const row = await db.selectFrom('sender').selectAll().where('sender_id', '=', senderId).executeTakeFirst()
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
