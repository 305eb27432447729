/** An address where nothing is, typed by a person or asked for by a program, at the whole front of a house. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { text as textOf } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import { answerClientError } from '#http/client-error.ts'
import { frontRooms } from '#http/front.ts'
import { wantsPage } from '#http/wants-page.ts'
import { TEXTS_PATH } from '#identity/agreed/agreed-pages.ts'
import { openIdentity } from '#identity/room.ts'
import { openHouse } from './open-house.ts'
import { addSomebody, openBrowser } from './visitor.ts'

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8'
const NOWHERE = [
  '/id/nothing',
  '/id/company/nothing',
  '/sign-in/nothing',
  '/nothing',
  '/letters',
  '/v1/nothing',
  '/api/nothing',
  '/oauth/nothing',
  '/problems/nothing',
  '/service-providers/nothing',
  '/assets/nothing.js',
  '//evil.example/nothing',
  '/%00/nothing',
]

let room: Awaited<ReturnType<typeof openRoom>>
before(async () => {
  room = await openRoom()
})
after(() => room.close())

async function openRoom() {
  const open = await openHouse()
  const identity = openIdentity(open.house, { secret: Buffer.alloc(32, 5) })
  const app = await open.app(...frontRooms(identity))
  const browser = () => openBrowser(app, identity.site.origin)
  return { ...open, app, identity, browser }
}

test('O-07: a mistyped address is answered with a page that leads on, in the language of whoever is there', async () => {
  const guest = room.browser()
  for (const path of NOWHERE) {
    const { status, text, headers } = await guest.ask('GET', path, { headers: { accept: BROWSER } })
    assert.equal(status, 404, path)
    assert.match(String(headers['content-type']), /^text\/html/, path)
    assert.match(text, /<html lang="da">.*<h1>Siden findes ikke<\/h1>.*href="\/sign-in">Log ind</s, path)
    assert.doesNotMatch(text, /evil|nothing/, `${path} is not given back`)
    assert.equal(headers['cache-control'], 'no-store')
    assert.equal(headers.vary, 'accept')
  }
  // Another language is chosen on the page and stays.
  const [, swedish] = /hreflang="sv" href="([^"]+)"/.exec((await page(guest)).text)!
  assert.equal(swedish, '?lang=sv')
  assert.match((await page(guest, `/id/nothing${swedish}`)).text, /<h1>Sidan finns inte</)
  assert.match((await page(guest)).text, /<h1>Sidan finns inte</)

  const nora = await addSomebody(room, { country: 'no' })
  const hers = room.browser()
  await hers.signIn(nora)
  const shown = await page(hers)
  assert.match(shown.text, /<h1>Siden finnes ikke<.*href="\/">Gå til posten din<.*href="\/id"/s)
  assert.doesNotMatch(shown.text, /href="\/sign-in"/, 'nobody who is signed in is asked to do so')
  // What a page itself does not find is told by the same page.
  const gone = await page(hers, `${TEXTS_PATH}/terms/0`)
  assert.deepEqual([gone.status, /<h1>Siden finnes ikke</.test(gone.text)], [404, true])
})

test('I-13: programs get a problem document at an address where nothing is, whatever the method', async () => {
  for (const path of NOWHERE)
    for (const accept of ['*/*', 'application/json', 'application/json, text/html;q=0.5', 'text/html;q=0'])
      assertProblem(await room.app.inject({ url: path, headers: { accept } }), `${path} ${accept}`)
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const)
    assertProblem(await room.app.inject({ method, url: '/id/nothing', headers: { accept: BROWSER } }), method)
  const head = await room.app.inject({ method: 'HEAD', url: '/id/nothing', headers: { accept: BROWSER } })
  assert.deepEqual([head.statusCode, head.body], [404, ''])
  assert.match(String(head.headers['content-type']), /^text\/html/)
})

test('I-13 O-07: what the framework itself gives up on is a problem document too, and a page for a person', async () => {
  const long = `/v1/letters/${'a'.repeat(300)}`
  for (const [path, status, code] of [
    [long, 404, 'not-found'],
    ['/v1/letters/%zz', 400, 'request-malformed'],
    ['/id/%E0%A4%A', 400, 'request-malformed'],
  ] as const) {
    const answer = await room.app.inject({ url: path, headers: { accept: '*/*' } })
    assert.deepEqual([answer.statusCode, answer.json().code], [status, code], path)
    assert.match(String(answer.headers['content-type']), /^application\/problem\+json/)
    assert.equal(answer.headers['x-content-type-options'], 'nosniff')
    assert.doesNotMatch(answer.body, /aaaa|zz|%E0/, 'nothing of the address is given back')
    const shown = await page(room.browser(), path)
    assert.deepEqual([shown.status, /<h1>Siden findes ikke</.test(shown.text)], [404, true], path)
    const sent = await room.app.inject({ method: 'POST', url: path, headers: { accept: BROWSER } })
    assert.equal(sent.json().code, code)
  }
})

test('I-13: a request that node’s parser gives up on is answered with a problem document on the bare socket', async () => {
  const { port } = new URL(await room.app.listen({ host: '127.0.0.1', port: 0 }))
  for (const [bytes, status, code] of [
    [`GET / HTTP/1.1\r\nhost: a\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`, 431, 'headers-too-large'],
    ['GARBAGE / HTTP/1.1\r\n\r\n', 400, 'request-malformed'],
    ['GET / HTTP/1.1\r\nhost: a\r\nbad header\r\n\r\n', 400, 'request-malformed'],
  ] as const) {
    const [head, body] = (await sayTo(Number(port), bytes)).split('\r\n\r\n')
    assert.match(head!, new RegExp(`^HTTP/1.1 ${status} .*content-type: application/problem\\+json`, 's'))
    const problem = JSON.parse(body!)
    assert.deepEqual([problem.code, problem.status, problem.type], [code, status, `/problems/${code}`])
  }
  // A slow one: the moment is node's, the answer ours.
  const [ours, theirs] = await pair()
  answerClientError(Object.assign(new Error('slow'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }), ours)
  assert.match(await textOf(theirs), /^HTTP\/1.1 408 Request Timeout.*"code":"request-too-slow"/s)
})

test('N-32 O-06: the log of a mistyped address holds nothing of it', async () => {
  const typed = [
    '/id/010190-1234',
    '/sign-in/karen.lindholm?password=hemmelig-kop',
    '/karen@lindholm.example',
  ]
  for (const path of typed)
    for (const accept of [BROWSER, '*/*']) await room.browser().ask('GET', path, { headers: { accept } })
  assert.match(room.logged(), /"route":"none"[^\n]*"status":404/)
  for (const word of ['010190', 'karen', 'hemmelig', 'lindholm'])
    assert.ok(!room.logged().includes(word), word)
})

test('I-13: a page is for whoever names HTML and does not like data better', () => {
  const cases = [
    [BROWSER, true],
    ['TEXT/HTML', true],
    ['text/html;charset=utf-8', true],
    ['application/xhtml+xml', true],
    ['application/json;q=0.5, text/html', true],
    ['', false],
    [undefined, false],
    ['*/*', false],
    ['text/*', false],
    ['text/html;q=0', false],
    ['text/html;q=none', false],
    ['text/html;q=0.2, application/problem+json;q=0.3', false],
    [`${'a/b,'.repeat(100_000)}text/html`, false],
  ] as const
  for (const [accept, page] of cases) assert.equal(wantsPage(accept), page, accept?.slice(0, 60))
})

type Browser = ReturnType<typeof openBrowser>
const page = (browser: Browser, path = '/id/nothing') =>
  browser.ask('GET', path, { headers: { accept: BROWSER } })

function assertProblem(answer: Awaited<ReturnType<typeof room.app.inject>>, about: string) {
  assert.equal(answer.statusCode, 404, about)
  assert.match(String(answer.headers['content-type']), /^application\/problem\+json/, about)
  assert.equal(answer.json().code, 'not-found', about)
}

function sayTo(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.write(bytes)
  return textOf(socket)
}

/** Both ends of one connection. */
async function pair(): Promise<[Socket, Socket]> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const theirs = connect((server.address() as AddressInfo).port, '127.0.0.1')
  const [ours] = (await once(server, 'connection')) as [Socket]
  ours.on('error', () => {})
  server.close()
  return [ours, theirs]
}
