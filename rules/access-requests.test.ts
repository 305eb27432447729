import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { judgeAccessRequest } from './access-requests.ts'
import { type CalendarDate, monthsAfter } from './calendar-date.ts'

const day = fc
  .date({ min: new Date('2024-01-01'), max: new Date('2032-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))

/** Asks on these days, in order; those that are free. */
function free(days: readonly CalendarDate[]): CalendarDate[] {
  const taken: CalendarDate[] = []
  for (const asked of days.toSorted()) if (judgeAccessRequest(taken, asked).kind === 'free') taken.push(asked)
  return taken
}

test('N-08: the first is free, the next six months later to the day, with the end of the month as the calendar has it', () => {
  assert.deepEqual(judgeAccessRequest([], '2026-11-22'), { kind: 'free' })
  assert.deepEqual(judgeAccessRequest(['2026-05-23'], '2026-11-22'), {
    kind: 'fee-or-later',
    freeFrom: '2026-11-23',
  })
  assert.deepEqual(judgeAccessRequest(['2026-05-22'], '2026-11-22'), { kind: 'free' })
  assert.deepEqual(judgeAccessRequest(['2026-08-31'], '2027-02-27'), {
    kind: 'fee-or-later',
    freeFrom: '2027-02-28',
  })
  assert.deepEqual(judgeAccessRequest(['2027-08-31'], '2028-02-28'), {
    kind: 'fee-or-later',
    freeFrom: '2028-02-29',
  })
})

test('N-08: both limits hold: two halves that the calendar makes shorter than a year do not give a third', () => {
  // 31 August and 28 February are six months apart, 28 February and 28 August too; but that would be three within a year.
  assert.deepEqual(judgeAccessRequest(['2026-08-31', '2027-02-28'], '2027-08-28'), {
    kind: 'fee-or-later',
    freeFrom: '2027-08-31',
  })
  assert.deepEqual(free(['2026-08-31', '2027-02-28', '2027-08-28', '2027-08-31']), [
    '2026-08-31',
    '2027-02-28',
    '2027-08-31',
  ])
})

test('N-08: whatever somebody asks and when, no two free ones lie within six months and no three within a year', () => {
  fc.assert(
    fc.property(fc.array(day, { maxLength: 60 }), (days) => {
      const taken = free(days)
      for (const [i, date] of taken.entries()) {
        if (i >= 1) assert.ok(date >= monthsAfter(taken[i - 1]!, 6))
        if (i >= 2) assert.ok(date >= monthsAfter(taken[i - 2]!, 12))
      }
    }),
    { numRuns: 300 },
  )
})

test('I-12 N-08: the day that is named as free is free, and the day before is not', () => {
  fc.assert(
    fc.property(fc.array(day, { minLength: 1, maxLength: 8 }), (days) => {
      const taken = free(days)
      const verdict = judgeAccessRequest(taken, taken.at(-1)!)
      assert.equal(verdict.kind, 'fee-or-later')
      if (verdict.kind !== 'fee-or-later') return
      assert.equal(judgeAccessRequest(taken, verdict.freeFrom).kind, 'free')
      const before = new Date(Date.parse(verdict.freeFrom) - 86_400_000).toISOString().slice(0, 10)
      assert.equal(judgeAccessRequest(taken, before).kind, 'fee-or-later')
    }),
    { numRuns: 300 },
  )
})
