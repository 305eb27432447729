/** What is asked for is reached or refused (RFC 9470), and data go only where there is a right to them. */
import assert from 'node:assert/strict'
import { after, before, mock, test } from 'node:test'
import { sql } from 'kysely'
import * as openid from 'openid-client'
import { asPostOffice, inMailbox } from '#ground/db.ts'
import { ACR } from '#rules/acr.ts'
import { SIGNING_KEY_DAYS } from '#rules/openid-life.ts'
import { type OpenidRoom, openOpenid, relyingParty, signInAt, walk } from '#tests/relying-party.ts'
import { addSomebody } from '#tests/visitor.ts'
import { blockEverything } from '../block/block-id.ts'
import { seeAllData } from '../self-service/see-own-data.ts'
import type { SessionRow } from '../session.store.ts'
import { OPENID_PATHS } from './configuration.ts'

let room: OpenidRoom
before(async () => {
  mock.timers.enable({ apis: ['Date'], now: new Date('2026-11-22T09:00:00Z') })
  room = await openOpenid()
})
after(async () => {
  mock.timers.reset()
  await room.close()
})
const errorOf = (back: URL | null) => back?.searchParams.get('error')
const NSIS = ACR.NSIS
const essential = (...values: string[]) => JSON.stringify({ id_token: { acr: { essential: true, values } } })

for (const [how, asked] of [
  ['acr_values', { acr_values: NSIS.substantial }],
  ['an essential claim', { claims: essential(NSIS.substantial) }],
] as const) {
  test(`I-08 D-01: a level asked for by ${how} is reached by a code, on the way`, async () => {
    const karen = await addSomebody(room)
    const party = await relyingParty(room)
    const deed = { who: karen, confirm: () => ({ code: karen.code() }) }
    const { tokens } = await signInAt(party, room.browser(), deed, asked)
    assert.equal(tokens.claims()!.acr, NSIS.substantial)
    assert.deepEqual(tokens.claims()!.amr, ['mfa', 'otp', 'pwd'])
  })

  test(`I-08 D-01: by ${how}, who has no device is told at once that it can't be reached`, async () => {
    const poor = await addSomebody(room, { codeApp: false })
    const party = await relyingParty(room)
    const { back } = await walk(room.browser(), (await party.begin(asked)).url, { who: poor })
    assert.equal(errorOf(back), 'unmet_authentication_requirements')
  })

  test(`I-08 D-01: by ${how}, who stops at the second device has not reached it, and no code leaves`, async () => {
    const karen = await addSomebody(room)
    const party = await relyingParty(room)
    const { back } = await walk(room.browser(), (await party.begin(asked)).url, { who: karen, answer: 'no' })
    assert.equal(errorOf(back), 'unmet_authentication_requirements')
    assert.equal(back!.searchParams.get('code'), null)
  })
}

test('I-08 D-01: high is never claimed, an unknown name is no level, and a weaker second choice is taken', async () => {
  const karen = await addSomebody(room)
  const party = await relyingParty(room)
  const ask = async (acr_values: string) =>
    walk(room.browser(), (await party.begin({ acr_values })).url, { who: karen })
  assert.equal(errorOf((await ask(NSIS.high)).back), 'unmet_authentication_requirements')
  assert.equal(errorOf((await ask('urn:made:up')).back), 'unmet_authentication_requirements')
  const { tokens } = await signInAt(
    party,
    room.browser(),
    { who: karen },
    { acr_values: `${NSIS.high} ${NSIS.low}` },
  )
  assert.equal(tokens.claims()!.acr, NSIS.low)
})

test('D-03: a level that has fallen is not shown to anybody; prompt=none then says so', async () => {
  const karen = await addSomebody(room)
  const party = await relyingParty(room)
  const browser = room.browser()
  const asked = { acr_values: ACR['ID-porten'].substantial }
  const { tokens } = await signInAt(
    party,
    browser,
    { who: karen, confirm: () => ({ code: karen.code() }) },
    asked,
  )
  assert.equal(tokens.claims()!.acr, 'idporten-loa-substantial', 'the name that was asked for')
  for (let i = 0; i < 4 * 6 + 1; i++) {
    mock.timers.tick(10 * 60_000)
    await browser.ask('POST', '/api/session/extend')
  }
  const { url } = await party.begin({ ...asked, prompt: 'none' })
  assert.equal(errorOf((await walk(browser, url, {})).back), 'unmet_authentication_requirements')
})

test('N-15 N-16: without a legal ground nobody asks for a national number, by scope or by claim', async () => {
  const karen = await addSomebody(room)
  const party = await relyingParty(room)
  const byScope = await party.begin({ scope: 'openid national_number' })
  assert.equal(errorOf((await walk(room.browser(), byScope.url, { who: karen })).back), 'invalid_scope')
  const claims = JSON.stringify({ userinfo: { national_number: null } })
  const byClaim = await party.begin({ claims })
  assert.equal(errorOf((await walk(room.browser(), byClaim.url, { who: karen })).back), 'invalid_request')
})

test('N-15 I-13: with one, the page shows the number and the law, and a password alone does not hand it over', async () => {
  const karen = await addSomebody(room)
  const party = await relyingParty(room, { numberGround: 'CPR-loven § 57' })
  const seen: { text: string }[] = []
  const deed = { who: karen, confirm: () => ({ code: karen.code() }), seen: seen as never }
  const { tokens } = await signInAt(party, room.browser(), deed, { scope: 'openid national_number' })
  const page = seen.at(-1)!.text
  assert.ok(page.includes(`${karen.nationalNumber.slice(0, 6)} ${karen.nationalNumber.slice(6)}`))
  assert.match(page, /CPR-loven § 57/)
  assert.notEqual(tokens.claims()!.acr, NSIS.low)
  const info = await openid.fetchUserInfo(party.config, tokens.access_token, tokens.claims()!.sub)
  assert.equal(info.national_number, karen.nationalNumber)
  const { rows } = await sql<{ legalGround: string; claims: string[] }>`
    select legal_ground as "legalGround", claims from disclosure_event where person_id = ${karen.personId}::uuid`.execute(
    room.house.db,
  )
  assert.deepEqual(rows, [
    { legalGround: 'consent; CPR-loven § 57', claims: ['national_number', 'national_number_country'] },
  ])
  const poor = await addSomebody(room, { codeApp: false })
  const { url } = await party.begin({ scope: 'openid national_number' })
  assert.equal(
    errorOf((await walk(room.browser(), url, { who: poor })).back),
    'unmet_authentication_requirements',
  )
})

test('A-13: a protected address is told to nobody', async () => {
  const karen = await addSomebody(room)
  await sql`update person set protected = true where person_id = ${karen.personId}::uuid`.execute(
    room.house.db,
  )
  const party = await relyingParty(room)
  const seen: { text: string }[] = []
  const { tokens } = await signInAt(
    party,
    room.browser(),
    { who: karen, seen: seen as never },
    { scope: 'openid address' },
  )
  assert.doesNotMatch(seen.at(-1)!.text, /Ahornvej/)
  const info = await openid.fetchUserInfo(party.config, tokens.access_token, tokens.claims()!.sub)
  assert.equal(info.address, undefined)
})

test('N-18 I-08: for sixty days from the sign-in, as the page said, however often the service renews its token', async () => {
  const karen = await addSomebody(room)
  const party = await relyingParty(room)
  const asked = { scope: 'openid profile offline_access', prompt: 'consent' }
  let { refresh_token: token } = (await signInAt(party, room.browser(), { who: karen }, asked)).tokens
  const renew = async () => {
    token = (await openid.refreshTokenGrant(party.config, token!)).refresh_token
  }
  for (const days of [20, 20, 19.9]) {
    mock.timers.tick(days * 86_400_000)
    await renew()
  }
  mock.timers.tick(0.1 * 86_400_000)
  await assert.rejects(renew(), { error: 'invalid_grant' })
})

test('N-18: a consent taken back ends every token it gave, and is asked for anew', async () => {
  const karen = await addSomebody(room)
  const party = await relyingParty(room)
  const browser = room.browser()
  const asked = { scope: 'openid profile offline_access', prompt: 'consent' }
  const { tokens } = await signInAt(party, browser, { who: karen }, asked)
  const page = await browser.ask('GET', '/service-providers')
  assert.match(page.text, /Skattestyrelsen/)
  const done = await browser.fill('/service-providers', { withdraw: party.clientId })
  assert.equal(done.headers.location, '/service-providers?done=1')
  await assert.rejects(openid.fetchUserInfo(party.config, tokens.access_token, tokens.claims()!.sub))
  await assert.rejects(openid.refreshTokenGrant(party.config, tokens.refresh_token!))
  assert.match((await browser.ask('GET', '/service-providers')).text, /ikke sagt ja/)
  const { url } = await party.begin({ scope: 'openid profile', prompt: 'none' })
  assert.equal(errorOf((await walk(browser, url, {})).back), 'consent_required')
})

test("N-10 N-18: consents and what was handed over are in a person's own data", async () => {
  const karen = await addSomebody(room)
  const party = await relyingParty(room)
  await signInAt(party, room.browser(), { who: karen }, { scope: 'openid profile email' })
  const own = await seeAllData(room.identity, { personId: karen.personId } as SessionRow)
  assert.deepEqual(
    own.consents.map(({ claim, serviceProvider }) => [claim, serviceProvider]),
    ['family_name', 'given_name', 'name', 'sub'].map((claim) => [claim, 'Danish Tax Agency']),
  )
  assert.deepEqual(
    own.handedOver.map(({ claims, level, legalGround }) => [claims, level, legalGround]),
    [[['name', 'given_name', 'family_name'], 'low', 'consent']],
    'of an e-mail address that there is none of, nothing was',
  )
})

test('N-22: where is kept only for who has chosen so', async () => {
  const party = await relyingParty(room)
  const kept = async (chosen: boolean) => {
    const karen = await addSomebody(room)
    if (chosen)
      await sql`insert into usage_choice values (${karen.personId}::uuid, true, now())`.execute(room.house.db)
    await signInAt(party, room.browser(), { who: karen })
    const { rows } = await sql<{ service: string }>`
      select service from usage_service where person_id = ${karen.personId}::uuid`.execute(room.house.db)
    return rows.map(({ service }) => service)
  }
  assert.deepEqual(await kept(false), [])
  assert.deepEqual(await kept(true), ['Skattestyrelsen'])
})

test('I-08: two sectors know one person by two names, one sector by one', async () => {
  const karen = await addSomebody(room)
  const sub = async (sector: string) => {
    const party = await relyingParty(room, { sector })
    return (await signInAt(party, room.browser(), { who: karen })).tokens.claims()!.sub
  }
  assert.equal(await sub('tax.example'), await sub('tax.example'))
  assert.notEqual(await sub('tax.example'), await sub('bank.example'))
})

test('I-08: what a suspended service provider was given opens nothing', async () => {
  const karen = await addSomebody(room)
  const party = await relyingParty(room)
  const { tokens } = await signInAt(party, room.browser(), { who: karen })
  await sql`update service_provider set suspended_at = now() where client_id = ${party.clientId}::uuid`.execute(
    room.house.db,
  )
  await assert.rejects(openid.fetchUserInfo(party.config, tokens.access_token, tokens.claims()!.sub))
  const { back, last } = await walk(room.browser(), (await party.begin()).url, { who: karen })
  assert.equal(back, null)
  assert.equal(last.status, 400)
})

test('I-08: signing keys renew themselves; a new one is published a week before it signs, an old one stays a month', async () => {
  const kids = async () =>
    ((await room.app.inject(OPENID_PATHS.jwks)).json().keys as { kid: string }[]).map(({ kid }) => kid)
  const days = (count: number) => mock.timers.tick(count * 86_400_000)
  const first = await kids()
  assert.equal(first.length, 2)
  days(SIGNING_KEY_DAYS.signs)
  const both = await kids()
  assert.equal(both.length, 4)
  assert.deepEqual(both.slice(0, 2), first, 'the old ones still sign')
  days(SIGNING_KEY_DAYS.publishedBefore)
  const after_ = await kids()
  assert.deepEqual([...after_.slice(2)].sort(), [...first].sort(), 'now the new ones do')
  days(SIGNING_KEY_DAYS.signs)
  const last = await kids()
  assert.ok(
    first.every((kid) => !last.includes(kid)),
    'the first are gone',
  )
})

test('I-19 G4: who has blocked their data still signs in, and not a single piece of data goes to any service provider', async () => {
  const karen = await addSomebody(room)
  const party = await relyingParty(room)
  const { tokens } = await signInAt(
    party,
    room.browser(),
    { who: karen },
    { scope: 'openid profile email address' },
  )
  const userinfo = () => openid.fetchUserInfo(party.config, tokens.access_token, tokens.claims()!.sub)
  assert.ok((await userinfo()).name)
  await sql`insert into data_block (person_id, since) values (${karen.personId}::uuid, now())`.execute(
    room.house.db,
  )
  assert.deepEqual(
    await userinfo(),
    { sub: tokens.claims()!.sub },
    'also by consents and tokens given before',
  )
  const again = await signInAt(party, room.browser(), { who: karen }, { scope: 'openid profile' })
  assert.equal(again.tokens.claims()!.sub, tokens.claims()!.sub)
})

test('I-05 N-11: a block ends every grant: neither a refresh token nor an access token opens anything from that moment on', async () => {
  const karen = await addSomebody(room)
  const party = await relyingParty(room)
  const { tokens } = await signInAt(
    party,
    room.browser(),
    { who: karen },
    { scope: 'openid profile offline_access', prompt: 'consent' },
  )
  assert.ok(tokens.refresh_token)
  await asPostOffice(room.house.db, (trx) =>
    blockEverything(room.identity, trx, { personId: karen.personId, by: 'block-code' }),
  )
  await assert.rejects(openid.refreshTokenGrant(party.config, tokens.refresh_token!))
  await assert.rejects(openid.fetchUserInfo(party.config, tokens.access_token, tokens.claims()!.sub))
  const { rows } = await sql`
    select from openid_artifact where person_id = ${karen.personId}::uuid and model <> 'Session'`.execute(
    room.house.db,
  )
  assert.equal(rows.length, 0)
})

test('I-08 B-09 N-18: with the mailbox closed the ID lives on: it signs in at services, and there are no contact details to give', async () => {
  const gone = await addSomebody(room, { mailboxState: 'closed' })
  await asPostOffice(room.house.db, (trx) =>
    sql`insert into contact_email (mailbox_id, email_no, email, email_form, added_at, verified_at)
        values (${gone.mailboxId}, 1, 'gone@example.dk', 'gone@example.dk', now(), now())`.execute(trx),
  )
  const party = await relyingParty(room)
  const { tokens } = await signInAt(party, room.browser(), { who: gone }, { scope: 'openid profile email' })
  const told = await openid.fetchUserInfo(party.config, tokens.access_token, tokens.claims()!.sub)
  assert.deepEqual([told.name, told.email], ['Karen Margrethe Lindholm', undefined])
})

test('N-18 A-13: what a page said is not handed over never is in silence: once there is an e-mail address, it is shown first', async () => {
  const karen = await addSomebody(room)
  const party = await relyingParty(room)
  const browser = room.browser()
  const seen: { text: string }[] = []
  const asked = { scope: 'openid profile email offline_access', prompt: 'consent' }
  const first = (await signInAt(party, browser, { who: karen, seen: seen as never }, asked)).tokens
  const { sub } = first.claims()!
  assert.match(seen.at(-1)!.text, /Findes ikke hos os og videregives ikke/)
  await asPostOffice(room.house.db, (trx) =>
    sql`insert into contact_email (mailbox_id, email_no, email, email_form, added_at, verified_at)
        values (${karen.mailboxId}, 1, 'karen@example.dk', 'karen@example.dk', now(), now())`.execute(trx),
  )
  const told = async (token: string) => (await openid.fetchUserInfo(party.config, token, sub)).email
  assert.equal(await told(first.access_token), undefined)
  const renewed = await openid.refreshTokenGrant(party.config, first.refresh_token!)
  assert.equal(await told(renewed.access_token), undefined, 'nor by a token that lasts')
  const silent = await walk(
    browser,
    (await party.begin({ scope: 'openid profile email', prompt: 'none' })).url,
    {},
  )
  assert.equal(errorOf(silent.back), 'consent_required')
  const { tokens } = await signInAt(
    party,
    browser,
    { seen: seen as never },
    { scope: 'openid profile email' },
  )
  assert.match(seen.at(-1)!.text, /karen@example\.dk/)
  assert.equal(await told(tokens.access_token), 'karen@example.dk')
  const { rows } = await sql<{ claims: string[] }>`
    select claims from disclosure_event where person_id = ${karen.personId}::uuid order by event_id`.execute(
    room.house.db,
  )
  assert.deepEqual(
    rows.map(({ claims }) => claims.includes('email')),
    [false, true],
    'the history tells what was given',
  )
})

test('I-08 E-16: an address that bounces and a number that takes no SMS are nobody’s verified ones; the next that works is told, or none', async () => {
  const karen = await addSomebody(room)
  const { mailboxId } = karen
  const write = (what: ReturnType<typeof sql>) =>
    inMailbox(room.house.db, mailboxId, (trx) => what.execute(trx))
  for (const [no, email] of [
    [1, 'karen@gone.example'],
    [2, 'karen@here.example'],
  ] as const)
    await write(sql`
      insert into contact_email (mailbox_id, email_no, email_id, email, email_form, added_at, verified_at)
      values (${mailboxId}::uuid, ${no}, gen_random_uuid(), ${email}, ${email}, ${new Date()}, ${new Date()})`)
  await write(sql`
    insert into contact_phone (mailbox_id, phone, added_at, verified_at)
    values (${mailboxId}::uuid, '+4520123456', ${new Date()}, ${new Date()})`)
  const party = await relyingParty(room)
  const seen: { text: string }[] = []
  const deed = { who: karen, confirm: () => ({ code: karen.code() }), seen: seen as never }
  const { tokens } = await signInAt(party, room.browser(), deed, { scope: 'openid email phone' })
  assert.match(seen.at(-1)!.text, /karen@gone\.example/)
  const told = async () => {
    const info = await openid.fetchUserInfo(party.config, tokens.access_token, tokens.claims()!.sub)
    return [info.email, info.email_verified, info.phone_number, info.phone_number_verified]
  }
  assert.deepEqual(await told(), ['karen@gone.example', true, '+4520123456', true])
  const fails = sql`failing_since = ${new Date()}`
  await write(sql`update contact_email set ${fails} where mailbox_id = ${mailboxId}::uuid and email_no = 1`)
  await write(sql`update contact_phone set ${fails} where mailbox_id = ${mailboxId}::uuid`)
  assert.deepEqual(await told(), ['karen@here.example', true, undefined, undefined])
  await write(sql`update contact_email set ${fails} where mailbox_id = ${mailboxId}::uuid and email_no = 2`)
  assert.deepEqual(await told(), [undefined, undefined, undefined, undefined])
})
