import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { asPostOffice } from '#ground/db.ts'
import { newId } from '#ground/ids.ts'
import { openHouse } from '#tests/open-house.ts'
import { seedPerson } from '#tests/seed-people.ts'
import { handlersOf } from '#worker/handlers.ts'
import { eraseNow } from './erase-mailbox.ts'

test('R4 D-05: the proof of a consent goes five years after its mailbox was erased, by the hourly clearing, and no day sooner', async (t) => {
  const open = await openHouse({ now: new Date('2028-02-29T10:00:00Z') })
  t.after(() => open.close())
  const { house, clock } = open
  const agree = async (mailboxState: 'open' | 'closed') => {
    const { mailboxId } = await seedPerson(house, { mailboxState })
    await asPostOffice(house.db, (trx) =>
      sql`insert into consent_event (mailbox_id, consent_event_id, consent, given, text_version, at)
          values (${mailboxId}, ${newId()}, 'terms', true, '2026-11', ${clock.now()})`.execute(trx),
    )
    return mailboxId
  }
  const [lives, gone] = [await agree('open'), await agree('closed')]
  await eraseNow(house, gone)
  const kept = async () => {
    const { rows } = await asPostOffice(house.db, (trx) =>
      sql<{
        mailboxId: string
      }>`select distinct mailbox_id as "mailboxId" from consent_event order by 1`.execute(trx),
    )
    return rows.map(({ mailboxId }) => mailboxId)
  }
  const clearing = handlersOf(house)['clear-expired']
  const before = await kept()
  assert.ok(before.includes(lives) && before.includes(gone))
  clock.set(new Date('2033-02-28T09:00:00Z'))
  await clearing()
  assert.deepEqual(await kept(), before)
  clock.set(new Date('2033-03-01T10:00:00Z'))
  await clearing()
  assert.deepEqual(
    await kept(),
    before.filter((one) => one !== gone),
  )
})

test('E-24 R4: a withdrawn consent goes five years later with what it withdrew, while the mailbox lives; what was given since stays', async (t) => {
  const open = await openHouse({ now: new Date('2028-05-10T10:00:00Z') })
  t.after(() => open.close())
  const { house, clock } = open
  const { mailboxId } = await seedPerson(house)
  const say = (consent: string, given: boolean) =>
    asPostOffice(house.db, (trx) =>
      sql`insert into consent_event (mailbox_id, consent_event_id, consent, given, text_version, at)
          values (${mailboxId}, ${newId()}, ${consent}, ${given}, '2026-11', ${clock.now()})`.execute(trx),
    )
  const kept = async () => {
    const { rows } = await asPostOffice(house.db, (trx) =>
      sql<{
        said: string
      }>`select consent || case when given then ' yes' else ' no' end as said from consent_event
        where mailbox_id = ${mailboxId} and consent in ('address-exchange', 'marketing') order by at`.execute(
        trx,
      ),
    )
    return rows.map(({ said }) => said)
  }
  const had = (await kept()).length
  assert.ok(had <= 1, 'what the mailbox was opened with')
  await say('marketing', true)
  await say('address-exchange', true)
  clock.set(new Date('2029-05-10T10:00:00Z'))
  await say('address-exchange', false)
  clock.set(new Date('2030-05-10T10:00:00Z'))
  await say('address-exchange', true)
  const clearing = handlersOf(house)['clear-expired']
  clock.set(new Date('2034-05-10T09:59:59Z'))
  await clearing()
  assert.equal((await kept()).length, had + 4)
  clock.set(new Date('2034-05-10T10:00:00Z'))
  await clearing()
  assert.deepEqual(await kept(), ['marketing yes', 'address-exchange yes'])
})
