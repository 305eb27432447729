/** Upstreams whose answers are bent: nobody may be signed in by one. Somebody of either country is there to try it on. */
import assert from 'node:assert/strict'
import { afterEach } from 'node:test'
import type { UpstreamId } from '#rules/upstream.ts'
import type { Bent } from '#tools/e-id/simulator.ts'
import { signInWith } from './e-id.ts'
import { ids, room } from './e-id-room.ts'
import { addSomebody, type Browser } from './visitor.ts'

export const ola = await addSomebody(room, { country: 'no' })
export const karen = await addSomebody(room)

afterEach(() => ids.bend({}))

export type Claims = Record<string, unknown>
export const seconds = () => Math.floor(room.clock.now().getTime() / 1000)
export const isSignedIn = async (browser: Browser) => (await browser.ask('GET', '/api/session')).json.signedIn
const numberFor = (id: UpstreamId) => (id.startsWith('mitid') ? karen : ola).nationalNumber

/** A visit whose answer is bent this way must end at the sign-in page, signed out, with this word. */
export async function assertRefused(
  bent: Bent,
  said = 'not-genuine',
  id: UpstreamId = 'idporten',
): Promise<void> {
  ids.bend(bent)
  const browser = room.browser()
  const back = await signInWith(browser, id, { nationalNumber: numberFor(id) })
  assert.equal(back.status, 303)
  assert.match(String(back.headers.location), new RegExp(`^/sign-in\\?return=%2F&said=${said}&with=${id}$`))
  assert.equal(browser.jar.has('brevhus'), false)
  assert.equal(await isSignedIn(browser), false)
}
