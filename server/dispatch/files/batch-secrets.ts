/** The key of a batch and what is sealed with it or beside it: the manifest's word, the rows, the names of documents. */
import { createHmac, randomBytes } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { BatchManifest } from '#api/batches.ts'
import type { BatchRow, ChunkRow, NewChunk } from '#dispatch/files/batches.store.ts'
import type { ListedRow } from '#dispatch/files/listed-row.ts'
import { openDocument, openTitle, sealDocument, sealTitle } from '#ground/envelope.ts'
import type { House } from '#ground/house.ts'
import { newId } from '#ground/ids.ts'

const KEY_BYTES = 32
const PATH_KEY_BYTES = 16

/** What holds for every row that does not say otherwise. */
export type BatchOptions = Pick<
  BatchManifest,
  'notice' | 'title' | 'documents' | 'sensitive' | 'minimumLevel' | 'replyAllowed' | 'printAllowed' | 'wants'
>

export async function newBatchKey(
  house: House,
  senderId: string,
  batchId: string,
): Promise<{ key: Uint8Array; wrappedKey: Uint8Array }> {
  const key = randomBytes(KEY_BYTES)
  const [wrappedKey] = await house.vault.wrap([{ mailboxId: senderId, documentId: batchId, key }])
  return { key, wrappedKey: wrappedKey! }
}

export async function openBatchKey(
  house: House,
  { senderId, batchId, wrappedKey }: Pick<BatchRow, 'senderId' | 'batchId' | 'wrappedKey'>,
): Promise<Uint8Array> {
  const [key] = await house.vault.unwrap([{ mailboxId: senderId, documentId: batchId, wrapped: wrappedKey }])
  return key!
}

export const sealOptions = (key: Uint8Array, batchId: string, options: BatchOptions): Uint8Array =>
  sealTitle(key, `${batchId}/options`, JSON.stringify(options))

export const openOptions = (key: Uint8Array, batchId: string, sealed: Uint8Array): BatchOptions =>
  JSON.parse(openTitle(key, `${batchId}/options`, sealed)) as BatchOptions

/** A document's name in the archive may hold a name or a number: what is kept of it is of use with the key only. */
export const pathKeyOf = (key: Uint8Array, path: string): Uint8Array =>
  createHmac('sha256', key).update(`path ${path}`).digest().subarray(0, PATH_KEY_BYTES)

export async function sealChunks(
  house: House,
  senderId: string,
  chunks: readonly { chunkNo: number; rows: readonly ListedRow[] }[],
): Promise<NewChunk[]> {
  const sealed = chunks.map(({ chunkNo, rows }) => {
    const chunkId = newId(house.clock().getTime())
    const packed = deflateRawSync(JSON.stringify(rows), { level: 1 })
    return { chunkNo, rows, chunkId, ...sealDocument(packed, { documentId: chunkId }) }
  })
  const wrapped = await house.vault.wrap(
    sealed.map(({ chunkId, key }) => ({ mailboxId: senderId, documentId: chunkId, key })),
  )
  return sealed.map(({ chunkNo, rows, chunkId, sealed: rowsSealed }, i) => ({
    chunkNo,
    firstRow: rows[0]!.row,
    rows: rows.length,
    chunkId,
    wrappedKey: wrapped[i]!,
    rowsSealed,
  }))
}

export async function openChunk(house: House, senderId: string, chunk: ChunkRow): Promise<ListedRow[]> {
  const { chunkId, wrappedKey, rowsSealed } = chunk
  const [key] = await house.vault.unwrap([{ mailboxId: senderId, documentId: chunkId, wrapped: wrappedKey }])
  const packed = openDocument(rowsSealed, { key: key!, documentId: chunkId })
  return JSON.parse(inflateRawSync(packed).toString()) as ListedRow[]
}
