import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { GivenAccess, HeldAccess } from '#api/access.ts'
import type { AccessEntry } from '#api/mailbox.ts'
import { asPostOffice } from '#ground/db.ts'
import { ACCESS_LIMITS } from '#rules/access-for-others.ts'
import { openCompanies } from '#tests/company-as.ts'
import { seedLetter } from '#tests/seed-letters.ts'
import { seedSender } from '#tests/seed-people.ts'
import type { Browser, Somebody } from '#tests/visitor.ts'
import { forgetGrants } from './forget-grants.ts'

type Open = Awaited<ReturnType<typeof openCompanies>>
let open: Open
let senderId: string
let made = 100

before(async () => {
  open = await openCompanies()
  senderId = (await seedSender(open.house)).senderId
})
after(() => open.close())

type Person = Somebody & { address: string; browser: Browser }

/** Somebody with a digital address, signed in. */
async function person(given: string): Promise<Person> {
  const who = await open.somebody({ name: { givenNames: given, familyName: 'Holm' } })
  const number = ++made
  await open.house.db
    .insertInto('digital_address')
    .values({
      address_number: String(number),
      suffix: 'A',
      handle: `${given.toLowerCase()}.holm`,
      person_id: who.personId,
      mailbox_id: who.mailboxId,
      issued_at: open.clock.now(),
    })
    .execute()
  return { ...who, address: `${given.toLowerCase()}.holm#${number}A`, browser: await open.signedIn(who) }
}

const offer = (owner: Person, digitalAddress: string, more: object = {}) =>
  owner.browser.ask('POST', '/api/access/given', {
    json: { digitalAddress, capacity: 'delegate-reader', part: { kind: 'whole' }, endsOn: null, ...more },
  })

const held = async (who: Person): Promise<HeldAccess[]> =>
  (await who.browser.ask('GET', '/api/access/held')).json.held
const given = async (who: Person): Promise<GivenAccess[]> =>
  (await who.browser.ask('GET', '/api/access/given')).json.given

/** From the offer to the other's session in the owner's mailbox. */
async function share(owner: Person, other: Person, more: object = {}) {
  const { status, json, text } = await offer(owner, other.address, more)
  assert.equal(status, 201, text)
  const { grantId } = json as GivenAccess
  await open.work()
  const said = await other.browser.ask('POST', `/api/access/held/${grantId}/answer`, {
    json: { accept: true, notices: false },
  })
  assert.equal(said.status, 200, said.text)
  const acting = await other.browser.ask('POST', '/api/session/acting-for', { json: { grantId } })
  assert.equal(acting.status, 200, acting.text)
  return { grantId, acting: acting.json }
}

const letterTo = (who: Person, more: object = {}) =>
  seedLetter(open.house, { mailboxId: who.mailboxId, senderId, ...more })

test('B-10 D-08: offered by digital address, accepted, seen in the switcher; what was done stands in the owner’s log by name', async () => {
  const [astrid, bo] = [await person('Astrid'), await person('Bo')]
  const { letterId } = await letterTo(astrid, { title: 'Til Astrid' })
  const { grantId, acting } = await share(astrid, bo)
  assert.deepEqual(
    [acting.actingIn.name, acting.actingIn.capacity, acting.actingFor],
    ['Astrid Holm', 'delegate-reader', null],
  )
  const me = await bo.browser.ask('GET', '/api/me')
  assert.equal(me.json.name, 'Astrid Holm')
  const { letters } = (await bo.browser.ask('GET', '/api/letters')).json
  assert.deepEqual(
    letters.map((row: { title: string }) => row.title),
    ['Til Astrid'],
  )
  assert.equal((await bo.browser.ask('POST', `/api/letters/${letterId}/open`, { json: {} })).status, 200)
  assert.equal((await bo.browser.ask('GET', '/api/settings')).json.code, 'acting-for-enterprise')
  assert.equal((await bo.browser.ask('GET', '/api/access/given')).json.code, 'power-not-given')
  const log = (await astrid.browser.ask('GET', '/api/access-log')).json.entries as AccessEntry[]
  assert.deepEqual(
    log.map(({ action, actor }) => [action, actor.kind, actor.name]),
    [
      ['opened', 'delegate', 'Bo Holm'],
      ['access-accepted', 'delegate', 'Bo Holm'],
      ['access-offered', 'owner', 'Astrid Holm'],
    ],
  )
  const [mine] = await given(astrid)
  assert.deepEqual([mine!.grantId, mine!.state, mine!.name], [grantId, 'active', 'Bo Holm'])
  const choices = (await bo.browser.ask('GET', '/api/session/acting-for')).json
  assert.deepEqual(
    choices.mailboxes.map((one: { name: string }) => one.name),
    ['Astrid Holm'],
  )
  assert.equal(
    (await bo.browser.ask('POST', '/api/session/acting-for', { json: { employeeId: null } })).status,
    200,
  )
  assert.equal((await bo.browser.ask('GET', '/api/me')).json.name, 'Bo Holm')
})

test('B-10 A-15 D-17: the answer is the same for a person, for nobody, for who blocked the owner, and for who says no', async () => {
  const [owner, willing, hostile, unwilling] = [
    await person('Eva'),
    await person('Finn'),
    await person('Gorm'),
    await person('Hanne'),
  ]
  const blocked = await hostile.browser.ask('POST', '/api/people/blocks', {
    json: { digitalAddress: owner.address },
  })
  assert.equal(blocked.status < 300, true, blocked.text)
  const same = ({ grantId: _, address: __, givenAt: ___, answerBy: ____, ...rest }: GivenAccess) => rest
  const answers: GivenAccess[] = []
  for (const address of [
    willing.address,
    'nobody.atall#99999Z',
    hostile.address,
    unwilling.address,
    'wrong.name#101A',
  ]) {
    const answer = await offer(owner, address)
    assert.equal(answer.status, 201, address)
    await open.work()
    answers.push(answer.json)
  }
  for (const one of answers) assert.deepEqual(same(one), same(answers[0]!))
  const declined = answers[3]!.grantId
  const no = { json: { accept: false, notices: false } }
  assert.equal((await unwilling.browser.ask('POST', `/api/access/held/${declined}/answer`, no)).status, 200)
  assert.deepEqual(await held(unwilling), [])
  assert.deepEqual((await held(hostile)).length, 0, 'who blocked the owner hears nothing of it')
  const listed = await given(owner)
  for (const one of listed) assert.deepEqual(same(one), same(answers[0]!))
  assert.equal((await owner.browser.ask('GET', '/api/access-log')).json.entries.length, answers.length)
  open.clock.advance(ACCESS_LIMITS.answerDays * 86_400_000)
  owner.browser = await open.signedIn(owner)
  const later = await given(owner)
  for (const one of later) assert.deepEqual([one.state, one.endedWhy], ['ended', 'not-answered'])
  willing.browser = await open.signedIn(willing)
  assert.deepEqual(await held(willing), [])
})

test('B-10: taken back, given up or past its last day, an access ends at once, and the session is told so', async () => {
  const [owner, one] = [await person('Ida'), await person('Jens')]
  await letterTo(owner)
  const first = await share(owner, one)
  assert.equal((await one.browser.ask('GET', '/api/letters')).status, 200)
  const back = await owner.browser.ask('DELETE', `/api/access/given/${first.grantId}`)
  assert.deepEqual([back.json.state, back.json.endedWhy], ['ended', 'taken-back'])
  for (const url of ['/api/letters', '/api/me'])
    assert.equal((await one.browser.ask('GET', url)).json.code, 'access-ended')
  assert.equal((await one.browser.ask('GET', '/api/session')).json.actingIn, null)
  const home = { json: { employeeId: null } }
  assert.equal((await one.browser.ask('POST', '/api/session/acting-for', home)).status, 200)
  assert.equal(
    (await one.browser.ask('POST', '/api/session/acting-for', { json: { grantId: first.grantId } })).status,
    404,
  )

  const second = await share(owner, one)
  await one.browser.ask('POST', '/api/session/acting-for', home)
  assert.equal((await one.browser.ask('DELETE', `/api/access/held/${second.grantId}`)).status, 204)
  assert.equal((await given(owner))[0]!.endedWhy, 'given-up')

  const third = await share(owner, one, { endsOn: open.clock.now().toISOString().slice(0, 10) })
  await one.browser.ask('POST', '/api/session/acting-for', home)
  const fourth = await share(owner, one, { capacity: 'delegate-sender' })
  assert.equal((await given(owner)).find(({ grantId }) => grantId === third.grantId)!.endedWhy, 'replaced')
  assert.equal((await one.browser.ask('GET', '/api/letters')).status, 200)
  await owner.browser.ask('DELETE', `/api/access/given/${fourth.grantId}`)
})

test('B-10: a document that is being streamed ends when the access is taken back', async () => {
  const [owner, one] = [await person('Karl'), await person('Lise')]
  const bytes = randomBytes(48 * 1024 * 1024)
  const { letterId } = await letterTo(owner, {
    documents: [{ bytes, mediaType: 'application/pdf', fileName: 'stor.pdf' }],
  })
  const { grantId } = await share(owner, one)
  const url = await open.app.listen({ host: '127.0.0.1', port: 0 })
  const cookie = [...one.browser.jar].map(([name, value]) => `${name}=${value}`).join('; ')
  const get = () =>
    fetch(`${url}/api/letters/${letterId}/documents/1`, {
      headers: { cookie, 'sec-fetch-site': 'same-origin' },
    })
  const whole = await get()
  assert.equal((await whole.arrayBuffer()).byteLength, bytes.length, 'undisturbed it comes whole')
  const answer = await get()
  assert.equal(answer.status, 200)
  const reader = answer.body!.getReader()
  let got = (await reader.read()).value!.length
  assert.equal((await owner.browser.ask('DELETE', `/api/access/given/${grantId}`)).status, 200)
  await assert.rejects(async () => {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      got += value.length
    }
  })
  assert.ok(got < bytes.length, `${got} bytes came`)
})

test('B-10 B-06: below substantial nobody is in another’s mailbox; a letter that asks for more stays locked for who has less', async () => {
  const [owner, one] = [await person('Mads'), await person('Nina')]
  const { letterId } = await letterTo(owner, { sensitive: true, minimumLevel: 'high', title: 'Kun højt' })
  const { grantId } = await share(owner, one)
  const letter = await one.browser.ask('GET', `/api/letters/${letterId}`)
  assert.deepEqual([letter.json.locked, letter.json.minimumLevel], [true, 'high'])
  assert.equal(
    (await one.browser.ask('GET', `/api/letters/${letterId}/documents/1`)).json.code,
    'letter-locked',
  )
  open.clock.advance(30_000)
  const weak = open.browser()
  await weak.signIn(one, 'low')
  assert.equal(
    (await weak.ask('POST', '/api/session/acting-for', { json: { grantId } })).json.code,
    'level-too-low',
  )
  const again = await offer(owner, one.address)
  await open.work()
  const yes = { json: { accept: true, notices: false } }
  const answered = await weak.ask('POST', `/api/access/held/${again.json.grantId}/answer`, yes)
  assert.equal(answered.json.code, 'level-too-low')
})

test('B-10: what is wrong in itself is said: own address, no address, a day that is over, a folder of somebody else, the trash', async () => {
  const [owner, other] = [await person('Otto'), await person('Petra')]
  const folder = (await other.browser.ask('POST', '/api/folders', { json: { name: 'Min' } })).json.folderId
  const cases: [string, object, string][] = [
    [owner.address, {}, 'digitalAddress'],
    ['not an address', {}, 'digitalAddress'],
    [other.address, { endsOn: '2020-01-01' }, 'endsOn'],
    [other.address, { part: { kind: 'folders', places: ['trash'] } }, 'part.places'],
  ]
  for (const [address, more, field] of cases) {
    const { json } = await offer(owner, address, more)
    assert.deepEqual([json.code, json.faults[0].field], ['request-invalid', field])
  }
  for (const part of [
    { kind: 'folders', places: [folder] },
    { kind: 'senders', senderIds: [senderId] },
  ])
    assert.equal((await offer(owner, other.address, { part })).json.code, 'not-found')
})

test('B-10: nobody is flooded with offers: ten a day of one mailbox', async () => {
  const owner = await person('Rikke')
  for (let i = 0; i < ACCESS_LIMITS.invitationsADay; i++)
    assert.equal((await offer(owner, `nobody.known#${5000 + i}`)).status, 201)
  const over = await offer(owner, 'nobody.known#6000')
  assert.deepEqual([over.status, over.json.code], [429, 'too-many-requests'])
})

test('B-10 R4: five years after its end a grant is forgotten', async () => {
  const [owner, one] = [await person('Sara'), await person('Tom')]
  const { grantId } = await share(owner, one)
  await owner.browser.ask('DELETE', `/api/access/given/${grantId}`)
  const count = () =>
    asPostOffice(open.house.db, async (trx) => {
      const rows = await trx
        .selectFrom('access_grant')
        .select('state')
        .where('grant_id', '=', grantId)
        .execute()
      return rows.length
    })
  await forgetGrants(open.house)
  assert.equal(await count(), 1)
  open.clock.advance(5 * 366 * 86_400_000)
  await forgetGrants(open.house)
  assert.equal(await count(), 0)
})
