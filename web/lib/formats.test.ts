import assert from 'node:assert/strict'
import test from 'node:test'
import { formatsFor } from './formats.ts'

const now = new Date('2026-11-22T12:00:00Z')
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ')

test('O-07: a Danish account reads times, dates and amounts the Danish way', () => {
  const formats = formatsFor('da', 'dk')
  assert.equal(formats.brief('2026-11-22T08:14:00Z', now), '09.14')
  assert.equal(formats.brief('2026-11-12T08:14:00Z', now), '12. nov.')
  assert.equal(formats.brief('2025-11-12T08:14:00Z', now), '12. nov. 2025')
  assert.equal(plain(formats.amount(128450, 'DKK')), '1.284,50 kr.')
  assert.deepEqual([formats.unread(7), formats.unread(99), formats.unread(100)], ['7', '99', '99+'])
  assert.deepEqual(
    [formats.counted(9_999), formats.counted(10_000)],
    [formats.count(9_999), `${formats.count(9_999)}+`],
  )
  assert.equal(formats.count(180182), '180.182')
  assert.equal(formats.calendarDay('2026-12-01'), '1. december')
  assert.match(formats.weekdayAndDay('2026-12-01'), /^tirsdag (?:den )?1\. december$/)
  assert.match(
    plain(formats.appointment('2026-12-01T15:20:00Z')),
    /^tirs?\.? (?:den )?1\. dec\. kl\. 16\.20$/,
  )
})

test('O-07: the day and the year are those of the account’s country, wherever the computer is', () => {
  const formats = formatsFor('da', 'dk')
  const [before, after] = [new Date('2026-12-31T22:59:59Z'), new Date('2026-12-31T23:00:00Z')]
  assert.deepEqual([formats.today(before), formats.today(after)], ['2026-12-31', '2027-01-01'])
  assert.deepEqual([formats.isThisYear(2026, before), formats.isThisYear(2026, after)], [true, false])
  assert.equal(formats.brief('2026-11-12T08:14:00Z', before), '12. nov.')
  assert.equal(formats.brief('2026-11-12T08:14:00Z', after), '12. nov. 2026')
})

test('O-07: a Norwegian account reads them the Norwegian way', () => {
  const formats = formatsFor('nb', 'no')
  assert.equal(formats.brief('2026-11-22T08:14:00Z', now), '09:14')
  assert.match(plain(formats.amount(128450, 'NOK')), /1 284,50/)
})

test('O-07: a Swedish reader gets dates and amounts the Swedish way, whichever country the account is in', () => {
  const formats = formatsFor('sv', 'dk')
  assert.equal(formats.brief('2026-11-22T08:14:00Z', now), '09:14')
  assert.equal(formats.brief('2026-11-12T08:14:00Z', now), '12 nov.')
  assert.equal(formats.calendarDay('2026-12-01'), '1 december')
  assert.equal(plain(formats.amount(128450, 'DKK')), '1 284,50 DKK')
  assert.equal(plain(formats.amount(128450, 'NOK')), '1 284,50 NOK')
  assert.equal(plain(formats.amount(128450, 'SEK')), '1 284,50 kr')
  assert.equal(formats.either(['BankID', 'MitID']), 'BankID eller MitID')
})

test('O-07: English words have English digits, in either country', () => {
  for (const profile of ['dk', 'no'] as const) {
    const formats = formatsFor('en', profile)
    assert.equal(formats.count(180182), '180,182')
    assert.equal(formats.counted(10_000), '9,999+')
    assert.match(plain(formats.amount(128450, 'DKK')), /1,284\.50/)
    assert.equal(plain(formats.size(1_500_000)), '1.5 MB')
  }
})

test('O-07: English words never bring American dates', () => {
  for (const profile of ['dk', 'no'] as const)
    assert.match(formatsFor('en', profile).day('2026-11-12T08:14:00Z'), /^12\.? November 2026$/)
})

test('sizes are at least one kilobyte and round to what one can use', () => {
  const formats = formatsFor('en', 'dk')
  assert.equal(plain(formats.size(12)), '1 kB')
  assert.equal(plain(formats.size(84_200)), '84 kB')
  assert.match(plain(formats.size(2_340_000)), /^2[.,]3 MB$/)
})
