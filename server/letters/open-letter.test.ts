import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import type { AccessLogPage, LetterProof } from '#api/mailbox.ts'
import { asPostOffice } from '#ground/db.ts'
import { seal } from '#ground/evidence/log.ts'
import { logOf } from '#ground/evidence/log-identity.ts'
import type { App } from '#ground/routes.ts'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'
import { seedLetter } from '#tests/seed-letters.ts'
import { type SeededPerson, type SeededSender, seedPerson, seedSender } from '#tests/seed-people.ts'
import { actorFor, as, signIns } from '#tests/sign-in-as.ts'
import { readPublicKey } from '../../verifier/key.ts'
import { verifyReceipt } from '../../verifier/receipt.ts'
import { forgetAccesses } from './forget-accesses.ts'
import { lettersRoutes } from './letters.routes.ts'
import { openLetter } from './open-letter.ts'

let open: OpenHouse
let app: App
let sender: SeededSender
const people: SeededPerson[] = []
before(async () => {
  open = await openHouse()
  sender = await seedSender(open.house)
  app = await open.app(lettersRoutes(signIns(open.house, people)))
})
after(() => open.close())

async function aLetter(seed = {}) {
  const person = await seedPerson(open.house)
  people.push(person)
  const { letterId } = await seedLetter(open.house, {
    mailboxId: person.mailboxId,
    senderId: sender.senderId,
    ...seed,
  })
  const ask = async (method: 'GET' | 'POST', path: string) => {
    const answer = await app.inject({ method, url: `/api/letters/${letterId}${path}`, headers: as(person) })
    return { status: answer.statusCode, body: answer.json() }
  }
  return { person, letterId, ask }
}

/** Everything an opening may leave behind. */
async function traces(letterId: string) {
  return asPostOffice(open.house.db, async (trx) => {
    const { rows } = await sql<{
      events: number
      access: number
      told: number
      opened: boolean
      leaves: number
    }>`
      select (select count(*)::int from letter_event where letter_id = ${letterId} and event = 'E.1 ContentHandover') as events,
        (select count(*)::int from access_log where letter_id = ${letterId} and action = 'opened') as access,
        (select count(*)::int from sender_event where letter_ids @> array[${letterId}::uuid] and event = 'opened') as told,
        (select opened_at is not null from letter where letter_id = ${letterId}) as opened,
        (select sum(leaf_count)::int from evidence_chunk) as leaves`.execute(trx)
    return rows[0]!
  })
}

test('B-16 O-04: the first opening is evidence, is told to the sender once and marks the letter; later ones are only logged', async () => {
  const { letterId, ask } = await aLetter()
  const before = await traces(letterId)
  const first = await ask('POST', '/open')
  assert.deepEqual(first.body, { openedAt: open.clock.now().toISOString(), unread: false, unreadTotal: 0 })
  open.clock.advance(60_000)
  const second = await ask('POST', '/open')
  assert.equal(second.body.openedAt, first.body.openedAt)
  assert.deepEqual(await traces(letterId), {
    events: 1,
    access: 2,
    told: 1,
    opened: true,
    leaves: before.leaves + 1,
  })
})

test('A-06: of a letter to all residents of an address the sender is not told which of them opens it', async () => {
  const { letterId, ask } = await aLetter({ toAllResidents: true })
  assert.equal((await ask('POST', '/open')).status, 200)
  const { told, events, opened } = await traces(letterId)
  assert.deepEqual({ told, events, opened }, { told: 0, events: 1, opened: true })
})

test('O-04: twenty openings at once are one opening to the sender and one leaf', async () => {
  const { person, letterId } = await aLetter()
  const before = await traces(letterId)
  const actor = actorFor(open.house, person, 'substantial')
  const answers = await Promise.all(Array.from({ length: 20 }, () => openLetter(open.house, actor, letterId)))
  assert.equal(new Set(answers.map(({ openedAt }) => openedAt)).size, 1)
  assert.deepEqual(await traces(letterId), {
    events: 1,
    access: 20,
    told: 1,
    opened: true,
    leaves: before.leaves + 1,
  })
})

test('O-04 B-16: stopped at any step, an opening has not happened: no mark, no leaf, no event, no log', async () => {
  for (const table of ['letter', 'evidence_chunk', 'letter_event', 'sender_event', 'access_log']) {
    const { letterId, ask } = await aLetter()
    const before = await traces(letterId)
    const trip = (statement: string) => sql.raw(statement).execute(open.house.db)
    await trip(
      `create or replace function trip() returns trigger language plpgsql as $$ begin raise 'cut'; end $$`,
    )
    await trip(`create trigger trip after insert or update on ${table} for each row execute function trip()`)
    const cut = await ask('POST', '/open')
    await trip(`drop trigger trip on ${table}`)
    assert.deepEqual([cut.status, cut.body.code], [500, 'internal-error'], table)
    assert.deepEqual(await traces(letterId), before, table)
    assert.equal((await ask('POST', '/open')).status, 200)
  }
})

test('O-04: the opening is proven by a receipt that the offline verifier accepts', async () => {
  const { letterId, ask } = await aLetter()
  await ask('POST', '/open')
  const waiting = (await ask('GET', '/proof')).body as LetterProof
  assert.equal(waiting.receipt, null)
  assert.equal(waiting.events.at(-1)!.leafIndex, null)
  await seal(open.house.db, logOf(open.house))
  const proof = (await ask('GET', '/proof')).body as LetterProof
  assert.deepEqual(
    proof.events.map(({ event }) => event),
    ['ContentConsignment', 'ContentHandover'],
  )
  assert.ok(proof.events.every(({ leafIndex }) => leafIndex !== null) && proof.sealedAt !== null)
  const {
    event,
    seal: sealed,
    origin,
  } = verifyReceipt(JSON.stringify(proof.receipt), readPublicKey(open.house.signer.publicKeyPem))
  assert.equal(origin, 'localhost:8080/evidence')
  assert.equal(event.event, 'E.1 ContentHandover')
  assert.equal(event.letterId, letterId)
  assert.deepEqual(
    event.documentSha256,
    proof.documents.map(({ sha256 }) => sha256),
  )
  assert.equal(sealed!.index, proof.events[1]!.leafIndex)
  assert.deepEqual((await ask('GET', '/proof')).body, proof, 'made again it is the same')
})

test('B-16: the log of a letter and of the mailbox, by cursor, with names and without gaps', async () => {
  const { person, letterId, ask } = await aLetter()
  for (let i = 0; i < 5; i++) {
    open.clock.advance(1000)
    await ask('POST', '/open')
  }
  const page = async (url: string) => (await app.inject({ url, headers: as(person) })).json<AccessLogPage>()
  const seen: string[] = []
  let after = ''
  for (let pages = 0; pages < 10; pages++) {
    const { entries, next } = await page(`/api/letters/${letterId}/access-log?limit=2${after}`)
    seen.push(...entries.map(({ action, actor }) => `${action} ${actor.name}`))
    if (next === null) break
    after = `&after=${next}`
  }
  assert.deepEqual(seen, [...Array(5).fill(`opened ${person.name}`), `delivered ${sender.name}`])
  const all = await page('/api/access-log?limit=3')
  assert.equal(all.entries.length, 3)
  assert.deepEqual(all.entries[0]!.letter, { letterId, title: 'Årsopgørelse 2026' })
  const rest = await page(`/api/access-log?limit=3&after=${all.next}`)
  assert.deepEqual([rest.entries.length, rest.next], [2, null])
})

test('R4 E-13: who did what is gone five years after it was done, to the day; the leaf stays, and with it the proof that it was opened', async () => {
  const { letterId, ask } = await aLetter()
  const was = open.clock.now()
  open.clock.set('2028-02-29T10:00:00Z')
  assert.equal((await ask('POST', '/open')).status, 200)
  open.clock.set('2028-03-01T10:00:00Z')
  assert.equal((await ask('POST', '/open')).status, 200)
  const { leaves } = await traces(letterId)
  const left = async (moment: string) => {
    open.clock.set(moment)
    await forgetAccesses(open.house)
    const { access, events, ...rest } = await traces(letterId)
    assert.deepEqual([events, rest.leaves], [1, leaves])
    return access
  }
  assert.equal(await left('2033-02-28T09:59:59Z'), 2)
  assert.equal(await left('2033-02-28T10:00:00Z'), 1, 'from 29 February: the last of February')
  assert.equal(await left('2033-03-01T09:59:59Z'), 1)
  assert.equal(await left('2033-03-01T10:00:00Z'), 0)
  assert.equal(await forgetAccesses(open.house), 0)
  open.clock.set(was)
})
