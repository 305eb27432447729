/** O-04: the recipient's own proof of a letter: its events with their places in the log, and the sealed receipt of the
 * newest one. Made again whenever asked; Ed25519 makes it the same every time. */
import { enterMailbox } from '#access/enter-mailbox.ts'
import type { LetterProof } from '#api/mailbox.ts'
import { logAccess } from '#ground/access-log.ts'
import type { Actor } from '#ground/actor.ts'
import { logOf } from '#ground/evidence/log-identity.ts'
import { proveInclusion } from '#ground/evidence/proof.ts'
import type { House } from '#ground/house.ts'
import { receiptFile, signReceipt } from '#ground/receipt.ts'
import { refuse } from '#ground/refuse.ts'
import { isOwnDocument } from '#rules/own-documents.ts'
import { findOpenLetter } from './find-letter.ts'
import { readEvents } from './letter-events.store.ts'
import { letterEventOf } from './letter-evidence.ts'
import { readDocuments } from './letters.store.ts'
import { openTitles } from './sealed-titles.ts'
import { fileNameOf } from './show-letter.ts'

/** @throws Refusal `not-found`, `letter-locked`, `content-damaged`, `content-erased` */
export async function proveLetter(house: House, actor: Actor, letterId: string): Promise<LetterProof> {
  const { mailboxId } = actor
  const { letter, documents, events } = await enterMailbox(
    house,
    actor,
    'fetch-proof',
    async (trx, { as }) => {
      const letter = await findOpenLetter(trx, actor, letterId)
      // Nothing of one's own document happened between two parties: there is nothing to prove.
      if (isOwnDocument(letter.sender_id)) throw refuse('not-found')
      const documents = await readDocuments(trx, mailboxId, letterId)
      const events = await readEvents(trx, mailboxId, letterId)
      await logAccess(trx, {
        mailboxId,
        action: 'proof-fetched',
        at: house.clock(),
        actorKind: as,
        actorId: actor.personId,
        level: actor.level,
        letterId,
      })
      return { letter, documents, events }
    },
  )
  const fileNames = await openTitles(house, mailboxId, documents.map(fileNameOf))
  if (fileNames.includes(null)) throw refuse('content-damaged')
  const placed = await Promise.all(
    events.map(async (stored) => {
      const leaf = { chunkId: stored.leaf_chunk_id, leafNo: stored.leaf_no }
      return { stored, leaf, proof: await proveInclusion(house.db, leaf) }
    }),
  )
  const newest = placed.at(-1)
  const facts = {
    letterId,
    senderId: letter.sender_id,
    documentSha256: documents.map((document) => document.sha256),
  }
  const sealed = newest?.proof.kind === 'included' ? newest.proof : undefined
  const receipt =
    newest &&
    sealed &&
    receiptFile(
      signReceipt(logOf(house), {
        event: letterEventOf(facts, { ...newest.stored, eventNo: newest.stored.event_no }),
        evidenceSalt: letter.evidence_salt,
        leaf: newest.leaf,
      }),
      sealed,
    )
  return {
    letterId,
    events: placed.map(({ stored, proof }) => ({
      // The wire names events without their number in the standard.
      event: stored.event.slice(stored.event.indexOf(' ') + 1),
      at: stored.at.toISOString(),
      leafIndex: proof.kind === 'included' ? proof.index : null,
    })),
    documents: documents.map((document, i) => ({
      documentNo: document.document_no,
      fileName: fileNames[i]!,
      sha256: document.sha256.toString('hex'),
    })),
    sealedAt: sealed ? await sealedAt(house, sealed.treeSize) : null,
    receipt: receipt ? { ...receipt } : null,
  }
}

async function sealedAt(house: House, treeSize: number): Promise<string | null> {
  const head = await house.db
    .selectFrom('evidence_checkpoint')
    .select('sealed_at')
    .where('tree_size', '=', String(treeSize))
    .executeTakeFirst()
  return head?.sealed_at.toISOString() ?? null
}
