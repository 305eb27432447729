import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inLanes } from './lanes.ts'

test('O-12: password checks take turns: one at a time on each lane, in order, and a failing one gives its lane on', async () => {
  const order: number[] = []
  const at = [0, 0]
  const done = [0, 0]
  const lane = (place: number) => async (i: number) => {
    at[place]! += 1
    assert.equal(at[place], 1)
    order.push(i)
    await new Promise((go) => setImmediate(go))
    at[place]! -= 1
    done[place]! += 1
    if (i % 3 === 0) throw new Error(`work ${i}`)
    return i
  }
  const turn = inLanes([lane(0), lane(1)])
  const works = Array.from({ length: 20 }, (_, i) => turn(i))
  const ends = await Promise.allSettled(works)
  assert.deepEqual(done, [10, 10])
  assert.deepEqual(
    order,
    order.toSorted((a, b) => a - b),
  )
  assert.deepEqual(
    ends.map(({ status }) => status),
    works.map((_, i) => (i % 3 === 0 ? 'rejected' : 'fulfilled')),
  )
  await turn(1)
  await turn(1)
  assert.deepEqual(done, [12, 10], 'one after the other stays on the first lane')
})
