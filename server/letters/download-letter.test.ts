import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { sql } from 'kysely'
import { fromBuffer } from 'yauzl'
import type { AccessLogPage } from '#api/mailbox.ts'
import { asPostOffice } from '#ground/db.ts'
import { openKeepers } from '#tests/keeper.ts'
import type { DocumentSeed } from '#tests/seed-letters.ts'
import { as } from '#tests/sign-in-as.ts'

const keepers = await openKeepers()
const { open } = keepers

const file = (fileName: string, bytes: Uint8Array, mediaType = 'application/pdf'): DocumentSeed => ({
  fileName,
  mediaType,
  bytes,
})

async function fetched(documents: DocumentSeed[], title?: string) {
  const karen = await keepers.newcomer()
  const letterId = await karen.letter({ documents, ...(title !== undefined && { title }) })
  const url = `/api/letters/${letterId}/documents`
  const get = (level: 'low' | 'substantial' = 'substantial') =>
    keepers.app.inject({ url, headers: as(karen.person, level) })
  return { karen, letterId, get }
}

/** The files of an archive by name, read by a library that is not ours and strict about names. */
function filesOf(archive: Buffer): Promise<Map<string, Buffer>> {
  return new Promise((resolve, reject) => {
    const files = new Map<string, Buffer>()
    fromBuffer(archive, { lazyEntries: true, strictFileNames: true }, (error, zip) => {
      if (error) return reject(error)
      zip.on('error', reject)
      zip.on('end', () => resolve(files))
      zip.on('entry', (entry) =>
        zip.openReadStream(entry, (failed, stream) => {
          if (failed) return reject(failed)
          const parts: Buffer[] = []
          stream.on('data', (part) => parts.push(part))
          stream.on('error', reject)
          stream.on('end', () => {
            assert.ok(!files.has(entry.fileName), 'a name once')
            files.set(entry.fileName, Buffer.concat(parts))
            zip.readEntry()
          })
        }),
      )
      zip.readEntry()
    })
  })
}

test('B-01: all documents of a letter come as one archive, byte for byte, which other programs unpack', async () => {
  const documents = [
    file('Årsopgørelse.pdf', randomBytes(70_000)),
    file('bilag.pdf', randomBytes(2_500_000)),
    file('bilag.pdf', Buffer.from('another of the same name')),
    file('tom.txt', Buffer.alloc(0), 'text/plain'),
  ]
  const { karen, letterId, get } = await fetched(documents, 'Skat: 2026/27')
  const answer = await get()
  assert.equal(answer.statusCode, 200)
  assert.equal(Number(answer.headers['content-length']), answer.rawPayload.length)
  assert.equal(answer.headers['content-type'], 'application/zip')
  assert.match(String(answer.headers['content-disposition']), /^attachment; filename="Skat- 2026-27.zip"/)
  assert.match(String(answer.headers['cache-control']), /no-store/)
  const files = await filesOf(answer.rawPayload)
  assert.deepEqual([...files.keys()], ['1 Årsopgørelse.pdf', '2 bilag.pdf', '3 bilag.pdf', '4 tom.txt'])
  for (const [i, content] of [...files.values()].entries())
    assert.ok(content.equals(Buffer.from(documents[i]!.bytes!)))
  const folder = mkdtempSync(join(tmpdir(), 'brevhus-letter-'))
  try {
    writeFileSync(join(folder, 'letter.zip'), answer.rawPayload)
    const python = 'import zipfile,sys; z=zipfile.ZipFile(sys.argv[1]); print(z.testzip(), len(z.namelist()))'
    assert.equal(
      execFileSync('python3', ['-c', python, join(folder, 'letter.zip')], { encoding: 'utf8' }).trim(),
      'None 4',
    )
  } finally {
    rmSync(folder, { recursive: true })
  }
  const log = (await karen.ask<AccessLogPage>('GET', `/api/letters/${letterId}/access-log`)).body.entries
  assert.equal(log.filter(({ action }) => action === 'document-downloaded').length, 4, 'each is written down')
  assert.equal(log.filter(({ action }) => action === 'opened').length, 1)
})

test('B-01: names that climb, hide, turn round, are reserved or have no end become names that are safe to unpack', async () => {
  const names: [given: string, mediaType: string][] = [
    ['../../../etc/passwd', 'application/pdf'],
    ['C:\\Windows\\system32\\evil.exe', 'application/pdf'],
    ['faktura\u202efdp.exe', 'application/pdf'],
    ['CON.txt', 'text/plain'],
    ['...', 'application/pdf'],
    ['\u200f\u200e', 'application/pdf'],
    ['a\u0000b\n.pdf', 'application/pdf'],
    [`${'🙂'.repeat(300)}.pdf`, 'application/pdf'],
    ['/absolute.pdf', 'application/pdf'],
    ['run.html.exe', 'text/html'],
  ]
  const { get } = await fetched(names.map(([name, mediaType]) => file(name, Buffer.from(name), mediaType)))
  const files = await filesOf((await get()).rawPayload)
  assert.equal(files.size, names.length)
  for (const [at, name] of [...files.keys()].entries()) {
    assert.match(
      name,
      new RegExp(`^${at + 1} [^\\\\/:*?"<>|\\p{Cc}\\p{Cf}]+\\.(pdf|txt|html)$`, 'u'),
      JSON.stringify(name),
    )
    assert.ok(Buffer.byteLength(name) <= 180)
  }
})

test('B-06 B-16: what the session may not open it may not carry away, and a damaged document is a refusal before the first byte', async () => {
  const karen = await keepers.newcomer()
  const sensitive = await karen.letter({ sensitive: true })
  const locked = await karen.ask('GET', `/api/letters/${sensitive}/documents`, undefined, 'low')
  assert.equal(locked.body.code, 'letter-locked')
  const ola = await keepers.newcomer()
  assert.equal((await ola.ask('GET', `/api/letters/${sensitive}/documents`)).status, 404)
  const {
    get,
    letterId,
    karen: owner,
  } = await fetched([file('hel.pdf', randomBytes(3_000_000)), file('brudt.pdf', randomBytes(100_000))])
  await asPostOffice(open.house.db, async (trx) => {
    await sql`alter table letter_document disable trigger keep_facts`.execute(trx)
    await sql`update letter_document set pack_offset = pack_offset + 1 where letter_id = ${letterId} and document_no = 2`.execute(
      trx,
    )
    await sql`alter table letter_document enable trigger keep_facts`.execute(trx)
  })
  const refused = await get()
  assert.equal(refused.json().code, 'content-damaged')
  const log = (await owner.ask<AccessLogPage>('GET', `/api/letters/${letterId}/access-log`)).body.entries
  assert.deepEqual(
    log.map(({ action }) => action),
    ['delivered'],
    'nothing was handed over',
  )
})
