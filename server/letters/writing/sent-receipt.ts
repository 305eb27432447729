/** O-04: the writer's proof that a letter was handed over to the organisation. Made again whenever asked; the same every time. */
import { enterMailbox } from '#access/enter-mailbox.ts'
import type { SentReceipt } from '#api/writing.ts'
import type { Actor } from '#ground/actor.ts'
import { logOf } from '#ground/evidence/log-identity.ts'
import { proveInclusion } from '#ground/evidence/proof.ts'
import type { House } from '#ground/house.ts'
import { receiptFile, signReceipt } from '#ground/receipt.ts'
import { refuse } from '#ground/refuse.ts'
import { requireLevel } from '#ground/require-level.ts'
import { CONSIGNED, mailEvents } from './mail-evidence.ts'
import { readCopy, readSentHashes } from './writing.store.ts'

/** @throws Refusal `not-found` also for a letter to a person, whose receipt is of another kind */
export async function sentReceipt(house: House, actor: Actor, letterId: string): Promise<SentReceipt> {
  requireLevel(actor, 'read-sent')
  const { mailboxId } = actor
  const { copy, documentSha256 } = await enterMailbox(house, actor, 'fetch-proof', async (trx) => ({
    copy: await readCopy(trx, mailboxId, { letterId }),
    documentSha256: await readSentHashes(trx, mailboxId, letterId),
  }))
  if (!copy?.organisationId || !copy.evidenceSalt || !copy.leafChunkId) throw refuse('not-found')
  const { organisationId, sentAt: at, evidenceSalt } = copy
  const leaf = { chunkId: copy.leafChunkId, leafNo: CONSIGNED }
  const event = mailEvents({ mailId: letterId, organisationId, at, documentSha256 })[CONSIGNED]!
  return receiptFile(
    signReceipt(logOf(house), { event, evidenceSalt, leaf }),
    await proveInclusion(house.db, leaf),
  )
}
