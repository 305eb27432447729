import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runEach } from './run-each.ts'

test('every step is tried in its turn, and what failed is thrown at the end, all of it', async () => {
  const tried: number[] = []
  const step = (n: number, fault?: unknown) => async () => {
    tried.push(n)
    if (fault !== undefined) throw fault
  }
  await runEach([step(1), step(2)])
  const away = new Error('away')
  await assert.rejects(runEach([step(3, away), step(4)]), away)
  await assert.rejects(runEach([step(5), step(6, away), step(7, 'odd'), step(8)]), /away; odd/)
  assert.deepEqual(tried, [1, 2, 3, 4, 5, 6, 7, 8])
})
