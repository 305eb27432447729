import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { PROFILES } from './profiles.ts'
import { wantsDay } from './wants.ts'

const appointment = (startsAt: string) =>
  wantsDay({ kind: 'appointment', startsAt, endsAt: null, place: null })

test('B-17: an appointment stands under the day its reader’s clock shows, also after midnight, in summer and in winter', () => {
  assert.equal(appointment('2026-11-30T00:30:00+01:00'), '2026-11-30')
  assert.equal(appointment('2026-07-01T01:59:00+02:00'), '2026-07-01')
  assert.equal(appointment('2026-12-31T23:59:00+01:00'), '2026-12-31')
  assert.equal(wantsDay({ kind: 'answer', dueOn: '2026-12-01' }), '2026-12-01')
})

test('B-17: of every instant of this century it is the same day in both profiles', () => {
  const inNorway = new Intl.DateTimeFormat('en-CA', { timeZone: PROFILES.no.timeZone })
  fc.assert(
    fc.property(
      fc.date({ min: new Date('2026-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
      (at) => {
        assert.equal(appointment(at.toISOString()), inNorway.format(at))
      },
    ),
  )
})
