import assert from 'node:assert/strict'
import { test } from 'node:test'
import { atMost } from './at-most.ts'

test('O-12: password checks take turns: never more at once than allowed, in order, and a failing one gives its place on', async () => {
  const turn = atMost(2)
  const order: number[] = []
  let now = 0
  let most = 0
  const works = Array.from({ length: 20 }, (_, i) =>
    turn(async () => {
      now += 1
      most = Math.max(most, now)
      order.push(i)
      await new Promise((done) => setImmediate(done))
      now -= 1
      if (i % 3 === 0) throw new Error(`work ${i}`)
      return i
    }),
  )
  const ends = await Promise.allSettled(works)
  assert.equal(most, 2)
  assert.deepEqual(
    order,
    order.toSorted((a, b) => a - b),
  )
  assert.deepEqual(
    ends.map(({ status }) => status),
    works.map((_, i) => (i % 3 === 0 ? 'rejected' : 'fulfilled')),
  )
  assert.equal(await turn(async () => 'still open'), 'still open')
})
