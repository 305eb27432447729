import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { simpleParser } from 'mailparser'
import type { PersonalTokens } from '#api/personal-tokens.ts'
import { asPostOffice } from '#ground/db.ts'
import { SYNC, TOKENS } from '#rules/personal-tokens.ts'
import {
  call,
  jam,
  keepers,
  type Loose,
  newcomer,
  open,
  origin,
  post,
  tokenOf,
  using,
} from '#tests/sync-room.ts'
import { dropExpiredTokens } from '../tokens/tokens.store.ts'

const PDF = {
  bytes: Buffer.from('%PDF-1.7 bill'),
  mediaType: 'application/pdf',
  fileName: 'Årsregning 2026.pdf',
}

test('B-14 I-13: an independent client finds its account, lists, reads and downloads; a letter is an e-mail with its documents attached', async () => {
  const karen = await newcomer()
  const { token } = await tokenOf(karen)
  const letterId = await karen.letter({
    title: 'Regning for vand – november',
    documents: [PDF, { ...PDF, fileName: 'bilag.pdf' }],
  })
  const client = jam(token)
  const accountId = (await client.getPrimaryAccount())!
  assert.equal(accountId, karen.person.mailboxId)
  const [{ found, got, boxes }] = await client.requestMany((t) => {
    const found = t.Email!.query!({ accountId, filter: { inMailbox: 'inbox' }, calculateTotal: true })
    return {
      found,
      got: t.Email!.get!({ accountId, ids: found.$ref('/ids'), fetchTextBodyValues: true }),
      boxes: t.Mailbox!.get!({ accountId }),
    }
  })
  assert.deepEqual([found.ids, found.total], [[letterId], 1])
  const [email] = got.list as Loose[]
  assert.deepEqual(email!.from, [
    { name: keepers.sender.name, email: `sender-${keepers.sender.senderId}@localhost` },
  ])
  assert.deepEqual(
    [email!.subject, email!.keywords, email!.mailboxIds],
    ['Regning for vand – november', {}, { inbox: true }],
  )
  assert.deepEqual(
    email!.attachments.map(({ name, type, size }: Loose) => [name, type, size]),
    [
      ['Årsregning 2026.pdf', 'application/pdf', 13],
      ['bilag.pdf', 'application/pdf', 13],
    ],
  )
  assert.match(email!.bodyValues['0'].value, new RegExp(`/letters/${letterId}`))
  assert.deepEqual(
    (boxes.list as Loose[]).map(({ id, role, totalEmails, unreadEmails }) => [
      id,
      role,
      totalEmails,
      unreadEmails,
    ]),
    [
      ['inbox', 'inbox', 1, 1],
      ['archive', 'archive', 0, 0],
      ['trash', 'trash', 0, 0],
      ['documents', null, 0, 0],
    ],
  )
  // The whole message has the size it says, and a mail parser that is not ours reads it.
  const raw = await client.downloadBlob({
    accountId,
    blobId: email!.blobId,
    mimeType: 'message/rfc822',
    fileName: 'x.eml',
  })
  const bytes = Buffer.from(await raw.arrayBuffer())
  assert.equal(bytes.length, email!.size)
  const parsed = await simpleParser(bytes)
  assert.deepEqual(
    [parsed.subject, parsed.from!.value[0]!.name],
    ['Regning for vand – november', keepers.sender.name],
  )
  assert.deepEqual(
    parsed.attachments.map(({ filename, content }) => [filename, content.toString()]),
    [
      ['Årsregning 2026.pdf', '%PDF-1.7 bill'],
      ['bilag.pdf', '%PDF-1.7 bill'],
    ],
  )
  const document = await client.downloadBlob({
    accountId,
    blobId: email!.attachments[0].blobId,
    mimeType: 'application/pdf',
    fileName: 'a.pdf',
  })
  assert.equal(await document.text(), '%PDF-1.7 bill')
  // Its content has been handed over: that is on the record, and the letter is still unread.
  const log = (await karen.log()).map(({ action, sessionLevel }) => [action, sessionLevel])
  assert.deepEqual(log.slice(0, 3), [
    ['document-fetched', 'low'],
    ['document-fetched', 'low'],
    ['opened', 'low'],
  ])
  assert.equal((await karen.list('inbox'))[0]!.unread, true)
})

test('I-13 B-06: a token opens what a password opens; sensitive and public letters are there, locked, without subject, sender or content', async () => {
  const karen = await newcomer()
  const { token } = await tokenOf(karen)
  const secret = await karen.letter({ title: 'Afgørelse om sygdom', sensitive: true, documents: [PDF] })
  const official = await karen.letter({ title: 'Årsopgørelse', publicSector: true, documents: [PDF] })
  const accountId = karen.person.mailboxId
  const reply = await post(token, {
    using,
    methodCalls: [
      [
        'Email/get',
        { accountId, ids: [secret, official], fetchAllBodyValues: true, bodyProperties: ['blobId', 'name'] },
        'a',
      ],
    ],
  })
  const text = await reply.text()
  for (const hidden of ['sygdom', 'Årsregning']) assert.ok(!text.includes(hidden), hidden)
  const [one, two] = JSON.parse(text).methodResponses[0][1].list
  assert.deepEqual(
    [one.subject, one.from, one.hasAttachment, one.attachments],
    ['Fortroligt brev', null, false, []],
  )
  // As in the web app under a password: who a public letter is from may be seen, its content not.
  assert.deepEqual([two.subject, two.hasAttachment], ['Årsopgørelse', false])
  for (const letterId of [secret, official]) {
    const get = (blobId: string) =>
      fetch(`${origin}/jmap/download/${accountId}/${blobId}/x`, {
        headers: { authorization: `Bearer ${token}` },
      })
    assert.equal((await get(`L${letterId}.1`)).status, 403)
    const message = await (await get(`L${letterId}`)).text()
    assert.doesNotMatch(message, /JVBERi|sygdom/)
  }
  const { rows } = await asPostOffice(open.house.db, (trx) =>
    sql<{
      opened: number
    }>`select count(opened_at)::int as opened from letter where mailbox_id = ${accountId}`.execute(trx),
  )
  assert.equal(rows[0]!.opened, 0)
})

test('B-14 I-13 B-16: a token is made at a high level, shown once, kept as a hash, revoked at once, and ends with its time, its ID and its mailbox', async () => {
  const karen = await newcomer()
  assert.equal(
    (await karen.ask('POST', '/api/tokens', { name: 'x', scopes: ['mail'], days: 1 }, 'low')).body.code,
    'level-too-low',
  )
  for (const wrong of [
    { name: '' },
    { name: 'a\u202eb' },
    { days: 0 },
    { days: TOKENS.daysMost + 1 },
    { scopes: [] },
    { scopes: ['send'] },
  ])
    assert.equal(
      (await karen.ask('POST', '/api/tokens', { name: 'x', scopes: ['mail'], days: 1, ...wrong })).status,
      422,
    )
  const made = await tokenOf(karen)
  const works = async ({ token }: { token: string }) =>
    (await fetch(`${origin}/.well-known/jmap`, { headers: { authorization: `Bearer ${token}` } })).status
  assert.equal(await works(made), 200)
  assert.equal(
    await works({ token: `${made.token.slice(0, -1)}${made.token.endsWith('A') ? 'B' : 'A'}` }),
    401,
  )
  assert.equal(await works({ token: 'brevhus_AAAA' }), 401)
  const { body: listed } = await karen.ask<PersonalTokens>('GET', '/api/tokens')
  assert.equal(listed.tokens[0]!.lastUsedAt, open.clock.now().toISOString())
  assert.ok(!JSON.stringify(listed).includes(made.token))
  const { rows } = await asPostOffice(open.house.db, (trx) =>
    sql<{ row: string }>`select t::text as row from personal_token t`.execute(trx),
  )
  assert.ok(rows.length > 0 && !rows.some(({ row }) => row.includes(made.token.slice(30))))
  assert.ok(!open.logged().includes(made.token.slice(30)))
  // Of another scope it is as if it were none.
  assert.equal(await works(await tokenOf(karen, { scopes: ['calendar'] })), 401)
  assert.equal((await karen.ask('DELETE', `/api/tokens/${made.tokenId}`)).status, 204)
  assert.equal(await works(made), 401)
  assert.deepEqual(
    (await karen.log()).slice(0, 3).map(({ action }) => action),
    ['token-ended', 'token-made', 'token-made'],
  )

  const short = await tokenOf(karen, { days: 1 })
  const blocked = await tokenOf(karen, { days: 5 })
  open.clock.advance(86_400_000)
  assert.equal(await works(short), 401)
  await asPostOffice(open.house.db, (trx) => dropExpiredTokens(trx, open.clock.now()))
  assert.equal(await works(blocked), 200)
  const blockId = (at: Date | null) =>
    sql`update login set blocked_at = ${at} where person_id = ${karen.person.personId}`.execute(open.house.db)
  await blockId(open.clock.now())
  assert.equal(await works(blocked), 401)
  await blockId(null)
  for (let n = 2; n < TOKENS.most; n++) await tokenOf(karen)
  assert.equal(
    (await karen.ask('POST', '/api/tokens', { name: 'x', scopes: ['mail'], days: 1 })).body.code,
    'tokens-too-many',
  )
  const thief = await newcomer()
  assert.equal((await thief.ask('DELETE', `/api/tokens/${blocked.tokenId}`)).status, 404)
  const [, error] = await call(blocked.token, 'Email/get', { accountId: thief.person.mailboxId, ids: [] })
  assert.equal(error.type, 'accountNotFound')
})

test('B-14: what is asked wrongly is answered as RFC 8620 says, call by call', async () => {
  const karen = await newcomer()
  const { token } = await tokenOf(karen)
  const accountId = karen.person.mailboxId
  await karen.letters(2)
  const problem = async (body: unknown, type?: string) => {
    const reply = await post(token, body, type)
    const said = (await reply.json()) as { type: string; limit?: string }
    return [reply.status, said.type.split(':').at(-1), said.limit]
  }
  assert.deepEqual(await problem('{'), [400, 'notJSON', undefined])
  assert.deepEqual(await problem('<a/>', 'text/xml'), [400, 'notJSON', undefined])
  assert.deepEqual(await problem({ using }), [400, 'notRequest', undefined])
  assert.deepEqual(await problem({ using, methodCalls: [['Core/echo', {}]] }), [400, 'notRequest', undefined])
  assert.deepEqual(await problem({ using: ['urn:x'], methodCalls: [] }), [
    400,
    'unknownCapability',
    undefined,
  ])
  const many = Array.from({ length: SYNC.callsInRequestMax + 1 }, () => ['Core/echo', {}, 'a'])
  assert.deepEqual(await problem({ using, methodCalls: many }), [400, 'limit', 'maxCallsInRequest'])
  assert.deepEqual(
    await problem(JSON.stringify({ using, methodCalls: [['Core/echo', { a: 'x'.repeat(1_000_001) }, 'a']] })),
    [400, 'limit', 'maxSizeRequest'],
  )
  for (const [name, args, type] of [
    ['Email/set', { accountId }, 'accountReadOnly'],
    ['Mailbox/set', { accountId }, 'accountReadOnly'],
    ['Email/parse', { accountId }, 'unknownMethod'],
    ['constructor', {}, 'unknownMethod'],
    ['Email/get', { ids: [] }, 'invalidArguments'],
    ['Email/get', { accountId: 'x', ids: [] }, 'accountNotFound'],
    ['Email/get', { accountId, ids: [], properties: ['nonsense'] }, 'invalidArguments'],
    ['Email/get', { accountId, ids: 'all' }, 'invalidArguments'],
    ['Email/get', { accountId, ids: Array.from({ length: 501 }, (_, i) => `${i}`) }, 'requestTooLarge'],
    ['Email/get', { accountId, ids: null }, 'requestTooLarge'],
    ['Email/query', { accountId, filter: { body: 'x' } }, 'unsupportedFilter'],
    ['Email/query', { accountId, filter: { text: 5 } }, 'invalidArguments'],
    ['Email/query', { accountId, filter: { operator: 'XOR', conditions: [] } }, 'invalidArguments'],
    ['Email/query', { accountId, sort: [{ property: 'subject' }] }, 'unsupportedSort'],
    ['Email/query', { accountId, anchor: 'nowhere' }, 'anchorNotFound'],
    ['Email/query', { accountId, limit: -1 }, 'invalidArguments'],
    ['Email/queryChanges', { accountId, sinceQueryState: 'old' }, 'cannotCalculateChanges'],
    [
      'Thread/get',
      { accountId, '#ids': { resultOf: 'z', name: 'Email/query', path: '/ids' } },
      'invalidResultReference',
    ],
    ['Thread/get', { accountId, ids: [], '#ids': {} }, 'invalidArguments'],
  ] as const) {
    const [said, answer] = await call(token, name, args)
    assert.deepEqual([said, answer.type], ['error', type], `${name} ${JSON.stringify(args)}`)
  }
  const pages = async (args: object) => (await call(token, 'Email/query', { accountId, ...args }))[1].ids
  const newest = await karen.ids('inbox')
  assert.deepEqual(await pages({}), newest)
  assert.deepEqual(
    await pages({ sort: [{ property: 'receivedAt', isAscending: true }] }),
    newest.toReversed(),
  )
  assert.deepEqual(await pages({ position: -1 }), [newest[1]])
  assert.deepEqual(await pages({ anchor: newest[1], anchorOffset: -1, limit: 1 }), [newest[0]])
  const [, thread] = await call(token, 'Thread/get', { accountId, ids: [newest[0], 'none'] })
  assert.deepEqual([thread.list, thread.notFound], [[{ id: newest[0], emailIds: [newest[0]] }], ['none']])
  const headers = [
    'header:Subject:asText',
    'header:From:asAddresses',
    'header:X-None',
    'header:Message-ID:asMessageIds:all',
  ]
  const [, got] = await call(token, 'Email/get', { accountId, ids: [newest[0]], properties: headers })
  assert.deepEqual(Object.values(got.list[0] ?? {}), [
    newest[0],
    'Årsopgørelse 2026',
    [{ name: keepers.sender.name, email: `sender-${keepers.sender.senderId}@localhost` }],
    null,
    [[`${newest[0]}@localhost`]],
  ])
  assert.equal(
    (
      await fetch(`${origin}/jmap/upload/${accountId}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
      })
    ).status,
    403,
  )
})

test('B-14 B-01 I-13: a mail program searches by words: text, sender, subject, together with other conditions; a locked letter is not found by what it hides', async () => {
  const karen = await newcomer()
  const { token } = await tokenOf(karen)
  const client = jam(token)
  const accountId = karen.person.mailboxId
  const bill = await karen.letter({ title: 'Regning for vand', documents: [PDF] })
  const note = await karen.letter({ title: 'Indkaldelse til møde', documents: [PDF] })
  const thrown = await karen.letter({ title: 'Rykker for regningen', documents: [PDF] })
  await karen.letter({ title: 'Regning fra sygehuset', sensitive: true, documents: [PDF] })
  await karen.change([thrown], { kind: 'trash' })
  const noted = await karen.ask('PUT', `/api/letters/${note}/note`, { text: 'husk regningerne', from: null })
  assert.equal(noted.status, 200)
  const query = async (filter: object) => {
    const [answers] = await client.requestMany((t) => ({ found: t.Email!.query!({ accountId, filter }) }))
    return answers.found.ids
  }
  // Any form of the word; the trash too, unless a program says otherwise; newest first.
  assert.deepEqual(await query({ text: 'regning' }), [thrown, note, bill])
  assert.deepEqual(await query({ subject: 'regning' }), [thrown, bill])
  assert.deepEqual(await query({ subject: 'regning', inMailbox: 'inbox' }), [bill])
  assert.deepEqual(await query({ from: keepers.sender.name, inMailbox: 'trash' }), [thrown])
  assert.deepEqual(
    await query({
      operator: 'AND',
      conditions: [{ text: 'regning' }, { operator: 'NOT', conditions: [{ subject: 'vand' }] }],
    } as object),
    [thrown, note],
  )
  for (const filter of [
    { text: 'sygehuset' },
    { subject: 'sygehuset' },
    { text: 'findes-ikke' },
    { text: '' },
  ])
    assert.deepEqual(await query(filter), [], JSON.stringify(filter))
  const [, answer] = await call(token, 'Email/query', { accountId, filter: { text: 'regning' } })
  assert.equal(answer.canCalculateChanges, false)
  const [, refused] = await call(token, 'Email/queryChanges', {
    accountId,
    filter: { text: 'regning' },
    sinceQueryState: answer.queryState,
  })
  assert.equal(refused.type, 'cannotCalculateChanges')
})

test('B-14 N-11 I-05: a token made before a block works no more when the ID is opened again, and is not listed', async () => {
  const karen = await newcomer()
  const { token } = await tokenOf(karen)
  const works = async () => (await post(token, { using, methodCalls: [] })).status
  assert.equal(await works(), 200)
  open.clock.advance(60_000)
  await sql`update login set void_before = ${open.clock.now()} where person_id = ${karen.person.personId}`.execute(
    open.house.db,
  )
  assert.equal(await works(), 401)
  assert.deepEqual((await karen.ask<PersonalTokens>('GET', '/api/tokens')).body.tokens, [])
  open.clock.advance(60_000)
  const fresh = await tokenOf(karen)
  assert.equal((await post(fresh.token, { using, methodCalls: [] })).status, 200)
})

test('B-14: a request nested without end is refused, not answered with a fault of ours', async () => {
  const { token } = await tokenOf(await newcomer())
  const deep = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
  for (const body of [
    `{"using":["urn:ietf:params:jmap:core"],"methodCalls":[["Core/echo",{"a":${deep(20_000)}},"c"]]}`,
    `{"using":["urn:ietf:params:jmap:core"],"methodCalls":[],"createdIds":{"a":${deep(20_000)}}}`,
  ]) {
    const refused = await post(token, body)
    assert.equal(refused.status, 400)
    assert.equal(((await refused.json()) as Loose).type, 'urn:ietf:params:jmap:error:notRequest')
  }
})
