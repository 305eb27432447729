import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addMonths } from './add-months.ts'
import { judgeUnused } from './unused-mailbox.ts'

const at = (text: string) => new Date(text)
const DAY_MS = 86_400_000

test('R1: five years by the calendar in Denmark, a leap day and the change of clocks included; never in Norway', () => {
  for (const [used, ends] of [
    ['2026-11-23T10:00:00Z', '2031-11-23T10:00:00Z'],
    ['2028-02-29T23:59:59Z', '2033-02-28T23:59:59Z'],
    ['2027-03-28T01:30:00Z', '2032-03-28T01:30:00Z'],
  ] as const) {
    const lastUsedAt = at(used)
    const warnAt = new Date(at(ends).getTime() - 90 * DAY_MS)
    const judge = (now: Date, warnedAt: Date | null) =>
      judgeUnused({ profile: 'dk', lastUsedAt, warnedAt }, now)
    assert.deepEqual(judge(new Date(warnAt.getTime() - 1), null), { kind: 'stays', lookAt: warnAt })
    assert.deepEqual(judge(warnAt, null), { kind: 'warn', endsAt: at(ends) })
    assert.deepEqual(judge(new Date(at(ends).getTime() - 1), warnAt), { kind: 'stays', lookAt: at(ends) })
    assert.deepEqual(judge(at(ends), warnAt), { kind: 'ends' })
    assert.deepEqual(judgeUnused({ profile: 'no', lastUsedAt, warnedAt: null }, at('2099-01-01T00:00:00Z')), {
      kind: 'stays',
      lookAt: null,
    })
  }
})

test('R1: nothing ends before five years without use and ninety days after a warning that came since', () => {
  const days = (max: number) => fc.integer({ min: 0, max }).map((n) => n * DAY_MS)
  const START = at('2026-11-23T10:00:00Z').getTime()
  fc.assert(
    fc.property(days(1000), fc.option(days(4000)), days(6000), (used, warned, passed) => {
      const lastUsedAt = new Date(START + used)
      const warnedAt = warned === null ? null : new Date(START + warned)
      const now = new Date(START + passed)
      const verdict = judgeUnused({ profile: 'dk', lastUsedAt, warnedAt }, now)
      if (verdict.kind === 'ends') {
        assert.ok(addMonths(lastUsedAt, 60) <= now)
        assert.ok(warnedAt && warnedAt > lastUsedAt && warnedAt.getTime() + 90 * DAY_MS <= now.getTime())
      }
      // Whoever is told a day has until then.
      if (verdict.kind === 'warn') assert.ok(verdict.endsAt.getTime() - now.getTime() >= 90 * DAY_MS)
      if (verdict.kind === 'stays') assert.ok(verdict.lookAt && verdict.lookAt > now)
    }),
  )
})
