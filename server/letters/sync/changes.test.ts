import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Folders } from '#api/keeping.ts'
import { SYNC } from '#rules/personal-tokens.ts'
import { call, type Loose, newcomer, open, tokenOf } from '#tests/sync-room.ts'

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
  const nameOf = async (id: string) =>
    (await karen.ask<Folders>('GET', '/api/folders')).body.folders.find(({ folderId }) => folderId === id)!
      .name
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
        await karen.ask('PUT', `/api/folders/${folders[0]}`, {
          from: await nameOf(folders[0]!),
          name: `Ny ${step} ${act}`,
        })
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
