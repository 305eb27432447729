/** B-05: all parts are there: the content is looked at, sealed as one document, and kept as a letter is. */
import { hash } from 'node:crypto'
import { enterMailbox, widen } from '#access/enter-mailbox.ts'
import { inScope } from '#access/may.ts'
import type { FinishUpload, OwnDocument } from '#api/own-documents.ts'
import { logAccess } from '#ground/access-log.ts'
import type { Actor } from '#ground/actor.ts'
import type { Trx } from '#ground/db.ts'
import { openRange, openTitle, sealDocument, sealTitle } from '#ground/envelope.ts'
import type { House } from '#ground/house.ts'
import { newId } from '#ground/ids.ts'
import { runPiece } from '#ground/insert-rows.ts'
import { randomOf } from '#ground/random.ts'
import { refuse } from '#ground/refuse.ts'
import { FILE_KINDS, judgeFile } from '#rules/file-kinds.ts'
import { folderIdOf, isPlaceName, PLACES } from '#rules/keeping.ts'
import { OWN_DOCUMENTS } from '#rules/own-documents.ts'
import { safeFileName } from '../document-headers.ts'
import { keepFolders } from '../keeping/folders.store.ts'
import { readDocuments, readLetters } from '../letters.store.ts'
import { puttingLetters } from '../put-letters.store.ts'
import { placeNewLetter } from './own-documents.store.ts'
import { notTaken, uploadKey } from './take-upload.ts'
import { deleteUpload, findUpload, readParts, type UploadKey } from './uploads.store.ts'

const POWER = 'upload'
/** Documents looked at at once in this process: each is in memory whole, twice. */
const AT_ONCE_MAX = 2
const RETRY_SECONDS = 3
let underWay = 0

/**
 * Once: asked again after a lost answer it tells what became of it. What is refused is gone with its room.
 * @throws Refusal `not-found`, `upload-incomplete`, `file-not-taken`, `busy`
 */
export async function finishUpload(
  house: House,
  actor: Actor,
  uploadId: string,
  asked: FinishUpload,
): Promise<OwnDocument> {
  const key = uploadKey(actor, uploadId)
  const found = await enterMailbox(house, actor, POWER, (trx) => findUpload(trx, key))
  if (!found) return finishedBefore(house, actor, uploadId)
  if (found.receivedBytes < found.sizeBytes) throw refuse('upload-incomplete')
  if (underWay >= AT_ONCE_MAX) throw refuse('busy', { retryAfterSeconds: RETRY_SECONDS })
  underWay++
  try {
    return await keep(house, actor, key, asked)
  } finally {
    underWay--
  }
}

async function keep(house: House, actor: Actor, key: UploadKey, asked: FinishUpload): Promise<OwnDocument> {
  const { mailboxId } = actor
  const plain = await readPlain(house, actor, key)
  const given = safeFileName(asked.fileName)
  const verdict = judgeFile(plain)
  const drop = () => enterMailbox(house, actor, POWER, (trx) => deleteUpload(trx, key))
  if (verdict.kind === 'refused') {
    await drop()
    throw notTaken(verdict.reason, given)
  }
  const mediaType = verdict.type
  if ((await house.scanner.inspect({ bytes: plain, mediaType })).kind === 'refused') {
    await drop()
    throw notTaken('refused', given)
  }
  const fileName = safeFileName(asked.fileName, FILE_KINDS[mediaType].extensions)
  const at = house.clock()
  const documentId = newId(at.getTime())
  const { key: contentKey, sealed } = sealDocument(plain, { documentId })
  const [[wrappedKey], { packId, offset }] = await Promise.all([
    house.vault.wrap([{ mailboxId, documentId, key: contentKey }]),
    house.blobs.append([sealed]),
  ])
  const document = {
    documentId,
    mediaType,
    sizeBytes: plain.length,
    sha256: Buffer.from(hash('sha256', plain, 'hex'), 'hex'),
    fileNameSealed: sealTitle(contentKey, documentId, fileName),
    wrappedKey: wrappedKey!,
    packId,
    packOffset: offset,
    sealedBytes: sealed.length,
  }
  const letter = {
    mailboxId,
    letterId: key.uploadId,
    senderId: OWN_DOCUMENTS.senderId,
    titleSealed: sealTitle(contentKey, documentId, fileName),
    sensitive: false,
    publicSector: false,
    minimumLevel: 'low',
    replyAllowed: false,
    evidenceSalt: randomOf(32),
    acceptedAt: at,
    deliveredAt: at,
    documents: [document],
    events: [],
  } as const
  const kept = await enterMailbox(house, actor, POWER, async (trx, entered) => {
    const folderId = await placeFor(trx, mailboxId, asked)
    // Who was let in for some folders puts it where they see it.
    if (!inScope(entered, folderId)) throw refuse('power-not-given')
    await widen(trx)
    // Of two that finish the same upload one finds it gone.
    if (!(await deleteUpload(trx, key))) return false
    for (const piece of puttingLetters([letter]).slice(0, 2)) await runPiece(trx, piece)
    await placeNewLetter(trx, mailboxId, {
      letterId: key.uploadId,
      at,
      folderId,
    })
    await logAccess(trx, {
      mailboxId,
      action: 'uploaded',
      at,
      actorKind: entered.as,
      actorId: actor.personId,
      level: actor.level,
      letterId: key.uploadId,
    })
    return true
  })
  if (!kept) return finishedBefore(house, actor, key.uploadId)
  return { letterId: key.uploadId, fileName, mediaType, sizeBytes: plain.length }
}

/** A folder deleted meanwhile gives what was meant for it to the own documents: nothing is lost for want of a place. */
async function placeFor(trx: Trx, mailboxId: string, { place = 'documents' }: FinishUpload): Promise<string> {
  const folderId = place === 'trash' ? PLACES.documents : folderIdOf(place)
  if (isPlaceName(place)) return folderId
  return (await keepFolders(trx, mailboxId, [folderId])).has(folderId) ? folderId : PLACES.documents
}

async function readPlain(house: House, actor: Actor, key: UploadKey): Promise<Uint8Array> {
  const parts = await enterMailbox(house, actor, POWER, (trx) => readParts(trx, key))
  const keys = await house.vault.unwrap(
    parts.map(({ documentId, wrappedKey: wrapped }) => ({ mailboxId: actor.mailboxId, documentId, wrapped })),
  )
  const plain = Buffer.allocUnsafe(parts.reduce((sum, part) => sum + part.sizeBytes, 0))
  let at = 0
  for (const [i, { documentId, sizeBytes, packId, packOffset }] of parts.entries()) {
    const read = (offset: number, length: number) => house.blobs.read(packId, packOffset + offset, length)
    for await (const bytes of openRange(read, { key: keys[i]!, documentId, sizeBytes }, 0, sizeBytes)) {
      plain.set(bytes, at)
      at += bytes.length
    }
  }
  return plain
}

async function finishedBefore(house: House, actor: Actor, letterId: string): Promise<OwnDocument> {
  const found = await enterMailbox(house, actor, POWER, async (trx) => {
    const [letter] = await readLetters(trx, actor.mailboxId, [letterId])
    const [document] = await readDocuments(trx, actor.mailboxId, letterId)
    return letter?.sender_id === OWN_DOCUMENTS.senderId ? document : undefined
  })
  if (!found) throw refuse('not-found')
  const { document_id: documentId, wrapped_key: wrapped } = found
  const [key] = await house.vault.unwrap([{ mailboxId: actor.mailboxId, documentId, wrapped }])
  return {
    letterId,
    fileName: openTitle(key!, documentId, found.file_name_sealed),
    mediaType: found.media_type,
    sizeBytes: found.size_bytes,
  }
}
