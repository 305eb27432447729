import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { dayReminderAt, localTime, momentFor, nextDigest, remindAt, wantsUntil } from './notice-time.ts'
import { PROFILES } from './profiles.ts'
import type { Wants } from './wants.ts'

const hoursOf = (profile: 'dk' | 'no', quiet: { from: number; until: number } | null = null) => ({
  timeZone: PROFILES[profile].timeZone,
  smsHours: PROFILES[profile].smsHours,
  quiet,
})
const moment = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true })
const quiet = fc
  .record({ from: fc.integer({ min: 0, max: 23 }), until: fc.integer({ min: 0, max: 23 }) })
  .filter(({ from, until }) => from !== until)

test('T-02: an SMS goes at once between 09 and 20 of the profile’s zone, else at nine, over both changes of the clock', () => {
  for (const [now, at] of [
    ['2026-11-22T08:00:00Z', '2026-11-22T08:00:00Z'],
    ['2026-11-22T18:59:59Z', '2026-11-22T18:59:59Z'],
    ['2026-11-22T19:00:00Z', '2026-11-23T08:00:00Z'],
    ['2026-11-22T03:12:13Z', '2026-11-22T08:00:00Z'],
    ['2026-07-01T18:30:00Z', '2026-07-02T07:00:00Z'],
    ['2026-03-28T22:00:00Z', '2026-03-29T07:00:00Z'],
    ['2026-10-24T22:00:00Z', '2026-10-25T08:00:00Z'],
  ] as const)
    assert.equal(
      momentFor('sms', hoursOf('dk'), new Date(now))?.toISOString(),
      new Date(at).toISOString(),
      now,
    )
})

test('T-02 D-14: whatever the hour and the quiet hours, nothing goes out in them, and no SMS outside 09 to 20', () => {
  fc.assert(
    fc.property(moment, fc.option(quiet), fc.constantFrom('email', 'sms', 'push'), (now, quiet, channel) => {
      const hours = hoursOf('no', quiet)
      const at = momentFor(channel, hours, now)
      if (at === null) {
        assert.ok(channel === 'sms' && quiet !== null)
        return
      }
      assert.ok(at >= now)
      const { hour } = localTime(hours.timeZone, at)
      if (channel === 'sms') assert.ok(hour >= 9 && hour < 20)
      if (quiet) {
        const inside =
          quiet.from < quiet.until
            ? hour >= quiet.from && hour < quiet.until
            : hour >= quiet.from || hour < quiet.until
        assert.ok(!inside)
      }
    }),
    { numRuns: 300 },
  )
})

test('T-01: a digest comes at its local hour, within a day and an hour, never now', () => {
  fc.assert(
    fc.property(moment, fc.integer({ min: 4, max: 23 }), (now, hour) => {
      const at = nextDigest('Europe/Oslo', hour, now)
      assert.deepEqual(localTime('Europe/Oslo', at), { hour, minute: 0 })
      assert.ok(at > now && at.getTime() - now.getTime() <= 25 * 3_600_000)
    }),
    { numRuns: 300 },
  )
})

test('T-02 S-09: reminded once: after so many days, or two days before the deadline, whichever comes first', () => {
  const at = (wish: object, delivered = '2026-11-22T12:00:00Z') =>
    remindAt(wish, new Date(delivered), 'Europe/Copenhagen')?.toISOString() ?? null
  assert.equal(at({}), null)
  assert.equal(at({ sms: true }), null)
  assert.equal(at({ remindAfterDays: 3 }), '2026-11-25T12:00:00.000Z')
  assert.equal(at({ answerBy: '2026-12-01' }), '2026-11-29T08:00:00.000Z')
  assert.equal(at({ answerBy: '2026-07-10' }, '2026-07-01T12:00:00Z'), '2026-07-08T07:00:00.000Z')
  assert.equal(at({ remindAfterDays: 3, answerBy: '2026-12-01' }), '2026-11-25T12:00:00.000Z')
  assert.equal(at({ remindAfterDays: 30, answerBy: '2026-12-01' }), '2026-11-29T08:00:00.000Z')
  assert.equal(at({ answerBy: '2026-11-23' }), null, 'the day is too near')
  assert.equal(at({ answerBy: 'x' }), null)
})

test('B-17: a reminder comes in the morning there so many days before, and never less than two hours before an appointment', () => {
  const dk = 'Europe/Copenhagen'
  const pay = (dueOn: string): Wants => ({ kind: 'answer', dueOn })
  const visit = (startsAt: string): Wants => ({ kind: 'appointment', startsAt, endsAt: null, place: null })
  for (const [wants, days, at, until] of [
    [pay('2026-12-01'), 3, '2026-11-28T08:00Z', '2026-12-01T23:00Z'],
    [pay('2026-07-01'), 0, '2026-07-01T07:00Z', '2026-07-01T22:00Z'],
    // The clock goes back in the night to 25 October, and forward in that to 29 March.
    [pay('2026-10-25'), 1, '2026-10-24T07:00Z', '2026-10-25T23:00Z'],
    [pay('2026-03-29'), 0, '2026-03-29T07:00Z', '2026-03-29T22:00Z'],
    [visit('2026-12-01T10:30Z'), 0, '2026-12-01T08:00Z', '2026-12-01T10:30Z'],
    [visit('2026-12-01T10:00Z'), 0, '2026-12-01T08:00Z', '2026-12-01T10:00Z'],
    [visit('2026-12-01T09:59Z'), 0, '2026-11-30T17:00Z', '2026-12-01T09:59Z'],
    [visit('2026-12-01T07:30Z'), 0, '2026-11-30T17:00Z', '2026-12-01T07:30Z'],
    [visit('2026-12-01T07:30Z'), 1, '2026-11-30T08:00Z', '2026-12-01T07:30Z'],
    // Half past midnight there is the day before in UTC.
    [visit('2026-11-30T23:30Z'), 1, '2026-11-30T08:00Z', '2026-11-30T23:30Z'],
  ] as const) {
    assert.equal(dayReminderAt(wants, days, dk).getTime(), Date.parse(at), JSON.stringify(wants))
    assert.equal(wantsUntil(wants, dk).getTime(), Date.parse(until), JSON.stringify(wants))
  }
  fc.assert(
    fc.property(moment, fc.integer({ min: 0, max: 30 }), fc.boolean(), (starts, days, appointment) => {
      const wants = appointment ? visit(starts.toISOString()) : pay(starts.toISOString().slice(0, 10))
      const at = dayReminderAt(wants, days, 'Europe/Oslo')
      const { hour, minute } = localTime('Europe/Oslo', at)
      assert.ok([9, 18].includes(hour) && minute === 0, at.toISOString())
      const aheadMs = wantsUntil(wants, 'Europe/Oslo').getTime() - at.getTime()
      assert.ok(aheadMs >= 2 * 3_600_000 && aheadMs <= (days + 2) * 24 * 3_600_000, at.toISOString())
      if (days > 0 && appointment) assert.equal(hour, 9)
    }),
    { numRuns: 300 },
  )
})
