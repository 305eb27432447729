/** O-06: what the history shows and the limits count behind proxies: the person's own address, and never one that somebody made up. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asPostOffice } from '#ground/db.ts'
import { readUses } from '#identity/self-service/own-data.store.ts'
import { openSignIn } from './sign-in.ts'
import { addSomebody, type Browser } from './visitor.ts'

const PROXY = '10.0.0.1'
const seenAt = async (room: Awaited<ReturnType<typeof openSignIn>>, personId: string) => {
  const uses = await asPostOffice(room.house.db, (trx) => readUses(trx, personId, 100))
  return uses.map(({ address }) => address).reverse()
}
const signIn = async (browser: Browser, who: { name: string; password: string }, said: string) => {
  const page = await browser.ask('GET', '/sign-in')
  const hidden = [...page.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
  const form = {
    ...Object.fromEntries(hidden.map(([, name, value]) => [name!, value!])),
    name: who.name,
    password: who.password,
  }
  return (await browser.ask('POST', '/sign-in', { form, headers: { 'x-forwarded-for': said } })).status
}

test('I-06 O-06: without a proxy named, the history keeps the connection, whatever a header says', async () => {
  const room = await openSignIn()
  try {
    const karen = await addSomebody(room)
    assert.equal(await signIn(room.browser('203.0.113.5'), karen, '198.51.100.1'), 303)
    assert.deepEqual(await seenAt(room, karen.personId), ['203.0.113.5'])
  } finally {
    await room.close()
  }
})

test('I-05 I-06 O-06: behind a proxy the history and the waits are about the person’s own address; a made-up one changes neither', async () => {
  const room = await openSignIn({ env: { TRUSTED_PROXIES: '10.0.0.0/8' } })
  try {
    const karen = await addSomebody(room)
    assert.equal(await signIn(room.browser(PROXY), karen, '1.2.3.4, 198.51.100.1'), 303)
    assert.equal(await signIn(room.browser('203.0.113.5'), karen, '198.51.100.2'), 303)
    assert.deepEqual(await seenAt(room, karen.personId), ['198.51.100.1', '203.0.113.5'])
    // Guessing at many names from one network, each time under another made-up address.
    let waited = 0
    for (let i = 0; i < 80 && waited === 0; i++) {
      const guess = { name: `nobody.${i}`, password: 'forkert kodeord' }
      if ((await signIn(room.browser(PROXY), guess, `192.0.2.${i}, 198.51.100.9`)) === 429) waited = i
    }
    assert.ok(waited > 0, 'the network waits')
    const guess = { name: 'nobody.else', password: 'forkert kodeord' }
    assert.equal(await signIn(room.browser(PROXY), guess, '198.51.100.77'), 401, 'its neighbour does not')
  } finally {
    await room.close()
  }
})
