import assert from 'node:assert/strict'
import test from 'node:test'
import { dayGroup, dayNumber } from './day-groups.ts'

const zone = 'Europe/Copenhagen'
const now = new Date('2026-11-22T09:30:00+01:00') // a Sunday
const kindAt = (instant: string) => dayGroup(new Date(instant), now, zone).kind

test('B-01: the week begins on Monday, also when today is a Sunday', () => {
  assert.equal(kindAt('2026-11-22T00:00:00+01:00'), 'today')
  assert.equal(kindAt('2026-11-21T23:59:59+01:00'), 'this-week')
  assert.equal(kindAt('2026-11-16T00:00:00+01:00'), 'this-week')
  assert.equal(kindAt('2026-11-15T23:59:59+01:00'), 'this-month')
  assert.equal(kindAt('2026-10-31T12:00:00+01:00'), 'month')
})

test('B-01: a Monday has no this-week before itself', () => {
  const monday = new Date('2026-11-16T08:00:00+01:00')
  assert.equal(dayGroup(new Date('2026-11-15T23:00:00+01:00'), monday, zone).kind, 'this-month')
})

test('the same month of another year is not this month', () => {
  assert.deepEqual(dayGroup(new Date('2025-11-10T12:00:00Z'), now, zone), {
    kind: 'month',
    month: 11,
    year: 2025,
  })
})

test('days follow the account’s zone, through both changes of the clock and a leap day', () => {
  assert.equal(
    dayNumber(new Date('2026-03-28T23:30:00Z'), zone),
    dayNumber(new Date('2026-03-29T21:59:00Z'), zone),
  )
  assert.equal(
    dayNumber(new Date('2026-10-25T22:59:00Z'), zone) - dayNumber(new Date('2026-10-24T22:00:00Z'), zone),
    0,
  )
  assert.equal(
    dayNumber(new Date('2028-03-01T12:00:00Z'), zone) - dayNumber(new Date('2028-02-28T12:00:00Z'), zone),
    2,
  )
})

test('a letter from a clock that is ahead counts as today', () => {
  assert.equal(kindAt('2026-11-23T01:00:00+01:00'), 'today')
})
