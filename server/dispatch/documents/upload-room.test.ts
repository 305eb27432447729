import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { clearExpired } from '#dispatch/clear-expired.ts'
import { dispatchRoutes } from '#dispatch/dispatch.routes.ts'
import { asPostOffice } from '#ground/db.ts'
import type { App } from '#ground/routes.ts'
import { PDF } from '#tests/multipart.ts'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'
import { type SenderSeed, seedSender } from '#tests/seed-sender.ts'

const MIB = 1024 * 1024
const ROOM = 2048 * MIB
const DAY_MS = 86_400_000

let open: OpenHouse
let app: App
let appends = 0
before(async () => {
  open = await openHouse({
    env: { SENDER_UPLOAD_MIB: '2048' },
    wrap: ({ blobs }) => ({
      blobs: {
        ...blobs,
        append: (parts) => {
          appends++
          return blobs.append(parts)
        },
      },
    }),
  })
  app = await open.app(dispatchRoutes)
})
after(() => open.close())

const begin = (by: SenderSeed, sizeBytes: number, key?: string) =>
  app.inject({
    method: 'POST',
    url: '/v1/uploads',
    headers: { ...by.headers(key), 'tus-resumable': '1.0.0', 'upload-length': String(sizeBytes) },
  })

const put = (by: SenderSeed, key?: string) =>
  app.inject({
    method: 'POST',
    url: '/v1/documents',
    headers: { ...by.headers(key), 'content-type': 'application/pdf' },
    payload: PDF,
  })

const giveUp = (by: SenderSeed, path: string) =>
  app.inject({
    method: 'DELETE',
    url: path,
    headers: { authorization: `Bearer ${by.token}`, 'tus-resumable': '1.0.0' },
  })

async function used({ senderId }: SenderSeed): Promise<number> {
  const { rows } = await asPostOffice(open.house.db, (trx) =>
    sql<{
      used: number
    }>`select stored_bytes::float8 as used from upload_room where sender_id = ${senderId}`.execute(trx),
  )
  return rows[0]?.used ?? 0
}

test('A-11 S-06: uploads take room when they begin; when it is spent the sender is told how much of what, and another sender is not touched', async () => {
  const [one, other] = [await seedSender(open.house, app), await seedSender(open.house, app)]
  const key = randomUUID()
  const first = await begin(one, 1024 * MIB, key)
  assert.equal(first.statusCode, 201)
  assert.equal((await begin(one, 1024 * MIB, key)).statusCode, 201, 'the same upload takes room once')
  assert.equal((await begin(one, 1024 * MIB)).statusCode, 201)
  assert.equal(await used(one), ROOM)

  const refused = await begin(one, 1)
  assert.deepEqual([refused.statusCode, refused.json().code], [413, 'upload-quota-spent'])
  assert.equal(
    refused.json().detail,
    `1 bytes were asked for; ${ROOM} of ${ROOM} are taken by uploads and documents that lie here.`,
  )
  assert.match(refused.json().remedy, /DELETE \/v1\/uploads/)
  const before = appends
  const document = await put(one)
  assert.deepEqual([document.statusCode, document.json().code], [413, 'upload-quota-spent'])
  assert.equal(appends, before, 'refused before anything is put away')
  assert.equal((await begin(other, 2048 * MIB)).statusCode, 201)

  assert.equal((await giveUp(one, String(first.headers.location))).statusCode, 204)
  assert.equal(await used(one), 1024 * MIB)
  assert.equal((await put(one)).statusCode, 201)
})

test('S-06: of many uploads begun at once only those that fit are taken', async () => {
  const sender = await seedSender(open.house, app)
  const answers = await Promise.all(Array.from({ length: 6 }, () => begin(sender, 700 * MIB)))
  const taken = answers.filter(({ statusCode }) => statusCode === 201)
  assert.equal(taken.length, 2)
  assert.equal(await used(sender), 1400 * MIB)
})

test('S-05 R29: room comes back with what is cleared: uploads after a week, documents after 90 days; a repeated document takes it once', async () => {
  const sender = await seedSender(open.house, app)
  await begin(sender, 100 * MIB)
  const same = randomUUID()
  for (const key of [same, same, randomUUID()]) assert.equal((await put(sender, key)).statusCode, 201)
  assert.equal(await used(sender), 100 * MIB + 2 * PDF.length)
  open.clock.advance(7 * DAY_MS + 1)
  await clearExpired(open.house)
  assert.equal(await used(sender), 2 * PDF.length)
  open.clock.advance(90 * DAY_MS)
  await clearExpired(open.house)
  assert.equal(await used(sender), 0)
})
