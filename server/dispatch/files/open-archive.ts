/** A ZIP archive, looked through before anything in it is believed: what its directory promises is bounded and harmless, or
 * the whole file is refused. Entries are then read one by one, never more than they promised. */
import { Readable } from 'node:stream'
import { crc32 } from 'node:zlib'
import {
  type Entry,
  fromRandomAccessReaderPromise,
  getFileNameLowLevel,
  RandomAccessReader,
  validateFileName,
  type ZipFile,
} from 'yauzl'
import type { OpenUpload } from '#dispatch/files/read-upload.ts'
import { type Refusal, refuse } from '#ground/refuse.ts'

/** Entries kept in memory cost some 300 bytes each. */
const ENTRIES_MAX = 100_000
/** All entries unpacked. */
const UNPACKED_BYTES_MAX = 8 * 1024 ** 3
/** Deflate cannot do better than 1,032 to 1; honest lists and documents stay far below this. */
const RATIO_MAX = 200
/** Small entries may be as repetitive as they like. */
const RATIO_FROM_BYTES = 4 * 1024 * 1024
/** Fixed part of a local file header (APPNOTE 4.3.7). */
const LOCAL_HEADER_BYTES = 30
const FILE_TYPE_MASK = 0o170000
const REGULAR_FILE = 0o100000
const MADE_BY_UNIX = 3

export type Archive = {
  has(name: string): boolean
  names(): IterableIterator<string>
  /** Unpacked size as the directory promises it. */
  sizeOf(name: string): number
  /** The entry's bytes; the last check (length and CRC-32) is made before the generator ends. @throws Refusal */
  stream(name: string): AsyncGenerator<Buffer, void, undefined>
  /** The whole entry, for what is small by its promise. @throws Refusal */
  bytes(name: string): Promise<Buffer>
}

/** @throws Refusal archive-unreadable, archive-dangerous */
export async function openArchive(upload: OpenUpload): Promise<Archive> {
  if (upload.sizeBytes === 0) throw unreadable('empty', 'The file is empty.')
  const reader = new UploadReader(upload)
  const zip = await reader.guard(
    () =>
      fromRandomAccessReaderPromise(reader, upload.sizeBytes, {
        lazyEntries: true,
        autoClose: false,
        decodeStrings: false,
      }),
    'The file is not a ZIP archive, or its end is missing.',
  )
  if (zip.entryCount > ENTRIES_MAX)
    throw dangerous('', 'too-many-entries', `Holds more than ${ENTRIES_MAX} entries.`)
  const entries = new Map<string, Entry>()
  let unpacked = 0
  await reader.guard(async () => {
    for await (const entry of zip.eachEntry()) {
      const name = checkEntry(entry)
      if (name.endsWith('/')) continue
      if (entries.has(name)) throw dangerous(name, 'twice', 'Two entries have this name.')
      unpacked += entry.uncompressedSize
      if (unpacked > UNPACKED_BYTES_MAX)
        throw dangerous(
          '',
          'unpacks-too-large',
          `Unpacks to more than ${UNPACKED_BYTES_MAX / 1024 ** 3} GiB.`,
        )
      entries.set(name, entry)
    }
  }, 'The directory of the archive is damaged or cut off.')
  checkOverlaps(entries, upload.sizeBytes)
  return archiveOf(reader, zip, entries)
}

function archiveOf(reader: UploadReader, zip: ZipFile, entries: ReadonlyMap<string, Entry>): Archive {
  async function* stream(name: string): AsyncGenerator<Buffer, void, undefined> {
    const entry = entries.get(name)!
    const damaged = `The entry "${name}" cannot be unpacked: it is damaged.`
    const source = await reader.guard(() => zip.openReadStreamPromise(entry), damaged)
    let sum = 0
    const iterator = source[Symbol.asyncIterator]()
    try {
      for (;;) {
        const next = await reader.guard(() => iterator.next(), damaged)
        if (next.done) break
        sum = crc32(next.value, sum)
        yield next.value
      }
    } finally {
      source.destroy()
    }
    if (sum !== entry.crc32) throw unreadable('damaged', damaged)
  }
  return {
    has: (name) => entries.has(name),
    names: () => entries.keys(),
    sizeOf: (name) => entries.get(name)!.uncompressedSize,
    stream,
    async bytes(name) {
      const pieces: Buffer[] = []
      for await (const piece of stream(name)) pieces.push(piece)
      return Buffer.concat(pieces)
    },
  }
}

/** The entry's name, in composed form. @throws Refusal */
function checkEntry(entry: Entry): string {
  const raw = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true)
  const name = raw.normalize('NFC')
  if (validateFileName(name) !== null || /[\p{Cc}\p{Cf}]/u.test(name) || name === '')
    throw dangerous(name, 'path', 'Leads out of the archive, or holds backslashes or control characters.')
  const fileType = (entry.externalFileAttributes >>> 16) & FILE_TYPE_MASK
  const isFile = fileType === 0 || fileType === REGULAR_FILE
  if (entry.versionMadeBy >>> 8 === MADE_BY_UNIX && !isFile && !name.endsWith('/'))
    throw dangerous(name, 'link', 'Is a link or a device, not a file.')
  if (entry.isEncrypted()) throw unreadable('encrypted', `The entry "${shown(name)}" is encrypted.`)
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8)
    throw unreadable('compression', `The entry "${shown(name)}" is packed in another way than deflate.`)
  const ratio = entry.uncompressedSize / Math.max(1, entry.compressedSize)
  if (entry.uncompressedSize > RATIO_FROM_BYTES && ratio > RATIO_MAX)
    throw dangerous(name, 'ratio', `Unpacks to more than ${RATIO_MAX} times its size.`)
  return name
}

/** Entries that share their packed bytes unpack to far more than the archive holds (overlapping bombs). */
function checkOverlaps(entries: ReadonlyMap<string, Entry>, sizeBytes: number): void {
  const places = [...entries].sort(
    ([, a], [, b]) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader,
  )
  places.forEach(([name, entry], i) => {
    const end = entry.relativeOffsetOfLocalHeader + LOCAL_HEADER_BYTES + entry.compressedSize
    const next = places[i + 1]?.[1].relativeOffsetOfLocalHeader ?? sizeBytes
    if (end > next) throw dangerous(name, 'overlap', 'Shares its bytes with another entry.')
  })
}

const shown = (name: string): string => name.replace(/[\p{Cc}\p{Cf}]/gu, '?').slice(0, 100)

function dangerous(name: string, reason: string, message: string): Refusal {
  return refuse('archive-dangerous', { faults: [{ field: shown(name) || 'archive', reason, message }] })
}

function unreadable(reason: string, message: string): Refusal {
  return refuse('archive-unreadable', { faults: [{ field: 'archive', reason, message }] })
}

/** yauzl's view of an upload. A failure of ours (a disk, the vault) is kept apart from a fault of the file. */
class UploadReader extends RandomAccessReader {
  readonly #upload: OpenUpload
  #failure: unknown

  constructor(upload: OpenUpload) {
    super()
    this.#upload = upload
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.#read(start, end), { objectMode: false })
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    const copy = async () => {
      let at = offset
      for await (const piece of this.#read(position, position + length)) {
        buffer.set(piece, at)
        at += piece.length
      }
      if (at !== offset + length) throw new Error('unexpected end of file')
    }
    copy().then(
      () => callback(null),
      (error: Error) => callback(error),
    )
  }

  async *#read(from: number, to: number): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      yield* this.#upload.read(from, to)
    } catch (error) {
      this.#failure = error
      throw error
    }
  }

  /** What yauzl complains of is a fault of the file, unless it was we who failed. */
  async guard<T>(work: () => Promise<T>, message: string): Promise<T> {
    try {
      return await work()
    } catch (error) {
      if (this.#failure !== undefined) throw this.#failure
      if (error instanceof Error && error.name === 'Refusal') throw error
      throw unreadable('damaged', message)
    }
  }
}
