/** D-23: room for what the owner puts in. Whoever takes some waits for others of the same mailbox, so that two at once cannot have the
 * same last bytes. Letters that arrive never ask. */
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'
import { refuse } from '#ground/refuse.ts'
import { roomFor } from '#rules/own-documents.ts'
import { PROFILES, type ProfileId } from '#rules/profiles.ts'
import { heldContents, usedBytes } from '../keeping/storage.store.ts'

/**
 * Asked in the transaction that then writes what takes the room: an upload, a letter that is sent.
 * @throws Refusal `mailbox-full`, `mailbox-not-open` for one that is deactivated: nothing new goes in
 */
export async function takeRoom(trx: Trx, mailboxId: string, askedBytes: number): Promise<void> {
  const { rows } = await sql<{ profile: ProfileId; state: string }>`
    select profile, state from mailbox where mailbox_id = ${mailboxId} for no key update`.execute(trx)
  const mailbox = rows[0]
  if (mailbox?.state !== 'open') throw refuse('mailbox-not-open')
  const { quotaBytesMax } = PROFILES[mailbox.profile]
  if (quotaBytesMax === null) return
  const room = roomFor(await usedBytes(trx, mailboxId), askedBytes, quotaBytesMax)
  if (room.kind === 'full')
    throw refuse('mailbox-full', {
      detail: `${room.usedBytes} of ${room.quotaBytes} bytes are used; ${askedBytes} more were asked for.`,
    })
}

/**
 * Room for one's own copies of what one sends. A document of the mailbox that goes along has its room already.
 * @throws Refusal as `takeRoom`
 */
export async function takeRoomForCopies(
  trx: Trx,
  mailboxId: string,
  documents: readonly { readonly sha256: Uint8Array; readonly sizeBytes: number }[],
): Promise<void> {
  const held = await heldContents(
    trx,
    mailboxId,
    documents.map(({ sha256 }) => sha256),
  )
  const added = documents.filter(({ sha256 }) => !held.has(Buffer.from(sha256).toString('hex')))
  await takeRoom(
    trx,
    mailboxId,
    added.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  )
}
