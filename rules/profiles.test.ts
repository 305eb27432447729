import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PROFILES } from './profiles.ts'

test('I-14: people sign in by a user ID of their own in Denmark, by national number in Norway', () => {
  assert.equal(PROFILES.dk.loginIdentifier, 'user-id')
  assert.equal(PROFILES.no.loginIdentifier, 'national-number')
})

test('B-04 D-23: one gigabyte in Norway, no quota in Denmark', () => {
  assert.equal(PROFILES.no.quotaBytesMax, 1_000_000_000)
  assert.equal(PROFILES.dk.quotaBytesMax, null)
})

test('D-05 D-06 D-07 R2: closing and death are data of the profile', () => {
  assert.deepEqual([PROFILES.dk.closingMonths, PROFILES.no.closingMonths], [0, 3])
  assert.deepEqual(PROFILES.no.death, { heirsMonths: 9, deleteAfterMonths: 12 })
  assert.deepEqual(PROFILES.dk.death, { heirsMonths: null, deleteAfterMonths: 60 })
  assert.deepEqual([PROFILES.dk.inactivityYears, PROFILES.no.inactivityYears], [5, null])
})

test('I-11 T-02: sessions end and text messages keep office hours in every profile; time zones and currencies exist', () => {
  for (const profile of Object.values(PROFILES)) {
    assert.deepEqual(profile.session, {
      idleMinutes: 15,
      absoluteHours: 8,
      raisedHours: 4,
      deviceDays: 60,
      deviceRaisedHours: 24,
    })
    assert.deepEqual(profile.smsHours, { from: 9, to: 20 })
    assert.ok(new Intl.DateTimeFormat('en', { timeZone: profile.timeZone }))
    assert.ok(Intl.supportedValuesOf('currency').includes(profile.currency))
  }
})

test('P-07: only numbers that name one person in the register can be addressed', () => {
  const addressable: readonly string[] = [
    ...PROFILES.dk.addressableNumbers,
    ...PROFILES.no.addressableNumbers,
  ]
  for (const type of ['cpr-replacement', 'h-number', 'd-and-h-number', 'interim-number'])
    assert.ok(!addressable.includes(type))
})
