import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, openSync, rmSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { crc32 } from 'node:zlib'
import { openArchive } from '../../../verifier/zip.ts'
import { archiveEnd, centralRecord, localHeader, type ZipEntry } from './zip-format.ts'

let folder = ''
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'brevhus-zip-'))
})
after(() => rmSync(folder, { recursive: true, force: true }))

const at = new Date('2026-11-22T09:30:10Z')
const entryOf = (name: string, bytes: number, offset: number, crc = 0): ZipEntry => ({
  name,
  at,
  crc32: crc,
  bytes,
  offset,
})

test('B-14: more files than a plain ZIP counts: unzip, Python and the verifier see all of them', () => {
  const file = join(folder, 'many.zip')
  const parts: Buffer[] = []
  const entries: ZipEntry[] = []
  let offset = 0
  for (let n = 0; n < 70_000; n++) {
    const entry = entryOf(`letters/2026/å ${n}`, 0, offset)
    const head = localHeader(entry)
    parts.push(head)
    entries.push(entry)
    offset += head.length
  }
  const central = Buffer.concat(entries.map(centralRecord))
  writeFileSync(
    file,
    Buffer.concat([...parts, central, archiveEnd({ entries: 70_000, at: offset, bytes: central.length })]),
  )
  const python = `import zipfile,sys; z=zipfile.ZipFile(sys.argv[1]); print(len(z.namelist()), z.namelist()[-1], z.infolist()[0].date_time)`
  const said = execFileSync('python3', ['-c', python, file], {
    encoding: 'utf8',
    env: { ...process.env, PYTHONIOENCODING: 'utf8' },
  })
  assert.equal(said.trim(), '70000 letters/2026/å 69999 (2026, 11, 22, 9, 30, 10)')
  assert.match(execFileSync('unzip', ['-Zt', file], { encoding: 'utf8' }), /^70000 files/)
  const archive = openArchive(file)
  assert.equal(archive.files.length, 70_000)
  archive.close()
})

test('B-14: a file larger than a plain ZIP takes, and one that begins behind it', () => {
  const file = join(folder, 'large.zip')
  const large = entryOf('large', 2 ** 32 + 5, 0)
  const text = Buffer.from('behind four gigabytes')
  const small = entryOf('small', text.length, localHeader(large).length + large.bytes, crc32(text))
  const start = small.offset + localHeader(small).length + text.length
  const central = Buffer.concat([large, small].map(centralRecord))
  // A file with a hole: the large one's zeros take no room on the disk.
  writeFileSync(file, localHeader(large))
  truncateSync(file, small.offset)
  const fd = openSync(file, 'r+')
  const tail = [
    localHeader(small),
    text,
    central,
    archiveEnd({ entries: 2, at: start, bytes: central.length }),
  ]
  writeSync(fd, Buffer.concat(tail), 0, undefined, small.offset)
  const python = `import zipfile,sys; z=zipfile.ZipFile(sys.argv[1]); print(z.getinfo('large').file_size, z.read('small').decode())`
  assert.equal(
    execFileSync('python3', ['-c', python, file], { encoding: 'utf8' }).trim(),
    `${2 ** 32 + 5} behind four gigabytes`,
  )
  assert.equal(execFileSync('unzip', ['-p', file, 'small'], { encoding: 'utf8' }), 'behind four gigabytes')
  const archive = openArchive(file)
  const [first, second] = archive.files
  assert.equal(first!.bytes, 2 ** 32 + 5)
  assert.equal(Buffer.concat([...archive.read(second!)]).toString(), 'behind four gigabytes')
  archive.close()
})
