import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { sql } from 'kysely'
import { asPostOffice } from '#ground/db.ts'
import { openCompanies } from '#tests/company-as.ts'
import { seedLetter } from '#tests/seed-letters.ts'
import { seedSender } from '#tests/seed-people.ts'
import { KeptPages, pageLock } from './kept-pages.ts'

const MINUTES = 60_000

function openPages() {
  let now = Date.parse('2026-11-23T09:00:00Z')
  const pages = new KeptPages(() => new Date(now))
  const pass = (ms: number) => {
    now += ms
  }
  return { pages, pass }
}
const lockOf = (page = 'inbox') => pageLock(randomBytes(64), page)

test('B-01: a kept page is given back to who brings what it was sealed under, and under its own tag only', () => {
  const { pages } = openPages()
  const [karen, lars] = [lockOf(), lockOf()]
  const page = randomBytes(3000)
  pages.keep(karen, 'a', page)
  assert.ok(pages.has(karen) && !pages.has(lars))
  assert.deepEqual(pages.open(karen, 'a'), page)
  assert.equal(pages.open(karen, 'b'), undefined)
  assert.equal(pages.open(lars, 'a'), undefined)
  assert.throws(() => pages.open({ ...karen, key: lars.key }, 'a'), /authenticate/)
  pages.keep(karen, 'b', randomBytes(10))
  assert.equal(pages.open(karen, 'a'), undefined, 'another one took its place')
})

test('B-01: pages are kept for a quarter of an hour since they were last asked for, and no more than fit', () => {
  const { pages, pass } = openPages()
  const first = lockOf()
  pages.keep(first, 'a', randomBytes(100))
  pass(14 * MINUTES)
  assert.ok(pages.open(first, 'a'))
  pass(14 * MINUTES)
  assert.ok(pages.open(first, 'a'))
  pass(15 * MINUTES)
  assert.equal(pages.open(first, 'a'), undefined)
  const many = Array.from({ length: 40 }, () => lockOf())
  for (const lock of many) {
    pages.keep(lock, 'a', randomBytes(512 * 1024))
    assert.ok(pages.open(many[0]!, 'a'), 'the one that is asked for stays')
  }
  assert.equal(pages.has(first), false, 'what is too old goes')
  assert.deepEqual(
    many.map((lock) => pages.has(lock)),
    many.map((_, i) => i === 0 || i >= 26),
  )
})

/** Karen, signed in, with a letter; `opened` counts what the key vault was asked to open. */
async function openKaren() {
  let opened = 0
  const front = await openCompanies({
    wrap: (house) => ({
      vault: {
        ...house.vault,
        unwrap: (items) => {
          opened += items.length
          return house.vault.unwrap(items)
        },
      },
    }),
  })
  const karen = await front.somebody()
  const { senderId } = await seedSender(front.house)
  const letter = () =>
    seedLetter(front.house, { mailboxId: karen.mailboxId!, senderId, title: 'Årsopgørelse' })
  await letter()
  const browser = await front.signedIn(karen)
  const read = async (by = browser) => {
    const before = opened
    const answer = await by.ask('GET', '/api/letters')
    return { status: answer.status, tag: answer.headers.etag, page: answer.json, opened: opened - before }
  }
  return { front, karen, letter, browser, read }
}

test('B-01 D-05: who comes back while nothing is new gets the same page with nothing opened anew, and at once another when there is', async () => {
  const { front, karen, letter, read } = await openKaren()
  try {
    const first = await read()
    assert.deepEqual([first.status, first.opened], [200, 1])
    front.clock.advance(1000)
    const again = await read()
    assert.equal(again.opened, 0)
    assert.equal(again.tag, first.tag)
    assert.deepEqual(again.page, { ...first.page, asOf: front.clock.now().toISOString() })
    await letter()
    const more = await read()
    assert.deepEqual([more.page.letters.length, more.page.unread, more.opened], [2, 2, 2])
    assert.equal((await read()).opened, 0)
    await asPostOffice(front.house.db, (trx) =>
      sql`update mailbox set state = 'closed' where mailbox_id = ${karen.mailboxId}`.execute(trx),
    )
    const refused = await read()
    assert.deepEqual([refused.page.code, refused.opened], ['mailbox-not-open', 0])
  } finally {
    await front.close()
  }
})

test('B-01 I-11 D-01: what was kept for a session is opened by no other of the same person, nor after its level was raised anew', async () => {
  const { front, karen, browser, read } = await openKaren()
  try {
    await read()
    const elsewhere = await front.signedIn(karen)
    assert.equal((await read(elsewhere)).opened, 1)
    front.clock.advance(60_000)
    const raised = await browser.ask('POST', '/api/session/step-up/totp', { json: { code: karen.code() } })
    assert.equal(raised.status, 200, raised.text)
    assert.equal((await read()).opened, 1, 'another token, another secret')
    assert.equal((await read()).opened, 0)
  } finally {
    await front.close()
  }
})
