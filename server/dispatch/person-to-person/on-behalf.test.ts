// Writing to a person in the name of whoever lets one write for them, through HTTP, by people who really signed in.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { PEOPLE_PATHS } from '#api/person-to-person.ts'
import { setSenderState } from '#dispatch/senders/sender.store.ts'
import { asPostOffice } from '#ground/db.ts'
import { openCompanies } from '#tests/company-as.ts'
import { seedGrant } from '#tests/seed-grant.ts'
import type { Browser, Somebody } from '#tests/visitor.ts'

let open: Awaited<ReturnType<typeof openCompanies>>
before(async () => {
  open = await openCompanies()
})
after(() => open.close())

type Person = Somebody & { address: string; browser: Browser }
let made = 0

async function person(givenNames: string, familyName = 'Holm'): Promise<Person> {
  const who = await open.somebody({ name: { givenNames, familyName } })
  const [number, handle] = [String(200 + ++made), `${givenNames}.${familyName}`.toLowerCase()]
  await open.house.db
    .insertInto('digital_address')
    .values({
      address_number: number,
      suffix: 'A',
      handle,
      person_id: who.personId,
      mailbox_id: who.mailboxId,
      issued_at: open.clock.now(),
    })
    .execute()
  return { ...who, address: `${handle}#${number}A`, browser: await open.signedIn(who) }
}

const letter = (to: Person, title = 'Nøglen') => ({ to: to.address, title, text: 'Den ligger hos Per.' })
const write = (browser: Browser, said: object, key = randomUUID()) =>
  browser.ask('POST', PEOPLE_PATHS.letters, {
    parts: { letter: JSON.stringify(said) },
    headers: { 'idempotency-key': key },
  })
const sent = async (browser: Browser) => (await browser.ask('GET', PEOPLE_PATHS.sent)).json.letters
const newest = async (who: Person) => (await who.browser.ask('GET', '/api/letters')).json.letters[0]

/** `holder` in `owner`'s mailbox. */
async function enter(
  owner: Person,
  holder: Person,
  capacity: 'delegate-reader' | 'delegate-sender' | 'guardian',
) {
  const people = { owner: { ...owner, emails: [] }, holder: { ...holder, emails: [] } }
  const grantId = await seedGrant(open.house, people, { capacity })
  const acting = await holder.browser.ask('POST', '/api/session/acting-for', { json: { grantId } })
  assert.equal(acting.status, 200, acting.text)
  return grantId
}

test('B-10 D-08 S-13 B-16: a letter in the owner’s name says who wrote it: on the letter, in the log and in the owner’s copy', async () => {
  const [astrid, bo, kari] = [await person('Astrid'), await person('Bo'), await person('Kari')]
  assert.equal((await write(astrid.browser, letter(kari, 'Fra Astrid selv'))).status, 201)
  await enter(astrid, bo, 'delegate-sender')
  const key = randomUUID()
  const done = await write(bo.browser, letter(kari), key)
  assert.equal(done.status, 201, done.text)
  assert.equal(
    (await write(bo.browser, letter(kari), key)).json.letterId,
    done.json.letterId,
    'twice is once',
  )
  const arrived = await newest(kari)
  assert.deepEqual(
    [arrived.title, arrived.sender.name, arrived.sender.person, arrived.sender.writtenBy],
    ['Nøglen', 'Astrid Holm', true, 'Bo Holm'],
  )
  assert.equal((await kari.browser.ask('GET', '/api/letters')).json.letters[1].sender.writtenBy, undefined)
  const opened = await kari.browser.ask('GET', `/api/letters/${arrived.letterId}`)
  assert.equal(opened.json.sender.writtenBy, 'Bo Holm')

  const hers = await sent(astrid.browser)
  assert.deepEqual(
    hers.map((one: { title: string; writtenBy?: string }) => [one.title, one.writtenBy]),
    [
      ['Nøglen', 'Bo Holm'],
      ['Fra Astrid selv', undefined],
    ],
  )
  const his = await sent(bo.browser)
  assert.deepEqual(
    his.map((one: { title: string }) => one.title),
    ['Nøglen'],
    'what the owner wrote is not shared with who writes for them',
  )
  const document = await bo.browser.ask('GET', `/api/sent/${done.json.letterId}/documents/1`)
  assert.equal(document.text, 'Den ligger hos Per.')
  const foreign = hers[1].letterId
  assert.equal((await bo.browser.ask('GET', `/api/sent/${foreign}`)).status, 404)
  assert.equal((await bo.browser.ask('GET', `/api/sent/${foreign}/documents/1`)).status, 404)
  assert.equal(
    (await bo.browser.ask('DELETE', `/api/sent/${done.json.letterId}`)).json.code,
    'power-not-given',
  )

  const log = (await astrid.browser.ask('GET', '/api/access-log')).json.entries
  assert.deepEqual(
    log
      .filter(({ action }: { action: string }) => action === 'sent')
      .map(({ actor }: { actor: object }) => actor),
    [
      { kind: 'delegate', name: 'Bo Holm' },
      { kind: 'owner', name: 'Astrid Holm' },
    ],
  )
  await bo.browser.ask('POST', '/api/session/acting-for', { json: { employeeId: null } })
  assert.deepEqual(await sent(bo.browser), [], 'in his own mailbox there is none of it')
  assert.equal((await write(bo.browser, letter(kari, 'Fra Bo selv'))).status, 201)
  assert.deepEqual((await newest(kari)).sender.name, 'Bo Holm')
})

test('B-24: who only reads sends nothing, a guardian does; taken back, the next letter is refused, and so is one of an enterprise', async () => {
  const [astrid, bo, kari] = [await person('Anna'), await person('Bent'), await person('Karl')]
  await enter(astrid, bo, 'delegate-reader')
  assert.equal((await write(bo.browser, letter(kari))).json.code, 'power-not-given')
  await enter(astrid, bo, 'guardian')
  assert.equal((await write(bo.browser, letter(kari))).status, 201)
  assert.equal((await newest(kari)).sender.writtenBy, 'Bent Holm')
  assert.equal((await sent(bo.browser)).length, 1, 'a guardian sees all of it')
  const grantId = await enter(astrid, bo, 'delegate-sender')
  assert.equal((await astrid.browser.ask('DELETE', `/api/access/given/${grantId}`)).status, 200)
  assert.equal((await write(bo.browser, letter(kari))).json.code, 'access-ended')
  const company = await open.found(kari)
  const employee = await open.signedIn(kari, company.employeeId)
  assert.equal((await write(employee, letter(astrid))).json.code, 'acting-for-enterprise')
  assert.equal(
    (await employee.ask('POST', PEOPLE_PATHS.find, { json: { name: 'Anna Holm' } })).json.code,
    'acting-for-enterprise',
  )
})

test('D-17 B-21 B-10: nobody who is blocked, or was stopped by staff, gets through in a friend’s name', async () => {
  const [vera, stalker, kari] = [await person('Vera'), await person('Steen'), await person('Katja')]
  await kari.browser.ask('POST', PEOPLE_PATHS.blocks, { json: { digitalAddress: stalker.address } })
  await enter(vera, stalker, 'delegate-sender')
  const refused = await write(stalker.browser, letter(kari))
  assert.equal(refused.json.code, 'address-not-reached')
  assert.equal((await sent(vera.browser)).length, 0, 'nothing is kept of it')
  assert.equal((await write(vera.browser, letter(kari))).status, 201, 'the friend is not blocked')

  const other = await person('Otto')
  assert.equal((await write(stalker.browser, letter(other))).status, 201)
  const { sender_id } = await asPostOffice(open.house.db, async (trx) => {
    const row = await trx
      .selectFrom('sender')
      .select('sender_id')
      .where('writer_id', '=', stalker.personId)
      .executeTakeFirstOrThrow()
    await setSenderState(trx, row.sender_id, 'suspended')
    return row
  })
  assert.ok(sender_id)
  assert.equal((await write(stalker.browser, letter(other))).json.code, 'mailbox-not-open')
  await stalker.browser.ask('POST', '/api/session/acting-for', { json: { employeeId: null } })
  assert.equal((await write(stalker.browser, letter(other))).json.code, 'mailbox-not-open', 'nor in his own')
  assert.equal((await write(vera.browser, letter(other))).status, 201, 'whose name it was is not stopped')
})
