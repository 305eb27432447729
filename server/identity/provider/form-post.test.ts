/** Form Post Response Mode: the answer is a form of a page of ours that can send it to the registered address and nowhere else. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import {
  type Begun,
  type OpenidRoom,
  openOpenid,
  REDIRECT_URI,
  relyingParty,
  walk,
} from '#tests/relying-party.ts'
import { type Answer, addSomebody } from '#tests/visitor.ts'

let room: OpenidRoom
before(async () => {
  room = await openOpenid()
})
after(() => room.close())

const asked = { response_mode: 'form_post' }
const policyOf = (answer: Answer) => String(answer.headers['content-security-policy'])

/** What a browser would send, and where to. */
function formOn(answer: Answer) {
  const action = /<form method="post" action="([^"]+)" data-onward>/.exec(answer.text)?.[1]
  const inputs = [...answer.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
  return { action, fields: Object.fromEntries(inputs.map(([, name, value]) => [name!, value!])) }
}
const backOf = (_begun: Begun, fields: Record<string, string>) =>
  new URL(`${REDIRECT_URI}?${new URLSearchParams(fields)}`)

test('I-08 oidcc-server (form_post): a code comes by form, in no address, and is good for tokens', async () => {
  const karen = await addSomebody(room)
  const party = await relyingParty(room)
  const begun = await party.begin({ ...asked, state: `"><script>alert(1)</script>&'` })
  const { back, last } = await walk(room.browser(), begun.url, { who: karen })
  assert.equal(back, null, 'nothing in an address')
  assert.equal(last.status, 200)
  const { action, fields } = formOn(last)
  assert.equal(action, REDIRECT_URI)
  assert.deepEqual(Object.keys(fields).sort(), ['code', 'iss', 'state'])
  assert.doesNotMatch(last.text, /<script>|alert\(1\)<\/script>/, 'what the service provider says stays text')
  assert.equal(last.headers['cache-control'], 'no-store')
  const unescaped = fields
    .state!.replaceAll('&quot;', '"')
    .replaceAll('&gt;', '>')
    .replaceAll('&lt;', '<')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
  assert.equal(unescaped, begun.state)
  const tokens = await party.finish(begun, backOf(begun, { ...fields, state: unescaped }))
  assert.ok(tokens.claims()!.sub)
})

test('I-08: the policy of that page lets a form go to the one registered address only; every other page stays as tight as it was', async () => {
  const karen = await addSomebody(room)
  const party = await relyingParty(room)
  const seen: Answer[] = []
  const { last } = await walk(room.browser(), (await party.begin(asked)).url, { who: karen, seen })
  assert.match(policyOf(last), new RegExp(`form-action ${REDIRECT_URI.replaceAll('.', '\\.')}(;|$)`))
  assert.match(policyOf(last), /script-src 'self';/, 'no script in the page')
  const ours = seen.filter(({ text }) => !text.includes('data-onward'))
  assert.ok(ours.length >= 2)
  for (const page of ours) assert.match(policyOf(page), /form-action 'self'(?: https:\/\/[^;]*)?;/)
  for (const page of ours) assert.doesNotMatch(policyOf(page), /skat\.example/)
})

test('I-08: an address with what a policy or a replacement would read as its own is named whole', async () => {
  const redirectUri = 'https://skat.example/back;v=1,2/$&'
  const party = await relyingParty(room, { redirectUris: [redirectUri] })
  const { url } = await party.begin({ ...asked, prompt: 'none', redirect_uri: redirectUri })
  const { last } = await walk(room.browser(), url, {})
  assert.equal(formOn(last).action, 'https://skat.example/back;v=1,2/$&amp;')
  const rules = policyOf(last).split(/; ?/)
  assert.ok(rules.includes('form-action https://skat.example/back%3Bv=1%2C2/$&'), policyOf(last))
  assert.ok(!policyOf(last).includes(','))
})

test('I-08 oidcc-prompt-none-not-logged-in (form_post): an error comes by form too', async () => {
  const party = await relyingParty(room)
  const { last } = await walk(room.browser(), (await party.begin({ ...asked, prompt: 'none' })).url, {})
  const { action, fields } = formOn(last)
  assert.deepEqual([action, fields.error], [REDIRECT_URI, 'login_required'])
  const refused = await walk(
    room.browser(),
    (await party.begin({ ...asked, scope: 'openid national_number' })).url,
    {},
  )
  assert.equal(formOn(refused.last).fields.error, 'invalid_scope')
})

test('I-08 oidcc-ensure-registered-redirect-uri (form_post): to an address nobody registered goes no form', async () => {
  const party = await relyingParty(room)
  const { url } = await party.begin({ ...asked, redirect_uri: 'https://evil.example/back' })
  const { last } = await walk(room.browser(), url, {})
  assert.equal(last.status, 400)
  assert.doesNotMatch(last.text + policyOf(last), /evil\.example|data-onward/)
})

test('I-08: what is offered is what is taken: query and form_post, no fragment; for high risk the query alone', async () => {
  const { response_modes_supported } = (await room.app.inject('/.well-known/openid-configuration')).json()
  assert.deepEqual(response_modes_supported, ['query', 'form_post'])
  const karen = await addSomebody(room)
  const party = await relyingParty(room)
  const { back } = await walk(room.browser(), (await party.begin({ response_mode: 'fragment' })).url, {
    who: karen,
  })
  assert.match(String(back), /error=/)
  const bank = await relyingParty(room, { profile: 'fapi2' })
  await assert.rejects(bank.begin(asked))
})
