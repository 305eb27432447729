import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { daysNamed } from './date-words.ts'
import { dayAt, spanOfDays, startOfDay } from './day-span.ts'
import { guessLanguage } from './guess-language.ts'
import { holdsPhrase, marked, matcherOf, snippetOf } from './marks.ts'
import { readSearch, wordsWanted } from './query.ts'
import { folded, termOf, termsOf, wordsOf } from './words.ts'

const TODAY = '2026-11-23'
const kinds = (text: string) => readSearch(text, TODAY).map((one) => one.kind)
const texts = (text: string) => wordsWanted(readSearch(text, TODAY)).map((word) => word.text)

test('B-01: every word is wanted, what stands in quotation marks together; only the last may be unfinished', () => {
  assert.deepEqual(kinds('vand "det nye lån" 2025'), ['word', 'phrase', 'time'])
  assert.deepEqual(texts('Vand  og—VARME'), ['vand', 'og', 'varme'])
  assert.deepEqual(kinds('“to ord'), ['phrase'], 'a quotation that is not closed')
  assert.deepEqual(kinds(' " " ,.'), [])
  const unfinished = (text: string) => wordsWanted(readSearch(text, TODAY)).map((word) => word.unfinished)
  assert.deepEqual(unfinished('for sik'), [false, true])
  assert.deepEqual(unfinished('for sik '), [false, false])
  assert.deepEqual(unfinished('for s'), [false, false], 'one letter is no beginning')
  assert.deepEqual(unfinished('"for sik"'), [false, false])
  assert.equal(wordsWanted(readSearch('a '.repeat(500), TODAY)).length, 16)
})

test('B-01: whatever is typed is read without an error and within its bounds', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const words = wordsWanted(readSearch(text, TODAY))
      assert.ok(
        words.length <= 16 + 2 && words.every((word) => word.terms.length >= 1 && word.terms.length <= 4),
      )
    }),
    { numRuns: 100 },
  )
})

test('B-01: days that words name, in four languages', () => {
  const named = (text: string) => {
    const found = daysNamed(text.split(' '), TODAY)
    return found && `${found.days.from} ${found.days.to} ${found.words}`
  }
  assert.equal(named('2025'), '2025-01-01 2025-12-31 1')
  assert.equal(named('marts 2024'), '2024-03-01 2024-03-31 2')
  assert.equal(named('feb 2024'), '2024-02-01 2024-02-29 2')
  assert.equal(named('desember'), '2025-12-01 2025-12-31 1', 'the last one that has begun')
  assert.equal(named('november'), '2026-11-01 2026-11-30 1')
  assert.equal(named('mar'), undefined, 'too short to mean a month by itself')
  assert.equal(named('i går'), '2026-11-22 2026-11-22 2')
  assert.equal(named('förra månaden'), '2026-10-01 2026-10-31 2')
  assert.equal(named('last year'), '2025-01-01 2025-12-31 2')
  for (const word of ['1999', '12345', 'vand', 'i', '']) assert.equal(named(word), undefined, word)
  assert.equal(daysNamed(['sidste', 'måned'], '2026-01-15')?.days.from, '2025-12-01')
})

test('B-01: a day begins at midnight of its country, also where clocks change', () => {
  const at = (day: string) => new Date(startOfDay(day, 'Europe/Copenhagen')).toISOString()
  assert.equal(at('2026-01-01'), '2025-12-31T23:00:00.000Z')
  assert.equal(at('2026-07-01'), '2026-06-30T22:00:00.000Z')
  assert.equal(at('2026-03-29'), '2026-03-28T23:00:00.000Z')
  assert.equal(at('2026-03-30'), '2026-03-29T22:00:00.000Z')
  assert.equal(at('2026-10-26'), '2026-10-25T23:00:00.000Z')
  assert.equal(dayAt(new Date('2026-11-22T23:30:00Z'), 'Europe/Oslo'), '2026-11-23')
  const { from, to } = spanOfDays({ from: '2026-10-25', to: '2026-10-25' }, 'Europe/Oslo')
  assert.equal(to! - from!, 25 * 3600)
  assert.deepEqual(spanOfDays({}, 'Europe/Oslo'), { from: undefined, to: undefined })
})

test('B-01: words are compared without case and accents, and æ, ø, å as who has no such keys writes them', () => {
  assert.equal(folded('Göteborg'), 'goeteborg')
  assert.equal(folded('FÄRÖARNA'), 'faeroearna')
  assert.equal(folded('Café'), 'cafe')
  assert.equal(folded('Ångström'), 'aangstroem', 'å is a letter of its own')
  assert.equal(folded('Aabenrå'), folded('Åbenraa'))
  assert.equal(termOf('1.234', 'da'), '1.234')
  assert.ok(termsOf('regninger').includes(termOf('regningen', 'da')))
  assert.ok(termsOf('räkningar').includes(termOf('räkningen', 'sv')))
  assert.deepEqual(
    [...wordsOf('Brev 12-34, æble')].map((word) => word.text),
    ['Brev', '12', '34', 'æble'],
  )
})

test('B-01: the language of a letter is guessed by its small words, else it is the recipient’s', () => {
  const guess = (text: string) => guessLanguage(text.split(' '), 'da')
  assert.equal(guess('och det är inte från oss att du får brev och vad'), 'sv')
  assert.equal(guess('the letter is for you and this is not from us'), 'en')
  assert.equal(guess('av dette får dere noen etter hvis dere har blitt'), 'nb')
  assert.equal(guess('Faktura 12345'), 'da')
})

test('B-01: found words are marked, and nothing of the text is lost or added', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('vand', 'Vandet', 'regning', 'og', ',', '\n', 'æ'), { maxLength: 40 }),
      (parts) => {
        const text = parts.join(' ')
        const is = matcherOf(wordsWanted(readSearch('vand', TODAY)))
        const pieces = marked(text, is)
        assert.equal(pieces.map((piece) => piece.text).join(''), text.replace(/\s+/g, ' '))
        const count = parts.filter((part) => /^vand/i.test(part)).length
        assert.equal(pieces.filter((piece) => piece.found).length, Math.min(count, 29))
        assert.equal(snippetOf(text, is) === null, count === 0)
      },
    ),
    { numRuns: 200 },
  )
})

test('B-01: a piece of a long text shows where most of what was looked for stands', () => {
  const filler = 'intet at se her '.repeat(60)
  const text = `${filler}varme ${filler}varme og vand ${filler}`
  const words = wordsWanted(readSearch('vand varme ', TODAY))
  const snippet = snippetOf(text, matcherOf(words))!
  assert.deepEqual(
    snippet.filter((piece) => piece.found).map((piece) => piece.text),
    ['varme', 'vand'],
  )
  assert.ok(snippet.map((piece) => piece.text).join('').length < 200)
  assert.equal(holdsPhrase(text, words), false)
  assert.equal(holdsPhrase('Vand: VARME', words), true)
})
