import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ACTIVATION, codeDoor, lifeOfCode, mayOrder, mayUseSms } from './activation.ts'

const HOUR = 3_600_000
const fresh = (life: ReturnType<typeof lifeOfCode>) => ({ ...life, wrongTries: 0, endedAtMs: null })

test('I-01: a code lives 30 days by post, 48 hours handed over, 30 minutes by SMS, and not a millisecond longer', () => {
  for (const [channel, hours] of [
    ['letter', 720],
    ['in-person', 48],
    ['sms', 0.5],
  ] as const) {
    const code = fresh(lifeOfCode('enrol', channel, 1000))
    const end = 1000 + hours * HOUR
    assert.equal(codeDoor(code, 1000), 'open')
    assert.equal(codeDoor(code, end - 1), 'open')
    assert.equal(codeDoor(code, end), 'over')
  }
})

test('I-01: the third wrong try ends a code', () => {
  const code = fresh(lifeOfCode('enrol', 'letter', 0))
  assert.equal(codeDoor({ ...code, wrongTries: 2 }, 1), 'open')
  assert.equal(codeDoor({ ...code, wrongTries: 3 }, 1), 'over')
})

test('I-20: a recovery code waits an hour before it does anything, however it is carried', () => {
  for (const purpose of ['recover', 'temporary-password'] as const) {
    for (const channel of ['letter', 'in-person', 'sms'] as const) {
      const code = fresh(lifeOfCode(purpose, channel, 0))
      assert.equal(codeDoor(code, HOUR - 1), 'wait')
      assert.equal(codeDoor(code, HOUR), 'open')
      assert.equal(codeDoor(code, HOUR + ACTIVATION.livesMs[channel]), 'over')
    }
  }
})

test('I-01: one letter a day and three in thirty days, whatever the order of the times', () => {
  const day = 24 * HOUR
  assert.equal(mayOrder([], 0), true)
  assert.equal(mayOrder([0], day - 1), false)
  assert.equal(mayOrder([0], day), true)
  assert.equal(mayOrder([0, 2 * day, 4 * day], 6 * day), false)
  assert.equal(mayOrder([4 * day, 0, 2 * day], 30 * day), true, 'the first has fallen out of the month')
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 60 * day }), { maxLength: 30 }), (asks) => {
      const granted: number[] = []
      for (const at of asks.sort((a, b) => a - b)) if (mayOrder(granted, at)) granted.push(at)
      for (const at of granted)
        assert.ok(granted.filter((other) => other <= at && other > at - 30 * day).length <= 3)
    }),
    { numRuns: 200 },
  )
})

test('I-01 I-20: an SMS carries a code only to a verified number that has stood for 120 hours', () => {
  const phone = { verifiedAtMs: 5, addedAtMs: 0 }
  assert.equal(mayUseSms(phone, 120 * HOUR - 1), false)
  assert.equal(mayUseSms(phone, 120 * HOUR), true)
  assert.equal(mayUseSms({ ...phone, verifiedAtMs: null }, 200 * HOUR), false)
  assert.equal(mayUseSms(null, 200 * HOUR), false)
})
