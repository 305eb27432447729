// Reading a ZIP archive (PKWARE APPNOTE 6.3.10) without leniency: the entries follow each other without gaps, each is described twice
// and both times alike, and nothing is left over. A file can then not be read as one thing here and as another elsewhere.
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { NotProven } from './strict.ts'

export type ZipFile = {
  readonly name: string
  readonly crc32: number
  readonly bytes: number
  readonly offset: number
}

export type Archive = {
  readonly files: readonly ZipFile[]
  /** The plain bytes, in pieces; at their end their checksum has been compared. @throws NotProven that names the file */
  read(file: ZipFile): Generator<Uint8Array, void, undefined>
  close(): void
}

const END_BYTES = 22
const END64_BYTES = 56
const LOCATOR_BYTES = 20
const PIECE_BYTES = 1024 * 1024
const MAX_32 = 0xffff_ffff
const STORED = 0
const CENTRAL_HEAD = 46
const LOCAL_HEAD = 30

const broken = (why: string) => new NotProven(`The archive is damaged or cut off: ${why}.`)

export function openArchive(path: string): Archive {
  const fd = openSync(path, 'r')
  try {
    return read(fd, fstatSync(fd).size)
  } catch (error) {
    closeSync(fd)
    throw error
  }
}

function read(fd: number, size: number): Archive {
  const at = (offset: number, length: number): Buffer => {
    const bytes = Buffer.alloc(length)
    let got = 0
    while (got < length) {
      const n = readSync(fd, bytes, got, length - got, offset + got)
      if (n === 0) throw broken('it ends too early')
      got += n
    }
    return bytes
  }
  const { entries, start, bytes, end } = directoryOf(at, size)
  const files: ZipFile[] = []
  let offset = 0
  let place = start
  for (let n = 0; n < entries; n++) {
    const head = at(place, CENTRAL_HEAD)
    const rest = at(place + CENTRAL_HEAD, head.readUInt16LE(28) + head.readUInt16LE(30))
    const file = readCentral(head, rest, n + 1)
    if (file.offset !== offset) throw broken(`"${file.name}" does not begin where the file before it ends`)
    offset = checkLocal(at, file, head)
    files.push(file)
    place += CENTRAL_HEAD + rest.length
  }
  if (offset !== start) throw broken('there is something between the last file and the list of files')
  if (place !== start + bytes || place !== end)
    throw broken('its list of files has another length than it says')
  return {
    files,
    close: () => closeSync(fd),
    *read(file) {
      const begin = localEnd(at, file)
      let crc = 0
      for (const piece of pieces(at, begin, file.bytes)) {
        crc = crc32(piece, crc)
        yield piece
      }
      if (crc !== file.crc32) throw new NotProven(`"${file.name}" was changed: its checksum does not hold.`)
    },
  }
}

type At = (offset: number, length: number) => Buffer

function directoryOf(at: At, size: number) {
  if (size < END_BYTES) throw broken('it is too short')
  const end = at(size - END_BYTES, END_BYTES)
  if (end.readUInt32LE(0) !== 0x06054b50 || end.readUInt32LE(4) !== 0 || end.readUInt16LE(20) !== 0)
    throw broken('its end is not the end of an archive')
  const [onDisk, entries, bytes, start] = [
    end.readUInt16LE(8),
    end.readUInt16LE(10),
    end.readUInt32LE(12),
    end.readUInt32LE(16),
  ]
  if (onDisk !== entries) throw broken('its end counts the files twice and not alike')
  if (start + bytes === size - END_BYTES) return { entries, start, bytes, end: start + bytes }
  const place = size - END_BYTES - LOCATOR_BYTES - END64_BYTES
  if (place < 0) throw broken('its list of files is not where it should be')
  const end64 = at(place, END64_BYTES)
  const locator = at(place + END64_BYTES, LOCATOR_BYTES)
  const big = (bytes: Buffer, offset: number) => Number(bytes.readBigUInt64LE(offset))
  const fits =
    end64.readUInt32LE(0) === 0x06064b50 &&
    big(end64, 4) === END64_BYTES - 12 &&
    end64.readUInt32LE(12) === ((3 << 8) | 45 | (45 << 16)) &&
    end64.readUInt32LE(16) === 0 &&
    end64.readUInt32LE(20) === 0 &&
    big(end64, 24) === big(end64, 32) &&
    locator.readUInt32LE(0) === 0x07064b50 &&
    locator.readUInt32LE(4) === 0 &&
    big(locator, 8) === place &&
    locator.readUInt32LE(16) === 1
  const [many, length, from] = [big(end64, 32), big(end64, 40), big(end64, 48)]
  const same =
    entries === Math.min(many, 0xffff) &&
    bytes === Math.min(length, MAX_32) &&
    start === Math.min(from, MAX_32)
  if (!fits || !same || from + length !== place) throw broken('its list of files is not where it should be')
  return { entries: many, start: from, bytes: length, end: place }
}

function readCentral(head: Buffer, rest: Buffer, n: number): ZipFile {
  const name = textOf(rest.subarray(0, head.readUInt16LE(28)), n)
  const odd = () => broken(`the list of files describes "${name}" in a way this verifier does not take`)
  if (
    head.readUInt32LE(0) !== 0x02014b50 ||
    head.readUInt16LE(4) !== ((3 << 8) | 45) ||
    head.readUInt16LE(8) !== 0x0800 ||
    head.readUInt16LE(10) !== STORED ||
    head.readUInt16LE(32) !== 0 ||
    head.readUInt32LE(34) !== 0 ||
    head.readUInt32LE(38) !== (0o100644 << 16) >>> 0
  )
    throw odd()
  const [packed, plain, offset] = [head.readUInt32LE(20), head.readUInt32LE(24), head.readUInt32LE(42)]
  if (packed !== plain) throw odd()
  const big = plain === MAX_32
  const extra = rest.subarray(head.readUInt16LE(28))
  const numbers = bigNumbers(extra, (big ? 2 : 0) + (offset === MAX_32 ? 1 : 0))
  if (!numbers || head.readUInt16LE(6) !== (numbers.length > 0 ? 45 : 20)) throw odd()
  if (big && numbers[0] !== numbers[1]) throw odd()
  return {
    name,
    crc32: head.readUInt32LE(16),
    bytes: big ? numbers[0]! : plain,
    offset: offset === MAX_32 ? numbers.at(-1)! : offset,
  }
}

/** Exactly so many, or undefined. */
function bigNumbers(extra: Buffer, count: number): number[] | undefined {
  if (count === 0) return extra.length === 0 ? [] : undefined
  if (extra.length !== 4 + count * 8 || extra.readUInt16LE(0) !== 1 || extra.readUInt16LE(2) !== count * 8)
    return undefined
  return Array.from({ length: count }, (_, i) => Number(extra.readBigUInt64LE(4 + i * 8)))
}

/** Where the next file begins, if both descriptions of this one are alike. */
function checkLocal(at: At, file: ZipFile, central: Buffer): number {
  const big = file.bytes >= MAX_32
  const name = Buffer.from(file.name)
  const head = at(file.offset, LOCAL_HEAD + name.length + (big ? 20 : 0))
  const extra = head.subarray(LOCAL_HEAD + name.length)
  const alike =
    head.readUInt32LE(0) === 0x04034b50 &&
    head.readUInt16LE(4) === (big ? 45 : 20) &&
    head.subarray(6, 26).equals(central.subarray(8, 28)) &&
    head.readUInt16LE(26) === name.length &&
    head.readUInt16LE(28) === extra.length &&
    head.subarray(LOCAL_HEAD, LOCAL_HEAD + name.length).equals(name)
  const numbers = bigNumbers(extra, big ? 2 : 0)
  const same = !big || (numbers?.[0] === file.bytes && numbers[1] === file.bytes)
  if (!alike || !numbers || !same)
    throw new NotProven(
      `"${file.name}" is described twice in the archive, and not alike: one of them was changed.`,
    )
  return file.offset + head.length + file.bytes
}

const localEnd = (at: At, file: ZipFile): number => {
  const head = at(file.offset, LOCAL_HEAD)
  return file.offset + LOCAL_HEAD + head.readUInt16LE(26) + head.readUInt16LE(28)
}

function* pieces(at: At, begin: number, length: number): Generator<Uint8Array> {
  for (let from = 0; from < length; from += PIECE_BYTES)
    yield at(begin + from, Math.min(PIECE_BYTES, length - from))
}

/** A name that stays below the folder it is unpacked in, written in one way only. */
function textOf(bytes: Buffer, n: number): string {
  const name = bytes.toString('utf8')
  const parts = name.split('/')
  const tame = parts.every((part) => part !== '' && part !== '.' && part !== '..')
  if (!Buffer.from(name).equals(bytes) || !tame || /[\\\p{Cc}]/u.test(name))
    throw broken(`the name of file ${n} is none that this post office writes`)
  return name
}
