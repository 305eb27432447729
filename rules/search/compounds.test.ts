import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isCompoundOf, partsFor } from './compounds.ts'
import { nearTo, slipsToBeginnings } from './near-words.ts'
import { isWanted, readSearch } from './query.ts'
import { folded, type TextLanguage, termOf } from './words.ts'

/** Whether a search for the one finds a letter in this language with the other. */
function finds(typed: string, word: string, language: TextLanguage): boolean {
  const [wanted] = readSearch(`${typed} `, '2026-11-23')
  assert.ok(wanted?.kind === 'word')
  return isWanted(wanted.word, word, [termOf(word, language)])
}

test('B-01: words are found within longer ones, at either end and in the middle, in every form; not where they stand by chance', () => {
  for (const [typed, word, language] of [
    ['regning', 'vandregning', 'da'],
    ['regninger', 'Vandregningerne', 'da'],
    ['vand', 'vandregning', 'da'],
    ['opgørelse', 'årsopgørelsen', 'da'],
    ['aarsopgoerelse', 'Årsopgørelse', 'da'],
    ['økning', 'husleieøkning', 'nb'],
    ['leie', 'husleieøkning', 'nb'],
    ['husleie', 'husleieøkningen', 'nb'],
    ['gebyr', 'regningsgebyr', 'da'],
    ['regning', 'vandregningsgebyr', 'da'],
    ['skat', 'ejendomsskat', 'da'],
    ['skat', 'restskatten', 'da'],
    ['løn', 'lønseddel', 'da'],
    ['lån', 'boliglån', 'da'],
    ['räkning', 'elräkningen', 'sv'],
    ['försäkring', 'hemförsäkringar', 'sv'],
    ['bidrag', 'bostadsbidrag', 'sv'],
    ['kontrakt', 'lejekontrakter', 'da'],
    ['cafe', 'Café', 'da'],
  ] as const)
    assert.ok(finds(typed, word, language), `${typed} in ${word}`)
  for (const [typed, word] of [
    ['ring', 'forsikring'],
    ['tal', 'digital'],
    ['tal', 'hospital'],
    ['port', 'transport'],
    ['regning', 'beregning'],
    ['bil', 'mobil'],
    ['bil', 'bilag'],
    ['vand', 'vandret'],
    ['og', 'oghusleje'],
    ['den', 'lejligheden'],
    ['4711', 'konto4711'],
  ] as const)
    assert.ok(!finds(typed, word, 'da'), `${typed} not in ${word}`)
  const [phrase] = readSearch('"regning"', '2026-11-23')
  assert.ok(phrase?.kind === 'phrase' && phrase.words.every((word) => word.parts.length === 0))
})

test('B-01: any two words of a language written together are found by either, and nothing is found without it', () => {
  const words =
    'regning forsikring kontrakt opgørelse betaling afgift tilskud vejledning ansøgning erklæring'.split(' ')
  for (const first of words)
    for (const last of words)
      for (const link of ['', 's']) {
        assert.ok(finds(first, first + link + last, 'da'), `${first} in ${first + link + last}`)
        assert.ok(finds(last, first + link + last, 'da'), `${last} in ${first + link + last}`)
      }
  const word = fc.string({ unit: fc.constantFrom(...'aeorsntdlgøåæé'), minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(word, word, (typed, other) => {
      const parts = partsFor(typed)
      assert.ok(parts.every((part) => folded(part) === part && part.length >= 3))
      const term = termOf(other, 'da')
      for (const part of parts) if (isCompoundOf(term, part)) assert.ok(term.includes(part) && term !== part)
    }),
    { numRuns: 300 },
  )
})

/** The definition, word by word (optimal string alignment), as slow as it is plain. */
function slipsPlainly(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length
  const [restA, restB] = [a.slice(0, -1), b.slice(0, -1)]
  const swapped =
    a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1)
      ? 1 + slipsPlainly(a.slice(0, -2), b.slice(0, -2))
      : Number.POSITIVE_INFINITY
  return Math.min(
    slipsPlainly(restA, b) + 1,
    slipsPlainly(a, restB) + 1,
    slipsPlainly(restA, restB) + (a.at(-1) === b.at(-1) ? 0 : 1),
    swapped,
  )
}

test('B-01: slips are counted as their definition counts them', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 5 })
  fc.assert(
    fc.property(word, word, (a, b) => {
      const counted = slipsToBeginnings(a, b)
      const cut = slipsToBeginnings(a, b, 2)
      for (let end = 0; end <= b.length; end++) {
        const slips = slipsPlainly(a, b.slice(0, end))
        assert.equal(counted[end], slips)
        if (slips <= 2) assert.equal(cut[end], slips)
        else assert.ok(cut[end]! > 2)
      }
    }),
    { numRuns: 150 },
  )
})

test('B-01: a slip or two of who types are near, more with more letters; other words are not', () => {
  const near = (typed: string, kept: string) => nearTo(folded(typed)).nearness(termOf(kept, 'da'))
  for (const [typed, kept] of [
    ['regnnig', 'regning'],
    ['rengning', 'regning'],
    ['regninegr', 'regninger'],
    ['forsikrng', 'forsikring'],
    ['fosikrnig', 'forsikring'],
    ['arsopgorelse', 'årsopgørelse'],
    ['lan', 'lån'],
    ['tandlege', 'tandlæge'],
  ] as const)
    assert.ok(near(typed, kept) !== undefined, `${typed}: ${kept}`)
  for (const [typed, kept] of [
    ['bil', 'bal'],
    ['skat', 'vand'],
    ['regning', 'forsikring'],
    ['hus', 'huset'],
    ['kontoudtog', 'konto'],
  ] as const)
    assert.equal(near(typed, kept), undefined, `${typed}: ${kept}`)
  assert.ok(near('regnnig', 'regning')! > near('lan', 'lån')!)
  const word = fc.string({ unit: fc.constantFrom(...'aeirsntg'), minLength: 4, maxLength: 9 })
  fc.assert(
    fc.property(word, word, (typed, kept) => {
      const most = typed.length < 8 ? 1 : 2
      const plain = (text: string) => text.replace(/aa|ae/g, 'a').replaceAll('oe', 'o')
      const slips = Array.from({ length: kept.length >= 5 ? 4 : 1 }, (_, ending) =>
        ending <= typed.length ? (slipsToBeginnings(kept, typed)[typed.length - ending] ?? 99) : 99,
      )
      const rest = plain(typed).length - plain(kept).length
      const plainly =
        rest >= 0 &&
        rest <= (kept.length >= 5 ? 4 : 0) &&
        plain(typed).startsWith(plain(kept)) &&
        (rest === 0 || !typed.startsWith(kept))
      const expected =
        typed !== kept && (plainly || slips.some((n, ending) => (ending === 0 ? n <= most : n === 1)))
      assert.equal(nearTo(typed).nearness(kept) !== undefined, expected, `${typed} ${kept}`)
    }),
    { numRuns: 2000 },
  )
})
