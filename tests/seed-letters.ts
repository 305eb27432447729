/** Letters in a mailbox, sealed and stored as dispatch leaves them: content in a pack, keys wrapped, the delivery a leaf of
 * the evidence log. For tests of what comes after delivery. */
import { createHash, randomBytes } from 'node:crypto'
import { asPostOffice, type Trx } from '#ground/db.ts'
import { sealDocument, sealTitle } from '#ground/envelope.ts'
import { EVIDENCE_SALT_BYTES, leafHashOf } from '#ground/evidence/commitment.ts'
import { appendLeaves } from '#ground/evidence/log.ts'
import type { House } from '#ground/house.ts'
import { newId } from '#ground/ids.ts'
import { letterEventOf } from '#letters/letter-evidence.ts'
import type { Level } from '#rules/levels.ts'
import { type Wants, wantsDay } from '#rules/wants.ts'

export type DocumentSeed = { bytes: Uint8Array; mediaType: string; fileName: string }

export type LetterSeed = {
  mailboxId: string
  senderId: string
  title?: string
  documents?: readonly DocumentSeed[]
  sensitive?: boolean
  publicSector?: boolean
  minimumLevel?: Level
  /** Default true. */
  delivered?: boolean
  cancelled?: boolean
  /** What it wants of its reader (B-17). */
  wants?: Wants
  /** One of the letters to all residents of an address: the sender has no item of its own for it. Default false. */
  toAllResidents?: boolean
}

export type SeededLetter = { letterId: string; title: string; documents: readonly DocumentSeed[] }

const ONE_PAGE: DocumentSeed = {
  bytes: Buffer.from('%PDF-1.7 one page'),
  mediaType: 'application/pdf',
  fileName: 'letter.pdf',
}

export async function seedLetter(house: House, seed: LetterSeed): Promise<SeededLetter> {
  const { mailboxId, senderId, title = 'Årsopgørelse 2026', documents = [ONE_PAGE] } = seed
  const at = house.clock()
  const letterId = newId(at.getTime())
  const sealed = documents.map((document) => {
    const documentId = newId(at.getTime())
    return { document, documentId, ...sealDocument(document.bytes, { documentId }) }
  })
  const address = await house.blobs.append(sealed.map((one) => one.sealed))
  const wrapped = await house.vault.wrap(
    sealed.map(({ documentId, key }) => ({ mailboxId, documentId, key })),
  )
  const documentSha256 = documents.map(({ bytes }) => createHash('sha256').update(bytes).digest())
  const evidenceSalt = randomBytes(EVIDENCE_SALT_BYTES)
  const delivered = seed.delivered ?? true
  await asPostOffice(house.db, async (trx) => {
    await trx
      .insertInto('letter')
      .values({
        mailbox_id: mailboxId,
        letter_id: letterId,
        sender_id: senderId,
        ...(seed.wants
          ? {
              wants_sealed: Buffer.from(
                sealTitle(sealed[0]!.key, sealed[0]!.documentId, JSON.stringify(seed.wants)),
              ),
              wants_on: new Date(`${wantsDay(seed.wants)}T12:00:00Z`),
            }
          : {}),
        title_sealed: Buffer.from(sealTitle(sealed[0]!.key, sealed[0]!.documentId, title)),
        sensitive: seed.sensitive ?? false,
        public_sector: seed.publicSector ?? false,
        minimum_level: seed.minimumLevel ?? 'low',
        document_count: documents.length,
        evidence_salt: evidenceSalt,
        accepted_at: at,
        delivered_at: delivered ? at : null,
        cancelled_at: seed.cancelled ? at : null,
      })
      .execute()
    let offset = address.offset
    for (const [i, one] of sealed.entries()) {
      await trx
        .insertInto('letter_document')
        .values({
          mailbox_id: mailboxId,
          letter_id: letterId,
          document_no: i + 1,
          document_id: one.documentId,
          media_type: one.document.mediaType,
          size_bytes: String(one.document.bytes.length),
          sha256: documentSha256[i]!,
          file_name_sealed: Buffer.from(sealTitle(one.key, one.documentId, one.document.fileName)),
          wrapped_key: Buffer.from(wrapped[i]!),
          pack_id: address.packId,
          pack_offset: String(offset),
          sealed_bytes: String(one.sealed.length),
        })
        .execute()
      offset += one.sealed.length
    }
    if (!seed.toAllResidents) await seedItem(trx, { letterId, mailboxId, senderId, at })
    if (!delivered) return
    const event = 'D.1 ContentConsignment'
    const evidence = letterEventOf({ letterId, senderId, documentSha256 }, { eventNo: 1, event, at })
    const chunkId = await appendLeaves(trx, [leafHashOf(evidenceSalt, evidence)])
    await trx
      .insertInto('letter_event')
      .values({
        mailbox_id: mailboxId,
        letter_id: letterId,
        event_no: 1,
        event,
        at,
        leaf_chunk_id: chunkId,
        leaf_no: 0,
      })
      .execute()
  })
  return { letterId, title, documents }
}

/** The sender's side of the letter: what it may follow. */
async function seedItem(
  trx: Trx,
  { letterId, mailboxId, senderId, at }: { letterId: string; mailboxId: string; senderId: string; at: Date },
): Promise<void> {
  await trx
    .insertInto('dispatch_item')
    .values({
      sender_id: senderId,
      letter_id: letterId,
      batch_id: newId(at.getTime()),
      row_no: 1,
      outcome: 'deliver',
      mailbox_id: mailboxId,
      receipt_salt: Buffer.of(0),
      leaf_chunk_id: newId(at.getTime()),
      leaf_no: 0,
      document_sha256: Buffer.of(0),
      accepted_at: at,
      delivered_at: at,
    })
    .execute()
}
