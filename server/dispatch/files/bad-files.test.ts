import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { dispatchRoutes } from '#dispatch/dispatch.routes.ts'
import type { App } from '#ground/routes.ts'
import { handIn, postBatch, upload } from '#tests/hand-in.ts'
import { lettersArchive, MANIFEST, makeArchive, rawArchive } from '#tests/make-archive.ts'
import { PDF } from '#tests/multipart.ts'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'
import { seedPerson } from '#tests/seed-people.ts'
import { type SenderSeed, seedSender } from '#tests/seed-sender.ts'

let open: OpenHouse
let app: App
let sender: SenderSeed
let number: string
before(async () => {
  open = await openHouse()
  app = await open.app(dispatchRoutes)
  sender = await seedSender(open.house, app)
  number = (await seedPerson(open.house)).nationalNumber
})
after(() => open.close())

const list = () => `nationalNumber\n${number}\n`
const manifest = (change: object) => ({ 'manifest.json': { ...MANIFEST, ...change } })

/** The file goes back whole: the code, where and why, and nobody got anything. */
async function refusedWhole(bytes: Buffer, code: string, field?: RegExp, reason?: string) {
  const batch = await handIn(open.house, app, sender, bytes)
  assert.equal(batch.state, 'refused', JSON.stringify(batch))
  assert.equal(batch.problem.code, code, JSON.stringify(batch.problem))
  assert.ok(batch.problem.remedy.length > 20)
  assert.equal(batch.rowsDecided, 0)
  if (field) assert.match(batch.problem.faults[0].field, field)
  if (reason) assert.equal(batch.problem.faults[0].reason, reason)
  const { rows } = await sql<{ letters: number; rest: number }>`
    select (select count(*)::int from dispatch_item where batch_id = ${batch.batchId}) as letters,
      ((select count(*) from batch_chunk where batch_id = ${batch.batchId})
      + (select count(*) from document where batch_id = ${batch.batchId}))::int as rest`.execute(
    open.house.db,
  )
  assert.deepEqual(rows[0], { letters: 0, rest: 0 })
  return batch.problem
}

test('A-11 S-06: an empty, a truncated and a foreign file are refused as archives', async () => {
  await refusedWhole(Buffer.alloc(0), 'archive-unreadable', /archive/, 'empty')
  const whole = await lettersArchive(list())
  for (const cut of [10, whole.length / 2, whole.length - 5])
    await refusedWhole(whole.subarray(0, cut), 'archive-unreadable', /archive/, 'damaged')
  await refusedWhole(Buffer.from('%PDF-1.7 not a zip'), 'archive-unreadable')
})

test('A-11: a bit flipped in an entry is found by its sum', async () => {
  const bytes = rawArchive([
    { name: 'manifest.json', content: Buffer.from(JSON.stringify(MANIFEST)) },
    { name: 'letter.pdf', content: PDF, method: 0, crc32: 12345 },
    { name: 'recipients.csv', content: Buffer.from(list()) },
  ])
  const problem = await refusedWhole(bytes, 'archive-unreadable', /archive/, 'damaged')
  assert.match(problem.faults[0].message, /letter\.pdf/)
})

test('A-11: bombs are refused: by ratio, by a lie about the size, and by entries that share their bytes', async () => {
  const zeros = Buffer.alloc(8 * 1024 * 1024)
  await refusedWhole(
    rawArchive([{ name: 'letter.pdf', content: zeros }]),
    'archive-dangerous',
    /letter\.pdf/,
    'ratio',
  )
  const lying = rawArchive([
    { name: 'manifest.json', content: Buffer.from(JSON.stringify(MANIFEST)) },
    { name: 'letter.pdf', content: zeros, size: 100 },
    { name: 'recipients.csv', content: Buffer.from(list()) },
  ])
  await refusedWhole(lying, 'archive-unreadable', /archive/, 'damaged')
  const shared = rawArchive([
    { name: 'a.txt', content: Buffer.from('some text that is long enough') },
    { name: 'b.txt', content: Buffer.from('some text that is long enough'), sharesWith: 0 },
  ])
  await refusedWhole(shared, 'archive-dangerous', /[ab]\.txt/, 'overlap')
})

test('A-11: names that lead out of the archive, links, doubles, encrypted entries', async () => {
  const text = Buffer.from('x')
  for (const name of ['../letter.pdf', '/etc/passwd', 'a/../../b', 'C:\\x', 'a\\b', 'C:/x', 'a\u202eb'])
    await refusedWhole(rawArchive([{ name, content: text }]), 'archive-dangerous', /./, 'path')
  await refusedWhole(
    rawArchive([{ name: 'letter.pdf', content: Buffer.from('/etc/passwd'), mode: 0o120777 }]),
    'archive-dangerous',
    /letter/,
    'link',
  )
  await refusedWhole(
    rawArchive([
      { name: 'a.txt', content: text },
      { name: 'a.txt', content: text },
    ]),
    'archive-dangerous',
    /a\.txt/,
    'twice',
  )
  await refusedWhole(
    rawArchive([{ name: 'a.txt', content: text, flags: 1 }]),
    'archive-unreadable',
    /archive/,
    'encrypted',
  )
  await refusedWhole(
    rawArchive([{ name: 'a.txt', content: text, method: 99 }]),
    'archive-unreadable',
    /archive/,
    'compression',
  )
})

test('A-11: a manifest that is missing, in a folder, no JSON, or wrong in a field is named', async () => {
  await refusedWhole(await makeArchive({ 'letter.pdf': PDF }), 'manifest-missing')
  const folder = await refusedWhole(await makeArchive({ 'job/manifest.json': MANIFEST }), 'manifest-missing')
  assert.match(folder.detail, /job\/manifest\.json/)
  await refusedWhole(
    await makeArchive({ 'manifest.json': '{"version": 1,' }),
    'manifest-invalid',
    /json/,
    'json',
  )
  const latin1 = Buffer.from('{"title":"Årsopgørelse"}', 'latin1')
  await refusedWhole(await makeArchive({ 'manifest.json': latin1 }), 'manifest-invalid', /json/, 'encoding')
  await refusedWhole(
    await lettersArchive(list(), manifest({ titel: 'x' })),
    'manifest-invalid',
    /titel/,
    'unknown-field',
  )
  await refusedWhole(
    await lettersArchive(list(), manifest({ title: undefined })),
    'manifest-invalid',
    /title/,
    'missing',
  )
  await refusedWhole(
    await lettersArchive(list(), manifest({ title: '  ' })),
    'manifest-invalid',
    /title/,
    'empty',
  )
  await refusedWhole(
    await lettersArchive(list(), manifest({ recipients: 'list.xlsx' })),
    'manifest-invalid',
    /recipients/,
    'ending',
  )
  await refusedWhole(
    await lettersArchive(list(), manifest({ recipients: 'other.csv' })),
    'manifest-invalid',
    /recipients/,
    'missing',
  )
})

test('A-11: documents that are not there are named, those of the manifest and those of a row', async () => {
  const gone = await lettersArchive(list(), manifest({ documents: ['letter.pdf', 'annex.pdf'] }))
  const problem = await refusedWhole(gone, 'document-missing', /manifest\.json: documents\.1/, 'missing')
  assert.match(problem.faults[0].message, /annex\.pdf/)
  const rows = `nationalNumber,documents\n${number},letter.pdf\n${number},own.pdf;letter.pdf\n`
  await refusedWhole(
    await lettersArchive(rows),
    'document-missing',
    /recipients\.csv, row 2: documents\.0/,
    'missing',
  )
})

test('A-11 S-14: documents that are not what they say refuse the file, all of them named', async () => {
  const files = {
    ...manifest({ documents: ['letter.pdf', 'b.pdf', 'c.txt', 'd.docx'] }),
    'letter.pdf': 'this is no PDF',
    'b.pdf': PDF.subarray(0, PDF.length - 20),
    'c.txt': Buffer.from('blåbær', 'latin1'),
    'd.docx': 'x',
  }
  const problem = await refusedWhole(await lettersArchive(list(), files), 'document-unreadable')
  assert.deepEqual(
    problem.faults.map((fault: { field: string; reason: string }) => [fault.field, fault.reason]),
    [
      ['letter.pdf', 'not-a-pdf'],
      ['b.pdf', 'cut-off'],
      ['c.txt', 'encoding'],
      ['d.docx', 'media-type'],
    ],
  )
})

test('A-09 A-11: Latin-1 and UTF-16 are named as what they are, with the line', async () => {
  const text =
    'firstName,lastName,street,postcode,city\nKaren,Lindholm,Ahornvej 1,5000,Odense C\nSøren,Sørensen,Ahornvej 1,5000,Odense C\n'
  const code = 'recipients-unreadable'
  await refusedWhole(
    await lettersArchive(Buffer.from(text, 'latin1')),
    code,
    /recipients\.csv, line 3/,
    'encoding-latin-1',
  )
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])
  await refusedWhole(await lettersArchive(utf16), code, /recipients\.csv/, 'encoding-utf-16')
  await refusedWhole(
    await lettersArchive(Buffer.from(text, 'utf16le')),
    code,
    /recipients\.csv/,
    'encoding-utf-16',
  )
})

test('A-09 A-11: a list without rows, with unknown or doubled columns, or an open quotation mark', async () => {
  const code = 'recipients-unreadable'
  await refusedWhole(await lettersArchive('nationalNumber\n'), code, /recipients\.csv/, 'empty')
  const unknown = await refusedWhole(
    await lettersArchive('CPR,Firstname\n1,2\n'),
    code,
    /column 1/,
    'unknown-column',
  )
  assert.match(unknown.faults[1].message, /Write it as "firstName"/)
  await refusedWhole(await lettersArchive('email,email\na,b\n'), code, /column 2/, 'twice')
  await refusedWhole(await lettersArchive(`nationalNumber\n"${number}\n`), code, /line/, 'quote-open')
})

test('S-06: what is no upload, not complete, or another sender’s cannot be handed in', async () => {
  const other = await seedSender(open.house, app, { name: 'Fjordby Kommune' })
  const uploadId = await upload(app, other, await lettersArchive(list()))
  const foreign = await postBatch(app, sender, uploadId)
  assert.deepEqual([foreign.statusCode, foreign.json().code], [404, 'not-found'])
  const begun = await app.inject({
    method: 'POST',
    url: '/v1/uploads',
    headers: { ...sender.headers(), 'tus-resumable': '1.0.0', 'upload-length': '10' },
  })
  const incomplete = await postBatch(app, sender, String(begun.headers.location).split('/').at(-1)!)
  assert.deepEqual([incomplete.statusCode, incomplete.json().code], [409, 'upload-incomplete'])
  const mine = await postBatch(app, other, uploadId)
  const { batchId } = mine.json()
  for (const url of ['', '/errors', '/errors?format=csv'])
    assert.equal(
      (await app.inject({ url: `/v1/batches/${batchId}${url}`, headers: sender.headers() })).statusCode,
      404,
    )
  for (const verb of ['cancel', 'corrections']) {
    const answer = await app.inject({
      method: 'POST',
      url: `/v1/batches/${batchId}/${verb}`,
      headers: { ...sender.headers(), ...(verb === 'corrections' ? { 'content-type': 'text/csv' } : {}) },
      ...(verb === 'corrections' ? { payload: 'row\n1\n' } : {}),
    })
    assert.deepEqual([answer.statusCode, answer.json().code], [404, 'not-found'], verb)
  }
})
