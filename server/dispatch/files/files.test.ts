import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { dispatchRoutes } from '#dispatch/dispatch.routes.ts'
import { readBatch } from '#dispatch/files/read-batch.ts'
import { sendChunk } from '#dispatch/files/send-chunk.ts'
import { suspendSender } from '#dispatch/senders/approve-sender.ts'
import { asPostOffice } from '#ground/db.ts'
import type { App } from '#ground/routes.ts'
import { feedSettled } from '#tests/feed-settled.ts'
import { batchOf, handIn, postBatch, upload, work, workOnce } from '#tests/hand-in.ts'
import { lettersArchive, MANIFEST } from '#tests/make-archive.ts'
import { PDF } from '#tests/multipart.ts'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'
import { type SeededPerson, seedPerson } from '#tests/seed-people.ts'
import { type SenderSeed, seedSender } from '#tests/seed-sender.ts'

let open: OpenHouse
let app: App
let sender: SenderSeed
const people: SeededPerson[] = []
before(async () => {
  open = await openHouse()
  app = await open.app(dispatchRoutes)
  sender = await seedSender(open.house, app)
  for (let i = 0; i < 20; i++) people.push(await seedPerson(open.house))
})
after(() => open.close())

const number = (i: number) => people[i]!.nationalNumber
const get = async (url: string, by = sender) => app.inject({ url, headers: by.headers() })
const errorsOf = async (batchId: string) => (await get(`/v1/batches/${batchId}/errors`)).json().rows
const correct = (batchId: string, payload: string, type = 'text/csv', key?: string) =>
  app.inject({
    method: 'POST',
    url: `/v1/batches/${batchId}/corrections`,
    headers: { ...sender.headers(key), 'content-type': type },
    payload,
  })

async function lettersOf(batchId: string) {
  const { rows } = await sql<{
    row: number
    outcome: string
    mailbox: string | null
    reference: string | null
  }>`
    select row_no as row, outcome, mailbox_id as mailbox, reference from dispatch_item
    where batch_id = ${batchId} order by row_no`.execute(open.house.db)
  return rows
}

/** 2,500 rows: three stretches. All but the first twenty are nobody, so that they cost little. */
const manyRows = (first: readonly number[] = []) =>
  `reference,nationalNumber\n${Array.from({ length: 2500 }, (_, i) => `r${i},${first[i] === undefined ? '0101011234' : number(first[i])}\n`).join('')}`

test('S-06: a file of CSV goes from upload to mailbox, with progress and one shared document', async () => {
  const rows = `reference;nationalNumber;title\nk1;${number(0)};\nk2;${number(1)};Rykker\nk3;${number(2)};\n`
  const batch = await handIn(open.house, app, sender, await lettersArchive(rows))
  const { batchId, createdAt: _, closedAt: __, ...rest } = batch
  assert.deepEqual(rest, {
    state: 'done',
    dryRun: false,
    rows: 3,
    rowsDecided: 3,
    delivered: 3,
    waiting: 0,
    print: 0,
    refused: 0,
  })
  const letters = await lettersOf(batchId)
  assert.deepEqual(
    letters.map((letter) => [letter.row, letter.reference, letter.mailbox]),
    [0, 1, 2].map((i) => [i + 1, `k${i + 1}`, people[i]!.mailboxId]),
  )
  const { rows: packs } = await asPostOffice(open.house.db, (trx) =>
    sql<{ n: number }>`select count(distinct document_id)::int as n from letter_document
      where letter_id in (select letter_id from dispatch_item where batch_id = ${batchId})`.execute(trx),
  )
  assert.equal(packs[0]!.n, 1)
  await feedSettled(open.house)
  const events = (await get('/v1/events?limit=100'))
    .json()
    .events.filter((e: { batchId: string }) => e.batchId === batchId)
  assert.deepEqual(
    events.map((e: { event: string; code?: string }) => e.code ?? e.event),
    ['reading', 'sending', 'delivered', 'delivered', 'delivered', 'done'],
  )
  const listed = (await get('/v1/batches?limit=1')).json()
  assert.equal(listed.batches[0].batchId, batchId)
})

test('S-06: JSON Lines with documents of each row’s own', async () => {
  const lines = [
    { nationalNumber: number(0), documents: ['breve/æ.pdf', 'vilkår.txt'] },
    { nationalNumber: number(1) },
  ]
  const bytes = await lettersArchive('', {
    'manifest.json': { ...MANIFEST, recipients: 'list.jsonl' },
    'list.jsonl': lines.map((line) => JSON.stringify(line)).join('\n'),
    'breve/æ.pdf': Buffer.concat([Buffer.from('%PDF-1.7\n%own\n'), PDF]),
    'vilkår.txt': 'Vilkår',
    'unused.exe': 'MZ',
  })
  const batch = await handIn(open.house, app, sender, bytes)
  assert.equal(batch.delivered, 2, JSON.stringify(batch))
  const { rows } = await asPostOffice(open.house.db, (trx) =>
    sql<{ n: number }>`select count(*)::int as n from dispatch_item i
      join letter_document d on d.letter_id = i.letter_id and d.mailbox_id = i.mailbox_id
      where batch_id = ${batch.batchId} group by row_no order by row_no`.execute(trx),
  )
  assert.deepEqual(
    rows.map((r) => r.n),
    [2, 1],
  )
})

test('A-09: wrong rows go to the error list, with number, field and what to do, and leave the others alone', async () => {
  const rows = [
    'reference,nationalNumber,firstName,lastName,street,postcode,city,email,country',
    `a,${number(0)},,,,,,,`,
    `a,${number(1)},,,,,,,`,
    'c,010190,,,,,,,',
    `d,,Karen,Lindholm,"${randomBytes(5_000_000).toString('hex')}",5000,Odense C,,`,
    'e,,,,,,,not-an-email,',
    `f,${number(2)},too,few`,
    `g,${number(3)},,,,,,,se`,
    ',,,,,,,,',
    `i,${number(4)},,,,,,,`,
    'j,,Karen,Lind\u0000holm,Ahornvej 1,5000,Odense C,,',
    '=cmd(),0101011234,,,,,,,',
  ]
  const batch = await handIn(open.house, app, sender, await lettersArchive(`\ufeff${rows.join('\r\n')}\r\n`))
  assert.equal(batch.state, 'done', JSON.stringify(batch.problem))
  assert.deepEqual([batch.rows, batch.delivered, batch.refused], [11, 2, 9])
  const errors = await errorsOf(batch.batchId)
  assert.deepEqual(
    errors.map((row: { row: number; code: string; faults?: { field: string; reason: string }[] }) => [
      row.row,
      row.code,
      ...(row.faults ?? []).map((fault) => `${fault.field} ${fault.reason}`),
    ]),
    [
      [2, 'row-duplicate'],
      [3, 'number-invalid', 'nationalNumber number-format'],
      [4, 'recipient-invalid', 'street too-long'],
      [5, 'recipient-invalid', 'email email-format'],
      [6, 'recipient-invalid', 'row columns-shifted'],
      [7, 'recipient-invalid', 'country field-form'],
      [8, 'recipient-invalid', 'row nothing-given'],
      [10, 'recipient-invalid', 'lastName control-character'],
      [11, 'recipient-unknown'],
    ],
  )
  assert.ok(errors[2].given.street.length < 100)
  const danish = (await get(`/v1/batches/${batch.batchId}/errors?language=da&limit=2`)).json()
  assert.match(danish.rows[0].reason, /Rækken står der i forvejen/)
  assert.match(danish.rows[1].faults[0].message, /Nummeret/)
  assert.equal(danish.next, 3)
  const csv = (await get(`/v1/batches/${batch.batchId}/errors?format=csv&language=nb`)).body
  assert.match(csv, /^\ufeffrow;country;nationalNumber;/)
  assert.match(csv, /'=cmd\(\)/)
  assert.equal(csv.trim().split('\r\n').length, 10)
})

test('P-07 O-05: no number, name or path of a list lies open in the database', async () => {
  const rows = `nationalNumber,firstName,documents\n010190-9999,Gunhild,Gunhild.pdf\n${number(0)},,\n`
  const batch = await handIn(open.house, app, sender, await lettersArchive(rows, { 'Gunhild.pdf': PDF }))
  const [refused] = await errorsOf(batch.batchId)
  assert.equal(refused.given.nationalNumber, '010190-****')
  for (const table of ['batch', 'batch_chunk', 'document', 'refused_row', 'upload_part', 'dispatch_item']) {
    const { rows } = await sql<{
      row: string
    }>`select to_jsonb(t)::text as row from ${sql.table(table)} t`.execute(open.house.db)
    const all = rows.map(({ row }) => row).join('\n')
    const hex = (text: string) => Buffer.from(text).toString('hex')
    for (const text of ['010190-9999', 'Gunhild', number(0), 'Årsopgørelse']) {
      assert.ok(!all.includes(text), `${text} in ${table}`)
      assert.ok(!all.includes(hex(text)), `${text} in ${table}`)
    }
  }
  assert.ok(!open.logged().includes('Gunhild'))
})

test('S-05: the same key gives the same batch, and an upload is sent once whatever the key', async () => {
  const uploadId = await upload(app, sender, await lettersArchive(`nationalNumber\n${number(0)}\n`))
  const key = randomUUID()
  const first = await postBatch(app, sender, uploadId, {}, key)
  const again = await postBatch(app, sender, uploadId, {}, key)
  assert.equal(again.json().batchId, first.json().batchId)
  const other = await postBatch(app, sender, uploadId)
  assert.deepEqual([other.statusCode, other.json().code], [409, 'batch-not-open'])
  const changed = await postBatch(app, sender, uploadId, { dryRun: true }, key)
  assert.deepEqual([changed.statusCode, changed.json().code], [409, 'idempotency-key-reused'])
  await work(open.house)
  assert.equal((await lettersOf(first.json().batchId)).length, 1)
})

test('A-09: the CSV of the error list, corrected, goes as a batch of its own, and each row once', async () => {
  const rows = `reference,nationalNumber,email,title\na,${number(0)},,\nb,010190-9999,,Egen titel\nc,,wrong,\n=d,,wrong2,\n`
  const batch = await handIn(open.house, app, sender, await lettersArchive(rows))
  assert.equal(batch.refused, 3)
  const csv = (await get(`/v1/batches/${batch.batchId}/errors?format=csv`)).body
  // The clerk corrects one address and forgets to type the masked number again.
  const edited = csv.replace('wrong,', `,`).split('\r\n')
  const columns = edited[0]!.replace('\ufeff', '').split(',')
  const at = (line: string, column: string, value: string) => {
    const cells = line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/)
    cells[columns.indexOf(column)] = value
    return cells.join(',')
  }
  edited[2] = at(edited[2]!, 'nationalNumber', number(1))
  edited[3] = at(at(edited[3]!, 'email', ''), 'nationalNumber', number(2))
  const key = randomUUID()
  const answer = await correct(batch.batchId, edited.join('\r\n'), 'text/csv', key)
  assert.equal(answer.statusCode, 202, answer.body)
  const { batchId } = answer.json()
  assert.equal(answer.json().corrects, batch.batchId)
  assert.equal((await correct(batch.batchId, edited.join('\r\n'), 'text/csv', key)).json().batchId, batchId)
  await work(open.house)
  const after = await batchOf(app, sender, batchId)
  assert.deepEqual([after.state, after.rows, after.delivered, after.refused], ['done', 3, 2, 1])
  assert.deepEqual(
    (await lettersOf(batchId)).map((letter) => [letter.row, letter.reference, letter.outcome]),
    [
      [2, 'b', 'refuse'],
      [3, 'c', 'deliver'],
      [4, '=d', 'deliver'],
    ],
  )
  const [masked] = await errorsOf(batchId)
  assert.deepEqual([masked.row, masked.code, masked.faults[0].reason], [2, 'number-invalid', 'number-masked'])
  assert.equal(masked.given.title, 'Egen titel')
  // Not once more, and not what was delivered.
  for (const [row, reason] of [
    [3, 'corrected-before'],
    [1, 'not-on-the-list'],
    [77, 'not-on-the-list'],
  ] as const) {
    const refused = await correct(batch.batchId, `row,nationalNumber\n${row},${number(3)}\n`)
    assert.equal(refused.statusCode, 422)
    assert.equal(refused.json().faults[0].reason, reason)
  }
  // What was refused again is on the new list, and can be corrected from there; the title of the row's own goes with it.
  const chained = await correct(
    batchId,
    JSON.stringify({ row: '2', nationalNumber: number(3) }),
    'application/jsonl',
  )
  assert.equal(chained.statusCode, 202, chained.body)
  await work(open.house)
  assert.equal((await batchOf(app, sender, chained.json().batchId)).delivered, 1)
})

test('A-09: a reference that has its letter, and a double handed back as it was, do not go by way of a correction', async () => {
  const rows = `reference,nationalNumber,email\na,${number(0)},\n,${number(1)},\n,${number(1)},\nb,,wrong\n`
  const batch = await handIn(open.house, app, sender, await lettersArchive(rows))
  assert.deepEqual([batch.delivered, batch.refused], [2, 2])
  const answer = await correct(
    batch.batchId,
    `row,reference,nationalNumber\n3,,${number(1)}\n4,a,${number(2)}\n`,
  )
  await work(open.house)
  const again = await batchOf(app, sender, answer.json().batchId)
  assert.deepEqual([again.delivered, again.refused], [0, 2])
  assert.deepEqual(
    (await errorsOf(again.batchId)).map((row: { code: string }) => row.code),
    ['row-duplicate', 'row-duplicate'],
  )
})

test('S-07: a dry run fills counts and error list, writes no letter, and its rows are counted before anybody is looked for', async () => {
  const poor = await seedSender(open.house, app, { name: 'Lille Forening', dryRunRowsPerDay: 3 })
  const rows = `nationalNumber\n${number(0)}\n010190-9999\n`
  const bytes = await lettersArchive(rows)
  const batch = await handIn(open.house, app, poor, bytes, { dryRun: true })
  assert.deepEqual([batch.state, batch.delivered, batch.refused], ['dry-run-done', 1, 1])
  assert.equal((await lettersOf(batch.batchId)).length, 0)
  const list = (await get(`/v1/batches/${batch.batchId}/errors`, poor)).json()
  assert.equal(list.rows[0].row, 2)
  const second = await handIn(open.house, app, poor, bytes, { dryRun: true })
  assert.deepEqual(
    [second.state, second.problem.code, second.rowsDecided],
    ['refused', 'dry-run-quota-spent', 0],
  )
  const { rows: used } = await sql<{
    n: number
  }>`select rows_asked as n from dry_run_use where sender_id = ${poor.senderId}`.execute(open.house.db)
  assert.equal(used[0]!.n, 2)
})

test('S-16: a cancelled file stops between two stretches; what was delivered stays', async () => {
  const answer = await postBatch(
    app,
    sender,
    await upload(app, sender, await lettersArchive(manyRows([0, 1]))),
  )
  const { batchId } = answer.json()
  await workOnce(open.house, ['read-batch'])
  await sendChunk(open.house, { senderId: sender.senderId, batchId }, { chunksMax: 1 })
  const stop = () =>
    app.inject({ method: 'POST', url: `/v1/batches/${batchId}/cancel`, headers: sender.headers() })
  assert.deepEqual([(await stop()).statusCode, (await stop()).json().state], [200, 'cancelled'])
  await work(open.house)
  const batch = await batchOf(app, sender, batchId)
  assert.deepEqual([batch.state, batch.rowsDecided, batch.delivered], ['cancelled', 1000, 2])
  const done = await handIn(open.house, app, sender, await lettersArchive(`nationalNumber\n${number(0)}\n`))
  const late = await app.inject({
    method: 'POST',
    url: `/v1/batches/${done.batchId}/cancel`,
    headers: sender.headers(),
  })
  assert.deepEqual([late.statusCode, late.json().code], [409, 'batch-not-open'])
})

test('S-18: the file of a sender that was suspended stops', async () => {
  const bad = await seedSender(open.house, app, { name: 'Falsk Forsyning ApS' })
  const { batchId } = (
    await postBatch(app, bad, await upload(app, bad, await lettersArchive(manyRows([0]))))
  ).json()
  await workOnce(open.house, ['read-batch'])
  await suspendSender(open.house, bad.senderId)
  await work(open.house)
  const { rows } = await sql<{
    state: string
    code: string
    n: number
  }>`select state, problem->>'code' as code,
    rows_decided as n from batch where batch_id = ${batchId}`.execute(open.house.db)
  assert.deepEqual(rows[0], { state: 'cancelled', code: 'sender-suspended', n: 0 })
})

test('S-06: jobs that run twice, at once or late, read and send every row once', async () => {
  const answer = await postBatch(
    app,
    sender,
    await upload(app, sender, await lettersArchive(manyRows([0, 1, 2]))),
  )
  const { batchId } = answer.json()
  const key = { senderId: sender.senderId, batchId }
  await Promise.all(
    [readBatch(open.house, key), readBatch(open.house, key)].map((run) => run.catch(() => {})),
  )
  await readBatch(open.house, key)
  await Promise.all([1, 2, 3].map(() => sendChunk(open.house, key)))
  await work(open.house)
  const batch = await batchOf(app, sender, batchId)
  assert.deepEqual([batch.state, batch.rowsDecided, batch.delivered], ['done', 2500, 3])
  const letters = await lettersOf(batchId)
  assert.equal(letters.length, 2500)
  assert.equal(new Set(letters.map((letter) => letter.row)).size, 2500)
  const { rows } = await sql<{ done: number }>`select count(*)::int as done from sender_event
    where batch_id = ${batchId} and event = 'batch' and codes = array['done']`.execute(open.house.db)
  assert.equal(rows[0]!.done, 1)
})
