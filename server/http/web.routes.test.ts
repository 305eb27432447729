import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import type { App } from '#ground/routes.ts'
import { webRoutes } from '#http/web.routes.ts'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'
import { buildWeb } from '#tools/build-web.ts'

let open: OpenHouse
let app: App
before(async () => {
  // From a fresh clone nothing is built yet.
  if (!(await buildWeb.isFresh())) await buildWeb.run()
  open = await openHouse()
  app = await open.app(webRoutes)
})
after(() => open.close())

test('N-32: the app’s own places answer with its page under a policy that lets in no foreign script', async () => {
  for (const url of ['/', '/letters/0199d6a0-0000-7000-8000-000000000000', '/settings']) {
    const answer = await app.inject({ url })
    assert.equal(answer.statusCode, 200, url)
    assert.match(answer.headers['content-type'] as string, /text\/html/)
    assert.equal(answer.headers['cache-control'], 'no-cache')
    assert.match(answer.headers['content-security-policy'] as string, /script-src 'self';/)
  }
})

test('B-01: every place of the app can be opened by its address, and reloaded', async () => {
  const main = await readFile(new URL('../../web/main.tsx', import.meta.url), 'utf8')
  // Letters lie below their list; every other path stands by itself.
  const places = [...main.matchAll(/path: '([^'*/][^'*]*)'/g)].map((match) => match[1]!)
  const below = ['seen', 'proof']
  assert.ok(places.includes('folders') && places.includes('in/:place'), 'the paths were found')
  for (const place of places.filter((path) => !below.includes(path))) {
    const url = `/${place.replace(/:[a-zA-Z]+/g, '0199d6a0-0000-7000-8000-000000000000')}`
    assert.equal((await app.inject({ url })).statusCode, 200, url)
  }
  const deep = '/in/archive/letters/0199d6a0-0000-7000-8000-000000000000/proof'
  assert.equal((await app.inject({ url: deep })).statusCode, 200)
})

test('I-13: what is not there is a problem document, and no path leads out of the folder', async () => {
  for (const url of [
    '/nothing',
    '/assets/../../package.json',
    '/..%2f..%2fpackage.json',
    '/assets/none.js',
  ]) {
    const answer = await app.inject({ url })
    assert.equal(answer.statusCode, 404, url)
    assert.equal(answer.json().code, 'not-found')
  }
})
