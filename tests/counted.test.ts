// Counts that could grow without end are bounded: what a page or a queue costs does not grow with what it counts.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { COUNTED_MAX } from '#api/counted.ts'
import { countWaiting } from '#dispatch/following/print-queue.store.ts'
import { asPostOffice, inMailbox, type Trx } from '#ground/db.ts'
import { countLetters } from '#people/mailboxes.store.ts'
import { type OpenHouse, openHouse } from './open-house.ts'
import { seedPerson, seedSender } from './seed-people.ts'

let open: OpenHouse
before(async () => {
  open = await openHouse()
})
after(() => open.close())

const office = <T>(work: (trx: Trx) => Promise<T>) => asPostOffice(open.house.db, work)

test('S-08: the print queue is counted up to ten thousand and no further', async () => {
  const { senderId } = await seedSender(open.house)
  const other = await seedSender(open.house)
  const queue = (from: number, to: number, owner = senderId) =>
    office((trx) =>
      sql`insert into print_item (sender_id, letter_id, batch_id, document_ids, recipient_sealed, state, queued_at)
        select ${owner}::uuid, gen_random_uuid(), gen_random_uuid(), '{}', '',
          case when i % 10 = 0 then 'cancelled' else 'waiting' end, now()
        from generate_series(${from}::int, ${to}::int) as i`.execute(trx),
    )
  await queue(1, 9, other.senderId)
  await queue(1, 50)
  assert.equal(await office((trx) => countWaiting(trx, senderId)), 45)
  await queue(1, 13_000)
  assert.equal(await office((trx) => countWaiting(trx, senderId)), COUNTED_MAX)
})

test('P-12: letters that would end with the mailbox are counted up to ten thousand and no further', async () => {
  const { mailboxId } = await seedPerson(open.house)
  const { senderId } = await seedSender(open.house)
  const fill = (letters: number) =>
    office((trx) =>
      sql`insert into letter (mailbox_id, letter_id, sender_id, title_sealed, sensitive, public_sector, minimum_level,
          document_count, evidence_salt, accepted_at, delivered_at)
        select ${mailboxId}::uuid, gen_random_uuid(), ${senderId}::uuid, '', false, false, 'low', 1, '', now(),
          case when i % 10 = 0 then null else now() end
        from generate_series(1, ${letters}::int) as i`.execute(trx),
    )
  const count = () => inMailbox(open.house.db, mailboxId, (trx) => countLetters(trx, mailboxId))
  await fill(50)
  assert.equal(await count(), 45)
  await fill(12_000)
  assert.equal(await count(), COUNTED_MAX)
})
