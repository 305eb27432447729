/** Where tus puts what it receives. Content is sealed from the first byte: it is gathered into parts of at most 1 MiB, each
 * sealed under a key of its own, put in a pack and entered, all durable before the next is begun. What HEAD tells as
 * offset is what would be there after a power cut. */
import type { Readable } from 'node:stream'
import { DataStore, Upload } from '@tus/server'
import { takeRoom } from '#dispatch/documents/upload-room.ts'
import {
  appendPart,
  deleteUpload,
  findUpload,
  insertUpload,
  type UploadKey,
} from '#dispatch/files/uploads.store.ts'
import { asPostOffice } from '#ground/db.ts'
import { sealDocument } from '#ground/envelope.ts'
import type { House } from '#ground/house.ts'
import { isId, newId } from '#ground/ids.ts'
import { refuse } from '#ground/refuse.ts'

const PART_BYTES_MAX = 1024 * 1024

/** tus knows an upload by one text: sender and upload, so that another sender's is another upload. */
export const tusId = ({ senderId, uploadId }: UploadKey): string => `${senderId}.${uploadId}`

export function readTusId(id: string): UploadKey {
  const [senderId = '', uploadId = ''] = id.split('.')
  if (!isId(senderId) || !isId(uploadId)) throw refuse('not-found')
  return { senderId, uploadId }
}

export class SealedUploads extends DataStore {
  readonly #house: House

  constructor(house: House) {
    super()
    this.#house = house
    this.extensions = ['creation', 'creation-with-upload', 'termination']
  }

  /** The same Idempotency-Key gives the same upload again, wherever it stands; another size under that key is another file. */
  override async create(file: Upload): Promise<Upload> {
    const upload = readTusId(file.id)
    const sizeBytes = file.size!
    const there = await asPostOffice(this.#house.db, async (trx) => {
      const at = this.#house.clock()
      if (await insertUpload(trx, { ...upload, sizeBytes, at }))
        await takeRoom(trx, this.#house, { senderId: upload.senderId, sizeBytes })
      return findUpload(trx, upload)
    })
    if (there!.sizeBytes !== sizeBytes) throw refuse('idempotency-key-reused')
    file.offset = there!.receivedBytes
    return file
  }

  override async getUpload(id: string): Promise<Upload> {
    const found = await asPostOffice(this.#house.db, (trx) => findUpload(trx, readTusId(id)))
    if (!found) throw refuse('not-found')
    return new Upload({ id, size: found.sizeBytes, offset: found.receivedBytes })
  }

  override async remove(id: string): Promise<void> {
    if (!(await asPostOffice(this.#house.db, (trx) => deleteUpload(trx, readTusId(id)))))
      throw refuse('not-found')
  }

  /** @returns the offset up to which the file is durable */
  override async write(stream: Readable, id: string, offset: number): Promise<number> {
    const upload = readTusId(id)
    let end = offset
    let waiting: Buffer[] = []
    let waitingBytes = 0
    const store = async () => {
      const part = Buffer.concat(waiting, waitingBytes)
      waiting = []
      waitingBytes = 0
      await this.#append(upload, end, part)
      end += part.length
    }
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      for (let from = 0; from < chunk.length; ) {
        const piece = chunk.subarray(from, from + PART_BYTES_MAX - waitingBytes)
        waiting.push(piece)
        waitingBytes += piece.length
        from += piece.length
        if (waitingBytes === PART_BYTES_MAX) await store()
      }
    }
    if (waitingBytes > 0) await store()
    return end
  }

  async #append(upload: UploadKey, plainOffset: number, part: Buffer): Promise<void> {
    const { uploadBlobs, vault, clock, db } = this.#house
    const documentId = newId(clock().getTime())
    const { key, sealed } = sealDocument(part, { documentId })
    const [[wrappedKey], { packId, offset }] = await Promise.all([
      vault.wrap([{ mailboxId: upload.senderId, documentId, key }]),
      uploadBlobs.append([sealed]),
    ])
    const place = { packId, packOffset: offset, sealedBytes: sealed.length }
    const entry = { documentId, plainOffset, sizeBytes: part.length, wrappedKey: wrappedKey!, place }
    if (!(await asPostOffice(db, (trx) => appendPart(trx, upload, entry))))
      throw refuse('upload-offset-wrong')
  }
}
