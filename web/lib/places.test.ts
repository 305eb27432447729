import assert from 'node:assert/strict'
import test from 'node:test'
import { powersOf } from '#rules/powers.ts'
import { standingOf } from './acting.ts'
import { APP_PLACES, barOf, placeOf, placesFor } from './places.ts'

const inOwn = standingOf({ powers: powersOf('owner') }, { actingFor: null, actingIn: null })
const bakery = {
  employeeId: 'e',
  enterpriseId: 'f',
  name: 'Fjordby Bageri ApS',
  country: 'dk',
  number: '1',
} as const
const as = (role: 'administrator' | 'reader') =>
  standingOf({ powers: powersOf(role) }, { actingFor: { ...bakery, role }, actingIn: null })

test('B-01: each address belongs to one place, a letter in the archive to the archive', () => {
  const at = (path: string) => placeOf(path, APP_PLACES)?.to
  assert.equal(at('/'), '/')
  assert.equal(at('/letters/1/seen'), '/')
  assert.equal(at('/in/archive'), '/in/archive')
  assert.equal(at('/in/archive/letters/1/proof'), '/in/archive')
  assert.equal(at('/in/0199d6a0-0000-7000-8000-000000000000'), '/folders')
  assert.equal(at('/settings/devices'), '/settings')
  assert.equal(at('/nothing'), undefined)
  assert.equal(at('/settingsome'), undefined)
})

test('O-07: no place stands twice, and the short name begins the whole one', () => {
  assert.equal(new Set(APP_PLACES.map(({ to }) => to)).size, APP_PLACES.length)
  const turns = APP_PLACES.flatMap(({ bar }) => bar ?? [])
  assert.equal(new Set(turns).size, turns.length, 'two places with the same turn for the bar')
  for (const { name, short } of APP_PLACES)
    for (const language of ['da', 'nb', 'sv', 'en'] as const)
      assert.ok(name[language].startsWith(short?.[language] ?? ''), name[language])
})

test('B-15: who acts for an enterprise sees its places and none of their own; the bar holds four and "More"', () => {
  const mine = placesFor(inOwn)
  assert.ok(mine.some(({ to }) => to === '/settings') && !mine.some(({ to }) => to === '/id/company'))
  const theirs = placesFor(as('administrator'))
  assert.ok(theirs.some(({ to }) => to === '/id/company') && !theirs.some(({ to }) => to === '/settings'))
  const reader = placesFor(as('reader'))
  assert.ok(!reader.some(({ to }) => to === '/id/company' || to === '/access-log'))
  assert.equal(barOf(mine).length, 4)
  assert.equal(barOf(mine)[0]?.to, '/')
})
