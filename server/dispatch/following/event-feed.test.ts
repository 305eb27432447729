import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import pg from 'pg'
import { eventPage } from '#dispatch/following/event-feed.ts'
import type { Sender } from '#dispatch/sorting/submission.ts'
import { newId } from '#ground/ids.ts'
import { type FreshDatabase, freshDatabase } from '#tests/database.ts'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'
import { seedSender } from '#tests/seed-people.ts'

let open: OpenHouse
let neighbour: FreshDatabase
const clients: pg.Client[] = []
before(async () => {
  open = await openHouse()
  neighbour = await freshDatabase()
})
after(async () => {
  await Promise.all(clients.map((client) => client.end()))
  await open.close()
  await neighbour.drop()
})

async function session(url = open.databaseUrl): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  clients.push(client)
  return client
}

/** Writes an event with one letter in the transaction that is open; its id is what the feed must show. */
async function tell(client: pg.Client, senderId: string): Promise<string> {
  const letterId = newId()
  await client.query(
    `insert into sender_event (sender_id, event_id, event, letter_ids, at) values ($1, $2, 'delivered', array[$3::uuid], now())`,
    [senderId, newId(), letterId],
  )
  return letterId
}

async function newSender(): Promise<Sender> {
  const { senderId, name } = await seedSender(open.house)
  return { senderId, name, country: 'dk', publicSector: false, lettersPerMinute: 1, dryRunRowsPerDay: 1 }
}

/** What a sender reads from its cursor on, in small pages, until there is nothing more. */
async function follow(sender: Sender, after?: string) {
  const told: string[] = []
  let cursor = after
  for (;;) {
    const ask = { after: cursor, limit: 3, waitSeconds: 0 }
    const { events, next } = await eventPage(open.house, sender, ask, new AbortController().signal)
    cursor = next
    if (events.length === 0) return { told, cursor }
    told.push(...events.map((event) => event.letterId!))
  }
}

test('S-05: a transaction that stays open in another database of the cluster holds nobody up', async () => {
  const sender = await newSender()
  const elsewhere = await session(neighbour.url)
  await elsewhere.query('begin; select pg_current_xact_id()')
  const ours = await session()
  const letterId = await tell(ours, sender.senderId)
  assert.deepEqual((await follow(sender)).told, [letterId])
  await elsewhere.query('rollback')
})

test('S-05: a transaction of our own that may still write is waited for, whether it has written an event or not', async () => {
  const sender = await newSender()
  for (const early of [true, false]) {
    const { cursor } = await follow(sender)
    const [late, quick] = [await session(), await session()]
    await late.query('begin; select pg_current_xact_id()')
    const first = early ? await tell(late, sender.senderId) : undefined
    const second = await tell(quick, sender.senderId)
    assert.deepEqual((await follow(sender, cursor)).told, [], 'what came later waits')
    const written = first ?? (await tell(late, sender.senderId))
    await late.query('commit')
    assert.deepEqual((await follow(sender, cursor)).told, [written, second])
  }
})

test('S-05: who only reads, and who gives up, holds nobody up', async () => {
  const sender = await newSender()
  const [reader, loser] = [await session(), await session()]
  await reader.query('begin isolation level repeatable read; select count(*) from sender_event')
  await loser.query('begin')
  await tell(loser, sender.senderId)
  const letterId = await tell(await session(), sender.senderId)
  assert.deepEqual((await follow(sender)).told, [])
  await loser.query('rollback')
  assert.deepEqual((await follow(sender)).told, [letterId])
  await reader.query('commit')
})

test('S-05: ids of sessions, 32 bits, are read in full on both sides of the turn of an epoch', async () => {
  const full = async (short: string, near: string) => {
    const { rows } = await sql<{ id: string }>`
      select full_xact_id(${short}::bigint, ${near}::xid8)::text as id`.execute(open.house.db)
    return rows[0]!.id
  }
  assert.equal(await full('750', '760'), '750')
  assert.equal(await full('770', '760'), '770')
  assert.equal(await full('4294967290', '4294967301'), '4294967290', 'before the turn')
  assert.equal(await full('7', '4294967301'), '4294967303')
  assert.equal(await full('7', '4294967290'), '4294967303', 'after it')
  assert.equal(await full('5', '12884901890'), '12884901893')
})

test('S-05: the horizon is not asked for where a later statement would not see more', async () => {
  const client = await session()
  await client.query('begin isolation level repeatable read')
  await assert.rejects(client.query('select feed_horizon()'), /READ COMMITTED/)
  await client.query('rollback')
})

const EVENTS_MIN = 100

test('S-05: many write, commit, give up and dawdle, here and next door; whoever follows gets each event once and misses none', async () => {
  const sender = await newSender()
  const until = Date.now() + 3000
  const committed = new Set<string>()
  const seen: string[] = []
  // A busy machine writes less in its three seconds: then it takes longer.
  const goesOn = () => Date.now() < until || committed.size <= EVENTS_MIN
  async function write(client: pg.Client): Promise<void> {
    while (goesOn()) {
      await client.query('begin; select pg_current_xact_id()')
      const written: string[] = []
      for (let i = Math.floor(Math.random() * 3); i >= 0; i--) {
        if (Math.random() < 0.3) await sleep(Math.random() * 30)
        written.push(await tell(client, sender.senderId))
      }
      const good = Math.random() < 0.8
      await client.query(good ? 'commit' : 'rollback')
      if (good) for (const letterId of written) committed.add(letterId)
    }
  }
  async function disturb(client: pg.Client): Promise<void> {
    while (goesOn()) {
      await client.query('begin; select pg_current_xact_id()')
      await sleep(Math.random() * 200)
      await client.query('commit')
    }
  }
  async function read(): Promise<void> {
    let cursor: string | undefined
    // Whatever is open anywhere on the server holds back what was committed last: it is waited for, and then looked once more.
    const patient = () => writers > 0 || (seen.length < committed.size && Date.now() < until + 60_000)
    for (let more = true; more; ) {
      more = patient()
      const page = await follow(sender, cursor)
      seen.push(...page.told)
      cursor = page.cursor
    }
  }
  const sessions = await Promise.all(Array.from({ length: 8 }, () => session()))
  const all = [...sessions.map(write), disturb(await session(neighbour.url))]
  let writers = all.length
  for (const one of all) void one.finally(() => writers--).catch(() => undefined)
  await Promise.all([...all, read()])
  assert.ok(committed.size > EVENTS_MIN, `${committed.size} events`)
  assert.equal(seen.length, new Set(seen).size, 'none twice')
  assert.deepEqual(new Set(seen), committed)
})
