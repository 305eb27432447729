/** What a share shows (B-10, B-24), through every route of letters that there is, against a reference that knows the whole mailbox. */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { enterMailbox } from '#access/enter-mailbox.ts'
import type { Folders } from '#api/keeping.ts'
import type { LetterPage } from '#api/mailbox.ts'
import type { Actor } from '#ground/actor.ts'
import { asPostOffice } from '#ground/db.ts'
import { PLACES } from '#rules/keeping.ts'
import { GRANTED, powersOf } from '#rules/powers.ts'
import { openKeepers } from '#tests/keeper.ts'
import { actorBy, type GrantSeed, seedGrant } from '#tests/seed-grant.ts'
import { type SeededPerson, seedPerson, seedSender } from '#tests/seed-people.ts'
import { lettersRoutes } from './letters.routes.ts'

let daughter: SeededPerson
const senders: string[] = []
/** Who asks, when a test says so by header. */
const actors = new Map<string, Actor>()

const { open, app, newcomer } = await openKeepers((byHeaders) => [
  lettersRoutes(async (request) => actors.get(String(request.headers['x-test-grant'])) ?? byHeaders(request)),
])

before(async () => {
  for (const name of ['Fjordby Kommune', 'Nordlys A/S', 'Odense Bank'])
    senders.push((await seedSender(open.house, { name })).senderId)
  daughter = await seedPerson(open.house, { givenNames: 'Sofie' })
})

type Asked = { status: number; tag: string | undefined; body: Record<string, never> & { code?: string } }

async function shared(owner: SeededPerson, seed: GrantSeed = {}) {
  const grantId = await seedGrant(open.house, { owner, holder: daughter }, seed)
  actors.set(grantId, actorBy(open.house, { owner, holder: daughter, grantId }))
  const ask = async (
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    payload?: object,
    known?: string,
  ): Promise<Asked> => {
    const headers = { 'x-test-grant': grantId, ...(known ? { 'if-none-match': known } : {}) }
    const answer = await app.inject({ method, url, headers, ...(payload ? { payload } : {}) })
    const json = String(answer.headers['content-type']).includes('json')
    const tag = answer.headers.etag as string | undefined
    return { status: answer.statusCode, tag, body: json ? answer.json() : {} }
  }
  const ids = async (place: string) =>
    ((await ask('GET', `/api/letters?in=${place}&limit=100`)).body as unknown as LetterPage).letters.map(
      (row) => row.letterId,
    )
  return { grantId, ask, ids }
}

/** A mailbox with letters of three senders in five places. */
async function fullMailbox() {
  const owner = await newcomer()
  const outer = (await owner.folder('Sundhed')).body.folderId
  const inner = (await owner.folder('Tandlæge', outer)).body.folderId
  const other = (await owner.folder('Skilsmisse')).body.folderId
  const places = ['inbox', 'archive', outer, inner, other, 'trash']
  const letters: { letterId: string; place: string; senderId: string }[] = []
  for (const place of places)
    for (const senderId of senders) {
      const letterId = await owner.letter({ senderId, title: `${place} ${senderId}` })
      if (place === 'trash') await owner.change([letterId], { kind: 'trash' })
      else if (place !== 'inbox') await owner.change([letterId], { kind: 'move', to: place })
      await owner.change([letterId], { kind: 'star', starred: true })
      letters.push({ letterId, place, senderId })
    }
  return { owner, outer, inner, other, places, letters }
}

test('B-10 B-24: a share of folders or senders shows exactly those letters, by every list, count, address and change', async () => {
  const { owner, outer, inner, other, places, letters } = await fullMailbox()
  const folderIds = [PLACES.inbox, PLACES.archive, outer, inner, other]
  const part = fc.oneof(
    fc.record({ folderIds: fc.uniqueArray(fc.constantFrom(...folderIds), { minLength: 1, maxLength: 3 }) }),
    fc.record({ senderIds: fc.uniqueArray(fc.constantFrom(...senders), { minLength: 1, maxLength: 2 }) }),
  )
  const capacity = fc.constantFrom('delegate-reader', 'delegate-sender')
  await fc.assert(
    fc.asyncProperty(part, capacity, async (seed, capacity) => {
      const { ask, ids } = await shared(owner.person, { ...seed, capacity } as GrantSeed)
      const within = 'folderIds' in seed ? seed.folderIds.map((id) => placeName(id)) : []
      if (within.includes(outer)) within.push(inner)
      const seen = letters.filter(({ place, senderId }) =>
        'folderIds' in seed ? within.includes(place) : place !== 'trash' && seed.senderIds.includes(senderId),
      )
      for (const place of places) {
        const here = seen.filter((letter) => letter.place === place).map(({ letterId }) => letterId)
        assert.deepEqual((await ids(place)).sort(), here.sort(), place)
      }
      const starred = seen.filter(({ place }) => place !== 'trash').map(({ letterId }) => letterId)
      assert.deepEqual((await ids('starred')).sort(), starred.sort())
      const me = (await ask('GET', '/api/me')).body as unknown as { unread: number }
      assert.equal(me.unread, seen.filter(({ place }) => place === 'inbox').length)
      const { folders } = (await ask('GET', '/api/folders')).body as unknown as Folders
      const shownFolders = within.filter((place) => ![PLACES.inbox, 'inbox', 'archive'].includes(place))
      assert.deepEqual(folders.map((folder) => folder.folderId).sort(), [...new Set(shownFolders)].sort())
      for (const { letterId } of letters) {
        const shown = seen.some((letter) => letter.letterId === letterId)
        const address = `/api/letters/${letterId}`
        assert.equal((await ask('GET', address)).status, shown ? 200 : 404)
        if (shown) continue
        for (const url of [`${address}/documents/1`, `${address}/documents/1?download`])
          assert.equal((await ask('GET', url)).body.code, 'not-found')
        assert.equal((await ask('POST', `${address}/open`, {})).body.code, 'not-found')
      }
      assert.equal((await ask('GET', '/api/storage')).body.code, 'power-not-given')
      assert.equal((await ask('GET', '/api/access-log')).body.code, 'power-not-given')
      if (capacity === 'delegate-reader') return
      assert.equal((await ask('POST', '/api/folders', { name: 'Min' })).body.code, 'power-not-given')
      assert.equal((await ask('POST', '/api/uploads', { sizeBytes: 10 })).body.code, 'power-not-given')
      // Hidden letters are passed over, and nothing can be moved out of sight.
      const all = letters.map(({ letterId }) => letterId)
      const marked = await ask('POST', '/api/letters/changes', {
        letterIds: all,
        change: { kind: 'unread', unread: false },
      })
      const changed = (marked.body as unknown as { changeId: string; letters: { letterId: string }[] })
        .letters
      assert.deepEqual(changed.map(({ letterId }) => letterId).sort(), seen.map((one) => one.letterId).sort())
      const changeId = (marked.body as unknown as { changeId: string | null }).changeId
      if (changeId) assert.equal((await ask('POST', `/api/letters/changes/${changeId}/undo`, {})).status, 200)
      for (const [to, folderId] of [
        [other, other],
        ['archive', PLACES.archive],
      ] as const) {
        const first = seen[0]
        const allowed = 'folderIds' in seed ? seed.folderIds.includes(folderId) : to === 'archive'
        if (!first || first.place === to) continue
        const moved = await ask('POST', '/api/letters/changes', {
          letterIds: [first.letterId],
          change: { kind: 'move', to },
        })
        assert.equal(moved.status, allowed ? 200 : 404, `${to}`)
        if (!allowed) continue
        const back = (moved.body as unknown as { changeId: string }).changeId
        assert.equal((await ask('POST', `/api/letters/changes/${back}/undo`, {})).status, 200)
      }
    }),
    { numRuns: 10 },
  )
})

const placeName = (id: string) => (id === PLACES.inbox ? 'inbox' : id === PLACES.archive ? 'archive' : id)

test('B-10: who only reads opens and downloads, and leaves letter, unread mark and the sender’s receipt as they are', async () => {
  const owner = await newcomer()
  const letterId = await owner.letter()
  const { ask } = await shared(owner.person)
  const opened = await ask('POST', `/api/letters/${letterId}/open`, {})
  assert.equal(opened.status, 200)
  assert.equal((await ask('GET', `/api/letters/${letterId}/documents/1?download`)).status, 200)
  const { rows } = await asPostOffice(open.house.db, (trx) =>
    sql<{ untouched: boolean; events: number }>`
      select l.opened_at is null and l.read_at is null as untouched,
        (select count(*)::int from sender_event e where l.letter_id = any(e.letter_ids) and e.event = 'opened') as events
      from letter l where l.letter_id = ${letterId}`.execute(trx),
  )
  assert.deepEqual(rows, [{ untouched: true, events: 0 }])
  const refused = [
    ['POST', `/api/letters/${letterId}/read`, { unread: false }],
    ['POST', '/api/letters/changes', { letterIds: [letterId], change: { kind: 'star', starred: true } }],
    ['POST', '/api/letters/changes', { letterIds: [letterId], change: { kind: 'trash' } }],
    ['POST', '/api/trash/delete', { letterIds: [letterId] }],
    ['POST', '/api/folders', { name: 'Min' }],
  ] as const
  for (const [method, url, body] of refused)
    assert.equal((await ask(method, url, body)).body.code, 'power-not-given', url)
  const seen = (await owner.log()).filter(({ letter }) => letter?.letterId === letterId)
  assert.deepEqual(
    seen.map(({ action, actor }) => [action, actor.kind, actor.name]),
    [
      ['document-downloaded', 'delegate', daughter.name],
      ['opened', 'delegate', daughter.name],
    ],
    'and its owner sees who it was',
  )
})

test('B-10: who may send keeps the letters in order, and their opening is the owner’s; the trash is not theirs', async () => {
  const owner = await newcomer()
  const letterId = await owner.letter()
  const { ask } = await shared(owner.person, { capacity: 'delegate-sender' })
  assert.equal((await ask('POST', `/api/letters/${letterId}/open`, {})).status, 200)
  assert.equal((await owner.list('inbox'))[0]!.unread, false)
  const change = (change: object) => ask('POST', '/api/letters/changes', { letterIds: [letterId], change })
  assert.equal((await change({ kind: 'move', to: 'archive' })).status, 200)
  assert.equal((await change({ kind: 'trash' })).body.code, 'power-not-given')
  assert.deepEqual(await owner.ids('archive'), [letterId])
})

test('B-01 B-10 B-24: what is shared is not sent again while it is what it was; one’s own tag, another part’s or another holder’s says nothing', async () => {
  const owner = await newcomer()
  const letterId = await owner.letter({ senderId: senders[0]! })
  await owner.change([letterId], { kind: 'star', starred: true })
  const whole = await shared(owner.person)
  const part = await shared(owner.person, { senderIds: [senders[1]!] })
  for (const place of ['inbox', 'starred']) {
    const again = (one: typeof whole, known?: string) =>
      one.ask('GET', `/api/letters?in=${place}`, undefined, known)
    const { tag } = await again(whole)
    assert.equal((await again(whole, tag)).status, 304)
    assert.equal((await again(part, tag)).status, 200)
    await owner.change([letterId], { kind: 'unread', unread: place === 'starred' })
    const changed = await again(whole, tag)
    assert.equal(changed.status, 200)
    assert.notEqual(changed.tag, tag)
    const narrow = await again(part)
    assert.equal((await again(part, narrow.tag)).status, 304)
    await asPostOffice(open.house.db, (trx) =>
      sql`update access_grant set sender_ids = ${[senders[0]]}::uuid[] where grant_id = ${part.grantId}`.execute(
        trx,
      ),
    )
    assert.equal((await again(part, narrow.tag)).status, 200, 'another part now')
    await asPostOffice(open.house.db, (trx) =>
      sql`update access_grant set sender_ids = ${[senders[1]]}::uuid[] where grant_id = ${part.grantId}`.execute(
        trx,
      ),
    )
  }
  const { tag } = await whole.ask('GET', '/api/letters')
  await asPostOffice(open.house.db, (trx) =>
    sql`update access_grant set state = 'ended', ended_at = ${open.clock.now()}, ended_why = 'revoked'
        where grant_id = ${whole.grantId}`.execute(trx),
  )
  assert.equal((await whole.ask('GET', '/api/letters', undefined, tag)).body.code, 'access-ended')
})

test('B-10 B-24: an access ends by its clock, and at once when it is taken back; then nothing is told any more', async () => {
  const owner = await newcomer()
  await owner.letter()
  const endsAt = new Date(open.clock.now().getTime() + 3_600_000)
  const byClock = await shared(owner.person, { endsAt })
  const taken = await shared(owner.person)
  for (const one of [byClock, taken]) assert.equal((await one.ask('GET', '/api/letters')).status, 200)
  await asPostOffice(open.house.db, (trx) =>
    sql`update access_grant set state = 'ended', ended_at = ${open.clock.now()}, ended_why = 'revoked'
        where grant_id = ${taken.grantId}`.execute(trx),
  )
  assert.equal((await taken.ask('GET', '/api/letters')).body.code, 'access-ended')
  open.clock.set(new Date(endsAt.getTime() - 1))
  assert.equal((await byClock.ask('GET', '/api/letters')).status, 200)
  open.clock.set(endsAt)
  for (const url of ['/api/me', '/api/letters', '/api/folders'])
    assert.equal((await byClock.ask('GET', url)).body.code, 'access-ended')
})

test('B-24: a grant is one person’s, for one mailbox: nobody else’s session, no other mailbox, and not below its level', async () => {
  const [owner, stranger] = [await newcomer(), await newcomer()]
  await stranger.letter()
  const { grantId } = await shared(owner.person)
  const given = actors.get(grantId)!
  const tries: [Partial<Actor>, string][] = [
    [{ personId: stranger.person.personId }, 'access-ended'],
    [{ mailboxId: stranger.person.mailboxId }, 'not-found'],
    [{ level: 'low' }, 'level-too-low'],
    [{ level: 'low', reach: 'low' }, 'level-too-low'],
  ]
  for (const [change, code] of tries)
    await assert.rejects(
      enterMailbox(open.house, { ...given, ...change }, 'read-letters', async () => 'in'),
      { code },
    )
  const { actingFor: _, ...own } = given
  await assert.rejects(
    enterMailbox(open.house, own, 'read-letters', async () => 'in'),
    { code: 'not-found' },
  )
})

test('B-12 B-24: a power over the living ends with their life, one over an estate begins there', async () => {
  for (const capacity of GRANTED) {
    const owner = await newcomer()
    const { ask } = await shared(owner.person, { capacity })
    const living = await ask('GET', '/api/me')
    assert.equal(living.status === 200, capacity !== 'heir', capacity)
    if (living.status === 200)
      assert.deepEqual((living.body as unknown as { powers: string[] }).powers, powersOf(capacity))
    await sql`update person set status = 'deceased' where person_id = ${owner.person.personId}`.execute(
      open.house.db,
    )
    assert.equal((await ask('GET', '/api/me')).status === 200, capacity === 'heir', capacity)
  }
})

test('B-24: the second lock: a query that forgets everything sees no letter outside the part', async () => {
  const { owner, outer, letters } = await fullMailbox()
  const { grantId } = await shared(owner.person, { folderIds: [outer] })
  const seen = await enterMailbox(open.house, actors.get(grantId)!, 'read-letters', async (trx) => {
    const { rows } = await sql<{ letter_id: string }>`select letter_id from letter`.execute(trx)
    return rows.length
  })
  assert.equal(seen, 6)
  assert.ok(letters.length > seen)
})
