import assert from 'node:assert/strict'
import test from 'node:test'
import type { LetterPage, LetterRow } from '#api/mailbox.ts'
import { createLetterList } from './letter-list.ts'

const row = (n: number, more: Partial<LetterRow> = {}): LetterRow => ({
  letterId: `letter-${n}`,
  kind: 'received',
  receivedAt: '2026-11-22T08:00:00Z',
  unread: true,
  locked: false,
  sender: null,
  title: `Letter ${n}`,
  attachments: 0,
  wants: null,
  place: 'inbox',
  starred: false,
  goneAt: null,
  ...more,
})
const page = (letters: LetterRow[], next: string | null, unread = 0): LetterPage => ({
  letters,
  next,
  unread,
  asOf: '2026-11-22T08:00:00Z',
})
const idsOf = (list: ReturnType<typeof createLetterList>) =>
  list.state().blocks.flatMap((block) => block.rows.map((r) => r.letterId))

test('B-01: pages follow each other, the last one ends it, and two calls at once ask once', async () => {
  const asked: (string | null)[] = []
  const list = createLetterList(async (after) => {
    asked.push(after)
    return after === null ? page([row(3), row(2)], 'c2') : page([row(1)], null)
  })
  await Promise.all([list.more(), list.more()])
  await list.more()
  await list.more()
  assert.deepEqual(asked, [null, 'c2'])
  assert.deepEqual(idsOf(list), ['letter-3', 'letter-2', 'letter-1'])
})

test('B-01: begun anew while a page is on its way, the old page is not shown as the new list', async () => {
  const waiting: ((page: LetterPage) => void)[] = []
  const list = createLetterList(() => new Promise((answer) => waiting.push(answer)))
  const first = list.more()
  list.anew()
  const second = list.more()
  waiting[0]!(page([row(1)], null))
  waiting[1]!(page([row(2), row(1)], null))
  await Promise.all([first, second])
  assert.deepEqual(idsOf(list), ['letter-2', 'letter-1'])
  assert.equal(list.state().loading, false)
})

test('a failed page is told about and can be asked for again without losing what is there', async () => {
  let fail = false
  const list = createLetterList(async (after) => {
    if (fail) throw new Error('no network')
    return after === null ? page([row(2)], 'c2') : page([row(1)], null)
  })
  await list.more()
  fail = true
  await list.more()
  assert.match(String(list.state().failure), /no network/)
  assert.deepEqual(idsOf(list), ['letter-2'])
  fail = false
  await list.more()
  assert.equal(list.state().failure, null)
  assert.deepEqual(idsOf(list), ['letter-2', 'letter-1'])
})

test('letters that arrive wait until asked for: nothing moves under the finger', async () => {
  let letters = [row(1)]
  const list = createLetterList(async () => page(letters, null, letters.length))
  await list.more()
  letters = [row(2), row(1)]
  await list.look()
  assert.deepEqual(idsOf(list), ['letter-1'])
  assert.equal(list.state().arrived.length, 1)
  assert.equal(list.state().unread, 2)
  await list.showArrived()
  assert.deepEqual(idsOf(list), ['letter-2', 'letter-1'])
  assert.equal(list.state().arrived.length, 0)
})

test('B-06: after a step-up locked rows show their title in the same place', async () => {
  let locked = true
  const list = createLetterList(async () =>
    page([row(2), row(1, locked ? { locked: true, title: null } : {})], null),
  )
  await list.more()
  const [key] = list.state().blocks.map((block) => block.key)
  locked = false
  await list.refreshLocked()
  assert.equal(list.row('letter-1')?.title, 'Letter 1')
  assert.deepEqual(
    list.state().blocks.map((block) => block.key),
    [key],
  )
})
