import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { CommitLanes } from '#dispatch/sorting/commit-lanes.ts'

type Letter = { from: string; no: number }
const limits = {
  lanes: 2,
  worthLetters: 4,
  patienceMs: 2,
  chunkLettersMax: 4,
  chunkBytesMax: 1000,
  waitingLettersMax: 100,
  waitingBytesMax: 10_000,
  isOutage: (error: unknown) => (error as Error).message === 'database away',
}
const weigh = (letter: Letter) => ({ turn: letter.from, letters: 1, bytes: 10 })

test('S-05: what comes at the same time is committed together, each gets its own answer', async () => {
  const chunks: Letter[][] = []
  const lanes = new CommitLanes<Letter, number>(
    async (chunk) => {
      chunks.push([...chunk])
      await sleep(1)
      return chunk.map((letter) => letter.no)
    },
    weigh,
    limits,
  )
  const answers = await Promise.all(Array.from({ length: 20 }, (_, no) => lanes.submit({ from: 'a', no })!))
  assert.deepEqual(
    answers,
    Array.from({ length: 20 }, (_, no) => no),
  )
  assert.ok(chunks.every((chunk) => chunk.length <= 4))
  assert.equal(chunks.length, 5)
})

test('S-05: a lonely letter leaves at once; while it is under way the next wait until they are worth it, or for their patience', async ({
  mock,
}) => {
  // Patience is a matter of the clock, which only this test turns.
  mock.timers.enable({ apis: ['setTimeout'] })
  const turn = () => new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)))
  const chunks: number[] = []
  let release = () => {}
  const lanes = new CommitLanes<Letter, void>(
    async (chunk) => {
      chunks.push(chunk.length)
      if (chunks.length === 1)
        await new Promise<void>((resolve) => {
          release = resolve
        })
      return chunk.map(() => undefined)
    },
    weigh,
    { ...limits, worthLetters: 3, patienceMs: 50 },
  )
  const hand = (count: number) => Array.from({ length: count }, (_, no) => lanes.submit({ from: 'a', no })!)
  const first = hand(1)
  await turn()
  assert.deepEqual(chunks, [1])
  const three = hand(2)
  await turn()
  assert.deepEqual(chunks, [1])
  three.push(...hand(1))
  await Promise.all(three)
  assert.deepEqual(chunks, [1, 3])
  const alone = hand(1)
  mock.timers.tick(49)
  await turn()
  assert.deepEqual(chunks, [1, 3], 'one alone waits for company while another chunk is under way')
  mock.timers.tick(1)
  await Promise.all(alone)
  assert.deepEqual(chunks, [1, 3, 1])
  release()
  await Promise.all(first)
  await Promise.all(hand(1))
  assert.deepEqual(chunks, [1, 3, 1, 1])
})

test('S-12: a sender with many letters waits behind itself, not in front of the others', async () => {
  const order: string[] = []
  const lanes = new CommitLanes<Letter, void>(
    async (chunk) => {
      for (const letter of chunk) order.push(letter.from)
      await sleep(1)
      return chunk.map(() => undefined)
    },
    weigh,
    { ...limits, lanes: 1 },
  )
  const many = Array.from({ length: 40 }, (_, no) => lanes.submit({ from: 'many', no })!)
  const few = lanes.submit({ from: 'few', no: 0 })!
  await Promise.all([...many, few])
  assert.ok(order.indexOf('few') < 8, `the single letter was number ${order.indexOf('few')}`)
})

test('S-05: a submission that cannot be written fails alone', async () => {
  const lanes = new CommitLanes<Letter, string>(
    async (chunk) => {
      if (chunk.some((letter) => letter.no === 3)) throw new Error('poison')
      return chunk.map(() => 'kept')
    },
    weigh,
    limits,
  )
  const settled = await Promise.allSettled(
    Array.from({ length: 8 }, (_, no) => lanes.submit({ from: 'a', no })!),
  )
  assert.deepEqual(
    settled.map((s) => s.status),
    ['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'fulfilled', 'fulfilled'],
  )
})

test('S-05: while the database is away a chunk is tried once, and everybody in it is told', async () => {
  let tries = 0
  const lanes = new CommitLanes<Letter, string>(
    async () => {
      tries += 1
      throw new Error('database away')
    },
    weigh,
    { ...limits, lanes: 1 },
  )
  const settled = await Promise.allSettled(
    Array.from({ length: 8 }, (_, no) => lanes.submit({ from: 'a', no })!),
  )
  assert.ok(settled.every(({ status }) => status === 'rejected'))
  assert.equal(tries, 2)
})

test('S-12: beyond the bound the caller is told at once, and later there is room again', async () => {
  let open = () => {}
  const gate = new Promise<void>((resolve) => {
    open = resolve
  })
  const lanes = new CommitLanes<Letter, void>(
    async (chunk) => {
      await gate
      return chunk.map(() => undefined)
    },
    weigh,
    { ...limits, lanes: 1, waitingLettersMax: 3 },
  )
  const taken = [1, 2, 3].map((no) => lanes.submit({ from: 'a', no }))
  assert.ok(taken.every(Boolean))
  assert.equal(lanes.submit({ from: 'b', no: 4 }), undefined)
  open()
  await Promise.all(taken)
  assert.ok(lanes.submit({ from: 'b', no: 5 }))
})
