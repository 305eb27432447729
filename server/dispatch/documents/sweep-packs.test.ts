import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { openFileBlobs } from '#adapters/blobs-file.ts'
import { openS3Blobs } from '#adapters/blobs-s3.ts'
import { clearExpired } from '#dispatch/clear-expired.ts'
import { dispatchRoutes } from '#dispatch/dispatch.routes.ts'
import { sweepPacks } from '#dispatch/documents/sweep-packs.ts'
import { BlobError, type BlobStore } from '#ground/blobs.ts'
import { asPostOffice, openDb } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import type { App } from '#ground/routes.ts'
import { forgetLetters } from '#letters/forget-letters.ts'
import { handIn, upload } from '#tests/hand-in.ts'
import { lettersArchive } from '#tests/make-archive.ts'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'
import { seedLetter } from '#tests/seed-letters.ts'
import { seedPerson } from '#tests/seed-people.ts'
import { type SenderSeed, seedSender } from '#tests/seed-sender.ts'
import { type Swift, startSwift } from '#tests/swift.ts'

const DAY_MS = 86_400_000

/** One pack for each append, so that each test has its own; what belongs together is together in either store. */
const STORES: Record<string, (folder: string) => Promise<{ blobs: BlobStore; stop(): Promise<void> }>> = {
  files: async (folder) => {
    const blobs = openFileBlobs({ folder: join(folder, 'single-packs'), packBytesMax: 1 })
    return { blobs, stop: () => blobs.close() }
  },
  S3: async () => {
    const swift: Swift = await startSwift()
    return { blobs: openS3Blobs({ ...swift, prefix: 'packs/' }), stop: () => swift.stop() }
  },
}

for (const [name, start] of Object.entries(STORES))
  describe(`O-05: dead packs, ${name}`, () => {
    let open: OpenHouse
    let house: House
    let store: Awaited<ReturnType<typeof start>>
    let app: App
    let sender: SenderSeed
    before(async () => {
      let blobs: BlobStore | undefined
      const later = new Proxy({} as BlobStore, { get: (_, verb: keyof BlobStore) => blobs![verb] })
      open = await openHouse({ wrap: () => ({ blobs: later, uploadBlobs: later }) })
      store = await start(open.folder)
      blobs = store.blobs
      house = open.house
      app = await open.app(dispatchRoutes)
      sender = await seedSender(house, app)
    })
    after(async () => {
      await open.close()
      await store.stop()
    })

    const run = <T>(text: ReturnType<typeof sql<T>>) => asPostOffice(house.db, (trx) => text.execute(trx))
    const packsOf = async (table: string): Promise<string[]> =>
      (await run(sql<{ pack_id: string }>`select distinct pack_id from ${sql.table(table)}`)).rows.map(
        (row) => row.pack_id,
      )
    const noted = async () =>
      (await run(sql<{ pack_id: string }>`select pack_id from pack_left`)).rows.map((row) => row.pack_id)
    /** As if that many hours had gone by since the rows went. */
    const wait = (hours: number) =>
      run(sql`update pack_left set since = since - make_interval(hours => ${hours})`)
    const isThere = async (packId: string): Promise<boolean> => {
      try {
        await house.blobs.read(packId, 0, 1)
        return true
      } catch (error) {
        if (error instanceof BlobError && error.problem === 'no-such-pack') return false
        throw error
      }
    }

    async function lettersOf(count: number) {
      const { mailboxId } = await seedPerson(house)
      for (let i = 0; i < count; i++) await seedLetter(house, { mailboxId, senderId: sender.senderId })
      const { rows } = await run(
        sql<{ pack_id: string }>`select pack_id from letter_document where mailbox_id = ${mailboxId}`,
      )
      return { mailboxId, packs: rows.map((row) => row.pack_id) }
    }

    test('O-05 R1 D-05: the letters of an erased mailbox leave the packs a day later; its neighbour’s stay', async () => {
      const gone = await lettersOf(3)
      const stays = await lettersOf(1)
      await forgetLetters(house, gone)
      await forgetLetters(house, gone)
      const { rows } = await run(sql<{ n: number }>`
        select count(*)::int as n from letter where mailbox_id = ${gone.mailboxId}`)
      assert.equal(rows[0]!.n, 0)
      assert.deepEqual(await sweepPacks(house), { looked: 0, erased: 0 }, 'not before a day')
      await wait(23)
      assert.deepEqual(await sweepPacks(house), { looked: 0, erased: 0 })
      await wait(2)
      assert.deepEqual(await sweepPacks(house), { looked: 3, erased: 3 })
      for (const pack of gone.packs) assert.equal(await isThere(pack), false)
      for (const pack of stays.packs) assert.equal(await isThere(pack), true)
      assert.deepEqual(await sweepPacks(house), { looked: 0, erased: 0 }, 'twice is once')
    })

    test('O-05 R29: uploads nobody handed in and the documents of a refused file leave the packs; letters that were sent stay readable', async () => {
      const { nationalNumber } = await seedPerson(house)
      const batch = await handIn(
        house,
        app,
        sender,
        await lettersArchive(`nationalNumber\n${nationalNumber}\n`),
      )
      assert.equal(batch.delivered, 1)
      const living = (await packsOf('document'))[0]!
      await upload(app, sender, await lettersArchive('nationalNumber\n0101011234\n'))
      const refused = await handIn(house, app, sender, await lettersArchive('nobody knows this column\n1\n'))
      assert.equal(refused.state, 'refused')
      const uploads = await packsOf('upload_part')
      assert.equal(uploads.length, 3)
      open.clock.advance(7 * DAY_MS + 1)
      await clearExpired(house)
      await wait(25)
      await sweepPacks(house)
      for (const pack of uploads) assert.equal(await isThere(pack), false)
      assert.equal(await isThere(living), true)
      // The sender's own document goes after 90 days; the letter made of it stays in its mailbox for life.
      open.clock.advance(90 * DAY_MS)
      await clearExpired(house)
      assert.deepEqual(await packsOf('document'), [])
      await wait(25)
      await sweepPacks(house)
      assert.equal(await isThere(living), true)
      assert.deepEqual(await noted(), [])
    })

    test('O-05: a pack is not erased while an old transaction is open, nor when a row names it again; it comes back when that row goes', async () => {
      const { mailboxId, packs } = await lettersOf(1)
      const other = await lettersOf(1)
      await run(sql`
        insert into document (sender_id, document_id, media_type, size_bytes, sha256, wrapped_key, pack_id, pack_offset,
          sealed_bytes, verdict, created_at)
        select ${sender.senderId}, document_id, media_type, size_bytes, sha256, wrapped_key, ${packs[0]!}, 0, sealed_bytes,
          'clean', now() from letter_document where mailbox_id = ${other.mailboxId}`)
      await forgetLetters(house, { mailboxId })
      await wait(25)
      assert.deepEqual(await sweepPacks(house), { looked: 1, erased: 0 })
      assert.deepEqual(await noted(), [])
      await run(sql`delete from document where pack_id = ${packs[0]!}`)
      assert.deepEqual(await noted(), packs)

      // Whoever began before the row went might name the pack when it commits.
      const elsewhere = openDb({ url: open.databaseUrl, connectionsMax: 1, log: house.log, name: 'old' })
      try {
        await asPostOffice(elsewhere, async (trx) => {
          await sql`select 1`.execute(trx)
          assert.deepEqual(await sweepPacks(house, 0), { looked: 0, erased: 0 })
        })
      } finally {
        await elsewhere.destroy()
      }
      await wait(2)
      assert.deepEqual(await sweepPacks(house, 0), { looked: 1, erased: 1 })
    })

    test('O-05: killed between the look and the erasing, or before the note is taken down, the next run finishes it', async () => {
      const first = await lettersOf(1)
      await forgetLetters(house, first)
      await wait(25)
      const away = () => Promise.reject(new BlobError('unavailable', 'cut'))
      await assert.rejects(sweepPacks({ ...house, blobs: { ...house.blobs, erase: away } }), /cut/)
      assert.equal(await isThere(first.packs[0]!), true)
      assert.deepEqual(await noted(), first.packs)
      const erasedThenCut = async (packId: string) => {
        await house.blobs.erase(packId)
        return away()
      }
      await assert.rejects(sweepPacks({ ...house, blobs: { ...house.blobs, erase: erasedThenCut } }), /cut/)
      assert.equal(await isThere(first.packs[0]!), false)
      assert.deepEqual(await noted(), first.packs)
      assert.deepEqual(await sweepPacks(house), { looked: 1, erased: 1 })
      assert.deepEqual(await noted(), [])
    })

    test('O-05: a row that goes while the pack is looked at puts the look off for another day', async () => {
      const { mailboxId, packs } = await lettersOf(1)
      await forgetLetters(house, { mailboxId })
      await wait(25)
      const late = {
        ...house,
        blobs: {
          ...house.blobs,
          erase: async (packId: string) => {
            await run(sql`update pack_left set since = clock_timestamp()`)
            return house.blobs.erase(packId)
          },
        },
      }
      await sweepPacks(late)
      assert.deepEqual(await noted(), packs, 'not taken down by who saw an older note')
      await run(sql`delete from pack_left`)
    })
  })

test('O-05: uploads fill packs of their own, so that letters kept for life do not keep them', async () => {
  const open = await openHouse()
  try {
    const app = await open.app(dispatchRoutes)
    const sender = await seedSender(open.house, app)
    const { mailboxId } = await seedPerson(open.house)
    const packs = () => readdirSync(join(open.folder, 'packs')).filter((file) => file.endsWith('.pack'))
    await seedLetter(open.house, { mailboxId, senderId: sender.senderId })
    await upload(app, sender, await lettersArchive('nationalNumber\n0101011234\n'))
    await seedLetter(open.house, { mailboxId, senderId: sender.senderId })
    assert.equal(packs().length, 2)
  } finally {
    await open.close()
  }
})
