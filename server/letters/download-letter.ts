/** B-01: all documents of a letter as one file. Every byte is read and verified before the first one leaves: so the length is known, a damaged document is a clean
 * refusal, and whoever fetches it may still be stopped in the middle (B-10). */
import { crc32 } from 'node:zlib'
import { enterMailbox } from '#access/enter-mailbox.ts'
import type { Actor } from '#ground/actor.ts'
import { openTitle } from '#ground/envelope.ts'
import type { House } from '#ground/house.ts'
import { safeFileName, savedName } from './document-headers.ts'
import { findOpenLetter } from './find-letter.ts'
import { titleOf } from './letter-outside.ts'
import { readDocuments, type StoredDocument } from './letters.store.ts'
import { requireIdShown } from './require-id-shown.ts'
import { openTitles } from './sealed-titles.ts'
import { plainOf, readable, recordViewing, stillMay } from './stream-document.ts'
import { archiveEnd, centralRecord, localHeader, type ZipEntry } from './take-out/zip-format.ts'
import { whileMay } from './while-may.ts'

export type LetterArchive = {
  readonly fileName: string
  readonly sizeBytes: number
  readonly body: AsyncIterable<Uint8Array>
}

type Packed = { stored: StoredDocument; key: Uint8Array; entry: ZipEntry }

/** @throws Refusal `not-found`, `letter-locked`, `id-not-shown-lately`, `content-damaged`, `content-erased` */
export async function downloadLetter(house: House, actor: Actor, letterId: string): Promise<LetterArchive> {
  const { mailboxId } = actor
  const { letter, documents } = await enterMailbox(house, actor, 'download', async (trx) => {
    const letter = await findOpenLetter(trx, actor, letterId)
    const documents = await readDocuments(trx, mailboxId, letterId)
    requireIdShown(house, actor, documents)
    return { letter, documents }
  })
  const [title] = await openTitles(house, mailboxId, [titleOf(letter)])
  const packed: Packed[] = []
  let offset = 0
  for (const stored of documents) {
    const one = await pack(house, mailboxId, stored, { at: letter.delivered_at, offset })
    packed.push(one)
    offset += localHeader(one.entry).length + one.entry.bytes
  }
  const viewed = (stored: StoredDocument) => ({ letterId, documentNo: stored.document_no, download: true })
  // The first of them opens the letter, if nothing has yet.
  for (const [at, stored] of documents.entries())
    await recordViewing(
      house,
      actor,
      viewed(stored),
      at === 0 ? letter : { ...letter, opened_at: letter.opened_at ?? house.clock() },
    )
  const records = Buffer.concat(packed.map(({ entry }) => centralRecord(entry)))
  const end = Buffer.concat([
    records,
    archiveEnd({ entries: packed.length, at: offset, bytes: records.length }),
  ])
  const body = async function* () {
    for (const { stored, key, entry } of packed) {
      yield localHeader(entry)
      try {
        yield* whileMay(actor, stillMay(house, actor, viewed(stored)), plainOf(house, stored, key))
      } catch (error) {
        throw readable(house, stored, error)
      }
    }
    yield end
  }
  return {
    fileName: safeFileName(`${title ?? ''}.zip`, ['zip']),
    sizeBytes: offset + end.length,
    body: body(),
  }
}

async function pack(
  house: House,
  mailboxId: string,
  stored: StoredDocument,
  { at, offset }: { at: Date; offset: number },
): Promise<Packed> {
  const documentId = stored.document_id
  try {
    const [key] = await house.vault.unwrap([{ mailboxId, documentId, wrapped: stored.wrapped_key }])
    const fileName = openTitle(key!, documentId, stored.file_name_sealed)
    let crc = 0
    for await (const part of plainOf(house, stored, key!)) crc = crc32(part, crc)
    const name = nameIn(stored, fileName)
    return { stored, key: key!, entry: { name, at, crc32: crc, bytes: stored.size_bytes, offset } }
  } catch (error) {
    throw readable(house, stored, error)
  }
}

/** Bytes of UTF-8 no file system refuses, with room for what a program puts before it. */
const NAME_BYTES_MAX = 180

/** The document's number first: two of one name stay two files, they stand in their order, and no name is one a system keeps for itself ("CON.txt"). */
function nameIn(stored: StoredDocument, fileName: string): string {
  const name = savedName({ mediaType: stored.media_type, fileName })
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0] ?? ''
  const stem = [...name.slice(0, name.length - ending.length)]
  const named = () => `${stored.document_no} ${stem.join('').trim()}${ending}`
  while (Buffer.byteLength(named()) > NAME_BYTES_MAX) stem.pop()
  return named()
}
