import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { after, before, test } from 'node:test'
import { JamClient } from 'jmap-jam'
import { sql } from 'kysely'
import { simpleParser } from 'mailparser'
import type { PersonalTokens, TokenMade } from '#api/personal-tokens.ts'
import { asPostOffice } from '#ground/db.ts'
import { SYNC, TOKENS } from '#rules/personal-tokens.ts'
import { type Keepers, newcomer as newKeeper } from '#tests/keeper.ts'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'
import { type PersonSeed, type SeededPerson, seedSender } from '#tests/seed-people.ts'
import { signIns } from '#tests/sign-in-as.ts'
import { lettersRoutes } from '../letters.routes.ts'
import { dropExpiredTokens } from '../tokens/tokens.store.ts'
import { jmapRoutes } from './jmap.routes.ts'

let open: OpenHouse
let keepers: Keepers
let origin = ''
const newcomer = (seed: PersonSeed = {}) => newKeeper(keepers, seed)
type Keeper = Awaited<ReturnType<typeof newcomer>>

before(async () => {
  const port = await freePort()
  origin = `http://localhost:${port}`
  open = await openHouse({ env: { PUBLIC_URL: origin } })
  const people: SeededPerson[] = []
  const app = await open.app(lettersRoutes(signIns(open.house, people)), jmapRoutes)
  await app.listen({ port, host: 'localhost' })
  keepers = { open, app, people, sender: await seedSender(open.house) }
})
after(() => open.close())

// biome-ignore lint/suspicious/noExplicitAny: answers of JSON, read here and there.
type Loose = any

/** Below the range of ports the system hands out by itself. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000)
    const probe = createServer()
    const free = await new Promise<boolean>((done) => {
      probe.once('error', () => done(false)).listen(port, 'localhost', () => done(true))
    })
    await new Promise((done) => probe.close(done))
    if (free) return port
  }
}

async function tokenOf(keeper: Keeper, more: object = {}): Promise<TokenMade> {
  const asked = { name: 'Thunderbird', scopes: ['mail'], days: 30, ...more }
  const { status, body } = await keeper.ask<TokenMade>('POST', '/api/tokens', asked)
  assert.equal(status, 201)
  // Whose ID is blocked is asked of the login: these people have one.
  await sql`insert into login (person_id, login_kind, user_id, user_id_form, created_at)
    values (${keeper.person.personId}, 'user-id', ${keeper.person.personId}, ${keeper.person.personId}, now())
    on conflict do nothing`.execute(open.house.db)
  return body
}

const jam = (token: string) => new JamClient({ sessionUrl: `${origin}/.well-known/jmap`, bearerToken: token })

const using = ['urn:ietf:params:jmap:core', 'urn:ietf:params:jmap:mail']
const post = (token: string, body: unknown, type = 'application/json') =>
  fetch(`${origin}/jmap/api`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': type },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
async function call(token: string, name: string, args: object): Promise<[string, Loose]> {
  const reply = await post(token, { using, methodCalls: [[name, args, 'c']] })
  assert.equal(reply.status, 200)
  const { methodResponses } = (await reply.json()) as { methodResponses: [string, Loose][] }
  return methodResponses[0]!
}

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

/** A program that only ever asks for changes, and holds what it was told. */
class Follower {
  readonly #token: string
  readonly #accountId: string
  readonly emails = new Map<string, string>()
  readonly boxes = new Map<string, string>()
  #emailState = ''
  #boxState = ''
  readonly #filter = {
    operator: 'AND',
    conditions: [{ inMailboxOtherThan: ['trash'] }, { notKeyword: '$seen' }],
  }
  query: string[] = []
  #queryState = ''

  constructor(token: string, accountId: string) {
    this.#token = token
    this.#accountId = accountId
  }

  async #ask(name: string, args: object): Promise<Loose> {
    const [said, answer] = await call(this.#token, name, { accountId: this.#accountId, ...args })
    assert.equal(said, name, JSON.stringify(answer))
    return answer
  }

  async #fetch(ids: string[] | null, into: 'emails' | 'boxes'): Promise<string> {
    const properties =
      into === 'emails' ? ['mailboxIds', 'keywords'] : ['name', 'parentId', 'totalEmails', 'unreadEmails']
    const answer = await this.#ask(into === 'emails' ? 'Email/get' : 'Mailbox/get', { ids, properties })
    for (const { id, ...rest } of answer.list) this[into].set(id, JSON.stringify(rest))
    assert.deepEqual(answer.notFound, [])
    return answer.state
  }

  /** Everything anew. */
  async begin(): Promise<void> {
    const { ids } = await this.#ask('Email/query', {})
    this.#emailState = await this.#fetch(ids, 'emails')
    this.#boxState = await this.#fetch(null, 'boxes')
    const asked = await this.#ask('Email/query', { filter: this.#filter })
    this.query = asked.ids
    this.#queryState = asked.queryState
  }

  async follow(maxChanges: number): Promise<void> {
    for (let more = true; more; ) {
      const changes = await this.#ask('Email/changes', { sinceState: this.#emailState, maxChanges })
      assert.ok(changes.created.length + changes.updated.length + changes.destroyed.length <= maxChanges)
      for (const id of changes.updated) assert.ok(this.emails.has(id), 'what was updated was known')
      for (const id of changes.destroyed) this.emails.delete(id)
      await this.#fetch([...changes.created, ...changes.updated], 'emails')
      this.#emailState = changes.newState
      more = changes.hasMoreChanges
    }
    const changes = await this.#ask('Mailbox/changes', { sinceState: this.#boxState })
    if (changes.updatedProperties) assert.deepEqual(changes.created, [])
    for (const id of changes.destroyed) this.boxes.delete(id)
    await this.#fetch([...changes.created, ...changes.updated], 'boxes')
    this.#boxState = changes.newState
    // RFC 8620 §5.6: take out what was removed, then put in by ascending index.
    const splice = await this.#ask('Email/queryChanges', {
      filter: this.#filter,
      sinceQueryState: this.#queryState,
    })
    this.query = this.query.filter(
      (id) => !splice.removed.includes(id) && !splice.added.some((one: Loose) => one.id === id),
    )
    for (const { id, index } of splice.added) this.query.splice(index, 0, id)
    this.#queryState = splice.newQueryState
  }
}

test('B-14: who follows the changes knows what who fetches everything knows, after moves, marks, trash, deletion and folders, step by step', async () => {
  const karen = await newcomer()
  const { token } = await tokenOf(karen)
  const accountId = karen.person.mailboxId
  const follower = new Follower(token, accountId)
  await karen.letters(3)
  await follower.begin()
  let seed = 7
  const chance = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed % below
  }
  const folders: string[] = []
  const all = async () => [
    ...(await karen.ids('inbox')),
    ...(await karen.ids('archive')),
    ...(await karen.ids('trash')),
  ]
  for (let step = 0; step < 20; step++) {
    for (let act = chance(3); act >= 0; act--) {
      const ids = await all()
      const one = ids[chance(Math.max(ids.length, 1))]
      const some = ids.filter(() => chance(3) === 0).slice(0, 20)
      const wish = [
        { kind: 'move', to: 'archive' },
        { kind: 'move', to: folders.at(-1) ?? 'inbox' },
        { kind: 'trash' },
        { kind: 'restore' },
        { kind: 'star', starred: chance(2) === 0 },
        { kind: 'unread', unread: chance(2) === 0 },
      ][chance(6)]!
      const kind = chance(8)
      if (kind < 2 || !one) await karen.letter({ sensitive: chance(4) === 0 })
      else if (kind === 2) await karen.ask('POST', `/api/letters/${one}/open`, {})
      else if (kind === 3) folders.push((await karen.folder(`Mappe ${step} ${act}`)).body.folderId)
      else if (kind === 4 && folders.length > 0)
        await karen.ask('PUT', `/api/folders/${folders[0]}`, { name: `Ny ${step} ${act}` })
      else if (kind === 5) await karen.ask('POST', '/api/trash/delete', { letterIds: [one] })
      else if (some.length > 0) await karen.change(some, wish)
    }
    await follower.follow(1 + chance(4))
    const fresh = new Follower(token, accountId)
    await fresh.begin()
    assert.deepEqual([...follower.emails].sort(), [...fresh.emails].sort(), `step ${step}`)
    assert.deepEqual([...follower.boxes].sort(), [...fresh.boxes].sort(), `step ${step}`)
    assert.deepEqual(follower.query, fresh.query, `step ${step}`)
  }
  // Nothing happened: the state stays, to the letter.
  const [, before] = await call(token, 'Email/get', { accountId, ids: [] })
  const [, now] = await call(token, 'Email/changes', { accountId, sinceState: before.state })
  assert.deepEqual([now.newState, now.created, now.updated, now.destroyed], [before.state, [], [], []])
})

test('B-14: deletions are forgotten after a month, and who comes later is told to fetch everything anew', async () => {
  const karen = await newcomer()
  const { token } = await tokenOf(karen, { days: 100 })
  const accountId = karen.person.mailboxId
  const [letterId] = await karen.letters(1)
  const [, { state }] = await call(token, 'Email/get', { accountId, ids: [] })
  await karen.change([letterId!], { kind: 'trash' })
  await karen.ask('POST', '/api/trash/delete', { letterIds: [letterId] })
  const since = () => call(token, 'Email/changes', { accountId, sinceState: state })
  assert.deepEqual((await since())[1].destroyed, [letterId])
  open.clock.advance((SYNC.goneDays + 1) * 86_400_000)
  assert.equal((await since())[1].type, 'cannotCalculateChanges')
  for (const wrong of ['', 'x', '00.1', `${state}0000`, `${state}.5`])
    assert.equal(
      (await call(token, 'Email/changes', { accountId, sinceState: wrong }))[1].type,
      'cannotCalculateChanges',
      wrong,
    )
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
    ['Email/query', { accountId, filter: { text: 'x' } }, 'unsupportedFilter'],
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
