/** SQL of `id_block` and of the mark on `login`. */
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'
import { BLOCK_LINK_DAYS } from '#rules/security-notices.ts'

export type BlockedBy = 'person' | 'block-code' | 'link' | 'support' | 'administrator' | 'fraud'

export type NewBlock = {
  blockId: string
  personId: string
  deviceId: string | null
  by: BlockedBy
  staff: string | null
  reason: string | null
  at: Date
}

/** The login row is held first: a block and a sign-in of one person take turns. False when there is no such ID. */
export async function holdLogin(trx: Trx, personId: string): Promise<boolean> {
  const { rows } = await sql`select from login where person_id = ${personId}::uuid for update`.execute(trx)
  return rows.length === 1
}

/** True unless this person's ID is blocked; a block waits until the transaction ends, and then finds what was made in it. */
export async function holdUnblocked(trx: Trx, personId: string): Promise<boolean> {
  const { rows } = await sql<{ blockedAt: Date | null }>`
    select blocked_at as "blockedAt" from login where person_id = ${personId}::uuid for share`.execute(trx)
  return !rows[0]?.blockedAt
}

/** What was made before and opens without a password opens nothing any more. False when it was blocked already: the first block stays the one that counts. */
export async function markBlocked(trx: Trx, personId: string, at: Date): Promise<boolean> {
  const { rows } = await sql`
    update login set blocked_at = ${at}, void_before = ${at} where person_id = ${personId}::uuid and blocked_at is null
    returning person_id`.execute(trx)
  return rows.length === 1
}

export async function addBlock(trx: Trx, block: NewBlock): Promise<void> {
  await sql`
    insert into id_block (block_id, person_id, scope, device_id, by, staff, reason, at)
    values (${block.blockId}, ${block.personId}, ${block.deviceId === null ? 'everything' : 'device'},
            ${block.deviceId}, ${block.by}, ${block.staff}, ${block.reason}, ${block.at})`.execute(trx)
}

/** True when the ID was blocked. Devices blocked one by one stay so; the block code in older letters is spent. */
export async function liftBlocks(trx: Trx, personId: string, now: Date): Promise<boolean> {
  await sql`
    update id_block set lifted_at = ${now}
     where person_id = ${personId}::uuid and scope = 'everything' and lifted_at is null`.execute(trx)
  const { rows } = await sql`
    update login set blocked_at = null, block_code_no = block_code_no + 1
     where person_id = ${personId}::uuid and blocked_at is not null
    returning person_id`.execute(trx)
  return rows.length === 1
}

/** Whose ID a notice's link blocks, which it does once and for thirty days (BLOCK_LINK_DAYS); null afterwards. */
export async function spendLink(trx: Trx, noticeId: string, now: Date): Promise<string | null> {
  const { rows } = await sql<{ personId: string }>`
    update security_notice set block_used_at = ${now}
     where notice_id = ${noticeId}::uuid and block_used_at is null
       and at > ${now}::timestamptz - make_interval(days => ${BLOCK_LINK_DAYS}::int)
    returning person_id as "personId"`.execute(trx)
  return rows[0]?.personId ?? null
}
