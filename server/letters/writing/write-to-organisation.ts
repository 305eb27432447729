/**
 * B-01, B-18: a letter to an organisation that takes mail, or an answer to one of its letters. The same sealed documents, under the
 * organisation's key and under the writer's own: nothing is copied, and staff read neither.
 */
import { hash } from 'node:crypto'
import { enterMailbox, widen } from '#access/enter-mailbox.ts'
import type { Fault } from '#api/problems.ts'
import type { Organisations, WriteToOrganisation, WrittenToOrganisation } from '#api/writing.ts'
import { logAccess } from '#ground/access-log.ts'
import type { Actor } from '#ground/actor.ts'
import type { Trx } from '#ground/db.ts'
import { sealDocument, sealTitle } from '#ground/envelope.ts'
import { EVIDENCE_SALT_BYTES, leafHashOf } from '#ground/evidence/commitment.ts'
import { appendLeaves } from '#ground/evidence/log.ts'
import type { House } from '#ground/house.ts'
import { newId } from '#ground/ids.ts'
import { randomOf } from '#ground/random.ts'
import { refuse } from '#ground/refuse.ts'
import { requireLevel } from '#ground/require-level.ts'
import { cleanText } from '#rules/clean-text.ts'
import { isOwnDocument } from '#rules/own-documents.ts'
import { PERSON_LETTER, readPersonLetter } from '#rules/person-letter.ts'
import { takesMail, takesReply } from '#rules/replies.ts'
import { findLetter, findOpenLetter } from '../find-letter.ts'
import { readDocuments, type StoredDocument } from '../letters.store.ts'
import { takeRoomForCopies } from '../own/room.ts'
import { mailEvents } from './mail-evidence.ts'
import {
  countSentSince,
  findOrganisations,
  findReceiver,
  insertMail,
  insertSent,
  type Keyed,
  type MailDocument,
  type ReceiverRow,
  readCopy,
  readReplyAllowed,
  readWriter,
  type StoredCopy,
} from './writing.store.ts'

const POWER = 'send-letters'
const LISTED_MAX = 50
const DAY_MS = 86_400_000

export async function listOrganisations(house: House, actor: Actor, name: string): Promise<Organisations> {
  const said = cleanText(name, 100)
  // Who may be written to is no secret; a stronger sign-in is asked for when it is sent.
  const rows = await enterMailbox(house, actor, 'read-letters', (trx) =>
    findOrganisations(trx, said.kind === 'clean' ? said.text : '', LISTED_MAX + 1),
  )
  return { organisations: rows.slice(0, LISTED_MAX), more: rows.length > LISTED_MAX }
}

/**
 * @throws Refusal `organisation-takes-no-mail`, `not-found` for the letter or an attachment, `letter-locked`, `mailbox-full`,
 * `mailbox-not-open`, `too-many-requests`, `request-invalid`, `level-too-low`
 */
export async function writeToOrganisation(
  house: House,
  actor: Actor,
  asked: WriteToOrganisation,
): Promise<WrittenToOrganisation> {
  requireLevel(actor, 'send-letter')
  const { mailboxId } = actor
  const { title, text } = readLetter(asked)
  const at = house.clock()
  const plain = Buffer.from(text)
  const found = await enterMailbox(house, actor, POWER, async (trx, entered) => {
    const before = await readCopy(trx, mailboxId, { requestId: asked.requestId })
    if (before) return { before }
    const since = new Date(at.getTime() - DAY_MS)
    if ((await countSentSince(trx, mailboxId, since)) >= PERSON_LETTER.perDay)
      throw refuse('too-many-requests', {
        detail: `At most ${PERSON_LETTER.perDay} letters in 24 hours.`,
        retryAfterSeconds: 3600,
      })
    const { actorName, ...writer } = await readWriter(trx, mailboxId, actor.personId)
    return {
      receiver: await receiverOf(trx, actor, asked.to),
      documents: await attachmentsOf(trx, actor, asked.attachments),
      from: { ...writer, writtenBy: entered.as === 'owner' ? null : actorName },
    }
  })
  if ('before' in found) return told(found.before!)
  const { receiver, documents, from } = found

  const mailId = newId(at.getTime())
  const documentId = newId(at.getTime())
  const { key, sealed } = sealDocument(plain, { documentId })
  const keys = await house.vault.unwrap(
    documents.map((d) => ({ mailboxId, documentId: d.document_id, wrapped: d.wrapped_key })),
  )
  const all = [
    { documentId, key },
    ...documents.map((d, i) => ({ documentId: d.document_id, key: keys[i]! })),
  ]
  const wrapFor = (owner: string) => house.vault.wrap(all.map((one) => ({ mailboxId: owner, ...one })))
  const [theirs, ours, place] = await Promise.all([
    wrapFor(receiver.organisationId),
    wrapFor(mailboxId),
    house.blobs.append([sealed]),
  ])
  const letter: MailDocument = {
    documentId,
    mediaType: 'text/plain',
    sizeBytes: plain.length,
    sha256: Buffer.from(hash('sha256', plain, 'hex'), 'hex'),
    fileNameSealed: sealTitle(key, documentId, 'letter.txt'),
    packId: place.packId,
    packOffset: place.offset,
    sealedBytes: sealed.length,
  }
  const stored = [letter, ...documents.map(documentOf)]
  const keyed = (wrapped: readonly Uint8Array[]): Keyed<MailDocument>[] =>
    stored.map((document, i) => ({ ...document, wrappedKey: wrapped[i]! }))
  const evidenceSalt = randomOf(EVIDENCE_SALT_BYTES)
  const facts = {
    mailId,
    organisationId: receiver.organisationId,
    at,
    documentSha256: stored.map(({ sha256 }) => sha256),
  }
  const titleSealed = sealTitle(key, documentId, title)
  const fromSealed = sealTitle(key, documentId, JSON.stringify(from))
  const replyTo = 'replyTo' in asked.to ? asked.to.replyTo : null

  return enterMailbox(house, actor, POWER, async (trx, { as }) => {
    await widen(trx)
    await takeRoomForCopies(trx, mailboxId, stored)
    // The organisation may have ended it meanwhile.
    const now = await findReceiver(trx, receiver.organisationId)
    if (!now || !takesMail(now)) throw refuse('organisation-takes-no-mail')
    const leafChunkId = await appendLeaves(
      trx,
      mailEvents(facts).map((event) => leafHashOf(evidenceSalt, event)),
    )
    const copy = {
      mailboxId,
      letterId: mailId,
      to: receiver.name,
      titleSealed,
      writtenBy: as === 'owner' ? null : actor.personId,
      at,
    }
    const { organisationId } = receiver
    const mail = { organisationId, replyTo, requestId: asked.requestId, evidenceSalt, leafChunkId }
    // Of two that send the same request one finds it sent; its leaves commit to what nobody can open.
    if (!(await insertSent(trx, copy, keyed(ours), mail)))
      return told((await readCopy(trx, mailboxId, { requestId: asked.requestId }))!)
    await insertMail(trx, { mailId, fromSealed, titleSealed, at, ...mail }, keyed(theirs))
    await logAccess(trx, {
      mailboxId,
      action: 'sent',
      at,
      actorKind: as,
      actorId: actor.personId,
      level: actor.level,
      ...(replyTo ? { letterId: replyTo } : {}),
    })
    return { letterId: mailId, to: receiver.name, sentAt: at.toISOString() }
  })
}

const told = ({ letterId, to, sentAt }: StoredCopy): WrittenToOrganisation => ({
  letterId,
  to,
  sentAt: sentAt.toISOString(),
})

const SAID = {
  empty: 'Write something here.',
  'too-long': 'Is too long.',
  form: 'Holds characters that cannot be read, or that turn the text around.',
} as const

function readLetter(asked: WriteToOrganisation): { title: string; text: string } {
  const read = readPersonLetter(asked)
  if (read.kind === 'letter') return read
  const faults: Fault[] = read.faults.map(({ field, reason }) => ({ field, reason, message: SAID[reason] }))
  throw refuse('request-invalid', { faults })
}

async function receiverOf(trx: Trx, actor: Actor, to: WriteToOrganisation['to']): Promise<ReceiverRow> {
  if ('organisationId' in to) {
    const receiver = await findReceiver(trx, to.organisationId)
    if (!receiver || !takesMail(receiver)) throw refuse('organisation-takes-no-mail')
    return receiver
  }
  const letter = await findOpenLetter(trx, actor, to.replyTo)
  const receiver = await findReceiver(trx, letter.sender_id)
  const allowed = await readReplyAllowed(trx, actor.mailboxId, to.replyTo)
  if (!receiver || !takesReply(receiver, allowed)) throw refuse('organisation-takes-no-mail')
  return receiver
}

/** @throws Refusal `not-found` for what is none of one's own documents */
async function attachmentsOf(
  trx: Trx,
  actor: Actor,
  letterIds: readonly string[],
): Promise<StoredDocument[]> {
  const documents: StoredDocument[] = []
  let bytes = 0
  for (const letterId of letterIds) {
    const letter = await findLetter(trx, actor, letterId)
    if (!isOwnDocument(letter.sender_id)) throw refuse('not-found')
    const [document] = await readDocuments(trx, actor.mailboxId, letterId)
    documents.push(document!)
    bytes += document!.size_bytes
  }
  if (bytes > PERSON_LETTER.bytesMax)
    throw refuse('request-invalid', {
      faults: [
        {
          field: 'attachments',
          reason: 'too-large',
          message: `All together at most ${PERSON_LETTER.bytesMax / 1024 / 1024} MiB.`,
        },
      ],
    })
  return documents
}

const documentOf = (stored: StoredDocument): MailDocument => ({
  documentId: stored.document_id,
  mediaType: stored.media_type,
  sizeBytes: stored.size_bytes,
  sha256: stored.sha256,
  fileNameSealed: stored.file_name_sealed,
  packId: stored.pack_id,
  packOffset: stored.pack_offset,
  sealedBytes: stored.sealed_bytes,
})
