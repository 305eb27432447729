import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import type { LetterPage } from '#api/mailbox.ts'
import { asPostOffice } from '#ground/db.ts'
import type { App } from '#ground/routes.ts'
import { openCompanies } from '#tests/company-as.ts'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'
import { seedLetter } from '#tests/seed-letters.ts'
import { type SeededPerson, type SeededSender, seedPerson, seedSender } from '#tests/seed-people.ts'
import { as, signIns } from '#tests/sign-in-as.ts'
import { lettersRoutes } from './letters.routes.ts'

type Level = 'low' | 'substantial'

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

/** Somebody with two letters, who asks with what they were told before. */
async function reader() {
  const person = await seedPerson(open.house)
  people.push(person)
  const letter = (seed = {}) => {
    open.clock.advance(1000)
    return seedLetter(open.house, { mailboxId: person.mailboxId, senderId: sender.senderId, ...seed })
  }
  const first = await letter()
  const second = await letter()
  const ask = async (known?: string, query = '', level: Level = 'substantial') => {
    const headers = { ...as(person, level), ...(known ? { 'if-none-match': known } : {}) }
    const answer = await app.inject({ url: `/api/letters${query}`, headers })
    const tag = answer.headers.etag as string | undefined
    return { status: answer.statusCode, tag, body: answer.body }
  }
  const post = async (url: string, body: object) => {
    const answer = await app.inject({
      method: 'POST',
      url,
      headers: as(person),
      payload: body,
    })
    assert.equal(answer.statusCode, 200, answer.body)
  }
  return { person, first, second, letter, ask, post }
}

const update = (change: ReturnType<typeof sql>) => asPostOffice(open.house.db, (trx) => change.execute(trx))

test('B-01: a page that is what it was is not sent again; whatever changes of what it shows, the whole page comes', async () => {
  const { person, first, second, letter, ask, post } = await reader()
  const held = await letter({ delivered: false })
  let known = (await ask()).tag!
  assert.match(known, /^W\/"[\w-]+"$/)
  const same = await ask(known)
  assert.deepEqual([same.status, same.tag, same.body], [304, known, ''])
  const { mailboxId } = person
  const changes: Record<string, () => Promise<unknown>> = {
    'a letter arrives': () => letter(),
    'one is opened': () => post(`/api/letters/${first.letterId}/open`, {}),
    'one is marked unread': () => post(`/api/letters/${first.letterId}/read`, { unread: true }),
    'one is starred': () =>
      post('/api/letters/changes', {
        letterIds: [second.letterId],
        change: { kind: 'star', starred: true },
      }),
    'one leaves': () =>
      post('/api/letters/changes', {
        letterIds: [second.letterId],
        change: { kind: 'move', to: 'archive' },
      }),
    'the sender is not trusted any more': () =>
      update(sql`update sender set state = 'suspended' where sender_id = ${sender.senderId}`),
    'it has another name': () =>
      update(sql`update sender set name = 'Nordby Forsyning A/S', state = 'approved'
        where sender_id = ${sender.senderId}`),
    'a letter the scanner held comes in below the newest': () =>
      update(sql`update letter set delivered_at = accepted_at
        where mailbox_id = ${mailboxId} and letter_id = ${held.letterId}`),
  }
  for (const [what, change] of Object.entries(changes)) {
    await change()
    const whole = await ask(known)
    assert.equal(whole.status, 200, what)
    assert.ok((JSON.parse(whole.body) as LetterPage).letters.length > 0, what)
    assert.notEqual(whole.tag, known, what)
    known = whole.tag!
    assert.equal((await ask(known)).status, 304, what)
  }
})

test('B-01 B-06: a tag is of one person, one place or all that is starred, one page and one level', async () => {
  const karen = await reader()
  const lars = await reader()
  const known = (await karen.ask()).tag!
  assert.equal((await lars.ask(known)).status, 200)
  for (const query of ['?limit=1', '?in=archive', `?after=${karen.second.letterId}`])
    assert.equal((await karen.ask(known, query)).status, 200, query)
  assert.equal((await karen.ask(known, '', 'low')).status, 200)
  assert.equal((await karen.ask('"of-another-kind"')).status, 200)
  await karen.post('/api/letters/changes', {
    letterIds: [karen.first.letterId],
    change: { kind: 'star', starred: true },
  })
  const starred = (await karen.ask(undefined, '?in=starred')).tag!
  assert.equal((await karen.ask(starred, '?in=starred')).status, 304)
  for (const query of ['', '?in=starred&limit=1', '?in=archive'])
    assert.equal((await karen.ask(starred, query)).status, 200, query)
  assert.equal((await karen.ask(starred, '?in=starred', 'low')).status, 200)
  await karen.post(`/api/letters/${karen.first.letterId}/open`, {})
  assert.equal((await karen.ask(starred, '?in=starred')).status, 200, 'it was opened')
})

test('D-05: once the mailbox is closed, nobody is told that nothing has changed', async () => {
  const { person, ask } = await reader()
  const known = (await ask()).tag!
  await update(sql`update mailbox set state = 'closed' where mailbox_id = ${person.mailboxId}`)
  const refused = await ask(known)
  assert.deepEqual([refused.status, refused.tag], [(await ask()).status, undefined])
  assert.equal(JSON.parse(refused.body).code, 'mailbox-not-open')
})

test('B-01: many who ask at the same moment are each answered for themselves', async () => {
  const readers = await Promise.all(Array.from({ length: 12 }, reader))
  const tags = await Promise.all(readers.map(async ({ ask }) => (await ask()).tag!))
  for (const [i, { letter }] of readers.entries()) if (i % 3 === 0) await letter()
  const answers = await Promise.all(readers.map(({ ask }, i) => ask(tags[i])))
  assert.deepEqual(
    answers.map(({ status }) => status),
    readers.map((_, i) => (i % 3 === 0 ? 200 : 304)),
  )
})

test('I-11 B-01: once a session has ended, no question that comes after is told that nothing has changed, however many are under way', async () => {
  const front = await openCompanies()
  try {
    const karen = await front.somebody()
    const [here, elsewhere] = [await front.signedIn(karen), await front.signedIn(karen)]
    const tag = String((await elsewhere.ask('GET', '/api/letters')).headers.etag)
    const ask = async () =>
      (await elsewhere.ask('GET', '/api/letters', { headers: { 'if-none-match': tag } })).status
    assert.equal(await ask(), 304)
    const flood = Array.from({ length: 40 }, ask)
    assert.equal((await here.ask('POST', '/api/session/sessions/end-others')).status, 200)
    const after = await Promise.all(Array.from({ length: 40 }, ask))
    assert.deepEqual(new Set(after), new Set([401]))
    for (const status of await Promise.all(flood)) assert.ok(status === 304 || status === 401, `${status}`)
  } finally {
    await front.close()
  }
})
