import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { look } from '#tests/hand-over-as.ts'
import { codesIn, emptyPrintQueue, textOf } from '#tests/letter-box.ts'
import { seedPerson } from '#tests/seed-people.ts'
import { openSignIn } from '#tests/sign-in.ts'
import { addSomebody, type Browser } from '#tests/visitor.ts'
import { setLogin } from '../set-password.ts'

let room: Awaited<ReturnType<typeof openSignIn>>
before(async () => {
  room = await openSignIn()
})
after(() => room.close())

const HOUR = 3_600_000
const PASSWORD = 'seks lys i vinduet'
let networks = 0
const somewhere = () => room.browser(`198.51.${Math.floor(networks / 250)}.${1 + (networks++ % 250)}`)

/** Orders by the real page and opens the letter that comes, if one does. */
async function letterFor(number: string, browser: Browser = somewhere()) {
  const before = room.printed.length
  const answer = await browser.fill('/id/enrol', { number })
  await emptyPrintQueue(room.house, room.identity)
  const letter = room.printed.slice(before)[0]
  const [code, blockCode] = letter ? codesIn(letter) : []
  return { answer, letter, code: code!, blockCode: blockCode! }
}

/** Fills in the second form of a page somebody has in front of them. */
async function send(browser: Browser, page: string, fields: Record<string, string>) {
  const action = /<form method="post" action="([^"]+)"/.exec(page)![1]!
  const hidden = [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
  const form = { ...Object.fromEntries(hidden.map(([, name, value]) => [name!, value!])), ...fields }
  return browser.ask('POST', action, { form })
}

let users = 0
const choice = () => ({ userId: `ny.bruger${++users}`, password: PASSWORD, terms: 'yes' })
const lettersTo = async (personId: string) =>
  (
    await sql<{
      n: number
    }>`select count(*)::int as n from id_letter where person_id = ${personId}::uuid`.execute(room.house.db)
  ).rows[0]!.n

test('I-01 I-14 I-15 N-01: by letter to the registered address, a Dane chooses a user ID and signs in with it', async () => {
  const person = await seedPerson(room.house)
  const { answer, letter, code } = await letterFor(
    `${person.nationalNumber.slice(0, 6)}-${person.nationalNumber.slice(6)}`,
  )
  assert.equal(answer.status, 200)
  assert.equal(letter!.to.name, person.name)
  assert.match(letter!.to.lines[0]!, /^Ahornvej/)
  assert.doesNotMatch(textOf(letter!), new RegExp(person.nationalNumber), 'P-07')
  const browser = somewhere()
  const chooses = await browser.fill('/id/activate', {
    name: person.nationalNumber,
    code: code.toLowerCase(),
  })
  assert.equal(chooses.status, 200)
  assert.match(chooses.text, /Vilkår for ID/)
  const chosen = choice()
  const done = await send(browser, chooses.text, { ...chosen, publicServices: 'yes' })
  assert.equal(done.status, 303)
  assert.equal((await browser.ask('GET', '/api/session')).json.signedIn, true)
  const { rows: agreements } = await sql<{ agreement: string; accepted: boolean }>`
    select agreement, accepted from id_agreement where person_id = ${person.personId}::uuid order by agreement`.execute(
    room.house.db,
  )
  assert.deepEqual(agreements, [
    { agreement: 'id-terms', accepted: true },
    { agreement: 'public-services-and-signature', accepted: true },
  ])
  const again = await somewhere().fill('/sign-in', { name: chosen.userId, password: PASSWORD })
  assert.equal(again.status, 303)
})

test('I-14 I-15: a Norwegian signs in by national number; public services are a choice of their own', async () => {
  const person = await seedPerson(room.house, { profile: 'no' })
  const { code } = await letterFor(person.nationalNumber)
  const browser = somewhere()
  const page = await browser.fill('/id/activate', { name: person.nationalNumber, code })
  assert.doesNotMatch(page.text, /name="userId"/)
  assert.equal((await send(browser, page.text, { password: PASSWORD, terms: 'yes' })).status, 303)
  const { rows } = await sql<{ accepted: boolean }>`
    select accepted from id_agreement where person_id = ${person.personId}::uuid and agreement <> 'id-terms'`.execute(
    room.house.db,
  )
  assert.deepEqual(rows, [{ accepted: false }])
  assert.equal(
    (await somewhere().fill('/sign-in', { name: person.nationalNumber, password: PASSWORD })).status,
    303,
  )
})

test('N-04: the purpose stands before the first field, in four languages', async () => {
  for (const [lang, words] of [
    ['da', 'Hvad vi bruger oplysningerne til'],
    ['nb', 'Hva vi bruker opplysningene til'],
    ['sv', 'Vad vi använder uppgifterna till'],
    ['en', 'What we use this for'],
  ] as const) {
    const { text } = await somewhere().ask('GET', `/id/enrol?lang=${lang}`)
    assert.ok(text.indexOf(words) > 0 && text.indexOf(words) < text.indexOf('<input id="number"'), lang)
  }
})

test('I-01: known and unknown, protected and enrolled numbers get one and the same answer, and not sooner', async () => {
  const hidden = await seedPerson(room.house)
  await sql`update person set protected = true where person_id = ${hidden.personId}::uuid`.execute(
    room.house.db,
  )
  const enrolled = await addSomebody(room)
  const dead = await seedPerson(room.house)
  await sql`update person set status = 'deceased' where person_id = ${dead.personId}::uuid`.execute(
    room.house.db,
  )
  const seen: { body: string; ms: number; letters: number }[] = []
  for (const number of [
    hidden.nationalNumber,
    enrolled.nationalNumber,
    dead.nationalNumber,
    '3112999999',
    '31129999999',
  ]) {
    const before = room.printed.length
    const browser = somewhere()
    await browser.ask('GET', '/id/enrol')
    const begun = performance.now()
    const answer = await browser.fill('/id/enrol', { number })
    const ms = performance.now() - begun
    await emptyPrintQueue(room.house, room.identity)
    seen.push({ body: `${answer.status} ${answer.text}`, ms, letters: room.printed.length - before })
  }
  assert.equal(new Set(seen.map(({ body }) => body)).size, 1)
  assert.deepEqual(
    seen.map(({ letters }) => letters),
    [1, 1, 0, 0, 0],
    'N-03: protected people too',
  )
  assert.ok(
    seen.every(({ ms }) => ms >= 295),
    JSON.stringify(seen.map(({ ms }) => ms)),
  )
})

test('I-01: one letter a day and three a month to one person, however many ask; one network asks ten times a day', async () => {
  const person = await seedPerson(room.house)
  for (let i = 0; i < 3; i++) await letterFor(person.nationalNumber)
  assert.equal(await lettersTo(person.personId), 1)
  for (let day = 0; day < 5; day++) {
    room.clock.advance(24 * HOUR)
    await letterFor(person.nationalNumber)
  }
  assert.equal(await lettersTo(person.personId), 3)
  const greedy = somewhere()
  const statuses: number[] = []
  for (let i = 0; i < 11; i++)
    statuses.push((await greedy.fill('/id/enrol', { number: `010190${8000 + i}` })).status)
  assert.deepEqual(statuses.slice(9), [200, 429])
  room.clock.advance(24 * HOUR)
  assert.equal((await greedy.fill('/id/enrol', { number: '0101908000' })).status, 200)
})

test('I-01: the third wrong secret ends a code; a slip and a wrong reference end nothing', async () => {
  const person = await seedPerson(room.house)
  const { code } = await letterFor(person.nationalNumber)
  const name = person.nationalNumber
  const try_ = async (text: string) => (await somewhere().fill('/id/activate', { name, code: text })).status
  const other = await letterFor((await seedPerson(room.house)).nationalNumber)
  for (let i = 0; i < 6; i++)
    assert.equal(await try_(code.slice(0, -1) + (code.endsWith('A') ? 'B' : 'A')), 422, 'a slip')
  for (let i = 0; i < 4; i++) assert.equal(await try_(other.code), 401, 'a reference of somebody else')
  assert.equal(await try_(code), 200, 'an attacker without the letter ended nothing')
  const { readCode, writeCode, ALPHABET } = await import('#rules/readable-code.ts')
  const { reference, secret } = readCode(code)!
  const wrong = writeCode(
    [...(reference + secret.slice(0, -1) + (secret.endsWith('Z') ? 'Y' : 'Z'))].map((c) =>
      ALPHABET.indexOf(c),
    ),
  )
  for (let i = 0; i < 3; i++) assert.equal(await try_(wrong), 401)
  assert.equal(await try_(code), 401, 'ended')
})

test('I-01: a letter lives thirty days', async () => {
  const person = await seedPerson(room.house)
  const { code } = await letterFor(person.nationalNumber)
  room.clock.advance(30 * 24 * HOUR - 1000)
  assert.equal((await somewhere().fill('/id/activate', { name: person.nationalNumber, code })).status, 200)
  room.clock.advance(1000)
  assert.equal((await somewhere().fill('/id/activate', { name: person.nationalNumber, code })).status, 401)
})

test('I-01: a code is used once, by the browser that showed it, within twenty minutes; two at once make one ID', async () => {
  const person = await seedPerson(room.house)
  const { code } = await letterFor(person.nationalNumber)
  const name = person.nationalNumber
  const [one, two, late] = [somewhere(), somewhere(), somewhere()]
  const [first, second, third] = await Promise.all(
    [one, two, late].map((b) => b.fill('/id/activate', { name, code })),
  )
  // Another browser can't take over what this one showed.
  const stolen = await send(
    two,
    second!.text.replace(/name="ticket" value="[^"]+"/, /name="ticket" value="[^"]+"/.exec(first!.text)![0]),
    choice(),
  )
  assert.equal(stolen.status, 410)
  const both = await Promise.all([send(one, first!.text, choice()), send(two, second!.text, choice())])
  assert.deepEqual(both.map(({ status }) => status).sort(), [303, 410])
  assert.equal((await send(late, third!.text, choice())).status, 410)
  const slow = await seedPerson(room.house)
  const letter = await letterFor(slow.nationalNumber)
  const browser = somewhere()
  const page = await browser.fill('/id/activate', { name: slow.nationalNumber, code: letter.code })
  room.clock.advance(20 * 60_000)
  assert.equal((await send(browser, page.text, choice())).status, 410)
  assert.equal(
    (await browser.fill('/id/activate', { name: slow.nationalNumber, code: letter.code })).status,
    200,
  )
})

test('I-01: a weak password, a taken user ID and unaccepted terms are said, and cost no code', async () => {
  const taken = await addSomebody(room)
  const person = await seedPerson(room.house)
  const { code } = await letterFor(person.nationalNumber)
  const browser = somewhere()
  let page = await browser.fill('/id/activate', { name: person.nationalNumber, code })
  for (const [fields, words] of [
    [{ ...choice(), password: 'kort' }, /mindst 10 tegn/],
    [{ ...choice(), userId: person.nationalNumber }, /kan ikke være et bruger-ID/],
    [{ ...choice(), userId: taken.name }, /optaget/],
    [{ userId: 'helt.ny', password: PASSWORD }, /Uden vilkårene/],
  ] as const) {
    page = await send(browser, page.text, fields)
    assert.equal(page.status, 422)
    assert.match(page.text, words)
    assert.doesNotMatch(page.text, new RegExp(PASSWORD))
  }
  assert.equal((await send(browser, page.text, choice())).status, 303)
})

test('I-02 I-20: who has an ID is sent the way back: an hour to cool off, notice at once, then a new password', async () => {
  const holder = await addSomebody(room)
  const elsewhere = somewhere()
  await elsewhere.signIn(holder)
  const { code, letter } = await letterFor(holder.nationalNumber)
  assert.match(textOf(letter!), /Kom tilbage/)
  const { rows: told } = await sql<{ payload: { about: string } }>`
    select payload from graphile_worker._private_jobs where payload->>'personId' = ${holder.personId} and payload->>'about' like 'reco%'`.execute(
    room.house.db,
  )
  assert.deepEqual(
    told.map(({ payload }) => payload.about),
    ['recovery-started'],
  )
  const browser = somewhere()
  const early = await browser.fill('/id/activate', { name: holder.name, code })
  assert.equal(early.status, 403)
  assert.match(early.text, /60 minutter/)
  room.clock.advance(HOUR)
  const page = await browser.fill('/id/activate', { name: holder.name, code })
  assert.equal(page.status, 200)
  assert.doesNotMatch(page.text, /name="terms"/)
  await elsewhere.signIn(holder)
  const back = await send(browser, page.text, { password: PASSWORD })
  assert.equal(back.status, 303)
  assert.equal(
    (await elsewhere.ask('GET', '/api/session')).json.signedIn,
    false,
    'every session before has ended',
  )
  assert.equal(
    (await somewhere().fill('/sign-in', { name: holder.name, password: holder.password })).status,
    401,
  )
  assert.equal(
    (await somewhere().signIn({ ...holder, password: PASSWORD }, 'substantial')).status,
    200,
    'the app stays',
  )
})

test('I-02 I-11: a way back ends the devices that were kept: what a thief had opens nothing any more', async () => {
  const holder = await addSomebody(room)
  const thief = somewhere()
  await thief.signIn(holder, 'substantial')
  const keep = { name: 'Phone', pin: '482915' }
  assert.equal((await thief.ask('POST', '/api/session/apps', { json: keep })).status, 200)
  const { code } = await letterFor(holder.nationalNumber)
  room.clock.advance(HOUR)
  const browser = somewhere()
  const page = await browser.fill('/id/activate', { name: holder.name, code })
  assert.equal((await send(browser, page.text, { password: PASSWORD })).status, 303)
  thief.jar.delete('brevhus')
  assert.match((await thief.ask('GET', '/sign-in/pin')).text, /huskes ikke længere/)
})

test('I-20 I-01: of temporary passwords ordered at once one letter goes out; an order for a first ID is nothing to who has one', async () => {
  const holder = await addSomebody(room)
  const many = Array.from({ length: 6 }, () =>
    somewhere().fill('/id/temporary-password', { name: holder.name, channel: 'letter' }),
  )
  assert.ok((await Promise.all(many)).every(({ status }) => status === 200))
  assert.equal(await lettersTo(holder.personId), 1)
  await emptyPrintQueue(room.house, room.identity)

  const person = await seedPerson(room.house)
  const { code } = await letterFor(person.nationalNumber)
  const browser = somewhere()
  const page = await browser.fill('/id/activate', { name: person.nationalNumber, code })
  const { userId } = choice()
  await setLogin(room.identity, { personId: person.personId, userId, password: PASSWORD })
  const late = await send(browser, page.text, { ...choice(), password: 'blå stol ved vinduet' })
  assert.equal(late.status, 410)
  assert.equal((await somewhere().fill('/sign-in', { name: userId, password: PASSWORD })).status, 303)
})

test('own pages only: no form of another site orders a letter or uses a code', async () => {
  for (const path of ['/id/enrol', '/id/recover', '/id/activate', '/id/choose']) {
    const browser = somewhere()
    const answer = await browser.ask('POST', path, { form: { number: '0101900001', form: 'x' } })
    assert.equal(answer.status, 403, path)
    const foreign = await browser.ask('POST', path, { form: {}, headers: { 'sec-fetch-site': 'cross-site' } })
    assert.equal(foreign.status, 403, path)
  }
})

test('I-01: who is too young gets no letter and the same answer; the desk is told why; who has an ID keeps it', async () => {
  const child = await seedPerson(room.house)
  // Eleven years old in November 2026.
  const number = '2211154005'
  await sql`update person set national_number = ${number} where person_id = ${child.personId}::uuid`.execute(
    room.house.db,
  )
  const young = await letterFor(number)
  assert.deepEqual([young.answer.status, young.letter], [200, undefined])
  const { privateKey: key } = generateKeyPairSync('ed25519')
  await assert.rejects(look(room.identity, number, { staff: 'Inger Holm', key }), {
    code: 'request-invalid',
    faults: [{ field: 'number', reason: 'age', message: 'Too young for an ID of their own.' }],
  })
  assert.match((await somewhere().ask('GET', '/id/enrol?lang=en')).text, /You must be 15 or older in Denmark/)
})
