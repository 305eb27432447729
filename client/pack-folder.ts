/** A folder becomes the archive that is handed in. The same folder gives the same bytes, so that an upload that was interrupted
 * can go on with an archive made again, and a file handed in twice is known as the same. */
import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { fileWords } from './file-words.ts'
import { mediaTypeOf } from './letter-documents.ts'
import { UsageFault } from './terminal/say-failure.ts'

export type PackedFolder = { path: string; files: number; sizeBytes: number; sha256: string }

const MANIFEST = 'manifest.json'
/** Of local time, as ZIP has it: the first moment it knows. */
const SAME_TIME = new Date(1980, 0, 1)

/** Reads only the folder's own plain files: no links, nothing hidden. `onProgress` in bytes of what goes in.
 * @throws UsageFault when the folder is not one to hand in; all else the post office judges */
export async function packFolder(
  folder: string,
  target: string,
  {
    onProgress,
    signal,
  }: { onProgress?: (done: number, total: number) => void; signal?: AbortSignal | undefined } = {},
): Promise<PackedFolder> {
  const recipients = await recipientsOf(folder)
  const files = await filesOf(folder, recipients)
  const total = files.reduce((sum, file) => sum + file.sizeBytes, 0)
  const zip = new ZipFile()
  for (const { name, path } of files)
    zip.addFile(path, name.normalize('NFC'), {
      mtime: SAME_TIME,
      forceDosTimestamp: true,
      mode: 0o100644,
      // What a PDF holds is packed already.
      compress: mediaTypeOf(name) !== 'application/pdf',
    })
  let failed: unknown
  const output = zip.outputStream as NodeJS.ReadableStream & { destroy(error: Error): void }
  ;(zip as unknown as NodeJS.EventEmitter).on('error', (error: Error) => {
    failed = error
    output.destroy(error)
  })
  zip.end()
  const hash = createHash('sha256')
  let sizeBytes = 0
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      sizeBytes += chunk.length
      onProgress?.(Math.min(sizeBytes, total), total)
      done(null, chunk)
    },
  })
  try {
    await pipeline(output, count, createWriteStream(target, { mode: 0o600 }), signal ? { signal } : {})
  } catch (error) {
    signal?.throwIfAborted()
    const { path } = (failed ?? error) as { path?: string }
    throw new UsageFault(`${path ?? folder} could not be packed (${fileWords(failed ?? error)}).`)
  }
  return { path: target, files: files.length, sizeBytes, sha256: hash.digest('hex') }
}

async function recipientsOf(folder: string): Promise<string> {
  let text: string
  try {
    text = await readFile(join(folder, MANIFEST), 'utf8')
  } catch (error) {
    throw new UsageFault(
      `${join(folder, MANIFEST)} cannot be read (${fileWords(error)}). Its form is described at /v1/docs (BatchManifest).`,
    )
  }
  let recipients: unknown
  try {
    recipients = (JSON.parse(text.replace(/^\ufeff/, '')) as { recipients?: unknown }).recipients
  } catch {
    throw new UsageFault(`${join(folder, MANIFEST)} is not valid JSON.`)
  }
  if (typeof recipients !== 'string')
    throw new UsageFault(
      `${join(folder, MANIFEST)}: "recipients" must name the recipient list, such as "recipients.csv".`,
    )
  return recipients
}

async function filesOf(folder: string, recipients: string) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const plain = entries
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name)
      return { path, name: path.slice(join(folder, '/').length).replaceAll('\\', '/') }
    })
    .filter(({ name }) => !name.split('/').some((part) => part.startsWith('.')))
    .filter(
      ({ name }) =>
        name === MANIFEST || name.normalize('NFC') === recipients.normalize('NFC') || mediaTypeOf(name),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  if (!plain.some(({ name }) => name.normalize('NFC') === recipients.normalize('NFC')))
    throw new UsageFault(
      `${join(folder, MANIFEST)} names "${recipients}" as the recipient list; it is not in the folder.`,
    )
  return Promise.all(plain.map(async (file) => ({ ...file, sizeBytes: (await stat(file.path)).size })))
}
