/**
 * Writes an archive as sealed stretches of a few megabytes, each durable before the next: whatever the size of the mailbox, this holds
 * one stretch in memory. What is in the archive so far (names, places, hashes) is kept beside it as sealed lines, from which the
 * lists, the hashes and the central directory are made at the end. A checkpoint makes everything up to it whole; after a crash the
 * next writer begins at the last one.
 */
import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { inMailbox } from '#ground/db.ts'
import { sealDocument } from '#ground/envelope.ts'
import type { House } from '#ground/house.ts'
import { newId } from '#ground/ids.ts'
import {
  dropUnfinished,
  insertPart,
  noteProgress,
  type Progress,
  type StoredTakeOut,
} from './take-out.store.ts'
import { localHeader, type ZipEntry } from './zip-format.ts'

export type ArchiveHouse = Pick<
  House,
  'db' | 'clock' | 'uploadBlobs' | 'blobs' | 'vault' | 'log' | 'config' | 'signer'
>

/** A line of the list of what is in the archive. */
export type FileLine = ZipEntry & { readonly sha256: string }

const PART_BYTES = 8 * 1024 * 1024
/** Up to here a file is held in memory; a larger one is read twice, once for its checksum. */
export const SMALL_BYTES_MAX = 4 * 1024 * 1024

/** Somebody else makes this archive, or it was given up: this one stops and leaves everything to them. */
export class OvertakenError extends Error {
  override readonly name = 'OvertakenError'
}

export class ArchiveWriter {
  readonly #house: ArchiveHouse
  readonly #mailboxId: string
  readonly #takeOutId: string
  #known: { archiveBytes: number; lettersDone: number }
  #nextPart: number
  #at: number
  #waiting: Buffer[] = []
  #waitingBytes = 0
  #lines: string[] = []

  private constructor(house: ArchiveHouse, mailboxId: string, takeOut: StoredTakeOut, nextPart: number) {
    this.#house = house
    this.#mailboxId = mailboxId
    this.#takeOutId = takeOut.takeOutId
    this.#known = takeOut
    this.#nextPart = nextPart
    this.#at = takeOut.archiveBytes
  }

  /** At the last checkpoint; what was written after it is taken away. */
  static async resume(
    house: ArchiveHouse,
    mailboxId: string,
    takeOut: StoredTakeOut,
  ): Promise<ArchiveWriter> {
    const next = await inMailbox(house.db, mailboxId, (trx) =>
      dropUnfinished(trx, mailboxId, takeOut.takeOutId, takeOut.archiveBytes),
    )
    return new ArchiveWriter(house, mailboxId, takeOut, next)
  }

  /** Length of the archive so far, bytes. */
  get bytes(): number {
    return this.#at
  }

  /** A file that is in memory. */
  async add(name: string, at: Date, plain: Uint8Array): Promise<FileLine> {
    const sha256 = createHash('sha256').update(plain).digest('hex')
    const line = this.#line(name, at, { crc32: crc32(plain), bytes: plain.length, sha256 })
    await this.#put(localHeader(line))
    await this.#put(plain)
    return line
  }

  /** A file of any size that can be read twice and is the same both times. Nothing is written when the first reading throws. */
  async addStream(name: string, at: Date, read: () => AsyncIterable<Uint8Array>): Promise<FileLine> {
    let [crc, bytes] = [0, 0]
    const hash = createHash('sha256')
    for await (const chunk of read()) {
      crc = crc32(chunk, crc)
      bytes += chunk.length
      hash.update(chunk)
    }
    const sha256 = hash.digest('hex')
    const line = this.#line(name, at, { crc32: crc, bytes, sha256 })
    await this.#put(localHeader(line))
    for await (const chunk of read()) await this.#put(chunk)
    if (this.#at !== line.offset + localHeader(line).length + bytes)
      throw new Error('take-out: a file was of another size when it was read again')
    return line
  }

  /** Bytes that are no file: the central directory. */
  addRaw(bytes: Uint8Array): Promise<void> {
    return this.#put(bytes)
  }

  /** Anything to be remembered until the end, one line of JSON. */
  note(line: object): void {
    this.#lines.push(`${JSON.stringify(line)}\n`)
  }

  /** What was remembered since the last checkpoint. */
  pending(): unknown[] {
    return this.#lines.map((line) => JSON.parse(line))
  }

  /** Everything up to here is whole, or nothing is. @throws OvertakenError */
  async checkpoint(to: Omit<Progress, 'archiveBytes'>): Promise<void> {
    const { db } = this.#house
    await this.#flush()
    const index = this.#lines.length > 0 ? await this.#seal([Buffer.from(this.#lines.join(''))]) : undefined
    const { archiveBytes, lettersDone } = this.#known
    const known = { takeOutId: this.#takeOutId, archiveBytes, lettersDone }
    await inMailbox(db, this.#mailboxId, async (trx) => {
      if (!(await noteProgress(trx, this.#mailboxId, known, { ...to, archiveBytes: this.#at })))
        throw new OvertakenError('take-out: overtaken')
      if (index) await insertPart(trx, this.#mailboxId, this.#takeOutId, 'index', index)
    })
    this.#lines = []
    this.#known = { archiveBytes: this.#at, lettersDone: to.lettersDone }
  }

  #line(name: string, at: Date, file: Omit<FileLine, 'name' | 'at' | 'offset'>): FileLine {
    const line = { name, at, offset: this.#at, ...file }
    this.note({ file: { ...line, at: at.getTime() } })
    return line
  }

  async #put(bytes: Uint8Array): Promise<void> {
    for (let from = 0; from < bytes.length; ) {
      const piece = bytes.subarray(from, from + PART_BYTES - this.#waitingBytes)
      // A copy: what a stream hands out may be its own buffer, used again.
      this.#waiting.push(Buffer.from(piece))
      this.#waitingBytes += piece.length
      this.#at += piece.length
      from += piece.length
      if (this.#waitingBytes === PART_BYTES) await this.#flush()
    }
  }

  async #flush(): Promise<void> {
    if (this.#waitingBytes === 0) return
    const startsAt = this.#at - this.#waitingBytes
    const part = await this.#seal(this.#waiting, startsAt)
    await inMailbox(this.#house.db, this.#mailboxId, (trx) =>
      insertPart(trx, this.#mailboxId, this.#takeOutId, 'bytes', part),
    )
    this.#waiting = []
    this.#waitingBytes = 0
  }

  async #seal(pieces: readonly Buffer[], startsAt = this.#at) {
    const { uploadBlobs, vault, clock } = this.#house
    const plain = Buffer.concat(pieces)
    const documentId = newId(clock().getTime())
    const { key, sealed } = sealDocument(plain, { documentId })
    const [wrapped] = await vault.wrap([{ mailboxId: this.#mailboxId, documentId, key }])
    const { packId, offset } = await uploadBlobs.append([sealed])
    return {
      partNo: this.#nextPart++,
      startsAt,
      sizeBytes: plain.length,
      documentId,
      wrappedKey: Buffer.from(wrapped!),
      packId,
      packOffset: offset,
      sealedBytes: sealed.length,
    }
  }
}
