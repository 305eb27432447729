import assert from 'node:assert/strict'
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { sql } from 'kysely'
import type { TakeOut, TakeOutPage } from '#api/take-out.ts'
import { sweepPacks } from '#dispatch/documents/sweep-packs.ts'
import { asPostOffice } from '#ground/db.ts'
import { TAKE_OUT } from '#rules/take-out.ts'
import { downloadWithBreaks } from '#tests/dropped-download.ts'
import { actorFor, as, signIns } from '#tests/sign-in-as.ts'
import {
  breakStoreAfter,
  build,
  fetchArchive,
  keepers,
  LARGE,
  newcomer,
  open,
  PDF,
  readMember,
  saved,
  taken,
  verify,
} from '#tests/take-out-room.ts'
import { openLetter } from '../open-letter.ts'
import { clearTakeOuts } from './clear-take-outs.ts'
import { downloadTakeOut } from './download-take-out.ts'

test('B-14: the store breaks down again and again, and the archive is whole all the same', async () => {
  const karen = await newcomer()
  await karen.letters(3, { documents: [PDF, LARGE] })
  const asked = await karen.ask<TakeOut>('POST', '/api/take-out', { understood: true })
  let failures = 0
  breakStoreAfter(0)
  await build(karen.person.mailboxId, asked.body.takeOutId, () => {
    failures++
    // Each time it comes a little further: in a document, between letters, in the lists at the end.
    breakStoreAfter(failures)
  })
  breakStoreAfter(Number.POSITIVE_INFINITY)
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

  // At a real port, the connection torn down three times in the middle.
  const address = await keepers.app.listen({ port: 0, host: '127.0.0.1' })
  const target = join(open.folder, 'broken-off.zip')
  const { bytes, connections } = await downloadWithBreaks(
    `${address}/api/take-out/${takeOutId}/archive`,
    as(karen.person),
    { file: target, breakAt: [1, 3_000_000, size - 100_000] },
  )
  assert.deepEqual([bytes, connections], [size, 4])
  assert.ok(readFileSync(target).equals(whole.rawPayload))
  // curl goes on with what lies there, as a person would.
  truncateSync(target, 5_000_000)
  const headers = Object.entries(as(karen.person)).flatMap(([name, value]) => ['-H', `${name}: ${value}`])
  const url = `${address}/api/take-out/${takeOutId}/archive`
  const curl = spawn('curl', ['-sS', '--continue-at', '-', '-o', target, ...headers, url], {
    stdio: 'ignore',
  })
  assert.deepEqual(await once(curl, 'close'), [0, null])
  assert.ok(readFileSync(target).equals(whole.rawPayload))
})

test('B-14 B-10: whoever signs out while the archive is on its way gets no more of it', async () => {
  const karen = await newcomer()
  await karen.letters(1, { documents: [LARGE] })
  const { takeOutId } = await taken(karen)
  let signedIn = true
  const actor = { ...actorFor(open.house, karen.person, 'substantial'), stillIn: async () => signedIn }
  const whole = { takeOutId, range: undefined, ifRange: undefined }
  const { body, sizeBytes } = await downloadTakeOut(open.house, actor, whole)
  let bytes = 0
  await assert.rejects(
    async () => {
      for await (const part of body) {
        bytes += part.length
        signedIn = false
      }
    },
    { code: 'sign-in-needed' },
  )
  assert.ok(bytes > 0 && bytes < sizeBytes / 2, `${bytes}`)
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
      select l.letter_id, (select count(*)::int from letter_event e
          where e.mailbox_id = l.mailbox_id and e.letter_id = l.letter_id and e.event like 'E.1%') as events,
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
