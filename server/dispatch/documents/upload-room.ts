/** How many bytes of uploads and uploaded documents a sender may have lying here (SENDER_UPLOAD_MIB). An upload takes its whole
 * announced size when it begins, so that it never stops half-way for want of room. */
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { type Refusal, refuse } from '#ground/refuse.ts'

export type RoomAsked = { senderId: string; sizeBytes: number }

const MIB = 1024 * 1024

const roomOf = ({ config }: Pick<House, 'config'>): number => config.SENDER_UPLOAD_MIB * MIB

/** Takes room in this transaction; it is given back by the database when the row that takes it goes. Waits for others of the same
 * sender, so that two cannot have the same last bytes. @throws Refusal upload-quota-spent */
export async function takeRoom(trx: Trx, house: Pick<House, 'config'>, asked: RoomAsked): Promise<void> {
  const room = roomOf(house)
  const taken = await sql`
    insert into upload_room as r (sender_id, stored_bytes)
    select ${asked.senderId}::uuid, ${asked.sizeBytes}::bigint where ${asked.sizeBytes}::bigint <= ${room}::bigint
    on conflict (sender_id) do update set stored_bytes = r.stored_bytes + excluded.stored_bytes
      where r.stored_bytes + excluded.stored_bytes <= ${room}::bigint`.execute(trx)
  if (taken.numAffectedRows !== 1n) throw spent(room, await usedBytes(trx, asked.senderId), asked.sizeBytes)
}

/** Before anything is put away; only `takeRoom` decides. @throws Refusal upload-quota-spent */
export async function lookForRoom(trx: Trx, house: Pick<House, 'config'>, asked: RoomAsked): Promise<void> {
  const used = await usedBytes(trx, asked.senderId)
  if (used + asked.sizeBytes > roomOf(house)) throw spent(roomOf(house), used, asked.sizeBytes)
}

async function usedBytes(trx: Trx, senderId: string): Promise<number> {
  const { rows } = await sql<{ used: number }>`
    select stored_bytes::float8 as used from upload_room where sender_id = ${senderId}`.execute(trx)
  return rows[0]?.used ?? 0
}

function spent(room: number, used: number, asked: number): Refusal {
  return refuse('upload-quota-spent', {
    detail: `${asked} bytes were asked for; ${used} of ${room} are taken by uploads and documents that lie here.`,
  })
}
