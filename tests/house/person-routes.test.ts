import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Routes } from '#ground/routes.ts'
import { frontRooms } from '#http/front.ts'
import { openIdentity } from '#identity/room.ts'
import { ACTION_LEVELS, type Action } from '#rules/action-levels.ts'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'
import { addSomebody, openBrowser } from '#tests/visitor.ts'

type Route = { method: string; url: string; action: string | undefined }

/** Where a person's own business is reached. Senders (/v1), machines and the sign-in itself have laws of their own. */
const PERSONS = /^\/(api|id)(\/|$)/

/** What is open without a sign-in: each for a reason, and no other. */
const OPEN: Readonly<Record<string, string>> = {
  'GET /api/session': 'tells whether somebody is signed in',
  'GET /api/session/check': 'tells whether somebody is signed in, at what level',
  'POST /api/session/sign-out': 'signs out whoever it is, nobody included',
  'GET /id/enrol': 'a form for people who have no ID yet',
  'POST /id/enrol': 'orders a letter to the registered address, the same answer for every number',
  'GET /id/recover': 'a form for people who cannot sign in',
  'POST /id/recover': 'orders a letter to the registered address, the same answer for every number',
  'GET /id/activate': 'a form for the code in the letter',
  'POST /id/activate': 'the code in the letter is what is shown',
  'GET /id/temporary-password': 'a form for people who forgot their password',
  'POST /id/temporary-password': 'orders a letter or an SMS, the same answer for every name',
  'GET /id/temporary-password/ordered': 'says the same to everybody',
  'POST /id/temporary-password/passkey/options': 'a random challenge, the same kind for everybody',
  'POST /id/temporary-password/passkey/verify': 'a signature by the passkey is what is shown',
  'GET /id/texts': 'the published texts; what somebody said only to whoever has signed in',
  'GET /id/texts/:name/:version': 'a published text, the same for everybody',
  'GET /id/privacy': 'what is done with data, and where to complain; the same for everybody',
  'GET /id/privacy/:version': 'the same words in the version of then, alike for everybody (N-30)',
  'GET /id/block': 'a form for people who cannot or dare not sign in',
  'POST /id/block': 'user ID and block code; it can do nothing but block',
  'GET /id/block/:token': 'the link of a security notice; it asks once more and shows nothing',
  'POST /id/block/:token': 'the link of a security notice; it can do nothing but block',
  'POST /api/key-file/enrol': 'the one-time code of a key file is what is shown, with a signature by its key',
  'POST /api/key-file/challenge': 'a random challenge, of which nothing is kept',
  'POST /api/key-file/answer': 'a signature by the certified key is what is shown',
  'GET /id/key-file': 'the one-time link of an answered challenge is what is shown',
  'POST /id/key-file': 'the one-time link of an answered challenge is what is shown',
  'POST /id/choose': 'a ticket of the code that was shown a moment ago',
}

let open: OpenHouse
const routes: Route[] = []
let app: Awaited<ReturnType<OpenHouse['app']>>
let identity: ReturnType<typeof openIdentity>

const noting =
  (found: Route[]): Routes =>
  (app) => {
    app.addHook('onRoute', ({ method, url, config }) => {
      const action = (config as { action?: string } | undefined)?.action
      for (const one of [method].flat()) if (one !== 'HEAD') found.push({ method: one, url, action })
    })
  }

before(async () => {
  open = await openHouse()
  identity = openIdentity(open.house, { secret: Buffer.alloc(32, 5) })
  app = await open.app(noting(routes), ...frontRooms(identity))
  await app.ready()
})
after(() => open.close())

function faults(found: readonly Route[]): string[] {
  return found.flatMap(({ method, url, action }) => {
    const route = `${method} ${url}`
    if (!PERSONS.test(url)) return []
    if (action === undefined) return [`${route} names no action of rules/action-levels.ts`]
    if (action === 'anyone') return OPEN[route] ? [] : [`${route} is open to anyone without a reason`]
    return Object.hasOwn(ACTION_LEVELS, action) ? [] : [`${route}: there is no action ${action}`]
  })
}

test('I-13: every route of a person names its action in the one table of levels', () => {
  assert.ok(routes.filter(({ url }) => PERSONS.test(url)).length > 30)
  assert.deepEqual(faults(routes), [])
})

test('I-13: planted and found: a route without an action, one with an unknown action, one open to anyone', async () => {
  const found: Route[] = []
  const planted: Routes = (app) => {
    app.get('/api/planted', async () => 'x')
    app.delete('/id/planted', { config: { action: 'anyone' } }, async () => 'x')
    app.put('/api/planted', { config: { action: 'constructor' as Action } }, async () => 'x')
    app.get('/elsewhere', async () => 'x')
  }
  await open.app(noting(found), planted)
  assert.deepEqual(faults(found), [
    'GET /api/planted names no action of rules/action-levels.ts',
    'DELETE /id/planted is open to anyone without a reason',
    'PUT /api/planted: there is no action constructor',
  ])
})

test('I-13: no action in the table is without a route or a use case that asks for it', () => {
  const named = new Set(routes.map(({ action }) => action))
  /** Asked for by a use case, because one route does several things, or is a page that leads to the sign-in. */
  const within = [
    'change-language',
    'consent-to-disclosure',
    'disclose-number',
    'read-consents',
    'verify-email',
    'withdraw-consent',
  ]
  assert.deepEqual(
    Object.keys(ACTION_LEVELS).filter((action) => !named.has(action) && !within.includes(action)),
    [],
  )
})

test('I-13: without a sign-in, and below the level of its action, every route refuses before it reads anything', async () => {
  const karen = await addSomebody({ house: open.house, identity })
  const browser = openBrowser(app, identity.site.origin)
  await browser.signIn(karen, 'low')
  const stranger = openBrowser(app, identity.site.origin)
  const id = '0198c0de-1234-7abc-8def-0123456789ab'
  const guarded = routes.filter(
    ({ url, action }) => PERSONS.test(url) && action !== undefined && action !== 'anyone',
  )
  const wrong: string[] = []
  for (const { method, url, action } of guarded) {
    const path = url.replace(/:[^/]+/g, id)
    const ask = { json: { nonsense: true } }
    const said = ({ status, headers, json }: Awaited<ReturnType<typeof browser.ask>>) =>
      status === 303 ? String(headers.location).split('?')[0] : json?.code
    const outside = said(await stranger.ask(method as 'GET', path, method === 'GET' ? {} : ask))
    if (outside !== 'sign-in-needed' && outside !== '/sign-in') wrong.push(`${method} ${url}: ${outside}`)
    if (ACTION_LEVELS[action as Action] === 'low') continue
    const below = said(await browser.ask(method as 'GET', path, method === 'GET' ? {} : ask))
    if (below !== 'level-too-low' && below !== '/sign-in/step-up') wrong.push(`${method} ${url}: ${below}`)
  }
  assert.deepEqual(wrong, [])
  assert.ok(guarded.length > 25)
})
