/** I-15: the ID serves for public services only for who has agreed to that; everybody else is told so, and nobody goes round in circles. */
import assert from 'node:assert/strict'
import { after, before, mock, test } from 'node:test'
import { sql } from 'kysely'
import * as openid from 'openid-client'
import { type OpenidRoom, openOpenid, relyingParty, signInAt, walk } from '#tests/relying-party.ts'
import { type Answer, addSomebody } from '#tests/visitor.ts'
import { choosePublicServices } from '../self-service/agreements.ts'
import { setPublicSector } from './set-public-sector.ts'

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
const agreed = async (personId: string) => {
  const { rows } = await sql<{ accepted: boolean; version: string }>`
    select accepted, text_version as version from id_agreement
     where person_id = ${personId}::uuid and agreement = 'public-services-and-signature'`.execute(
    room.house.db,
  )
  return rows
}

test('I-15: on the way to a public service the person is told what is missing, agrees there with a second device, and arrives', async () => {
  const karen = await addSomebody(room)
  const tax = await relyingParty(room, { publicSector: true })
  const seen: Answer[] = []
  const deed = { who: karen, publicly: 'yes', confirm: () => ({ code: karen.code() }), seen } as const
  await signInAt(tax, room.browser(), deed)
  const confirm = seen.findIndex(({ text }) => text.includes('har endnu ikke valgt at bruge dit ID til dem'))
  const agree = seen.findIndex(({ text }) => text.includes('Brug dit ID til offentlige tjenester?'))
  const consent = seen.findIndex(({ text }) => text.includes('bh-consent-answers'))
  assert.ok(confirm >= 0 && confirm < agree && agree < consent, 'a password alone does not widen the ID')
  assert.deepEqual(await agreed(karen.personId), [
    { accepted: true, version: 'public-services-and-signature-2' },
  ])
  const again: Answer[] = []
  await signInAt(tax, room.browser(), { who: karen, seen: again })
  assert.equal(again.length, 1, 'nothing but the sign-in is asked from now on')
})

test('I-15: who says no, at either page, goes back as access_denied, and nothing is on record', async () => {
  const karen = await addSomebody(room)
  const tax = await relyingParty(room, { publicSector: true })
  const early = await walk(room.browser(), (await tax.begin()).url, { who: karen, answer: 'no' })
  assert.equal(errorOf(early.back), 'access_denied')
  const deed = { who: karen, publicly: 'no', confirm: () => ({ code: karen.code() }) } as const
  const late = await walk(room.browser(), (await tax.begin()).url, deed)
  assert.equal(errorOf(late.back), 'access_denied')
  assert.equal(late.back!.searchParams.get('code'), null)
  assert.deepEqual(await agreed(karen.personId), [])
})

test('I-15: prompt=none answers interaction_required; a private service asks for nothing of the kind', async () => {
  const karen = await addSomebody(room)
  const tax = await relyingParty(room, { publicSector: true })
  const bank = await relyingParty(room)
  const browser = room.browser()
  await signInAt(bank, browser, { who: karen })
  const silent = await walk(browser, (await tax.begin({ prompt: 'none' })).url, {})
  assert.equal(errorOf(silent.back), 'interaction_required')
  await choosePublicServices(room.identity, karen, true)
  const asked = await walk(browser, (await tax.begin({ prompt: 'none' })).url, {})
  assert.equal(errorOf(asked.back), 'consent_required')
})

test('I-15: a yes sent by a form to the page before the second device is shown agrees to nothing', async () => {
  const karen = await addSomebody(room)
  const tax = await relyingParty(room, { publicSector: true })
  const browser = room.browser()
  let path = ''
  const { last } = await walk(browser, (await tax.begin()).url, { who: karen })
  path = /action="(\/consent\/[^"]+)"/.exec(last.text)![1]!
  const forced = await browser.fill(path, { answer: 'yes' })
  assert.ok(forced.status >= 300, String(forced.status))
  assert.deepEqual(await agreed(karen.personId), [])
})

test('I-15: without any device one can agree by the password, which is all there is', async () => {
  const poor = await addSomebody(room, { codeApp: false })
  const tax = await relyingParty(room, { publicSector: true })
  await signInAt(tax, room.browser(), { who: poor, publicly: 'yes' })
  assert.equal((await agreed(poor.personId)).length, 1)
})

test('I-15 G8: taken back, the tokens of public services end at that moment, those of others do not; and it is asked anew', async () => {
  const karen = await addSomebody(room)
  await choosePublicServices(room.identity, karen, true)
  const [tax, bank] = [await relyingParty(room, { publicSector: true }), await relyingParty(room)]
  const lasting = { scope: 'openid profile offline_access', prompt: 'consent' }
  const public_ = await signInAt(tax, room.browser(), { who: karen }, lasting)
  const private_ = await signInAt(bank, room.browser(), { who: karen }, lasting)
  mock.timers.tick(60_000)
  await choosePublicServices(room.identity, karen, false)
  await assert.rejects(openid.refreshTokenGrant(tax.config, public_.tokens.refresh_token!))
  const { access_token, claims } = public_.tokens
  await assert.rejects(openid.fetchUserInfo(tax.config, access_token, claims.call(public_.tokens)!.sub))
  assert.ok((await openid.refreshTokenGrant(bank.config, private_.tokens.refresh_token!)).access_token)
  const { back, last } = await walk(room.browser(), (await tax.begin()).url, { who: karen })
  assert.equal(back, null)
  assert.match(last.text, /har endnu ikke valgt/)
})

test('I-15: one that turns out to be public loses what people gave it who have not agreed to that, and keeps the rest', async () => {
  const [karen, ola] = [await addSomebody(room), await addSomebody(room)]
  await choosePublicServices(room.identity, ola, true)
  const party = await relyingParty(room)
  const lasting = { scope: 'openid profile offline_access', prompt: 'consent' }
  const [hers, his] = [
    await signInAt(party, room.browser(), { who: karen }, lasting),
    await signInAt(party, room.browser(), { who: ola }, lasting),
  ]
  assert.equal(await setPublicSector(room.house.db, party.clientId, true), true)
  await assert.rejects(openid.refreshTokenGrant(party.config, hers.tokens.refresh_token!))
  assert.ok((await openid.refreshTokenGrant(party.config, his.tokens.refresh_token!)).access_token)
  assert.equal(await setPublicSector(room.house.db, '018f0000-0000-7000-8000-000000000000', true), false)
})
