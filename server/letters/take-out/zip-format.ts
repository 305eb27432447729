/**
 * The few records a ZIP archive consists of (PKWARE APPNOTE 6.3.10 §4.3, with the ZIP64 fields where a number does not fit). Written
 * here because an archive of a whole mailbox must go on after a crash in the middle, which no library offers: what a library keeps in
 * memory, the places of the entries, is kept beside the archive. Every number is known before a header is written, so there are no
 * data descriptors and every reader can take it as a stream. Files are stored as they are: letters are packed already, and a packed
 * file could be changed in a bit that nobody sees.
 */
export type ZipEntry = {
  /** UTF-8, with `/`. */
  readonly name: string
  readonly at: Date
  readonly crc32: number
  readonly bytes: number
  /** Where its local header begins. */
  readonly offset: number
}

const STORED = 0
const VERSION_UTF8 = 20
const VERSION_ZIP64 = 45
/** Upper byte 3: Unix; readers then take the names as they are. */
const MADE_BY = (3 << 8) | VERSION_ZIP64
const FLAG_UTF8 = 0x0800
const MAX_16 = 0xffff
const MAX_32 = 0xffff_ffff
/** -rw-r--r-- of a regular file. */
const MODE = 0o100644 << 16

export function localHeader(entry: ZipEntry): Buffer {
  const big = entry.bytes >= MAX_32
  const name = Buffer.from(entry.name)
  const extra = big ? extra64([entry.bytes, entry.bytes]) : Buffer.alloc(0)
  const head = Buffer.alloc(30)
  head.writeUInt32LE(0x04034b50, 0)
  head.writeUInt16LE(big ? VERSION_ZIP64 : VERSION_UTF8, 4)
  common(head, 6, entry, big)
  head.writeUInt16LE(name.length, 26)
  head.writeUInt16LE(extra.length, 28)
  return Buffer.concat([head, name, extra])
}

export function centralRecord(entry: ZipEntry): Buffer {
  const big = entry.bytes >= MAX_32
  const far = entry.offset >= MAX_32
  const name = Buffer.from(entry.name)
  const numbers = [...(big ? [entry.bytes, entry.bytes] : []), ...(far ? [entry.offset] : [])]
  const extra = numbers.length > 0 ? extra64(numbers) : Buffer.alloc(0)
  const head = Buffer.alloc(46)
  head.writeUInt32LE(0x02014b50, 0)
  head.writeUInt16LE(MADE_BY, 4)
  head.writeUInt16LE(big || far ? VERSION_ZIP64 : VERSION_UTF8, 6)
  common(head, 8, entry, big)
  head.writeUInt16LE(name.length, 28)
  head.writeUInt16LE(extra.length, 30)
  head.writeUInt32LE(MODE >>> 0, 38)
  head.writeUInt32LE(far ? MAX_32 : entry.offset, 42)
  return Buffer.concat([head, name, extra])
}

/** What comes after the last central record. */
export function archiveEnd({ entries, at, bytes }: { entries: number; at: number; bytes: number }): Buffer {
  const parts: Buffer[] = []
  if (entries >= MAX_16 || at >= MAX_32 || bytes >= MAX_32) {
    const end64 = Buffer.alloc(56)
    end64.writeUInt32LE(0x06064b50, 0)
    end64.writeBigUInt64LE(44n, 4)
    end64.writeUInt16LE(MADE_BY, 12)
    end64.writeUInt16LE(VERSION_ZIP64, 14)
    end64.writeBigUInt64LE(BigInt(entries), 24)
    end64.writeBigUInt64LE(BigInt(entries), 32)
    end64.writeBigUInt64LE(BigInt(bytes), 40)
    end64.writeBigUInt64LE(BigInt(at), 48)
    const locator = Buffer.alloc(20)
    locator.writeUInt32LE(0x07064b50, 0)
    locator.writeBigUInt64LE(BigInt(at + bytes), 8)
    locator.writeUInt32LE(1, 16)
    parts.push(end64, locator)
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(Math.min(entries, MAX_16), 8)
  end.writeUInt16LE(Math.min(entries, MAX_16), 10)
  end.writeUInt32LE(Math.min(bytes, MAX_32), 12)
  end.writeUInt32LE(Math.min(at, MAX_32), 16)
  return Buffer.concat([...parts, end])
}

/** Flags, method, time, checksum and sizes stand in the same order in both kinds of record. */
function common(head: Buffer, at: number, entry: ZipEntry, big: boolean): void {
  const { date, time } = dosTime(entry.at)
  head.writeUInt16LE(FLAG_UTF8, at)
  head.writeUInt16LE(STORED, at + 2)
  head.writeUInt16LE(time, at + 4)
  head.writeUInt16LE(date, at + 6)
  head.writeUInt32LE(entry.crc32, at + 8)
  head.writeUInt32LE(big ? MAX_32 : entry.bytes, at + 12)
  head.writeUInt32LE(big ? MAX_32 : entry.bytes, at + 16)
}

function extra64(numbers: readonly number[]): Buffer {
  const extra = Buffer.alloc(4 + numbers.length * 8)
  extra.writeUInt16LE(1, 0)
  extra.writeUInt16LE(numbers.length * 8, 2)
  numbers.forEach((number, i) => {
    extra.writeBigUInt64LE(BigInt(number), 4 + i * 8)
  })
  return extra
}

/** Two seconds fine, from 1980 on, without a zone: UTC here. */
function dosTime(at: Date): { date: number; time: number } {
  const year = Math.min(Math.max(at.getUTCFullYear(), 1980), 2107)
  return {
    date: ((year - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate(),
    time: (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1),
  }
}
