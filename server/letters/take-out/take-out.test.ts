import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import type { TakeOut, TakeOutPage } from '#api/take-out.ts'
import { sweepPacks } from '#dispatch/sweep-packs.ts'
import { asPostOffice, inMailbox } from '#ground/db.ts'
import { seal } from '#ground/evidence/log.ts'
import { logOf } from '#ground/evidence/log-identity.ts'
import type { House } from '#ground/house.ts'
import { TAKE_OUT } from '#rules/take-out.ts'
import { type Keepers, newcomer as newKeeper } from '#tests/keeper.ts'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'
import { type PersonSeed, type SeededPerson, seedSender } from '#tests/seed-people.ts'
import { as, signIns } from '#tests/sign-in-as.ts'
import { lettersRoutes } from '../letters.routes.ts'
import { openLetter } from '../open-letter.ts'
import { buildTakeOut } from './build-take-out.ts'
import { clearTakeOuts } from './clear-take-outs.ts'
import { readTakeOut } from './take-out.store.ts'

const VERIFIER = fileURLToPath(new URL('../../../verifier/verify-receipt.ts', import.meta.url))
const PDF = { bytes: Buffer.from('%PDF-1.7 bill'), mediaType: 'application/pdf', fileName: 'regning.pdf' }
/** More than one sealed stretch, and larger than what is packed in memory. */
const LARGE = { bytes: randomBytes(10_000_000), mediaType: 'image/png', fileName: 'tegning.png' }

let open: OpenHouse
let keepers: Keepers
/** After so many appends the store breaks down once. */
let breakAfter = Number.POSITIVE_INFINITY
const newcomer = (seed: PersonSeed = {}) => newKeeper(keepers, seed)
before(async () => {
  open = await openHouse({
    wrap: ({ uploadBlobs }) => ({
      uploadBlobs: {
        append: async (parts) => {
          if (breakAfter-- === 0) throw new Error('the power went')
          return uploadBlobs.append(parts)
        },
      },
    }),
  })
  const people: SeededPerson[] = []
  const app = await open.app(lettersRoutes(signIns(open.house, people)))
  keepers = { open, app, people, sender: await seedSender(open.house) }
})
after(() => open.close())

const sealLog = () => seal(open.house.db, logOf(open.house))

/** Runs the job until it asks for no more, as the worker would; `onFailure` sees what a run threw. */
async function build(
  mailboxId: string,
  takeOutId: string,
  onFailure?: (error: unknown) => void,
): Promise<number> {
  for (let runs = 1; runs < 100; runs++) {
    try {
      await buildTakeOut(open.house as House, { mailboxId, takeOutId }, { lastTry: false })
    } catch (error) {
      if (!onFailure) throw error
      onFailure(error)
    }
    const takeOut = await inMailbox(open.house.db, mailboxId, (trx) => readTakeOut(trx, mailboxId, takeOutId))
    if (!takeOut || takeOut.state === 'ready' || takeOut.state === 'failed') return runs
    if (takeOut.state === 'building' && takeOut.lettersDone === 0) await sealLog()
  }
  throw new Error('it never ends')
}

type Keeper = Awaited<ReturnType<typeof newcomer>>

async function taken(keeper: Keeper): Promise<TakeOut> {
  const { status, body } = await keeper.ask<TakeOut>('POST', '/api/take-out', { understood: true })
  assert.equal(status, 202)
  await build(keeper.person.mailboxId, body.takeOutId)
  const page = await keeper.ask<TakeOutPage>('GET', '/api/take-out')
  assert.equal(page.body.takeOut?.state, 'ready')
  return page.body.takeOut!
}

const fetchArchive = (
  keeper: Keeper,
  takeOutId: string,
  headers: object = {},
  level: 'low' | 'substantial' = 'substantial',
) =>
  keepers.app.inject({
    url: `/api/take-out/${takeOutId}/archive`,
    headers: { ...as(keeper.person, level), ...headers },
  })

async function saved(keeper: Keeper, takeOutId: string): Promise<{ file: string; bytes: Buffer }> {
  const answer = await fetchArchive(keeper, takeOutId)
  assert.equal(answer.statusCode, 200)
  const file = join(open.folder, `${takeOutId}.zip`)
  writeFileSync(file, answer.rawPayload)
  writeFileSync(join(open.folder, 'key.pem'), open.house.signer.publicKeyPem)
  return { file, bytes: answer.rawPayload }
}

const verify = (file: string, ...more: string[]) => {
  const key = join(open.folder, 'key.pem')
  const { status, stdout, stderr } = spawnSync(process.execPath, [VERIFIER, file, '--key', key, ...more], {
    encoding: 'utf8',
  })
  return { status, said: stdout + stderr }
}

/** What Python, which shares no code with us, reads: names with the SHA-256 of what is in them. */
function readByPython(file: string): Record<string, string> {
  const script = `import zipfile,hashlib,json,sys
z=zipfile.ZipFile(sys.argv[1])
assert z.testzip() is None
print(json.dumps({n:hashlib.sha256(z.read(n)).hexdigest() for n in z.namelist()}))`
  return JSON.parse(execFileSync('python3', ['-c', script, file], { encoding: 'utf8', maxBuffer: 1e8 }))
}
const readMember = (file: string, name: string) =>
  execFileSync('unzip', ['-p', file, name.replace(/[[\]*?\\]/g, '\\$&')], { maxBuffer: 1e9 })

test('B-14 G6 O-04: one archive holds the documents, their hashes, the lists, the folders and the receipts; unzip, Python, sha256sum and the offline verifier agree', async () => {
  const karen = await newcomer()
  const home = (await karen.folder('Bolig')).body.folderId
  const letterId = await karen.letter({ title: 'Regning: november/2026', documents: [PDF, LARGE] })
  await karen.letter({ title: '=1+1', sensitive: true })
  await karen.letter({ title: 'Kun med højeste niveau', minimumLevel: 'high' })
  await karen.change([letterId], { kind: 'move', to: home })
  // A copy of something she wrote herself: here the same sealed document, once more.
  await asPostOffice(open.house.db, async (trx) => {
    await sql`insert into sent_letter (mailbox_id, letter_id, to_address, title_sealed, sent_at)
      select mailbox_id, letter_id, 'ole.bertelsen#1A', title_sealed, delivered_at from letter where letter_id = ${letterId}`.execute(
      trx,
    )
    await sql`insert into sent_document select mailbox_id, letter_id, document_no, document_id, media_type, size_bytes, sha256,
      file_name_sealed, wrapped_key, pack_id, pack_offset, sealed_bytes from letter_document
      where letter_id = ${letterId} and document_no = 1`.execute(trx)
  })
  const seen = await karen.ask<TakeOutPage>('GET', '/api/take-out')
  assert.deepEqual(
    [seen.body.takeOut, seen.body.letters, seen.body.notOpened, seen.body.locked],
    [null, 3, 2, 1],
  )
  const takeOut = await taken(karen)
  assert.deepEqual([takeOut.lettersDone, takeOut.lettersTotal], [3, 3])
  const { file, bytes } = await saved(karen, takeOut.takeOutId)
  assert.equal(bytes.length, takeOut.sizeBytes)

  execFileSync('unzip', ['-tq', file])
  const files = readByPython(file)
  const hashOf = (data: Uint8Array) => createHash('sha256').update(data).digest('hex')
  const letters = JSON.parse(readMember(file, 'letters.json').toString())
  const bill = letters.find((one: { letterId: string }) => one.letterId === letterId)
  assert.match(
    bill.documents[0].path,
    /^letters\/2026\/2026-11-22 \d{5} .+ - Regning- november-2026\/1 regning\.pdf$/,
  )
  assert.deepEqual(
    [files[bill.documents[0].path], files[bill.documents[1].path]],
    [hashOf(PDF.bytes), hashOf(LARGE.bytes)],
  )
  assert.deepEqual([bill.folder, bill.sender.name], ['Bolig', keepers.sender.name])
  assert.deepEqual(
    bill.proofs.map(({ event, sealed }: { event: string; sealed: boolean }) => [event, sealed]),
    [
      ['ContentConsignment', true],
      ['ContentHandover', true],
    ],
  )
  const locked = letters.find((one: { minimumLevel: string }) => one.minimumLevel === 'high')
  assert.deepEqual([locked.locked, locked.documents, locked.proofs], [true, [], []])
  // A spreadsheet must not reckon with what a sender wrote.
  assert.match(readMember(file, 'letters.csv').toString(), /,'=1\+1,/)
  assert.equal(JSON.parse(readMember(file, 'folders.json').toString())[0].name, 'Bolig')
  const [sent] = JSON.parse(readMember(file, 'sent.json').toString())
  assert.deepEqual([sent.to, sent.title], ['ole.bertelsen#1A', 'Regning: november/2026'])
  assert.match(sent.documents[0].path, /^sent\/2026\/2026-11-22 00001 ole\.bertelsen#1A - /)
  assert.equal(files[sent.documents[0].path], hashOf(PDF.bytes))
  assert.match(readMember(file, 'sent.html').toString(), /ole\.bertelsen#1A/)
  const page = readMember(file, 'index.html').toString()
  assert.match(page, /<html lang="da">/)
  assert.doesNotMatch(page, /<script|https?:\/\//)
  for (const [, href] of page.matchAll(/href="([^"]+)"/g))
    assert.ok(files[href!.split('/').map(decodeURIComponent).join('/')], href)

  const sums = readMember(file, 'SHA256SUMS').toString()
  for (const [, sha256, name] of sums.matchAll(/^(\w{64}) {2}(.+)$/gm)) assert.equal(files[name!], sha256)
  assert.equal(sums.trimEnd().split('\n').length, Object.keys(files).length - 2)

  const checked = verify(file, '--sealed')
  assert.match(checked.said, /^PROVEN\n[\s\S]*3 documents of letters, 4 receipts/)
  assert.equal(checked.status, 0)
})

test('B-14 O-04: whichever byte of an archive is changed, the verifier says so and names the file', async () => {
  const karen = await newcomer()
  await karen.letters(2, { documents: [PDF] })
  const { takeOutId } = await taken(karen)
  const { file, bytes } = await saved(karen, takeOutId)
  const text = readFileSync(file).toString('latin1')
  const { verifyArchive } = await import('../../../verifier/archive.ts')
  const { readPublicKey } = await import('../../../verifier/key.ts')
  const { NotProven } = await import('../../../verifier/strict.ts')
  const key = readPublicKey(open.house.signer.publicKeyPem)
  verifyArchive(file, key)
  const flipped = join(open.folder, 'flipped.zip')
  const fault = (at: number): string => {
    const changed = Buffer.from(bytes)
    changed[at]! ^= 1 << (at % 8)
    writeFileSync(flipped, changed)
    try {
      verifyArchive(flipped, key)
    } catch (error) {
      assert.ok(error instanceof NotProven, `byte ${at}: ${error}`)
      return error.message
    }
    return assert.fail(`byte ${at} of ${bytes.length} was changed, and nobody noticed`)
  }
  for (let at = 0; at < bytes.length; at += 37) fault(at)
  for (let at = bytes.length - 200; at < bytes.length; at++) fault(at)
  const document = text.indexOf('%PDF-1.7 bill')
  assert.match(fault(document + 3), /"letters\/2026\/2026-11-22 00001 [^"]+\/1 regning\.pdf" was changed/)
  // By hand, as anybody would run it.
  const said = verify(flipped)
  assert.deepEqual([said.status, said.said.split('\n')[0]], [1, 'NOT PROVEN'])
  // Cut off, another's key, and an archive somebody packed anew.
  for (const cut of [bytes.subarray(0, bytes.length - 1), bytes.subarray(0, 1000)]) {
    writeFileSync(flipped, cut)
    assert.throws(() => verifyArchive(flipped, key), NotProven)
  }
  const repacked = join(open.folder, 'repacked.zip')
  execFileSync('python3', [
    '-c',
    `import zipfile,sys
a=zipfile.ZipFile(sys.argv[1]); b=zipfile.ZipFile(sys.argv[2],'w')
for n in a.namelist(): b.writestr(n, a.read(n).replace(b'bill',b'BILL') if n.endswith('.pdf') else a.read(n))
b.close()`,
    file,
    repacked,
  ])
  assert.throws(() => verifyArchive(repacked, key), NotProven)
})

test('B-14: the store breaks down again and again, and the archive is whole all the same', async () => {
  const karen = await newcomer()
  await karen.letters(3, { documents: [PDF, LARGE] })
  const asked = await karen.ask<TakeOut>('POST', '/api/take-out', { understood: true })
  let failures = 0
  breakAfter = 0
  await build(karen.person.mailboxId, asked.body.takeOutId, () => {
    failures++
    // Each time it comes a little further: in a document, between letters, in the lists at the end.
    breakAfter = failures
  })
  breakAfter = Number.POSITIVE_INFINITY
  assert.ok(failures >= 4, `${failures} failures`)
  const { file } = await saved(karen, asked.body.takeOutId)
  execFileSync('unzip', ['-tq', file])
  assert.equal(verify(file, '--sealed').status, 0)
  const letters = JSON.parse(readMember(file, 'letters.json').toString())
  assert.deepEqual(
    letters.map(({ number }: { number: number }) => number),
    [1, 2, 3],
  )
})

test('B-14: a download that broke off goes on where it was, and only with the same archive', async () => {
  const karen = await newcomer()
  await karen.letters(1, { documents: [LARGE] })
  const { takeOutId } = await taken(karen)
  const whole = await fetchArchive(karen, takeOutId)
  const { etag } = whole.headers
  const size = whole.rawPayload.length
  // Across the seam of two sealed stretches, and the last byte alone.
  for (const from of [1, 8 * 1024 * 1024 - 5, size - 1]) {
    const rest = await fetchArchive(karen, takeOutId, { range: `bytes=${from}-`, 'if-range': etag })
    assert.deepEqual(
      [rest.statusCode, rest.headers['content-range']],
      [206, `bytes ${from}-${size - 1}/${size}`],
    )
    assert.ok(rest.rawPayload.equals(whole.rawPayload.subarray(from)))
  }
  const other = await fetchArchive(karen, takeOutId, { range: 'bytes=5-', 'if-range': '"another"' })
  assert.deepEqual([other.statusCode, other.rawPayload.length], [200, size])
  assert.equal((await fetchArchive(karen, takeOutId, { range: `bytes=${size}-` })).statusCode, 416)

  // curl, cut off in the middle, at a real port.
  const address = await keepers.app.listen({ port: 0, host: '127.0.0.1' })
  const target = join(open.folder, 'curl.zip')
  const curl = (...more: string[]) => {
    const headers = Object.entries(as(karen.person)).flatMap(([name, value]) => ['-H', `${name}: ${value}`])
    const url = `${address}/api/take-out/${takeOutId}/archive`
    return new Promise<number | null>((done) => {
      const child = spawnCurl(['-sS', '-o', target, ...headers, ...more, url])
      child.on('close', done)
    })
  }
  const { spawn: spawnCurl } = await import('node:child_process').then(({ spawn }) => ({
    spawn: (args: string[]) => spawn('curl', args, { stdio: 'ignore' }),
  }))
  await curl('--range', '0-2999999')
  assert.equal(readFileSync(target).length, 3_000_000)
  assert.equal(await curl('--continue-at', '-'), 0)
  assert.ok(readFileSync(target).equals(whole.rawPayload))
})

test('B-14 I-13 B-16: a password alone gets nothing; nobody else does; what is done is logged and told', async () => {
  const karen = await newcomer()
  const thief = await newcomer()
  await karen.letter({ sensitive: true })
  assert.equal(
    (await karen.ask('POST', '/api/take-out', { understood: true }, 'low')).body.code,
    'level-too-low',
  )
  assert.equal((await karen.ask('POST', '/api/take-out', {})).status, 422)
  const { takeOutId } = await taken(karen)
  assert.equal((await fetchArchive(karen, takeOutId, {}, 'low')).json().code, 'level-too-low')
  assert.equal((await fetchArchive(thief, takeOutId)).statusCode, 404)
  assert.equal((await thief.ask('DELETE', `/api/take-out/${takeOutId}`)).status, 404)
  assert.equal((await karen.ask('POST', '/api/take-out', { understood: true })).body.code, 'take-out-there')
  await fetchArchive(karen, takeOutId)
  await fetchArchive(karen, takeOutId, { range: 'bytes=10-' })
  assert.equal((await karen.ask('DELETE', `/api/take-out/${takeOutId}`)).status, 204)
  assert.equal((await fetchArchive(karen, takeOutId)).statusCode, 404)
  const log = (await karen.log()).map(({ action }) => action)
  assert.deepEqual(log.slice(0, 4), ['take-out-erased', 'take-out-downloaded', 'opened', 'take-out-asked'])
  const { rows } = await sql<{ about: string }>`
    select j.payload ->> 'about' as about from graphile_worker._private_jobs j
    where j.payload ->> 'personId' = ${karen.person.personId}`.execute(open.house.db)
  assert.deepEqual(rows, [{ about: 'take-out-asked' }])
})

test('B-14 O-04: taking out opens what was not opened, on the record, and leaves it unread', async () => {
  const karen = await newcomer()
  const [never, once] = await karen.letters(2)
  const actor = await signIns(open.house, [karen.person])({ headers: as(karen.person) } as never)
  await openLetter(open.house, actor, once!)
  await taken(karen)
  const { rows } = await asPostOffice(open.house.db, (trx) =>
    sql<{ letter_id: string; events: number; unread: boolean }>`
      select l.letter_id, (select count(*)::int from letter_event e where e.letter_id = l.letter_id and e.event like 'E.1%') as events,
        l.read_at is null as unread
      from letter l where mailbox_id = ${karen.person.mailboxId} order by letter_id`.execute(trx),
  )
  assert.deepEqual(rows, [
    { letter_id: once, events: 1, unread: false },
    { letter_id: never, events: 1, unread: true },
  ])
})

test('B-14 O-05: nothing of it lies in plain; after its time it is erased, and its packs with it', async () => {
  const karen = await newcomer()
  await karen.letter({
    title: 'Meget privat emne',
    documents: [{ ...PDF, bytes: Buffer.from('hemmeligt indhold') }],
  })
  const { takeOutId } = await taken(karen)
  const found = (what: string) => spawnSync('grep', ['-rqaF', what, join(open.folder, 'packs')]).status === 0
  for (const plain of ['Meget privat emne', 'hemmeligt indhold', 'letters/2026'])
    assert.equal(found(plain), false)
  const packs = async () =>
    (
      await asPostOffice(open.house.db, (trx) =>
        sql<{ pack_id: string }>`select distinct pack_id from take_out_part`.execute(trx),
      )
    ).rows.length
  open.clock.advance(TAKE_OUT.keepDays * 86_400_000 - 60_000)
  await clearTakeOuts(open.house)
  assert.equal((await fetchArchive(karen, takeOutId)).statusCode, 200)
  // An archive names packs: no sweep takes them.
  assert.ok((await packs()) > 0)
  assert.equal((await sweepPacks(open.house, -1)).erased >= 0, true)
  assert.equal((await fetchArchive(karen, takeOutId)).statusCode, 200)
  open.clock.advance(120_000)
  assert.equal((await fetchArchive(karen, takeOutId)).statusCode, 404)
  await clearTakeOuts(open.house)
  assert.equal(await packs(), 0)
  assert.ok((await sweepPacks(open.house, -1)).erased > 0)
  assert.equal((await karen.log())[0]?.action, 'take-out-erased')
  assert.equal((await karen.ask<TakeOutPage>('GET', '/api/take-out')).body.takeOut, null)
})

test('B-14: one damaged document does not keep the others from their owner', async () => {
  const karen = await newcomer()
  await karen.letters(2, { documents: [PDF] })
  const { mailboxId } = karen.person
  await asPostOffice(open.house.db, (trx) =>
    sql`alter table letter_document disable trigger keep_facts`.execute(trx).then(() =>
      sql`update letter_document set pack_offset = pack_offset + 1 where mailbox_id = ${mailboxId}
        and letter_id = (select max(letter_id::text)::uuid from letter where mailbox_id = ${mailboxId})`.execute(
        trx,
      ),
    ),
  )
  const { takeOutId } = await taken(karen)
  const { file } = await saved(karen, takeOutId)
  const letters = JSON.parse(readMember(file, 'letters.json').toString())
  assert.deepEqual(
    letters.map((one: { documents: { path: string | null }[] }) => one.documents[0]!.path !== null),
    [false, true],
  )
  assert.match(readMember(file, 'index.html').toString(), /kunne ikke læses/)
  assert.equal(verify(file).status, 0)
})

test('B-14: an empty mailbox gives an archive that says so', async () => {
  const karen = await newcomer()
  const { takeOutId } = await taken(karen)
  const { file } = await saved(karen, takeOutId)
  assert.match(readMember(file, 'index.html').toString(), /Der var ingen breve/)
  assert.equal(verify(file).status, 0)
})
