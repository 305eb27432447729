// A letter that is a link, from the sender's wire to the reader who shows an ID again (B-07, D-03).
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { AccessLogPage, Letter } from '#api/mailbox.ts'
import type { App } from '#ground/routes.ts'
import { frontRooms } from '#http/front.ts'
import { openIdentity } from '#identity/room.ts'
import { indexMailbox } from '#letters/search/index-letters.ts'
import { LINK_SHOWN_SECONDS } from '#rules/link-letter.ts'
import { handIn } from '#tests/hand-in.ts'
import { lettersArchive, MANIFEST } from '#tests/make-archive.ts'
import { multipart, PDF } from '#tests/multipart.ts'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'
import { type SenderSeed, seedSender } from '#tests/seed-sender.ts'
import { addSomebody, openBrowser, type Somebody } from '#tests/visitor.ts'

const ORIGIN = 'http://localhost:8080'
const URL_GIVEN = 'https://sag.kommune.example/17?bilag=2'
const LINK = {
  bytes: Buffer.from(`# Sagen\r\n${URL_GIVEN}\r\n`),
  mediaType: 'text/uri-list',
  fileName: 'sagen.uri',
}

let open: OpenHouse
let app: App
let sender: SenderSeed
let karen: Somebody
before(async () => {
  open = await openHouse({ env: { PUBLIC_URL: ORIGIN } })
  const identity = openIdentity(open.house, { secret: Buffer.alloc(32, 9) })
  app = await open.app(...frontRooms(identity))
  sender = await seedSender(open.house, app)
  karen = await addSomebody({ house: open.house, identity })
})
after(() => open.close())

type Parts = Parameters<typeof multipart>[1]
async function send(parts: Parts, more: object = {}, top: object = {}) {
  const documents = Object.keys(parts).map((part) => ({ part }))
  const letter = { recipient: { nationalNumber: karen.nationalNumber }, title: 'Din sag', documents, ...more }
  const asked = multipart({ letters: [letter], ...top }, parts, sender.headers())
  const answer = await app.inject({ method: 'POST', url: '/v1/letters', ...asked })
  return { status: answer.statusCode, json: answer.json(), letter: answer.json().letters?.[0] }
}

async function reader() {
  // A code is good once: the next one is half a minute away.
  open.clock.advance(31_000)
  const browser = openBrowser(app, ORIGIN)
  await browser.signIn(karen)
  const stepUp = async () => {
    open.clock.advance(31_000)
    const raised = await browser.ask('POST', '/api/session/step-up/totp', { json: { code: karen.code() } })
    assert.equal(raised.status, 200, raised.text)
  }
  return { ...browser, stepUp }
}

test('B-07 D-03 B-16: a link opens to who shows an ID for it, and asks again two minutes later; what was shown is on record and proven', async () => {
  const { letter } = await send({ link: LINK }, { minimumLevel: 'low' })
  assert.equal(letter.outcome, 'delivered', JSON.stringify(letter))
  const at = `/api/letters/${letter.letterId}`
  const doors = [
    ['POST', `${at}/open`],
    ['GET', `${at}/documents/1`],
    ['GET', `${at}/documents/1?download`],
    ['GET', `${at}/documents`],
  ] as const
  const { ask, stepUp } = await reader()
  const closed = async (code: string) => {
    for (const [method, path] of doors) {
      const answer = await ask(method, path, method === 'POST' ? { json: {} } : {})
      assert.deepEqual([answer.status, answer.json.code], [403, code], path)
      assert.ok(!answer.text.includes('kommune.example'))
    }
    const log = (await ask('GET', `${at}/access-log`)).json as AccessLogPage
    return log.entries.map(({ action }) => action)
  }
  assert.deepEqual(await closed('letter-locked'), ['delivered'], 'below an electronic ID it is locked as any')

  await stepUp()
  open.clock.advance((LINK_SHOWN_SECONDS + 1) * 1000)
  const shown = (await ask('GET', at)).json as Letter
  assert.ok(!shown.locked && shown.openedAt === null)
  assert.deepEqual(
    shown.documents.map(({ mediaType }) => mediaType),
    ['text/uri-list'],
  )
  assert.deepEqual(
    await closed('id-not-shown-lately'),
    ['delivered'],
    'strong enough, and not shown for this',
  )

  await stepUp()
  assert.equal((await ask('POST', `${at}/open`, { json: {} })).status, 200)
  const content = await ask('GET', `${at}/documents/1`)
  assert.deepEqual([content.status, content.headers['content-type']], [200, 'text/plain; charset=utf-8'])
  assert.ok(content.text.includes(URL_GIVEN))
  assert.match(String(content.headers['content-disposition']), /filename="sagen\.uri"/)
  const actions = ['document-shown', 'opened', 'delivered']
  open.clock.advance((LINK_SHOWN_SECONDS + 1) * 1000)
  assert.deepEqual(await closed('id-not-shown-lately'), actions)
})

test('B-07 B-01: no search gives the address away', async () => {
  const { letter } = await send({ link: LINK }, { title: 'Skjult sted' })
  const { ask, stepUp } = await reader()
  await stepUp()
  await ask('POST', `/api/letters/${letter.letterId}/open`, { json: {} })
  await indexMailbox(open.house, karen)
  const found = async (words: string) => {
    const answer = await ask('POST', '/api/search', { json: { words } })
    assert.equal(answer.status, 200, answer.text)
    assert.ok(!answer.text.includes('kommune.example'))
    return answer.json.hits.length
  }
  assert.equal(await found('skjult'), 1)
  assert.equal(await found('bilag'), 0)
})

test('B-07 A-09 S-14: what is no link, is not alone or could be printed is refused with field, reason and what to do', async () => {
  const bad = async (text: string) => {
    const { status, json } = await send({ link: { ...LINK, bytes: Buffer.from(text) } })
    const [fault] = json.faults
    assert.deepEqual([status, json.code, fault.field], [422, 'document-unreadable', 'link'], text)
    assert.match(fault.message, /\. \p{Lu}.+\.$/u)
    return fault.reason
  }
  assert.equal(await bad('http://kommune.example/'), 'link-not-https')
  assert.equal(await bad('https://bank.example@evil.example/'), 'link-place')
  assert.equal(await bad('javascript:alert(1)'), 'link-not-https')
  assert.equal(await bad(`${URL_GIVEN}\n${URL_GIVEN}`), 'not-one-link')
  for (const [parts, more, field, reason] of [
    [{ link: LINK, bilag: PDF }, {}, 'documents', 'link-not-alone'],
    [{ link: LINK }, { printAllowed: true }, 'printAllowed', 'link-on-paper'],
  ] as const)
    for (const top of [{}, { dryRun: true }]) {
      const { letter } = await send(parts, more, top)
      assert.deepEqual([letter.outcome, letter.code], ['refused', 'letter-invalid'])
      assert.deepEqual([letter.faults[0].field, letter.faults[0].reason], [field, reason])
    }
})

test('B-07 S-06: links come by file too, one for all or one for each row', async () => {
  const archive = await lettersArchive(
    `reference,nationalNumber,documents\na,${karen.nationalNumber},\nb,${karen.nationalNumber},egen.uri\nc,${karen.nationalNumber},egen.uri;letter.pdf\n`,
    {
      'manifest.json': { ...MANIFEST, documents: ['sagen.uri'] },
      'sagen.uri': LINK.bytes,
      'egen.uri': 'https://a.example/b',
      'letter.pdf': PDF,
    },
  )
  const { delivered, refused } = await handIn(open.house, app, sender, archive)
  assert.deepEqual([delivered, refused], [2, 1])
})
