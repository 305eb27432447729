// People who find and write to each other, through HTTP, by people who really signed in: what is found, what is not told, what arrives.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import { PEOPLE_PATHS } from '#api/person-to-person.ts'
import { personLetterRoutes } from '#dispatch/person-to-person/person-letters.routes.ts'
import { asPostOffice } from '#ground/db.ts'
import { identityRoutes } from '#identity/identity.routes.ts'
import { pageRoutes } from '#identity/pages/pages.routes.ts'
import { openIdentity } from '#identity/room.ts'
import { actorOf, guardRoutes } from '#identity/session-of.ts'
import { lettersRoutes } from '#letters/letters.routes.ts'
import { findingRoutes } from '#people/finding/finding.routes.ts'
import { forgetSearchUse } from '#people/finding/forget-search-use.ts'
import { issueDigitalAddresses, reissueDigitalAddresses } from '#people/issue-digital-address.ts'
import { lockPeople } from '#people/people.store.ts'
import { PERSON_SEARCH } from '#rules/person-search.ts'
import { pdfLetter } from './fakes/mailbox-documents.ts'
import { openHouse } from './open-house.ts'
import { addSomebody, type Browser, openBrowser, type Somebody } from './visitor.ts'

let open: Awaited<ReturnType<typeof openRoom>>
before(async () => {
  open = await openRoom()
})
after(() => open.close())

async function openRoom() {
  const open = await openHouse()
  const identity = openIdentity(open.house, { secret: Buffer.alloc(32, 6) })
  const actor = actorOf(identity)
  const held: number[] = []
  const app = await open.app(
    guardRoutes(identity),
    identityRoutes(identity),
    pageRoutes(identity),
    lettersRoutes(actor),
    findingRoutes(actor, async (ms) => void held.push(ms)),
    personLetterRoutes(actor),
  )
  return { ...open, identity, app, held }
}

type Member = Somebody & { address: string; browser: Browser }

async function member(givenNames: string, familyName: string, more: object = {}): Promise<Member> {
  const { house, identity, app } = open
  const who = await addSomebody({ house, identity }, { name: { givenNames, familyName }, ...more })
  const address = await asPostOffice(house.db, async (trx) => {
    const [row] = await lockPeople(trx, [who.personId])
    const issued = await issueDigitalAddresses(trx, [{ ...row!, mailbox_id: who.mailboxId }], house.clock())
    return issued.get(who.personId)!
  })
  const browser = openBrowser(app, identity.site.origin)
  await browser.signIn(who, 'substantial')
  return { ...who, address, browser }
}

const find = (browser: Browser, name: string, more: object = {}) =>
  browser.ask('POST', PEOPLE_PATHS.find, { json: { name, ...more } })
const found = async (browser: Browser, name: string, more: object = {}): Promise<string[]> => {
  const { status, json } = await find(browser, name, more)
  assert.equal(status, 200, JSON.stringify(json))
  return json.people.map((person: { digitalAddress: string }) => person.digitalAddress)
}
const write = (browser: Browser, letter: object, more: { attachments?: Blob[]; key?: string } = {}) => {
  const [attachment] = more.attachments ?? []
  return browser.ask('POST', PEOPLE_PATHS.letters, {
    parts: { letter: JSON.stringify(letter), ...(attachment ? { attachment } : {}) },
    headers: { 'idempotency-key': more.key ?? randomUUID() },
  })
}
const inbox = async (browser: Browser) => (await browser.ask('GET', '/api/letters')).json.letters
const set = (personId: string, values: Record<string, unknown>) =>
  asPostOffice(open.house.db, (trx) =>
    trx.updateTable('person').set(values).where('person_id', '=', personId).execute(),
  )

test('S-13 D-18: found by whole words of the name, with or without æ, ø, å, and by postcode and town', async () => {
  const { browser } = await member('Ida', 'Søger')
  const karen = await member('Karen Margrethe Æbeltoft', 'Kjærgård-Ørsted')
  for (const [name, more] of [
    ['Karen Kjærgård', {}],
    ['karen KJAERGAARD', {}],
    ['Ørsted Margrethe', {}],
    ['Oersted', { postcode: '5000' }],
    ['Aebeltoft', { city: 'odense' }],
    ['Karen Orsted Kjærgård', { never: true }],
  ] as const) {
    const { never, ...place } = more as { never?: boolean }
    assert.deepEqual(await found(browser, name, place), never ? [] : [karen.address], name)
  }
  for (const [name, more] of [
    ['Kar Kjærgård', {}],
    ['Karen Kjærgård', { postcode: '5001' }],
    ['Karen Kjærgård', { city: 'Oslo' }],
    ['Karen Odense', {}],
  ] as const)
    assert.deepEqual(await found(browser, name, more), [], `${name} ${JSON.stringify(more)}`)
  const [hit] = (await find(browser, 'Karen Kjærgård')).json.people
  assert.deepEqual(hit, {
    name: 'Karen Margrethe Æbeltoft Kjærgård-Ørsted',
    postcode: '5000',
    city: 'Odense C',
    digitalAddress: karen.address,
  })
  assert.equal((await find(browser, 'Kjærgård')).json.faults[0].reason, 'too-wide')
  assert.equal((await browser.ask('GET', PEOPLE_PATHS.visibility)).json.found, true)
})

test('S-13 D-17 D-18 A-13: nobody, hidden, protected, dead, without a mailbox and blocked are one answer, made by the same work', async () => {
  const { browser, personId } = await member('Ida', 'Spørger')
  const people = {
    nobody: undefined,
    hidden: await member('Hidden', 'Tavsen'),
    protected: await member('Protected', 'Tavsen'),
    dead: await member('Dead', 'Tavsen'),
    without: await member('Without', 'Tavsen'),
    blocked: await member('Blocked', 'Tavsen'),
    seen: await member('Seen', 'Tavsen'),
  }
  const hide = await people.hidden.browser.ask('PUT', PEOPLE_PATHS.visibility, { json: { found: false } })
  assert.deepEqual([hide.status, hide.json.found], [200, false])
  await set(people.protected.personId, { protected: true })
  await set(people.dead.personId, { status: 'deceased' })
  await set(people.without.personId, { mailbox_state: 'closed' })
  await asPostOffice(open.house.db, (trx) =>
    trx
      .insertInto('person_block')
      .values({
        mailbox_id: people.blocked.mailboxId,
        blocked_id: personId,
        block_id: randomUUID(),
        said: 'Ida',
        blocked_at: open.clock.now(),
      })
      .execute(),
  )
  const query = pg.Client.prototype.query
  const seen: { answer: unknown; statements: string[]; held: number }[] = []
  for (const kind of Object.keys(people)) {
    const statements: string[] = []
    pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
      const [what] = given
      statements.push(typeof what === 'string' ? what : (what as { text: string }).text)
      return (query as (...all: unknown[]) => unknown).apply(this, given)
    } as typeof query
    try {
      open.held.length = 0
      const { status, json, headers } = await find(browser, `${kind} Tavsen`)
      const { 'content-length': length, 'cache-control': cache } = headers
      seen.push({ answer: { status, json, length, cache }, statements, held: open.held.length })
    } finally {
      pg.Client.prototype.query = query
    }
  }
  const shown = seen.pop()!
  for (const one of seen) assert.deepEqual(one, seen[0])
  assert.deepEqual(shown.statements, seen[0]!.statements, 'somebody who is found costs the same statements')
  assert.ok(
    seen[0]!.statements.some((text) => text.includes('person_query')),
    'the watch sees',
  )
  assert.equal(seen[0]!.held, 1, 'the answer waits for its step')
  assert.deepEqual(await found(people.seen.browser, 'Blocked Tavsen'), [people.blocked.address])

  // The index holds nothing of those who may not be found: once the database has cleared away what they were before, looking for
  // them touches no row.
  await sql`vacuum person`.execute(open.house.db)
  const touched = async (name: string) => {
    const { rows } = await asPostOffice(open.house.db, async (trx) => {
      await sql`set local enable_seqscan = off`.execute(trx)
      return sql<{ 'QUERY PLAN': [{ Plan: { Plans: [{ 'Actual Rows': number }] } }] }>`
        explain (analyze, format json) select person_id from person
        where person_words(given_names, family_name, postcode, city) @@ person_query(${name}, '', '')
          and mailbox_state = 'open' and status = 'active' and not protected and not search_hidden`.execute(
        trx,
      )
    })
    const [plan] = rows[0]!['QUERY PLAN']
    assert.match(JSON.stringify(plan), /person_found/)
    return plan.Plan.Plans[0]['Actual Rows']
  }
  for (const name of ['nobody Tavsen', 'hidden Tavsen', 'protected Tavsen', 'without Tavsen'])
    assert.equal(await touched(name), 0, name)
  assert.equal(await touched('Seen Tavsen'), 1)
})

test('S-13 D-18: at most 30 hits, at most so many searches an hour and a day, and never with a password alone', async () => {
  const { browser, mailboxId, ...who } = await member('Ida', 'Samler')
  await asPostOffice(open.house.db, async (trx) => {
    const { rows } = await sql<{ person_id: string; mailbox_id: string }>`
      insert into person (person_id, country, national_number, given_names, family_name, road, house_number, postcode, city,
        address_form, status, protected, mailbox_id, mailbox_state)
      select gen_random_uuid(), 'dk', 'many' || n, 'Mange', 'Navnesen', 'Vej', n::text, '5000', 'Odense C', 'vej ' || n, 'active',
        false, gen_random_uuid(), 'open' from generate_series(1, 40) n returning person_id, mailbox_id`.execute(
      trx,
    )
    const holders = rows.map((row) => ({ ...row, given_names: 'Mange', family_name: 'Navnesen' }))
    await issueDigitalAddresses(trx, holders, open.clock.now())
  })
  assert.equal((await found(browser, 'Mange Navnesen')).length, PERSON_SEARCH.hitsMax)
  for (let i = 1; i < PERSON_SEARCH.perHour; i++) await found(browser, 'Nobody Here')
  const stopped = await find(browser, 'Nobody Here')
  assert.equal(stopped.status, 429)
  assert.ok(Number(stopped.headers['retry-after']) > 0)
  const nextHour = async () => {
    open.clock.advance(3_600_000)
    await browser.signIn({ ...who, mailboxId }, 'substantial')
  }
  for (let hour = 0; hour < 2; hour++) {
    await nextHour()
    for (let i = 0; i < PERSON_SEARCH.perHour; i++) await find(browser, 'Nobody Here')
  }
  await nextHour()
  assert.equal((await find(browser, 'Nobody Here')).status, 429, 'the day is full')
  const { rows } = await asPostOffice(open.house.db, (trx) =>
    sql<{
      hours: number
    }>`select count(*)::int as hours from person_search_use where mailbox_id = ${mailboxId}`.execute(trx),
  )
  assert.ok(rows[0]!.hours >= 3, 'how often is kept; for whom stands nowhere')
  assert.ok((await forgetSearchUse(open.house)) === 0, 'a day is not over')
  open.clock.advance(26 * 3_600_000)
  assert.ok((await forgetSearchUse(open.house)) >= 3)
  const low = openBrowser(open.app, open.identity.site.origin)
  await low.signIn({ ...who, mailboxId }, 'low')
  assert.equal((await find(low, 'Mange Navnesen')).json.code, 'level-too-low', 'I-13')
  assert.equal((await write(low, { to: '#100', title: 'x', text: 'x' })).json.code, 'level-too-low', 'I-13')
})

test('S-13 D-16 D-19 P-08: a letter with an attachment goes by digital address, the old one too, and its writer keeps a copy', async () => {
  const ola = await member('Ola', 'Skriver')
  const kari = await member('Kari', 'Læser')
  const pdf = new File([new Uint8Array(pdfLetter(1))], 'kvittering.pdf', { type: 'application/pdf' })
  const key = randomUUID()
  const letter = {
    to: kari.address.toUpperCase(),
    title: 'Nøglen',
    text: 'Hej Kari\n\nNøglen ligger hos Per.',
  }
  const sent = await write(ola.browser, letter, { attachments: [pdf], key })
  assert.equal(sent.status, 201, sent.text)
  const again = await write(ola.browser, letter, { attachments: [pdf], key })
  assert.equal(again.json.letterId, sent.json.letterId, 'repeated, it is the same letter')
  assert.equal(
    (await write(ola.browser, { ...letter, title: 'Andet' }, { key })).json.code,
    'idempotency-key-reused',
  )

  const [arrived, ...others] = await inbox(kari.browser)
  assert.equal(others.length, 0)
  assert.deepEqual(
    [arrived.title, arrived.sender.name, arrived.sender.person, arrived.attachments],
    ['Nøglen', 'Ola Skriver', true, 1],
  )
  const text = await kari.browser.ask('GET', `/api/letters/${arrived.letterId}/documents/1`)
  assert.equal(text.text, letter.text)
  assert.match(String(text.headers['content-type']), /text\/plain; charset=utf-8/)

  const { json: list } = await ola.browser.ask('GET', PEOPLE_PATHS.sent)
  assert.deepEqual(
    list.letters.map(({ title, attachments }: { title: string; attachments: number }) => [
      title,
      attachments,
    ]),
    [['Nøglen', 1]],
  )
  const { json: copy } = await ola.browser.ask('GET', `/api/sent/${sent.json.letterId}`)
  assert.deepEqual(
    copy.documents.map(({ fileName }: { fileName: string }) => fileName),
    ['letter.txt', 'kvittering.pdf'],
  )
  assert.equal(
    (await ola.browser.ask('GET', `/api/sent/${sent.json.letterId}/documents/1`)).text,
    letter.text,
  )
  assert.equal((await kari.browser.ask('GET', `/api/sent/${sent.json.letterId}`)).status, 404)
  assert.equal((await ola.browser.ask('DELETE', `/api/sent/${sent.json.letterId}`)).status, 204)
  assert.equal((await inbox(kari.browser)).length, 1, 'D-19: there is no recall')

  await set(kari.personId, { family_name: 'Gift' })
  const renamed = await asPostOffice(open.house.db, async (trx) =>
    reissueDigitalAddresses(trx, await lockPeople(trx, [kari.personId]), open.clock.now()),
  )
  assert.equal(renamed, 1)
  const old = await write(ola.browser, { ...letter, title: 'Til den gamle adresse' })
  assert.equal(old.status, 201, old.text)
  const [newest] = await inbox(kari.browser)
  assert.equal(newest.title, 'Til den gamle adresse')
  const strange = kari.address.replace('kari', 'per')
  assert.equal((await write(ola.browser, { ...letter, to: strange })).json.code, 'address-not-reached')
})

test('S-13 D-17 B-08: a blocked person gets the answer of an address nobody has, until they are let in again', async () => {
  const ola = await member('Ola', 'Plager')
  const kari = await member('Kari', 'Fredelig')
  const letter = { to: kari.address, title: 'Hej', text: 'Svar mig' }
  assert.equal((await write(ola.browser, letter)).status, 201)
  const [{ letterId }] = await inbox(kari.browser)
  const blocked = await kari.browser.ask('POST', PEOPLE_PATHS.blocks, { json: { letterId } })
  assert.deepEqual(
    blocked.json.blocks.map(({ name }: { name: string }) => name),
    ['Ola Plager'],
  )
  assert.deepEqual(
    (await kari.browser.ask('POST', PEOPLE_PATHS.blocks, { json: { letterId } })).json,
    blocked.json,
  )
  const refusal = ({ status, json: { traceId: _, ...json } }: Awaited<ReturnType<typeof write>>) => ({
    status,
    json,
  })
  const refused = refusal(await write(ola.browser, letter))
  assert.deepEqual(refused, refusal(await write(ola.browser, { ...letter, to: '#999999' })))
  assert.equal(refused.json.code, 'address-not-reached')
  assert.deepEqual(await found(ola.browser, 'Kari Fredelig'), [])
  assert.deepEqual(
    (await ola.browser.ask('GET', PEOPLE_PATHS.sent)).json.letters.length,
    1,
    'nothing is kept of it',
  )
  assert.equal((await inbox(kari.browser)).length, 1)
  const other = await member('Per', 'Ven')
  assert.equal((await write(other.browser, letter)).status, 201, 'others are not blocked')
  const { blockId } = blocked.json.blocks[0]
  assert.equal((await other.browser.ask('DELETE', `/api/people/blocks/${blockId}`)).status, 404)
  assert.deepEqual((await kari.browser.ask('DELETE', `/api/people/blocks/${blockId}`)).json.blocks, [])
  assert.equal((await write(ola.browser, letter)).status, 201)
  const byAddress = await kari.browser.ask('POST', PEOPLE_PATHS.blocks, {
    json: { digitalAddress: ola.address },
  })
  assert.equal(byAddress.json.blocks.length, 1)
  assert.equal((await write(ola.browser, letter)).json.code, 'address-not-reached')
  const self = await kari.browser.ask('POST', PEOPLE_PATHS.blocks, { json: { digitalAddress: kari.address } })
  assert.equal(self.json.code, 'address-not-reached')
})

test('S-13: what cannot be a letter is refused with the field and the reason, and nothing is kept of it', async () => {
  const ola = await member('Ola', 'Fejler')
  const kari = await member('Kari', 'Uforstyrret')
  const letter = { to: kari.address, title: 'Hej', text: 'Tekst' }
  const faults = async (answer: Promise<Awaited<ReturnType<typeof write>>>) =>
    ((await answer).json.faults ?? []).map(({ field, reason }: { field: string; reason: string }) => [
      field,
      reason,
    ])
  assert.deepEqual(await faults(write(ola.browser, { ...letter, title: ' ', text: '\u202e' })), [
    ['title', 'empty'],
    ['text', 'form'],
  ])
  assert.deepEqual(await faults(write(ola.browser, { ...letter, to: 'kari@læser' })), [['to', 'form']])
  const html = new File(['<script>'], 'x.pdf', { type: 'text/html' })
  assert.deepEqual(await faults(write(ola.browser, letter, { attachments: [html] })), [
    ['attachment', 'media-type'],
  ])
  const fake = new File(['<script>'], 'x.pdf', { type: 'application/pdf' })
  assert.equal((await write(ola.browser, letter, { attachments: [fake] })).json.code, 'document-unreadable')
  open.clock.advance(60_000)
  await ola.browser.signIn(ola, 'substantial')
  await set(ola.personId, { mailbox_state: 'deactivated' })
  assert.equal((await write(ola.browser, letter)).json.code, 'mailbox-not-open')
  assert.deepEqual(await inbox(kari.browser), [])
  assert.deepEqual((await ola.browser.ask('GET', PEOPLE_PATHS.sent)).json.letters, [])
})

test('D-23 B-04: a full mailbox receives and sends nothing', async () => {
  const ola = await member('Ola', 'Fuld', { country: 'no' })
  const kari = await member('Kari', 'Tom', { country: 'no' })
  const letter = { to: kari.address, title: 'Hej', text: 'Tekst' }
  assert.equal((await write(ola.browser, letter)).status, 201)
  await asPostOffice(open.house.db, async (trx) => {
    await sql`alter table sent_document disable trigger keep_facts`.execute(trx)
    await sql`update sent_document set size_bytes = 1000000000 where mailbox_id = ${ola.mailboxId}`.execute(
      trx,
    )
    await sql`alter table sent_document enable trigger keep_facts`.execute(trx)
  })
  const refused = await write(ola.browser, letter)
  assert.equal(refused.json.code, 'mailbox-full')
  assert.equal((await inbox(kari.browser)).length, 1)
  assert.equal((await write(kari.browser, { ...letter, to: ola.address })).status, 201)
  assert.equal((await inbox(ola.browser)).length, 1, 'nothing is lost')
})
