import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PLACES } from '#http/web.routes.ts'
import { PICTURES } from './pages.ts'
import { emptied, untranslated } from './take.ts'

test('O-07: every place of the app has its pictures', () => {
  const shown = (place: string) =>
    PICTURES.some(({ path }) =>
      place.endsWith('*') ? path.startsWith(place.slice(0, -1)) : path.split('?')[0] === place,
    )
  assert.ok(!shown('/nowhere') && !shown('/nowhere/*'))
  assert.deepEqual(
    PLACES.filter((place) => !shown(place)),
    [],
  )
})

test('an answer is emptied of what its lists hold and of nothing else', () => {
  assert.deepEqual(emptied({ letters: [1], next: 'x', unread: 3, asOf: 'now', me: { name: 'K' } }), {
    letters: [],
    next: null,
    unread: 0,
    asOf: 'now',
    me: { name: 'K' },
  })
})

test('words that were not translated are found; one word, a name, may well be the same', () => {
  const words = {
    da: ['Kalender', 'Choose a letter'],
    nb: ['Velg et brev'],
    en: ['Kalender', 'Choose a letter'],
  }
  assert.deepEqual(untranslated(words), [{ language: 'da', text: 'Choose a letter' }])
})
