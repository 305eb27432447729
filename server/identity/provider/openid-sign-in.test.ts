import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import * as openid from 'openid-client'
import { type OpenidRoom, openOpenid, relyingParty, signInAt, walk } from '#tests/relying-party.ts'
import { addSomebody } from '#tests/visitor.ts'

let room: OpenidRoom
before(async () => {
  room = await openOpenid()
})
after(() => room.close())

test('I-08 N-18: a service provider signs a person in, gets what they agreed to and nothing else', async () => {
  const karen = await addSomebody(room)
  const party = await relyingParty(room)
  const seen: { text: string }[] = []
  const { tokens } = await signInAt(
    party,
    room.browser(),
    { who: karen, seen: seen as never },
    { scope: 'openid profile' },
  )
  const page = seen.at(-1)!.text
  assert.match(page, /Log ind hos Skattestyrelsen/)
  assert.match(page, /Karen Margrethe Lindholm/)
  assert.doesNotMatch(page, /Ahornvej/)

  const claims = tokens.claims()!
  assert.notEqual(claims.sub, karen.personId)
  assert.equal(claims.acr, 'https://data.gov.dk/concept/core/nsis/loa/Low')
  assert.deepEqual(claims.amr, ['pwd'])
  assert.equal(claims.name, undefined, 'values come from the userinfo endpoint')
  const info = await openid.fetchUserInfo(party.config, tokens.access_token, claims.sub)
  assert.deepEqual(info, {
    sub: claims.sub,
    name: 'Karen Margrethe Lindholm',
    given_name: 'Karen Margrethe',
    family_name: 'Lindholm',
  })
})

test('N-18: the same again is remembered, more is asked for anew, and no is told to the service provider', async () => {
  const karen = await addSomebody(room)
  const party = await relyingParty(room)
  const browser = room.browser()
  const ask = async (scope: string, answer: 'yes' | 'no' = 'yes') => {
    const seen: { text: string }[] = []
    const { url } = await party.begin({ scope })
    const { back } = await walk(browser, url, { who: karen, answer, seen: seen as never })
    return { asked: seen.some(({ text }) => text.includes('bh-consent-answers')), back: back! }
  }
  assert.equal((await ask('openid profile')).asked, true)
  assert.equal((await ask('openid profile')).asked, false)
  assert.equal((await ask('openid')).asked, false)
  const more = await ask('openid profile address', 'no')
  assert.equal(more.asked, true)
  assert.equal(more.back.searchParams.get('error'), 'access_denied')
  assert.equal((await ask('openid profile address')).asked, true)
})

test('I-08: tokens, codes and data are nowhere in the database as they are', async () => {
  const karen = await addSomebody(room)
  const party = await relyingParty(room)
  const { tokens, back } = await signInAt(
    party,
    room.browser(),
    { who: karen },
    { scope: 'openid profile offline_access', prompt: 'consent' },
  )
  const { rows } = await sql<{ all: string }>`
    select string_agg(model || encode(id_hash, 'escape') || encode(content_sealed, 'escape') || coalesce(encode(grant_hash, 'escape'), ''), '')
           as all from openid_artifact`.execute(room.house.db)
  const all = rows[0]!.all
  assert.ok(all.includes('RefreshToken') && all.includes('AccessToken'))
  for (const secret of [
    tokens.access_token,
    tokens.refresh_token!,
    back.searchParams.get('code')!,
    'Lindholm',
  ])
    assert.ok(!all.includes(secret))
})
