import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { asPostOffice } from '#ground/db.ts'
import { applyPeople } from '#people/apply-register.ts'
import { codesIn, emptyPrintQueue } from '#tests/letter-box.ts'
import { seedPerson } from '#tests/seed-people.ts'
import { openSignIn } from '#tests/sign-in.ts'
import type { Browser } from '#tests/visitor.ts'

let room: Awaited<ReturnType<typeof openSignIn>>
before(async () => {
  room = await openSignIn()
})
after(() => room.close())

const HOUR = 3_600_000
let networks = 0
const somewhere = () => room.browser(`198.51.100.${++networks}`)

/** Orders by the real page and opens the letter that comes, if one does. */
async function letterFor(number: string, browser = somewhere()) {
  const before = room.printed.length
  await browser.fill('/id/enrol', { number })
  await emptyPrintQueue(room.house, room.identity)
  const letter = room.printed.slice(before)[0]
  const [code] = letter ? codesIn(letter) : []
  return { letter, code: code! }
}

/** Fills in the second form of a page somebody has in front of them. */
async function send(browser: Browser, page: string, fields: Record<string, string>) {
  const action = /<form method="post" action="([^"]+)"/.exec(page)![1]!
  const hidden = [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
  const form = { ...Object.fromEntries(hidden.map(([, name, value]) => [name!, value!])), ...fields }
  return browser.ask('POST', action, { form })
}

test('I-01 I-20 N-03: a code posted to an address that was left since opens nothing, its owner is told to order anew, and may at once', async () => {
  const person = await seedPerson(room.house)
  const { rows } = await sql<{ houseNumber: string }>`
    select house_number as "houseNumber" from person where person_id = ${person.personId}::uuid`.execute(
    room.house.db,
  )
  const registerSays = (familyName: string, houseNumber: string) =>
    asPostOffice(room.house.db, (trx) =>
      applyPeople(
        trx,
        [
          {
            country: 'dk',
            nationalNumber: person.nationalNumber,
            givenNames: 'Karen Margrethe',
            familyName,
            address: { road: 'Ahornvej', houseNumber, postcode: '5000', city: 'Odense C' },
            status: 'active',
            protected: false,
          },
        ],
        room.clock.now(),
      ),
    )
  const told = async () =>
    (
      await sql`select from graphile_worker._private_jobs
        where payload->>'personId' = ${person.personId} and payload->>'about' = 'code-left-behind'`.execute(
        room.house.db,
      )
    ).rows.length
  const type = (code: string, browser = somewhere()) =>
    browser.fill('/id/activate', { name: person.nationalNumber, code })

  const first = await letterFor(person.nationalNumber)
  await registerSays('Holm', rows[0]!.houseNumber)
  const browser = somewhere()
  const page = await type(first.code, browser)
  assert.equal(page.status, 200, 'a new name is no move')
  assert.equal(await told(), 0)

  await registerSays('Holm', '77')
  await registerSays('Holm', '77')
  assert.equal(
    (await send(browser, page.text, { userId: 'karen.holm', password: 'seks lys i vinduet', terms: 'yes' }))
      .status,
    410,
    'nor on a page that was open',
  )
  assert.equal((await type(first.code)).status, 401)
  assert.equal(await told(), 1)

  const second = await letterFor(person.nationalNumber)
  assert.match(second.letter!.to.lines[0]!, /^Ahornvej 77/)
  assert.equal((await type(second.code)).status, 200)

  // Between the order and the print house: no code is printed that opens nothing.
  room.clock.advance(24 * HOUR)
  await somewhere().fill('/id/enrol', { number: person.nationalNumber })
  await registerSays('Holm', '78')
  const printed = room.printed.length
  await emptyPrintQueue(room.house, room.identity)
  assert.equal(room.printed.length, printed)
  assert.equal((await type(second.code)).status, 401)
})
