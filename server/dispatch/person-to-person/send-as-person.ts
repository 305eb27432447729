/**
 * S-13: a person writes to a person, in their own name or, where the owner of a mailbox lets them (B-10), in the owner's: then the letter
 * goes from the owner's mailbox, says who wrote it, and stands in the owner's log and copies. From the desk on it takes every letter's way: the same outcome table, evidence, receipts and
 * transaction. What is different is who the sender is, and that the sender keeps a copy in the same transaction.
 */
import { hash } from 'node:crypto'
import { enterMailbox, widen } from '#access/enter-mailbox.ts'
import type { ActorKind } from '#access/may.ts'
import type { LetterAnswer } from '#api/dispatch.ts'
import type { PersonLetterSent } from '#api/person-to-person.ts'
import type { Fault } from '#api/problems.ts'
import { keptAnswer } from '#dispatch/counter/accept-letters.ts'
import type { Desk } from '#dispatch/counter/desk.ts'
import { takeDocument } from '#dispatch/documents/seal-documents.ts'
import { readRow } from '#dispatch/sorting/read-row.ts'
import type { Row, SealedDocument, Submission } from '#dispatch/sorting/submission.ts'
import { logAccess } from '#ground/access-log.ts'
import type { Actor } from '#ground/actor.ts'
import { asPostOffice, type Trx } from '#ground/db.ts'
import { sealTitle } from '#ground/envelope.ts'
import type { House } from '#ground/house.ts'
import { newId } from '#ground/ids.ts'
import { refuse } from '#ground/refuse.ts'
import { requireLevel } from '#ground/require-level.ts'
import { takeRoomForCopies } from '#letters/own/room.ts'
import { insertSent } from '#letters/writing/writing.store.ts'
import { digitalAddressKey, parseDigitalAddress } from '#rules/digital-address.ts'
import { PERSON_LETTER, readPersonLetter } from '#rules/person-letter.ts'
import { countSentSince, personSender } from './person-letters.store.ts'

export type PersonLetter = {
  idempotencyKey: string
  to: string
  title: string
  text: string
  attachments: readonly { mediaType: string; fileName: string | undefined; bytes: Uint8Array }[]
}

const DAY_MS = 24 * 3_600_000
const FILE_NAME_CHARACTERS_MAX = 150

/**
 * @throws Refusal `address-not-reached`, the same for an address nobody has, a protected holder, a closed mailbox and a block (D-17);
 * `request-invalid`, `document-unreadable`, `document-refused`, `too-many-requests`, `mailbox-not-open`, `level-too-low`,
 * `acting-for-enterprise`, `power-not-given`, `access-ended`
 */
export async function sendAsPerson(
  desk: Desk,
  actor: Actor,
  letter: PersonLetter,
): Promise<PersonLetterSent> {
  requireLevel(actor, 'send-letter')
  // S-13 is between people: an organisation writes by its own door.
  if (actor.actingFor?.as === 'employee') throw refuse('acting-for-enterprise')
  const { house } = desk
  const { title, text, address } = readLetter(letter)
  const at = house.clock()
  const { mailboxId } = actor
  const as = await enterMailbox(house, actor, 'send-letters', async (trx, entered) => {
    await requireQuota(trx, mailboxId, at)
    return entered.as
  })
  const writtenBy = as === 'owner' ? null : actor.personId
  const sender = await asPostOffice(house.db, (trx) =>
    personSender(trx, { senderId: newId(at.getTime()), mailboxId, writerId: writtenBy, at }),
  )
  if (!sender) throw refuse('mailbox-not-open')
  desk.quotas.take(sender, 1)
  const to = digitalAddressKey(address)
  const documents = await documentsOf(house, text, letter.attachments)
  const batchId = newId(at.getTime())
  const row = readRow(sender, {
    row: 1,
    letterId: newId(at.getTime()),
    reference: undefined,
    given: { digitalAddress: to },
    title,
    sensitive: false,
    minimumLevel: 'low',
    printAllowed: false,
    documents,
  })
  const requestId = requestHash(to, title, documents)
  const request = {
    key: letter.idempotencyKey,
    hash: requestId,
    answer: (letters: readonly LetterAnswer[]) => Buffer.from(JSON.stringify(letters[0])),
  }
  const also = await keepCopy(house, row, to, { actor, as })
  // D-23: a full mailbox receives, and sends nothing: one's own copy has no room. And whether one still may is asked as late as can be:
  // what comes after this is one commit, shared with other letters.
  await enterMailbox(house, actor, 'send-letters', async (trx) => {
    await widen(trx)
    await takeRoomForCopies(
      trx,
      mailboxId,
      documents.map(({ document }) => document),
    )
  })
  const submission: Submission = { sender, batchId, rows: [row], request, also }
  const waiting = desk.lanes.submit(submission)
  if (!waiting) throw refuse('busy', { retryAfterSeconds: 1 })
  const committed = await waiting
  const body =
    committed.kind === 'committed'
      ? committed.body!
      : await keptAnswer(house, sender, letter.idempotencyKey, requestId)
  const answer = JSON.parse(Buffer.from(body).toString()) as LetterAnswer
  if (answer.outcome === 'refused') throw refuse('address-not-reached')
  return { letterId: answer.letterId!, to }
}

function readLetter(letter: PersonLetter) {
  const read = readPersonLetter(letter)
  const faults: Fault[] =
    read.kind === 'invalid'
      ? read.faults.map(({ field, reason }) => ({ field, reason, message: SAID[reason] }))
      : []
  const address = parseDigitalAddress(letter.to)
  if (address.kind === 'invalid')
    faults.push({ field: 'to', reason: 'form', message: 'A digital address looks like ola.nordmann#123A.' })
  if (letter.attachments.length > PERSON_LETTER.attachmentsMax)
    faults.push({
      field: 'attachment',
      reason: 'too-many',
      message: `At most ${PERSON_LETTER.attachmentsMax} attachments.`,
    })
  for (const { mediaType } of letter.attachments)
    if (mediaType.split(';')[0]!.trim().toLowerCase() !== 'application/pdf')
      faults.push({ field: 'attachment', reason: 'media-type', message: 'Attachments are PDF files.' })
  if (faults.length > 0 || read.kind === 'invalid' || address.kind === 'invalid')
    throw refuse('request-invalid', { faults })
  return { title: read.title, text: read.text, address }
}

const SAID = {
  empty: 'Write something here.',
  'too-long': 'Is too long.',
  form: 'Holds characters that cannot be read, or that turn the text around.',
} as const

async function requireQuota(trx: Trx, mailboxId: string, at: Date): Promise<void> {
  const since = new Date(at.getTime() - DAY_MS)
  const sent = await countSentSince(trx, mailboxId, since)
  if (sent >= PERSON_LETTER.perDay)
    throw refuse('too-many-requests', {
      detail: `At most ${PERSON_LETTER.perDay} letters in 24 hours.`,
      retryAfterSeconds: 3600,
    })
}

async function documentsOf(
  house: House,
  text: string,
  attachments: PersonLetter['attachments'],
): Promise<{ document: SealedDocument; fileName: string }[]> {
  const plain = { bytes: Buffer.from(text), mediaType: 'text/plain', place: 'text' }
  const taken = [{ document: await takeDocument(house, plain), fileName: 'letter.txt' }]
  for (const [i, { bytes, mediaType, fileName }] of attachments.entries())
    taken.push({
      document: await takeDocument(house, { bytes, mediaType, place: 'attachment' }),
      fileName: (fileName || `attachment-${i + 1}.pdf`).slice(0, FILE_NAME_CHARACTERS_MAX),
    })
  return taken
}

/** The same letter to the same person is the same request, however its parts were cut. */
function requestHash(to: string, title: string, documents: Row['documents']): Uint8Array {
  const said = documents.map(({ document, fileName }) => [
    fileName,
    Buffer.from(document.sha256).toString('hex'),
  ])
  return Buffer.from(hash('sha256', JSON.stringify([to, title, said]), 'binary'), 'latin1')
}

/** The sender's copy, and the word in their log: the same sealed documents under the sender's own key. The vault is asked here, not in the transaction. */
async function keepCopy(
  house: House,
  row: Row,
  to: string,
  by: { actor: Actor; as: ActorKind },
): Promise<(trx: Trx, letters: readonly LetterAnswer[], at: Date) => Promise<void>> {
  const { mailboxId, personId, level } = by.actor
  const writtenBy = by.as === 'owner' ? null : personId
  const keys = await house.vault.wrap(
    row.documents.map(({ document }) => ({ mailboxId, documentId: document.documentId, key: document.key })),
  )
  const first = row.documents[0]!.document
  const titleSealed = sealTitle(first.key, first.documentId, row.title)
  return async (trx, [answer], at) => {
    if (answer?.outcome === 'refused') return
    const copies = row.documents.map(({ document, fileName }, i) => ({
      documentId: document.documentId,
      mediaType: document.mediaType,
      sizeBytes: document.sizeBytes,
      sha256: document.sha256,
      fileNameSealed: sealTitle(document.key, document.documentId, fileName),
      wrappedKey: keys[i]!,
      ...('place' in document.content ? document.content.place : placeless()),
    }))
    await insertSent(trx, { mailboxId, letterId: row.letterId, to, titleSealed, writtenBy, at }, copies, null)
    await logAccess(trx, { mailboxId, action: 'sent', at, actorKind: by.as, actorId: personId, level })
  }
}

function placeless(): never {
  throw new Error('a document is written before it is in a pack')
}
