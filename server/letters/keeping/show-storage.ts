/** B-04, D-23: what a mailbox holds against its quota. Everything counts that is kept, the trash included, until it is deleted. A full
 * mailbox receives as before: only its owner's own uploads and sending stop. */
import { sql } from 'kysely'
import { enterMailbox } from '#access/enter-mailbox.ts'
import type { Storage } from '#api/keeping.ts'
import type { Actor } from '#ground/actor.ts'
import type { Trx } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { PROFILES, type ProfileId } from '#rules/profiles.ts'
import { usedBytes } from './storage.store.ts'

export function showStorage(house: House, actor: Actor): Promise<Storage> {
  return enterMailbox(house, actor, 'read-storage', async (trx) => {
    const used = await usedBytes(trx, actor.mailboxId)
    const quotaBytes = await quotaOf(trx, actor.mailboxId)
    return { usedBytes: used, quotaBytes, full: quotaBytes !== null && used >= quotaBytes }
  })
}

async function quotaOf(trx: Trx, mailboxId: string): Promise<number | null> {
  const { rows } = await sql<{ profile: ProfileId }>`
    select profile from mailbox where mailbox_id = ${mailboxId}`.execute(trx)
  return PROFILES[rows[0]!.profile].quotaBytesMax
}
