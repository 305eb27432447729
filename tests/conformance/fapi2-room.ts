/** What the tests of the FAPI 2.0 plan share: two service providers of high risk and somebody who signs in, there before a file's first test. */
import assert from 'node:assert/strict'
import { after, before, mock } from 'node:test'
import {
  type Deed,
  type OpenidRoom,
  openOpenid,
  type RelyingParty,
  relyingParty,
  walk,
} from '#tests/relying-party.ts'
import { addSomebody, type Somebody } from '#tests/visitor.ts'
import { type ProofKey, proofKey, push, pushedUrl, type Reply, redeem } from './protocol.ts'

export const F = 'fapi2-security-profile-final'
export let room: OpenidRoom
export let party: RelyingParty
export let stranger: RelyingParty
export let karen: Somebody
export let key: ProofKey

before(async () => {
  mock.timers.enable({ apis: ['Date'], now: new Date('2026-11-22T09:00:00Z') })
  room = await openOpenid()
  party = await relyingParty(room, { profile: 'fapi2' })
  stranger = await relyingParty(room, { profile: 'fapi2' })
  karen = await addSomebody(room)
  key = await proofKey()
})
after(async () => {
  mock.timers.reset()
  await room.close()
})

export const seconds = (count: number) => mock.timers.tick(count * 1000)
export const go = (url: URL, deed: Deed = {}) => walk(room.browser(), url, { who: karen, ...deed })
export const errorOf = (back: URL | null) => back?.searchParams.get('error')
export const code = async (pushed: Reply) =>
  (await go(pushedUrl(party, pushed))).back!.searchParams.get('code')!
/** From a pushed request to the answer of the token endpoint. */
export const whole = async (more: Record<string, string> = {}) =>
  redeem(room, party, await code(await push(room, party, more)), key)
export const claimsOf = (reply: Reply) =>
  JSON.parse(Buffer.from(reply.json.id_token.split('.')[1], 'base64url').toString())
/** Refused at the endpoint, with one of these errors. */
export const refused = (reply: Reply, ...errors: string[]) => {
  assert.ok([400, 401].includes(reply.status), `${reply.status} ${reply.text}`)
  assert.ok(errors.includes(reply.json.error), reply.text)
}
