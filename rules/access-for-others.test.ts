import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ACCESS_LIMITS, answerBy, endOfDay, type GrantFacts, shownState } from './access-for-others.ts'

const NOW = new Date('2026-11-22T09:00:00Z')

test('B-10: the last day is had whole: it ends at midnight in Copenhagen and Oslo, in winter and in summer', () => {
  const inCopenhagen = (at: Date) =>
    new Intl.DateTimeFormat('sv', {
      timeZone: 'Europe/Copenhagen',
      dateStyle: 'short',
      timeStyle: 'medium',
    }).format(at)
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 3600 }), (days) => {
      const day = new Date(NOW.getTime() + days * 86_400_000).toISOString().slice(0, 10)
      const end = endOfDay(day, NOW)!
      assert.equal(inCopenhagen(new Date(end.getTime() - 1000)), `${day} 23:59:59`)
      assert.match(inCopenhagen(end), / 00:00:00$/)
    }),
  )
})

test('B-10: yesterday, a day that is none, and one too far away are no last days', () => {
  for (const day of ['2026-11-21', '2026-02-30', '2027-13-01', 'soon', '2036-11-23'])
    assert.equal(endOfDay(day, NOW), undefined, day)
  assert.ok(endOfDay('2026-11-22', NOW))
  assert.equal(endOfDay('2026-11-22', new Date('2026-11-22T23:00:00Z')), undefined)
})

test('B-10: a no looks like silence, at every moment', () => {
  const invited: GrantFacts = {
    state: 'invited',
    answerBy: answerBy(NOW),
    acceptedAt: null,
    endsAt: null,
    endedAt: null,
    endedWhy: null,
    ownerDied: false,
  }
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 40 * 24 }),
      fc.integer({ min: 0, max: 14 * 24 }),
      (hours, declined) => {
        const now = new Date(NOW.getTime() + hours * 3_600_000)
        const at = new Date(NOW.getTime() + Math.min(hours, declined) * 3_600_000)
        const said = shownState({ ...invited, state: 'ended', endedWhy: 'declined', endedAt: at }, now)
        assert.deepEqual(said, shownState(invited, now))
        assert.equal(said.state, hours < ACCESS_LIMITS.answerDays * 24 ? 'invited' : 'ended')
      },
    ),
  )
})
