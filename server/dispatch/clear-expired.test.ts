import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { clearExpired } from '#dispatch/clear-expired.ts'
import { dispatchRoutes } from '#dispatch/dispatch.routes.ts'
import { asPostOffice } from '#ground/db.ts'
import type { App } from '#ground/routes.ts'
import { handIn, upload } from '#tests/hand-in.ts'
import { lettersArchive } from '#tests/make-archive.ts'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'
import { seedPerson } from '#tests/seed-people.ts'
import { type SenderSeed, seedSender } from '#tests/seed-sender.ts'

const DAY_MS = 86_400_000
let open: OpenHouse
let app: App
let sender: SenderSeed
before(async () => {
  open = await openHouse()
  app = await open.app(dispatchRoutes)
  sender = await seedSender(open.house, app)
})
after(() => open.close())

async function count(table: string): Promise<number> {
  const { rows } = await asPostOffice(open.house.db, (trx) =>
    sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(trx),
  )
  return rows[0]!.n
}

const counts = async (...tables: string[]) =>
  Object.fromEntries(await Promise.all(tables.map(async (table) => [table, await count(table)] as const)))

test('R29 S-05: request keys after a day, uploads after a week, dispatch data 90 days after the file closed; the letter stays', async () => {
  const { nationalNumber } = await seedPerson(open.house)
  const list = `nationalNumber\n${nationalNumber}\n0101011234\n`
  const batch = await handIn(open.house, app, sender, await lettersArchive(list))
  assert.deepEqual([batch.delivered, batch.refused], [1, 1])
  await upload(app, sender, await lettersArchive(list))
  const all = [
    'idempotency_key',
    'client_assertion',
    'upload',
    'upload_part',
    'batch_chunk',
    'batch',
    'document',
    'refused_row',
    'dispatch_item',
    'sender_event',
  ]
  const first = await counts(...all)
  for (const table of all) assert.ok(first[table]! > 0, table)

  open.clock.advance(DAY_MS - 60_000)
  await clearExpired(open.house)
  assert.equal(await count('idempotency_key'), first.idempotency_key)
  assert.equal(await count('client_assertion'), 0)
  open.clock.advance(120_000)
  await clearExpired(open.house)
  assert.deepEqual(await counts('idempotency_key', 'batch_chunk', 'upload'), {
    idempotency_key: 0,
    batch_chunk: 0,
    upload: first.upload,
  })
  open.clock.advance(6 * DAY_MS)
  await clearExpired(open.house)
  assert.deepEqual(await counts('upload', 'upload_part'), { upload: 0, upload_part: 0 })
  open.clock.advance(82 * DAY_MS)
  await clearExpired(open.house)
  const kept = ['batch', 'document', 'refused_row', 'dispatch_item', 'sender_event'] as const
  for (const table of kept) assert.equal(await count(table), first[table], table)
  open.clock.advance(2 * DAY_MS)
  await clearExpired(open.house)
  assert.deepEqual(await counts(...kept), {
    batch: 0,
    document: 0,
    refused_row: 0,
    dispatch_item: 0,
    sender_event: 0,
  })
  assert.deepEqual(await counts('letter', 'letter_document', 'letter_event'), {
    letter: 1,
    letter_document: 1,
    letter_event: 2,
  })
  // Twice is once.
  assert.ok(Object.values(await clearExpired(open.house)).every((gone) => gone === 0))
})
