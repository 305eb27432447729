import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { sql } from 'kysely'
import type { Storage } from '#api/keeping.ts'
import type { OpenableLetter } from '#api/mailbox.ts'
import { asPostOffice } from '#ground/db.ts'
import { OWN_DOCUMENTS } from '#rules/own-documents.ts'
import { PROFILES } from '#rules/profiles.ts'
import { archive, docm, docx, gif, jpeg, pdf, png, svg } from '#tests/files-to-upload.ts'
import { openKeepers } from '#tests/keeper.ts'
import type { PersonSeed, SeededPerson } from '#tests/seed-people.ts'
import { as } from '#tests/sign-in-as.ts'
import { uploads } from '#tests/upload-as.ts'
import { clearUploads } from './clear-uploads.ts'

const QUOTA = PROFILES.no.quotaBytesMax

const keepers = await openKeepers()
const { open } = keepers

async function newcomer(seed: PersonSeed = {}) {
  const keeper = await keepers.newcomer(seed)
  return { ...keeper, ...uploads(keepers.app, keeper.person) }
}
const storageOf = async (ask: Awaited<ReturnType<typeof newcomer>>['ask']) =>
  (await ask<Storage>('GET', '/api/storage')).body

/** The blob store makes its next pack while we look: what holds nothing yet gets another name. */
function renamedMeanwhile(error: NodeJS.ErrnoException): Buffer {
  if (error.code !== 'ENOENT' || !error.path?.endsWith('.zeroing')) throw error
  return Buffer.alloc(0)
}

/** As if the mailbox held so much already. */
async function fill({ mailboxId }: SeededPerson, letterId: string, sizeBytes: number) {
  await asPostOffice(open.house.db, async (trx) => {
    await sql`alter table letter_document disable trigger keep_facts`.execute(trx)
    await sql`update letter_document set size_bytes = ${sizeBytes} where mailbox_id = ${mailboxId} and letter_id = ${letterId}`.execute(
      trx,
    )
    await sql`alter table letter_document enable trigger keep_facts`.execute(trx)
  })
}

test('B-05: a document of one’s own is kept as a letter is: shown, filed, starred, thrown away and undone; it has no sender and no proof', async () => {
  const karen = await newcomer()
  const { status, body } = await karen.put(pdf(), 'Lejekontrakt.pdf')
  assert.equal(status, 201)
  assert.equal(body.mediaType, 'application/pdf')
  const [row] = await karen.list('documents')
  assert.deepEqual(
    [row!.letterId, row!.kind, row!.sender, row!.title, row!.unread, row!.locked],
    [body.letterId, 'own', null, 'Lejekontrakt.pdf', false, false],
  )
  assert.deepEqual(await karen.ids('inbox'), [])
  const { body: letter } = await karen.ask<OpenableLetter>('GET', `/api/letters/${body.letterId}`)
  assert.deepEqual(
    [letter.kind, letter.sender, letter.documents[0]!.fileName],
    ['own', null, 'Lejekontrakt.pdf'],
  )
  const shown = await keepers.app.inject({
    url: `/api/letters/${body.letterId}/documents/1`,
    headers: as(karen.person),
  })
  assert.ok(shown.rawPayload.equals(pdf()))
  assert.equal((await karen.ask('GET', `/api/letters/${body.letterId}/proof`)).status, 404)

  const home = await karen.folder('Bolig')
  const folderId = home.body.folderId
  const moved = await karen.change([body.letterId], { kind: 'move', to: folderId })
  assert.deepEqual(await karen.ids(folderId), [body.letterId])
  await karen.undo(moved.body.changeId)
  assert.deepEqual(await karen.ids('documents'), [body.letterId])
  await karen.change([body.letterId], { kind: 'trash' })
  assert.equal((await karen.ask('POST', '/api/trash/delete', { letterIds: [body.letterId] })).status, 200)
  assert.equal((await storageOf(karen.ask)).usedBytes, 0)
  const straight = await karen.put(png, 'plan.png', folderId)
  assert.deepEqual(await karen.ids(folderId), [straight.body.letterId])
  assert.ok((await karen.log()).some(({ action }) => action === 'uploaded'))
})

test('B-05 O-05: a large one comes in parts, goes on where it was cut off, and nowhere lies readable', async () => {
  const karen = await newcomer()
  const mark = 'HEMMELIG-KONTRAKT-9431'
  const whole = Buffer.concat([Buffer.from(`${mark}\n`.repeat(90_000)), Buffer.from('slut')])
  const { body: begun } = await karen.begin(whole.length)
  const size = begun.partBytesMax
  assert.equal((await karen.part(begun.uploadId, 0, whole.subarray(0, size))).body.receivedBytes, size)
  // The answer was lost and the app asks; a part sent twice, or too far on, changes nothing.
  assert.equal((await karen.state(begun.uploadId)).body.receivedBytes, size)
  for (const offset of [0, size + 1])
    assert.equal(
      (await karen.part(begun.uploadId, offset, Buffer.from('x'))).body.code,
      'upload-offset-wrong',
    )
  assert.equal((await karen.finish(begun.uploadId, 'kontrakt.txt')).body.code, 'upload-incomplete')
  assert.equal((await karen.part(begun.uploadId, size, whole.subarray(size))).status, 200)
  const packs = join(open.folder, 'packs')
  const stored = async () =>
    Buffer.concat(
      await Promise.all(
        (await readdir(packs, { recursive: true, withFileTypes: true }))
          .filter((entry) => entry.isFile())
          .map((entry) => readFile(join(entry.parentPath, entry.name)).catch(renamedMeanwhile)),
      ),
    )
  const before = await stored()
  assert.ok(before.length > whole.length)
  assert.equal(before.includes(mark), false)
  const done = await karen.finish(begun.uploadId, 'kontrakt.txt')
  assert.equal(done.status, 201)
  assert.equal((await stored()).includes(mark), false)
  // Asked again after a lost answer: the same document, once.
  assert.deepEqual((await karen.finish(begun.uploadId, 'kontrakt.txt')).body, done.body)
  assert.equal((await karen.ids('documents')).length, 1)
  const shown = await keepers.app.inject({
    url: `/api/letters/${done.body.letterId}/documents/1?download`,
    headers: as(karen.person),
  })
  const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
  assert.equal(sha(shown.rawPayload), sha(whole))
  assert.equal((await storageOf(karen.ask)).usedBytes, whole.length)
})

test('B-05 S-14: what is refused names the file, the reason and what to do, and leaves nothing behind', async () => {
  const karen = await newcomer()
  for (const [bytes, name, reason] of [
    [svg, 'logo.svg', 'svg'],
    [Buffer.from('<html><script>alert(1)</script>'), 'hej.pdf', 'html'],
    [Buffer.concat([jpeg, archive]), 'ferie.jpg', 'two-kinds'],
    [pdf().subarray(0, 300), 'halv.pdf', 'damaged'],
    [docm, 'regnskab.docm', 'macros'],
    [Buffer.concat([Buffer.from('MZ'), randomBytes(200)]), 'faktura.pdf', 'program'],
  ] as const) {
    const refused = await karen.put(bytes, name)
    assert.deepEqual([refused.status, refused.body.code], [422, 'file-not-taken'])
    const [fault] = refused.body.faults!
    assert.deepEqual([fault!.field, fault!.reason], ['file', reason])
    assert.ok(fault!.message.startsWith(`${name}: `), fault!.message)
  }
  for (const [sizeBytes, reason] of [
    [300 * 1024 * 1024, 'too-large'],
    [OWN_DOCUMENTS.fileBytesMax + 1, 'too-large'],
    [0, 'empty'],
  ] as const)
    assert.equal((await karen.begin(sizeBytes)).body.faults?.[0]?.reason, reason)
  assert.deepEqual(await karen.ids('documents'), [])
  assert.equal((await storageOf(karen.ask)).usedBytes, 0)
})

test('B-05: a name cannot deceive: marks of writing direction, paths and a foreign ending are gone', async () => {
  const karen = await newcomer()
  for (const [given, kept] of [
    ['faktura\u202egnp.exe', 'fakturagnp.exe.pdf'],
    ['..\\..\\Windows\\evil.bat', 'Windows-evil.bat.pdf'],
    ['\u2067kvittering\u2069.pdf', 'kvittering.pdf'],
    ['מסמך.pdf', 'מסמך.pdf'],
    ['\u200f\u202e', 'document.pdf'],
    [`${'x'.repeat(900)}.pdf`, `${'x'.repeat(120)}.pdf`],
  ] as const) {
    const { body } = await karen.put(pdf(), given)
    const seen = body.fileName
    assert.equal(seen.replace(/^[-.]+/, ''), kept)
    assert.doesNotMatch(seen, /\p{Cf}|\p{Cc}|[/\\]/u)
  }
})

test('B-05: what the browser cannot show safely is only ever downloaded; nothing runs and nothing is guessed', async () => {
  const karen = await newcomer()
  for (const [bytes, name, type, kind] of [
    [pdf(), 'a.pdf', 'application/pdf', 'inline'],
    [png, 'a.png', 'image/png', 'inline'],
    [gif, 'a.gif', 'image/gif', 'inline'],
    [Buffer.from('hej\n'), 'a.txt', 'text/plain; charset=utf-8', 'inline'],
    [docx, 'a.docx', 'application/octet-stream', 'attachment'],
  ] as const) {
    const { body } = await karen.put(bytes, name)
    const { headers } = await keepers.app.inject({
      url: `/api/letters/${body.letterId}/documents/1`,
      headers: as(karen.person),
    })
    assert.equal(headers['content-type'], type)
    assert.ok(String(headers['content-disposition']).startsWith(`${kind}; filename="${name}"`))
    assert.equal(headers['x-content-type-options'], 'nosniff')
    const policy = String(headers['content-security-policy'])
    assert.match(policy, /default-src 'none'/)
    assert.doesNotMatch(policy, /script-src|allow-scripts/)
    if (type !== 'application/pdf') assert.match(policy, /^sandbox;/)
  }
})

test('D-23 B-04: at 1 GB letters still arrive and nothing is lost; an upload stops with a clear word, and goes on once there is room', async () => {
  const ola = await newcomer({ profile: 'no', language: 'nb' })
  const letter = await ola.letter()
  await fill(ola.person, letter, QUOTA - 1000)
  assert.equal((await ola.put(Buffer.alloc(1000, 'a'), 'siste.txt')).status, 201)
  assert.deepEqual(await storageOf(ola.ask), { usedBytes: QUOTA, quotaBytes: QUOTA, full: true })
  const full = await ola.begin(1)
  assert.deepEqual([full.status, full.body.code], [409, 'mailbox-full'])
  const late = await ola.letter()
  assert.ok((await ola.ids('inbox')).includes(late), 'received all the same')
  await ola.change([letter], { kind: 'trash' })
  assert.equal((await ola.begin(1)).body.code, 'mailbox-full', 'the trash still holds it')
  await ola.ask('POST', '/api/trash/delete', { letterIds: [letter] })
  assert.equal((await ola.put(Buffer.from('hei'), 'ny.txt')).status, 201)
})

test('D-23: of two uploads at the edge one has the last room, also while neither is finished; given up, it is given back', async () => {
  const ola = await newcomer({ profile: 'no' })
  const letter = await ola.letter()
  await fill(ola.person, letter, QUOTA - 1500)
  const both = await Promise.all([ola.begin(1000), ola.begin(1000), ola.begin(1000)])
  assert.deepEqual(both.map(({ status }) => status).sort(), [201, 409, 409])
  const { uploadId } = both.find(({ status }) => status === 201)!.body
  await ola.part(uploadId, 0, Buffer.alloc(1000, 'a'))
  // Two windows finish the same upload: it is there once.
  const finished = await Promise.all([ola.finish(uploadId, 'a.txt'), ola.finish(uploadId, 'a.txt')])
  assert.deepEqual(
    finished.map(({ body }) => body.letterId),
    [uploadId, uploadId],
  )
  assert.equal((await storageOf(ola.ask)).usedBytes, QUOTA - 500)
  const other = await ola.begin(400)
  assert.equal((await ola.begin(400)).body.code, 'mailbox-full')
  await ola.cancel(other.body.uploadId)
  assert.equal((await ola.part(other.body.uploadId, 0, Buffer.from('x'))).status, 404)
  const left = await ola.begin(400)
  assert.equal(left.status, 201)
  open.clock.advance(OWN_DOCUMENTS.uploadHours * 3_600_000)
  await clearUploads(open.house)
  assert.equal((await ola.state(left.body.uploadId)).status, 404)
  assert.equal((await storageOf(ola.ask)).usedBytes, QUOTA - 500)
})

test('B-05 B-09: another’s upload is not there; a deactivated mailbox takes no more in; nobody begins without end', async () => {
  const [karen, mallory] = [await newcomer(), await newcomer()]
  const { body } = await karen.begin(10)
  for (const said of [
    await mallory.state(body.uploadId),
    await mallory.part(body.uploadId, 0, Buffer.from('x')),
    await mallory.finish(body.uploadId, 'x.txt'),
  ])
    assert.equal(said.status, 404)
  await mallory.cancel(body.uploadId)
  assert.equal((await karen.state(body.uploadId)).status, 200)
  const old = await newcomer({ mailboxState: 'deactivated' })
  assert.equal((await old.begin(10)).body.code, 'mailbox-not-open')
  const many = await Promise.all(Array.from({ length: OWN_DOCUMENTS.uploadsMax + 3 }, () => mallory.begin(1)))
  assert.equal(many.filter(({ status }) => status === 201).length, OWN_DOCUMENTS.uploadsMax)
  assert.equal(many.filter(({ body }) => body.code === 'uploads-too-many').length, 3)
})
