import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inMailbox } from '#ground/db.ts'
import { healthRoutes } from '#http/health.routes.ts'
import { openHouse } from './open-house.ts'
import { seedPerson, seedSender } from './seed-people.ts'

test('a house for tests: real database, vault and packs, a clock that stands still, a log that can be searched', async () => {
  const open = await openHouse()
  try {
    const { house, clock } = open
    const [karen, other] = [
      await seedPerson(house, { emails: ['karen@fjordby.example'] }),
      await seedPerson(house),
    ]
    await seedSender(house)
    const seen = await inMailbox(house.db, karen.mailboxId, (trx) =>
      trx.selectFrom('mailbox').select('mailbox_id').execute(),
    )
    assert.deepEqual(seen, [{ mailbox_id: karen.mailboxId }], 'row-level security holds in tests as well')
    assert.notEqual(other.mailboxId, karen.mailboxId)

    const documentId = karen.personId
    const key = new Uint8Array(32).fill(7)
    const [wrapped] = await house.vault.wrap([{ mailboxId: karen.mailboxId, documentId, key }])
    const [opened] = await house.vault.unwrap([{ mailboxId: karen.mailboxId, documentId, wrapped: wrapped! }])
    assert.deepEqual(Buffer.from(opened!), Buffer.from(key))
    const { packId, offset } = await house.blobs.append([Buffer.from('sealed')])
    assert.equal(Buffer.from(await house.blobs.read(packId, offset, 6)).toString(), 'sealed')

    assert.equal(clock.now().toISOString(), '2026-11-22T09:00:00.000Z')
    clock.advance(1500)
    assert.equal(house.clock().toISOString(), '2026-11-22T09:00:01.500Z')

    const app = await open.app(healthRoutes)
    assert.equal((await app.inject('/ready')).statusCode, 200)
    assert.match(open.logged(), /"route":"\/ready"/)
  } finally {
    await open.close()
  }
})
