import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { dispatchRoutes } from '#dispatch/dispatch.routes.ts'
import { asPostOffice } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { batchOf, postBatch, upload, workOnce } from '#tests/hand-in.ts'
import { lettersArchive } from '#tests/make-archive.ts'
import { openHouse } from '#tests/open-house.ts'
import { seedPerson } from '#tests/seed-people.ts'
import { seedSender } from '#tests/seed-sender.ts'

/** Every call of a port beyond the `left` first ones fails once, then the power is back. */
const power = { left: Number.POSITIVE_INFINITY, calls: 0 }

function failing<Port extends object>(port: Port): Port {
  return new Proxy(port, {
    get(target, name) {
      const value = Reflect.get(target, name)
      if (typeof value !== 'function') return value
      return (...args: unknown[]) => {
        power.calls += 1
        if (power.left-- === 0) return Promise.reject(new Error('power cut'))
        return value.apply(target, args)
      }
    },
  })
}

test('S-06: a crash at any step of reading or sending resumes where it was, and no row goes twice', async () => {
  const open = await openHouse({
    wrap: (house: House) => ({ vault: failing(house.vault), blobs: failing(house.blobs) }),
  })
  try {
    const app = await open.app(dispatchRoutes)
    const sender = await seedSender(open.house, app)
    const people = await Promise.all(Array.from({ length: 5 }, () => seedPerson(open.house)))
    const numbers = people.map((person) => person.nationalNumber)
    const list = `nationalNumber\n${numbers.join('\n')}\n${'0101011234\n'.repeat(1)}`
    const bytes = await lettersArchive(list)
    /** @returns how many port calls it took, and how many of them failed */
    const run = async (failAt: number) => {
      const { batchId } = (await postBatch(app, sender, await upload(app, sender, bytes))).json()
      Object.assign(power, { left: failAt, calls: 0 })
      let crashes = 0
      for (let tries = 0; tries < 10; tries++) {
        const job = await workOnce(open.house, ['read-batch', 'send-chunk']).catch(async () => {
          crashes += 1
          // What a dead worker leaves behind is taken up by another.
          await sql`update graphile_worker._private_jobs set locked_at = null, locked_by = null`.execute(
            open.house.db,
          )
          return 'again' as const
        })
        if (!job) break
      }
      const { calls } = power
      power.left = Number.POSITIVE_INFINITY
      const batch = await batchOf(app, sender, batchId)
      assert.deepEqual(
        [batch.state, batch.rowsDecided, batch.delivered, batch.refused],
        ['done', 6, 5, 1],
        `failing at call ${failAt}: ${JSON.stringify(batch)}`,
      )
      const { rows } = await asPostOffice(open.house.db, (trx) =>
        sql<{ items: number; letters: number; documents: number }>`
          select count(*)::int as items, count(l.letter_id)::int as letters, count(d.document_id)::int as documents
          from dispatch_item i
          left join letter l on l.mailbox_id = i.mailbox_id and l.letter_id = i.letter_id
          left join letter_document d on d.mailbox_id = l.mailbox_id and d.letter_id = l.letter_id
          where i.batch_id = ${batchId}`.execute(trx),
      )
      assert.deepEqual(rows[0], { items: 6, letters: 5, documents: 5 })
      return { calls, crashes }
    }
    const { calls } = await run(Number.POSITIVE_INFINITY)
    assert.ok(calls >= 8, `${calls} steps`)
    let crashes = 0
    for (let failAt = 0; failAt < calls; failAt++) crashes += (await run(failAt)).crashes
    assert.ok(crashes >= calls - 2, `${crashes} crashes in ${calls} steps`)
    // Each mailbox has one letter of each run.
    const { rows } = await asPostOffice(open.house.db, (trx) =>
      sql<{ n: number }>`select count(*)::int as n from letter group by mailbox_id`.execute(trx),
    )
    assert.deepEqual(
      rows.map((row) => row.n),
      people.map(() => calls + 1),
    )
  } finally {
    await open.close()
  }
})
