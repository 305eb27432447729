/** Archives as senders make them, and as nobody should: a file for /v1/batches, whole in memory. */
import { deflateRawSync, crc32 as sumOf } from 'node:zlib'
import { ZipFile } from 'yazl'
import { PDF } from './multipart.ts'

export type Files = Readonly<Record<string, Buffer | string | object>>

const bytesOf = (content: Buffer | string | object): Buffer =>
  Buffer.isBuffer(content)
    ? content
    : Buffer.from(typeof content === 'string' ? content : JSON.stringify(content))

/** An honest archive; objects become JSON. */
export async function makeArchive(files: Files): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [name, content] of Object.entries(files)) zip.addBuffer(bytesOf(content), name)
  zip.end()
  const pieces: Buffer[] = []
  for await (const piece of zip.outputStream) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}

export const MANIFEST = {
  version: 1,
  title: 'Årsopgørelse 2026',
  recipients: 'recipients.csv',
  documents: ['letter.pdf'],
} as const

/** manifest.json, one shared PDF and this list, unless `more` says otherwise. */
export const lettersArchive = (recipients: Buffer | string, more: Files = {}): Promise<Buffer> =>
  makeArchive({ 'manifest.json': MANIFEST, 'letter.pdf': PDF, 'recipients.csv': recipients, ...more })

export type RawEntry = {
  name: string
  content: Buffer
  /** What the directory says, where it lies. */
  size?: number
  compressedSize?: number
  crc32?: number
  flags?: number
  method?: 0 | 8 | 99
  /** Unix mode and file type, as in `stat`. */
  mode?: number
  /** Takes the bytes of the entry of this place instead of its own. */
  sharesWith?: number
}

/** An archive byte by byte, for what no honest tool writes (APPNOTE 4.3). */
export function rawArchive(entries: readonly RawEntry[]): Buffer {
  const locals: Buffer[] = []
  const offsets: number[] = []
  let offset = 0
  const read = entries.map((entry) => {
    const method = entry.method ?? 8
    const packed = method === 8 ? deflateRawSync(entry.content) : entry.content
    const name = Buffer.from(entry.name)
    const sizes = Buffer.alloc(12)
    sizes.writeUInt32LE(entry.crc32 ?? sumOf(entry.content), 0)
    sizes.writeUInt32LE(entry.compressedSize ?? packed.length, 4)
    sizes.writeUInt32LE(entry.size ?? entry.content.length, 8)
    return { entry, method, packed, name, sizes }
  })
  const fixed = ({ entry, method, sizes }: (typeof read)[number]) => {
    const common = Buffer.alloc(10)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE((entry.flags ?? 0) | 0x800, 2)
    common.writeUInt16LE(method, 4)
    return Buffer.concat([common, sizes])
  }
  for (const one of read) {
    if (one.entry.sharesWith !== undefined) {
      offsets.push(offsets[one.entry.sharesWith]!)
      continue
    }
    const lengths = Buffer.alloc(4)
    lengths.writeUInt16LE(one.name.length, 0)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fixed(one), lengths, one.name, one.packed])
    offsets.push(offset)
    locals.push(local)
    offset += local.length
  }
  const directory = Buffer.concat(
    read.map((one, i) => {
      const rest = Buffer.alloc(18)
      rest.writeUInt16LE(one.name.length, 0)
      rest.writeUInt32LE((((one.entry.mode ?? 0o100644) & 0xffff) << 16) >>> 0, 10)
      rest.writeUInt32LE(offsets[i]!, 14)
      return Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 3]), fixed(one), rest, one.name])
    }),
  )
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 0, 'latin1')
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, directory, end])
}
