/** The counter, through HTTP: what is taken, what is refused and in which words, and that repeating a request is safe. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { dispatchRoutes } from '#dispatch/dispatch.routes.ts'
import { suspendSender } from '#dispatch/senders/approve-sender.ts'
import { asPostOffice } from '#ground/db.ts'
import type { App } from '#ground/routes.ts'
import { feedSettled } from '#tests/feed-settled.ts'
import { multipart, PDF } from '#tests/multipart.ts'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'
import { type SeededPerson, seedPerson } from '#tests/seed-people.ts'
import { askToken, type SenderSeed, seedSender } from '#tests/seed-sender.ts'
import { readPublicKey } from '../../../verifier/key.ts'
import { verifyReceipt } from '../../../verifier/receipt.ts'

let open: OpenHouse
let app: App
let sender: SenderSeed
let other: SenderSeed
let karen: SeededPerson
before(async () => {
  open = await openHouse()
  app = await open.app(dispatchRoutes)
  sender = await seedSender(open.house, app)
  other = await seedSender(open.house, app, { name: 'Fjordby Bank A/S' })
  karen = await seedPerson(open.house)
})
after(() => open.close())

type Parts = Parameters<typeof multipart>[1]
const post = (order: unknown, key?: string, parts: Parts = { brev: PDF }, by = sender) =>
  app.inject({ method: 'POST', url: '/v1/letters', ...multipart(order, parts, by.headers(key)) })
const letterTo = (nationalNumber: string, more: object = {}) => ({
  recipient: { nationalNumber },
  title: 'Regning',
  documents: [{ part: 'brev' }],
  ...more,
})
const order = (more: object = {}) => ({ letters: [letterTo(karen.nationalNumber, more)] })
const get = (url: string, by = sender) => app.inject({ url, headers: by.headers() })

async function lettersOfKaren(): Promise<number> {
  const { rows } = await asPostOffice(open.house.db, (trx) =>
    sql<{
      n: number
    }>`select count(*)::int as n from letter where mailbox_id = ${karen.mailboxId}`.execute(trx),
  )
  return rows[0]!.n
}

test('S-05 A-09: an unknown recipient is refused with a reason and a signed receipt of the refusal', async () => {
  const answer = await post({ letters: [letterTo('0101901234')] })
  assert.equal(answer.statusCode, 202, answer.body)
  const [letter] = answer.json().letters
  assert.deepEqual([letter.outcome, letter.code], ['refused', 'recipient-unknown'])
  assert.match(letter.reason, /^[A-Z].+\. .+\.$/)
  const { receipt } = (await get(`/v1/letters/${letter.letterId}/receipt`)).json()
  assert.equal(receipt, letter.receipt, 'made again, it is the same byte for byte')
  const read = verifyReceipt(JSON.stringify({ receipt }), readPublicKey(open.house.signer.publicKeyPem))
  assert.deepEqual([read.event.event, read.event.code], ['A.2 SubmissionRejection', 'recipient-unknown'])
})

test('S-05: the same key and request give the same bytes and one letter, at the same moment or later; another request under it is 409', async () => {
  const before = await lettersOfKaren()
  const key = randomUUID()
  const together = await Promise.all([1, 2, 3, 4].map(() => post(order(), key)))
  const later = await post(order(), key)
  assert.deepEqual(new Set([...together, later].map((answer) => answer.body)), new Set([later.body]))
  assert.equal(await lettersOfKaren(), before + 1)
  for (const [changed, parts] of [
    [order({ title: 'Rykker' }), undefined],
    [order(), { brev: Buffer.concat([PDF, Buffer.from('\n%%EOF\n')]) }],
    [{ ...order(), dryRun: true }, undefined],
  ] as const) {
    const answer = await post(changed, key, parts)
    assert.deepEqual([answer.statusCode, answer.json().code], [409, 'idempotency-key-reused'])
  }
  assert.equal(await lettersOfKaren(), before + 1)
  // Another sender's key of the same name is another key.
  assert.equal((await post(order(), key, undefined, other)).statusCode, 202)
})

test('S-05: after 24 hours a key is free again', async () => {
  const key = randomUUID()
  const first = (await post(order(), key)).json()
  open.clock.advance(24 * 3_600_000 - 1000)
  const { access_token: token } = (await askToken(app, await sender.assertion())).json()
  const headers = (key: string = randomUUID()) => ({
    authorization: `Bearer ${token}`,
    'idempotency-key': key,
  })
  sender = { ...sender, token, headers }
  assert.deepEqual((await post(order(), key)).json(), first)
  open.clock.advance(2000)
  const second = (await post(order({ title: 'Ny' }), key)).json()
  assert.equal(second.letters[0].outcome, 'delivered')
  assert.notEqual(second.submissionId, first.submissionId)
})

test('S-05: every POST wants a key, and the key is kept for all of them alike', async () => {
  const { letterId } = (await post(order())).json().letters[0]
  const key = randomUUID()
  const document = (bytes: Buffer) =>
    app.inject({
      method: 'POST',
      url: '/v1/documents',
      headers: { ...sender.headers(key), 'content-type': 'application/pdf' },
      payload: bytes,
    })
  const first = await document(PDF)
  assert.equal(first.statusCode, 201, first.body)
  assert.equal((await document(PDF)).json().documentId, first.json().documentId)
  for (const answer of [
    await document(Buffer.concat([PDF, PDF])),
    await post(order(), key),
    await app.inject({ method: 'POST', url: `/v1/letters/${letterId}/cancel`, headers: sender.headers(key) }),
    await app.inject({ method: 'POST', url: `/v1/batches/${letterId}/cancel`, headers: sender.headers(key) }),
  ])
    assert.deepEqual([answer.statusCode, answer.json().code], [409, 'idempotency-key-reused'])
  const bearer = { authorization: `Bearer ${sender.token}` }
  for (const url of [
    '/v1/documents',
    '/v1/uploads',
    `/v1/letters/${letterId}/cancel`,
    `/v1/batches/${letterId}/cancel`,
  ]) {
    const headers = { ...bearer, ...(url === '/v1/documents' ? { 'content-type': 'application/pdf' } : {}) }
    const answer = await app.inject({
      method: 'POST',
      url,
      headers,
      ...(url === '/v1/documents' ? { payload: PDF } : {}),
    })
    assert.equal(answer.json().code, 'idempotency-key-missing', url)
  }
})

test('S-05 A-12: no token, a forged, an expired and a foreign one are refused; a suspended sender’s stops within seconds', async () => {
  const ask = async (authorization?: string) => {
    const answer = await app.inject({
      url: '/v1/print-queue',
      headers: authorization ? { authorization } : {},
    })
    return [answer.statusCode, answer.json().code]
  }
  const [head, , signature] = sender.token.split('.')
  const [, claims] = other.token.split('.')
  assert.deepEqual(await ask(), [401, 'token-missing'])
  for (const token of ['', 'x', `${head}.${claims}.${signature}`, await sender.assertion()])
    assert.deepEqual(await ask(`Bearer ${token}`), [401, 'token-invalid'])
  const shady = await seedSender(open.house, app, { name: 'Skygge ApS' })
  assert.deepEqual((await ask(`Bearer ${shady.token}`))[0], 200)
  await suspendSender(open.house, shady.senderId)
  open.clock.advance(4_000)
  assert.deepEqual(await ask(`Bearer ${shady.token}`), [403, 'sender-suspended'])
  const old = await seedSender(open.house, app, { name: 'Gammel ApS' })
  open.clock.advance(601_000)
  assert.deepEqual(await ask(`Bearer ${old.token}`), [401, 'token-invalid'])
  ;[sender, other] = [
    await seedSender(open.house, app),
    await seedSender(open.house, app, { name: 'Fjordby Bank A/S' }),
  ]
})

test('A-12 S-05: a token is given for a fresh assertion by the sender’s own key, and for nothing else', async () => {
  const ask = async (assertion: string) => {
    const answer = await askToken(app, assertion)
    return [answer.statusCode, answer.json().error ?? answer.json().token_type]
  }
  const now = Math.floor(open.clock.now().getTime() / 1000)
  const good = await sender.assertion()
  assert.deepEqual(await ask(good), [200, 'Bearer'])
  assert.deepEqual(await ask(good), [401, 'invalid_client'], 'used before')
  const [head, claims, signature] = (await sender.assertion()).split('.')
  const none = Buffer.from(JSON.stringify({ alg: 'none', kid: 'x' })).toString('base64url')
  for (const wrong of [
    '',
    'x.y.z',
    `${none}.${claims}.`,
    `${head}.${(await other.assertion()).split('.')[1]}.${signature}`,
    await sender.assertion({ iss: other.senderId, sub: other.senderId }),
    await sender.assertion({ sub: other.senderId }),
    await sender.assertion({ aud: 'https://elsewhere.example' }),
    await sender.assertion({ exp: now - 31 }),
    await sender.assertion({ exp: now + 3600 }),
    await sender.assertion({ jti: undefined }),
    await sender.assertion({ exp: undefined }),
    sender.token,
  ]) {
    const [status, error] = await ask(wrong)
    assert.ok(
      status === 401 ? error === 'invalid_client' : status === 400 && error === 'invalid_request',
      wrong,
    )
  }
})

test('S-05: another sender’s letter and document are like ones that never were', async () => {
  const { letterId } = (await post(order())).json().letters[0]
  const { documentId } = (
    await app.inject({
      method: 'POST',
      url: '/v1/documents',
      headers: { ...sender.headers(), 'content-type': 'application/pdf' },
      payload: PDF,
    })
  ).json()
  const never = randomUUID()
  const plain = (text: string) => text.replace(/"traceId":"[^"]*"/, '').replaceAll(letterId, never)
  for (const [method, path] of [
    ['GET', ''],
    ['GET', '/receipt'],
    ['POST', '/cancel'],
  ] as const) {
    const [theirs, nobodys] = await Promise.all(
      [letterId, never].map((id) =>
        app.inject({ method, url: `/v1/letters/${id}${path}`, headers: other.headers() }),
      ),
    )
    assert.equal(theirs!.statusCode, 404)
    assert.equal(plain(theirs!.body), plain(nobodys!.body))
  }
  const named = (id: string) => ({
    letters: [letterTo(karen.nationalNumber, { documents: [{ documentId: id }] })],
  })
  const [theirs, nobodys] = [
    await post(named(documentId), undefined, {}, other),
    await post(named(never), undefined, {}, other),
  ]
  assert.deepEqual([theirs.statusCode, theirs.json().code], [422, 'document-missing'])
  assert.equal(plain(theirs.body), plain(nobodys.body))
  assert.equal((await post(named(documentId), undefined, {})).json().letters[0].outcome, 'delivered')
  await feedSettled(open.house)
  const { events } = (await get('/v1/events?limit=1000', other)).json()
  assert.ok(!JSON.stringify(events).includes(letterId))
})

test('A-09 A-11: what is wrong as a request is refused whole, with code and place, and nobody is looked for', async () => {
  const before = await lettersOfKaren()
  const html = { bytes: Buffer.from('%PDF'), mediaType: 'application/x-msdownload' }
  const wrong: [body: unknown, parts: Parts | undefined, status: number, code: string, field: RegExp][] = [
    ['{"letters": [', undefined, 422, 'request-invalid', /^letters$/],
    [{ letters: [] }, undefined, 422, 'request-invalid', /^letters$/],
    [order({ colour: 'red' }), undefined, 422, 'request-invalid', /colour/],
    [order({ title: '' }), undefined, 422, 'request-invalid', /title/],
    [order({ title: ' \u200b ' }), undefined, 422, 'request-invalid', /^letters\.0\.title$/],
    [order({ title: 'Faktura \u202efdp' }), undefined, 422, 'request-invalid', /^letters\.0\.title$/],
    [order({ title: 'x'.repeat(10_000_000) }), undefined, 422, 'request-invalid', /title/],
    [{ letters: Array(1001).fill(order().letters[0]) }, undefined, 422, 'request-invalid', /letters/],
    [order({ documents: [{ part: 'bilag' }] }), { bilag: PDF, more: PDF }, 422, 'request-invalid', /more/],
    [order({ documents: [{ part: 'bilag' }] }), {}, 422, 'document-missing', /letters\.0\.documents\.0/],
    [order(), { brev: Buffer.alloc(0) }, 422, 'document-unreadable', /brev/],
    [order(), { brev: Buffer.from('GIF89a') }, 422, 'document-unreadable', /brev/],
    [order(), { brev: PDF.subarray(0, 60) }, 422, 'document-unreadable', /brev/],
    [order(), { brev: html }, 422, 'document-unreadable', /brev/],
    [
      order(),
      { brev: { bytes: Buffer.from('r\xf8d', 'latin1'), mediaType: 'text/plain' } },
      422,
      'document-unreadable',
      /brev/,
    ],
  ]
  for (const dryRun of [false, true]) {
    for (const [body, parts, status, code, field] of wrong) {
      const given = dryRun && typeof body === 'object' ? { ...body, dryRun } : body
      const answer = await post(given, undefined, parts)
      const { faults, remedy } = answer.json()
      assert.deepEqual([answer.statusCode, answer.json().code], [status, code], answer.body.slice(0, 300))
      assert.match(faults[0].field, field)
      assert.ok(remedy.length > 10 && answer.body.length < 5000)
    }
  }
  const whole = multipart(order(), { brev: PDF }, sender.headers())
  for (const cut of [whole.payload.length - 3, whole.payload.length >> 1]) {
    const answer = await app.inject({
      method: 'POST',
      url: '/v1/letters',
      ...whole,
      payload: whole.payload.subarray(0, cut),
    })
    assert.deepEqual([answer.statusCode, answer.json().code], [400, 'request-malformed'])
  }
  assert.equal(await lettersOfKaren(), before)
})

test('S-05 A-09: a wrong row is refused by itself, in the order given, and leaves the others alone', async () => {
  const numbers = [karen.nationalNumber, '32139', '0101901234', karen.nationalNumber]
  const answer = await post({ letters: numbers.map((number, i) => letterTo(number, { reference: `r${i}` })) })
  assert.deepEqual(
    answer
      .json()
      .letters.map((letter: Record<string, unknown>) => [
        letter.row,
        letter.reference,
        letter.outcome,
        letter.code,
      ]),
    [
      [1, 'r0', 'delivered', undefined],
      [2, 'r1', 'refused', 'number-invalid'],
      [3, 'r2', 'refused', 'recipient-unknown'],
      [4, 'r3', 'delivered', undefined],
    ],
  )
})

test('S-05: the feed, a page of one at a time, tells every change once and in one order', async () => {
  await feedSettled(open.house)
  const all = (await get('/v1/events?limit=1000')).json()
  const walked: unknown[] = []
  let after = ''
  for (;;) {
    const page = (await get(`/v1/events?limit=1${after}`)).json()
    if (page.events.length === 0) break
    walked.push(...page.events)
    after = `&after=${page.next}`
  }
  assert.ok(walked.length > 5)
  assert.deepEqual(walked, all.events)
  assert.equal((await get('/v1/events?after=nonsense')).json().code, 'request-invalid')
})

test('S-12: beyond its quota of a minute a sender waits, nothing is kept, and the others do not notice', async () => {
  const eager = await seedSender(open.house, app, { name: 'Ivrig ApS', lettersPerMinute: 60 })
  const many = (n: number) => ({ letters: Array(n).fill(letterTo('0101901234')) })
  const send = (n: number, key?: string) => post(many(n), key, undefined, eager)
  assert.equal((await send(50)).statusCode, 202)
  const key = randomUUID()
  const refused = await send(20, key)
  assert.deepEqual(
    [refused.statusCode, refused.json().code, refused.headers['retry-after']],
    [429, 'too-many-requests', '10'],
  )
  assert.equal((await post(order())).statusCode, 202)
  open.clock.advance(10_000)
  assert.equal((await send(20, key)).statusCode, 202)
})

test('S-05: a reference with a zero byte is a fault of that field, not a failure of the house', async () => {
  const answer = await post({
    letters: [
      {
        reference: 'a\u0000b',
        recipient: { nationalNumber: '0101901234' },
        title: 'Regning',
        documents: [{ part: 'brev' }],
      },
    ],
  })
  assert.equal(answer.statusCode, 422, answer.body)
  assert.equal(answer.json().faults[0].field, 'letters.0.reference')
})
