/** B-05: a document of one's own comes in, part by part, sealed before it is kept anywhere. */
import { type Entered, enterMailbox, widen } from '#access/enter-mailbox.ts'
import type { Upload } from '#api/own-documents.ts'
import type { Actor } from '#ground/actor.ts'
import { sealDocument } from '#ground/envelope.ts'
import type { House } from '#ground/house.ts'
import { idAt, newId } from '#ground/ids.ts'
import { refuse } from '#ground/refuse.ts'
import { OWN_DOCUMENTS } from '#rules/own-documents.ts'
import { takeRoom } from './room.ts'
import {
  appendPart,
  countUploads,
  deleteUpload,
  findUpload,
  insertUpload,
  type UploadKey,
} from './uploads.store.ts'

const DAY_MS = 86_400_000
const POWER = 'upload'

export const uploadKey = (actor: Actor, uploadId: string): UploadKey => ({
  mailboxId: actor.mailboxId,
  uploadId,
  begunBy: actor.personId,
})

/** Who sees letters by their sender, or as their work, would put in what they do not see. @throws Refusal `power-not-given` */
function requireOwnPlaces({ scope }: Entered): void {
  if (scope.kind === 'part' && scope.of !== 'folders') throw refuse('power-not-given')
}

const shown = (
  uploadId: string,
  { sizeBytes, receivedBytes }: { sizeBytes: number; receivedBytes: number },
): Upload => ({
  uploadId,
  sizeBytes,
  receivedBytes,
  partBytesMax: OWN_DOCUMENTS.partBytesMax,
})

/** Takes its room at once, so that it never stops half-way for want of it. @throws Refusal `file-not-taken`, `mailbox-full`, `uploads-too-many`, `mailbox-not-open` */
export async function beginUpload(house: House, actor: Actor, sizeBytes: number): Promise<Upload> {
  if (sizeBytes === 0) throw notTaken('empty')
  if (sizeBytes > OWN_DOCUMENTS.fileBytesMax) throw notTaken('too-large')
  const at = house.clock()
  const uploadId = newId(at.getTime())
  const dayAgo = new Date(at.getTime() - DAY_MS)
  await enterMailbox(house, actor, POWER, async (trx, entered) => {
    requireOwnPlaces(entered)
    // The room is that of the whole mailbox, also for who sees a part of it.
    await widen(trx)
    await takeRoom(trx, actor.mailboxId, sizeBytes)
    const { underWay, bytes } = await countUploads(trx, actor.mailboxId, {
      at: dayAgo,
      letterId: idAt(dayAgo.getTime()),
    })
    if (underWay >= OWN_DOCUMENTS.uploadsMax || bytes + sizeBytes > OWN_DOCUMENTS.dayBytesMax)
      throw refuse('uploads-too-many')
    await insertUpload(trx, { ...uploadKey(actor, uploadId), sizeBytes, at })
  })
  return shown(uploadId, { sizeBytes, receivedBytes: 0 })
}

/** @throws Refusal `not-found` also for another person's */
export function showUpload(house: House, actor: Actor, uploadId: string): Promise<Upload> {
  return enterMailbox(house, actor, POWER, async (trx) => {
    const found = await findUpload(trx, uploadKey(actor, uploadId))
    if (!found) throw refuse('not-found')
    return shown(uploadId, found)
  })
}

/** Durable when it resolves. @throws Refusal `not-found`, `upload-offset-wrong`, `request-malformed` for an empty part */
export async function takePart(
  house: House,
  actor: Actor,
  { uploadId, offset, bytes }: { uploadId: string; offset: number; bytes: Buffer },
): Promise<Upload> {
  if (bytes.length === 0) throw refuse('request-malformed')
  const key = uploadKey(actor, uploadId)
  const found = await enterMailbox(house, actor, POWER, (trx) => findUpload(trx, key))
  if (!found) throw refuse('not-found')
  if (offset !== found.receivedBytes || offset + bytes.length > found.sizeBytes)
    throw refuse('upload-offset-wrong')
  const documentId = newId(house.clock().getTime())
  const { key: contentKey, sealed } = sealDocument(bytes, { documentId })
  const [[wrappedKey], place] = await Promise.all([
    house.vault.wrap([{ mailboxId: actor.mailboxId, documentId, key: contentKey }]),
    house.uploadBlobs.append([sealed]),
  ])
  const part = {
    plainOffset: offset,
    documentId,
    sizeBytes: bytes.length,
    wrappedKey: wrappedKey!,
    packId: place.packId,
    packOffset: place.offset,
    sealedBytes: sealed.length,
  }
  await enterMailbox(house, actor, POWER, async (trx) => {
    if (!(await appendPart(trx, key, part))) throw refuse('upload-offset-wrong')
  })
  return shown(uploadId, { sizeBytes: found.sizeBytes, receivedBytes: offset + bytes.length })
}

/** Cancelling what is gone already is no error. */
export async function giveUpUpload(house: House, actor: Actor, uploadId: string): Promise<void> {
  await enterMailbox(house, actor, POWER, (trx) => deleteUpload(trx, uploadKey(actor, uploadId)))
}

const MB = 1_000_000

/** What is wrong with a file, and what to do about it (api/problems.ts tells the same in general). */
const NOT_TAKEN = {
  empty: 'Is empty.',
  'too-large': `Is larger than ${OWN_DOCUMENTS.fileBytesMax / MB} MB. Split it, or save it with smaller pictures.`,
  damaged: 'Is damaged or cut off. Open it on your device, save it anew and upload that.',
  'two-kinds': 'Can be opened as two kinds of file at once. Print it to a PDF and upload that.',
  svg: 'Is an SVG drawing, which can hold programs. Save it as PNG or PDF.',
  html: 'Is a web page or XML, which can hold programs. Print it to a PDF and upload that.',
  program: 'Is a program. Programs are not kept here.',
  macros: 'Is an Office file with programs (macros) in it. Save it without macros, or as PDF.',
  archive: 'Is an archive. Unpack it and upload the files in it.',
  locked: 'Is protected by a password. Save it without one.',
  encoding: 'Is text in an old encoding. Save it as UTF-8.',
  'unknown-kind': 'Is of a kind that is not kept here. Save it as PDF.',
  refused: 'Was refused by the content check.',
} as const
export type NotTaken = keyof typeof NOT_TAKEN

export const notTaken = (reason: NotTaken, fileName?: string) =>
  refuse('file-not-taken', {
    faults: [{ field: 'file', reason, message: `${fileName ? `${fileName}: ` : ''}${NOT_TAKEN[reason]}` }],
  })
