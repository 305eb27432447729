import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { open as openFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import type { AccessLogPage } from '#api/mailbox.ts'
import { BlobError } from '#ground/blobs.ts'
import { asPostOffice } from '#ground/db.ts'
import type { App } from '#ground/routes.ts'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'
import { type DocumentSeed, seedLetter } from '#tests/seed-letters.ts'
import { type SeededPerson, type SeededSender, seedPerson, seedSender } from '#tests/seed-people.ts'
import { as, signIns } from '#tests/sign-in-as.ts'
import { lettersRoutes } from './letters.routes.ts'

let open: OpenHouse
let app: App
let sender: SeededSender
const people: SeededPerson[] = []
/** What the store does before it answers; a test may make it fail. */
let beforeRead = async () => {}
before(async () => {
  open = await openHouse({
    wrap: ({ blobs }) => ({
      blobs: { ...blobs, read: (...range) => beforeRead().then(() => blobs.read(...range)) },
    }),
  })
  sender = await seedSender(open.house)
  app = await open.app(lettersRoutes(signIns(open.house, people)))
})
after(() => open.close())

async function letterWith(...documents: DocumentSeed[]) {
  const person = await seedPerson(open.house)
  people.push(person)
  const letter = await seedLetter(open.house, {
    mailboxId: person.mailboxId,
    senderId: sender.senderId,
    documents,
  })
  const url = `/api/letters/${letter.letterId}/documents/1`
  const get = (headers: Record<string, string> = {}, query = '') =>
    app.inject({ url: url + query, headers: { ...as(person), ...headers } })
  return { person, letter, get }
}

const pdf = (bytes: Uint8Array): DocumentSeed => ({
  bytes,
  mediaType: 'application/pdf',
  fileName: 'Årsopgørelse.pdf',
})

test('B-01: a document comes out as it was handed in, with its name, hash and length', async () => {
  const bytes = randomBytes(200_000)
  const { get } = await letterWith(pdf(bytes))
  const answer = await get()
  assert.equal(answer.statusCode, 200)
  assert.ok(answer.rawPayload.equals(bytes))
  assert.equal(answer.headers['content-length'], '200000')
  assert.equal(answer.headers['content-type'], 'application/pdf')
  assert.equal(answer.headers['accept-ranges'], 'bytes')
  assert.equal(answer.headers.etag, `"${createHash('sha256').update(bytes).digest('hex')}"`)
  assert.equal(answer.headers['x-content-type-options'], 'nosniff')
  assert.equal(answer.headers['cache-control'], 'private, no-store')
  assert.match(
    answer.headers['content-disposition']!,
    /^inline; filename="Arsopg_relse.pdf"; filename\*=UTF-8''%C3%85rsopg%C3%B8relse.pdf$/,
  )
  const download = await get({}, '?download')
  assert.match(download.headers['content-disposition']!, /^attachment/)
})

test('B-01: ranges of a document, across segments and from its end, with If-Range', async () => {
  const bytes = randomBytes(3 * 65_536 + 17)
  const { get } = await letterWith(pdf(bytes))
  const size = bytes.length
  const cases: [string, number, number][] = [
    ['bytes=0-0', 0, 1],
    ['bytes=65535-65536', 65_535, 65_537],
    ['bytes=100-', 100, size],
    ['bytes=-20', size - 20, size],
    [`bytes=${size - 1}-`, size - 1, size],
  ]
  for (const [range, from, to] of cases) {
    const answer = await get({ range })
    assert.equal(answer.statusCode, 206, range)
    assert.equal(answer.headers['content-range'], `bytes ${from}-${to - 1}/${size}`)
    assert.equal(answer.headers['content-length'], String(to - from))
    assert.ok(answer.rawPayload.equals(bytes.subarray(from, to)), range)
  }
  const beyond = await get({ range: `bytes=${size}-` })
  assert.equal(beyond.statusCode, 416)
  assert.equal(beyond.headers['content-range'], `bytes */${size}`)
  assert.equal(beyond.rawPayload.length, 0)
  const { etag } = (await get()).headers
  assert.equal((await get({ range: 'bytes=0-3', 'if-range': String(etag) })).statusCode, 206)
  assert.equal((await get({ range: 'bytes=0-3', 'if-range': '"other"' })).statusCode, 200)
})

test('B-01: an empty document is an answer as well', async () => {
  const { get } = await letterWith(pdf(Buffer.alloc(0)))
  const answer = await get()
  assert.deepEqual([answer.statusCode, answer.rawPayload.length], [200, 0])
})

test('B-01: attachments have numbers; one that is not there is not found', async () => {
  const [one, two] = [randomBytes(100), randomBytes(100)]
  const { person, letter } = await letterWith(pdf(one), pdf(two))
  const get = (no: string) =>
    app.inject({ url: `/api/letters/${letter.letterId}/documents/${no}`, headers: as(person) })
  assert.ok((await get('2')).rawPayload.equals(two))
  assert.equal((await get('3')).statusCode, 404)
  assert.equal((await get('0')).statusCode, 422)
  assert.equal((await get('one')).statusCode, 422)
  assert.equal(
    (
      await app.inject({
        method: 'HEAD',
        url: `/api/letters/${letter.letterId}/documents/1`,
        headers: as(person),
      })
    ).statusCode,
    405,
  )
})

test('S-14: an HTML letter is served in a sandbox of its own, not under the policy of the app', async () => {
  const { get } = await letterWith({
    bytes: Buffer.from('<p>Kære Karen</p><script>alert(1)</script>'),
    mediaType: 'text/html',
    fileName: 'brev.html',
  })
  const { headers } = await get()
  const policy = String(headers['content-security-policy'])
  assert.match(policy, /^sandbox .*default-src 'none'.*img-src data:.*style-src 'unsafe-inline'/)
  assert.doesNotMatch(policy, /script/)
})

async function flipByteInPack(position: (sizeBytes: number) => number): Promise<void> {
  const folder = join(open.folder, 'packs')
  const { pack_id, pack_offset, sealed_bytes } = await asPostOffice(open.house.db, (trx) =>
    trx
      .selectFrom('letter_document')
      .selectAll()
      .orderBy('letter_id', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow(),
  )
  const path = (await readdir(folder, { recursive: true })).find((name) => name.includes(pack_id))!
  const file = await openFile(join(folder, path), 'r+')
  const at = Number(pack_offset) + position(Number(sealed_bytes))
  const byte = Buffer.alloc(1)
  await file.read(byte, 0, 1, at)
  await file.write(Buffer.of(byte[0]! ^ 1), 0, 1, at)
  await file.close()
}

test('O-05: a flipped bit anywhere in a small document is a refusal without a byte of it, and not an opening', async () => {
  const { person, letter, get } = await letterWith(pdf(Buffer.alloc(300_000, 'SECRET ')))
  await flipByteInPack((size) => size - 5)
  const answer = await get()
  assert.equal(answer.statusCode, 500)
  assert.equal(answer.json().code, 'content-damaged')
  assert.doesNotMatch(answer.body, /SECRET/)
  assert.doesNotMatch(String(answer.headers['content-type']), /pdf/)
  // What is sound may still be read by range.
  assert.equal((await get({ range: 'bytes=0-10' })).statusCode, 206)
  const fresh = await letterWith(pdf(Buffer.from('SECRET')))
  await flipByteInPack(() => 30)
  assert.equal((await fresh.get()).json().code, 'content-damaged')
  const shown = await app.inject({ url: `/api/letters/${fresh.letter.letterId}`, headers: as(fresh.person) })
  assert.deepEqual([shown.json().openedAt, shown.json().unread], [null, true])
  assert.ok(letter && person)
  assert.match(open.logged(), /"event":"content-damaged","documentId"/)
})

test('O-05: damage late in a large document ends the answer in the middle; nothing unverified is served', async () => {
  const bytes = randomBytes(3_000_000)
  const { person, letter } = await letterWith(pdf(bytes))
  await flipByteInPack((size) => size - 5)
  // Over a real socket: this is about what leaves the machine.
  const base = await app.listen({ port: 0, host: '127.0.0.1' })
  const answer = await fetch(`${base}/api/letters/${letter.letterId}/documents/1`, { headers: as(person) })
  assert.equal(answer.status, 200)
  const got: Uint8Array[] = []
  await assert.rejects(async () => {
    for await (const part of answer.body!) got.push(part)
  })
  const served = Buffer.concat(got)
  assert.ok(served.length < bytes.length)
  assert.ok(served.equals(bytes.subarray(0, served.length)))
})

test("O-05: a row that points to another's content opens nothing", async () => {
  const eve = await letterWith(pdf(Buffer.from('for eve')))
  const karen = await letterWith(pdf(Buffer.from('for karen')))
  await asPostOffice(open.house.db, async (trx) => {
    await sql.raw('alter table letter_document disable trigger keep_facts').execute(trx)
    const stolen = await trx
      .selectFrom('letter_document')
      .select([
        'document_id',
        'wrapped_key',
        'pack_id',
        'pack_offset',
        'sealed_bytes',
        'size_bytes',
        'file_name_sealed',
      ])
      .where('letter_id', '=', karen.letter.letterId)
      .executeTakeFirstOrThrow()
    await trx
      .updateTable('letter_document')
      .set(stolen)
      .where('letter_id', '=', eve.letter.letterId)
      .execute()
    await sql.raw('alter table letter_document enable trigger keep_facts').execute(trx)
  })
  assert.equal((await eve.get()).json().code, 'content-damaged')
  assert.equal((await karen.get()).body, 'for karen')
})

test('B-09 O-05: when the mailbox key is erased its content is gone, and that is what the answer says', async () => {
  const { person, letter, get } = await letterWith(pdf(Buffer.from('x')))
  await open.house.vault.erase([person.mailboxId])
  for (const url of [
    '/api/letters',
    `/api/letters/${letter.letterId}`,
    `/api/letters/${letter.letterId}/proof`,
    '/api/access-log',
  ]) {
    const answer = await app.inject({ url, headers: as(person) })
    if (url !== '/api/access-log')
      assert.deepEqual([answer.statusCode, answer.json().code], [410, 'content-erased'], url)
  }
  assert.equal((await get()).json().code, 'content-erased')
})

test('O-05: a store that is down is not called damage, and the letter does not count as opened', async () => {
  const { person, letter, get } = await letterWith(pdf(Buffer.from('later')))
  beforeRead = async () => {
    throw new BlobError('unavailable', 'the store timed out')
  }
  const answer = await get()
  beforeRead = async () => {}
  assert.equal(answer.statusCode, 503)
  assert.deepEqual([answer.json().code, answer.headers['retry-after']], ['unavailable', '5'])
  const shown = await app.inject({ url: `/api/letters/${letter.letterId}`, headers: as(person) })
  assert.equal(shown.json().openedAt, null)
  assert.equal((await get()).body, 'later')
})

test('B-16: fetching content opens the letter; many ranges are one viewing, another day is another', async () => {
  const { person, letter, get } = await letterWith(pdf(randomBytes(200_000)))
  for (const range of ['bytes=1-', 'bytes=0-9', 'bytes=100-200'])
    assert.equal((await get({ range })).statusCode, 206)
  await get({}, '?download')
  open.clock.advance(24 * 3_600_000)
  await get()
  const url = `/api/letters/${letter.letterId}/access-log`
  const { entries } = (await app.inject({ url, headers: as(person) })).json<AccessLogPage>()
  assert.deepEqual(
    entries.map(({ action, documentNo, sessionLevel, actor }) => [
      action,
      documentNo,
      sessionLevel,
      actor.kind,
    ]),
    [
      ['document-shown', 1, 'substantial', 'owner'],
      ['document-downloaded', 1, 'substantial', 'owner'],
      ['document-shown', 1, 'substantial', 'owner'],
      ['opened', null, 'substantial', 'owner'],
      ['delivered', null, null, 'sender'],
    ],
  )
})
