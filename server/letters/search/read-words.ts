/** The words inside documents: read out once by the reader of texts, then kept sealed for everybody who received the document. */

import { BlobError } from '#ground/blobs.ts'
import { inMailbox } from '#ground/db.ts'
import { openDocument, TamperedError } from '#ground/envelope.ts'
import type { House } from '#ground/house.ts'
import { tellDamage } from '../sealed-titles.ts'
import { openText, sealText } from './sealed-blocks.ts'
import { insertText, readTexts } from './texts.store.ts'

export type Readable = {
  readonly senderId: string
  readonly documentId: string
  readonly mediaType: string
  readonly sizeBytes: number
  readonly packId: string
  readonly packOffset: number
  readonly sealedBytes: number
  /** Its content key. */
  readonly key: Uint8Array
}

/** Beyond this a document is not fetched for its words. */
const DOCUMENT_BYTES_MAX = 25 * 1024 * 1024

/**
 * The texts by document id; empty where there is none to be had: a picture, a damaged or a too large document.
 * @param until no document is taken apart after this; those left are not in the answer. Never called inside a transaction.
 */
export async function wordsInside(
  house: House,
  mailboxId: string,
  documents: readonly Readable[],
  until = Number.POSITIVE_INFINITY,
): Promise<Map<string, string>> {
  const stored = await inMailbox(house.db, mailboxId, (trx) => readTexts(trx, documents))
  const texts = new Map<string, string>()
  for (const document of documents) {
    const { documentId, key } = document
    if (texts.has(documentId)) continue
    const known = stored.get(documentId)
    if (known) texts.set(documentId, openKnown(house, document, known.text_sealed))
    else if (Date.now() < until) texts.set(documentId, await readOut(house, mailboxId, document, key))
  }
  return texts
}

function openKnown(house: House, { key, documentId }: Readable, sealed: Buffer): string {
  try {
    return openText(key, documentId, sealed)
  } catch (error) {
    if (!(error instanceof TamperedError)) throw error
    tellDamage(house, documentId)
    return ''
  }
}

async function readOut(
  house: House,
  mailboxId: string,
  document: Readable,
  key: Uint8Array,
): Promise<string> {
  const { documentId, senderId, packId } = document
  const read =
    document.sizeBytes > DOCUMENT_BYTES_MAX
      ? ({ kind: 'too-large' } as const)
      : await house.textReader.read({
          bytes: await fetch(house, document, key),
          mediaType: document.mediaType,
        })
  const text = read.kind === 'read' ? read.text : ''
  const sealed = sealText(key, documentId, text)
  await inMailbox(house.db, mailboxId, (trx) =>
    insertText(trx, { senderId, documentId, packId, state: read.kind, sealed }),
  )
  return text
}

/** Empty for a damaged one: opening the letter tells its reader, and a damaged letter must not keep the others out of the index. */
async function fetch(house: House, document: Readable, key: Uint8Array): Promise<Uint8Array> {
  const { documentId, packId, packOffset, sealedBytes } = document
  try {
    return openDocument(await house.blobs.read(packId, packOffset, sealedBytes), { key, documentId })
  } catch (error) {
    const damaged =
      error instanceof TamperedError ||
      (error instanceof BlobError && (error.problem === 'no-such-pack' || error.problem === 'beyond-end'))
    if (!damaged) throw error
    tellDamage(house, documentId)
    return Buffer.alloc(0)
  }
}
