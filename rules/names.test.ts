import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { cleanText, scrubText } from './clean-text.ts'
import { firstNameOf, foldName, lastNameOf, normaliseName } from './names.ts'

const nordic = fc.stringMatching(/^[A-Za-zÆØÅæøåÉéÖöÄäÜü' -]{0,20}$/)

test('A-02: the first given name and the last word of the name', () => {
  assert.equal(firstNameOf('Paul Peter Parslee Smith'), 'paul')
  assert.equal(lastNameOf('Paul Peter Parslee Smith'), 'smith')
  assert.equal(lastNameOf('Ursula von der Leyen'), 'leyen')
  assert.equal(lastNameOf('Anna Smith-Jones'), 'smith-jones')
  assert.equal(firstNameOf('Anne-Marie Louise'), 'anne-marie')
  assert.equal(firstNameOf('  '), '')
  assert.equal(lastNameOf('Smith -'), 'smith')
})

test('S-04: case, Unicode form, spaces, hyphens and apostrophes make no difference to a name', () => {
  fc.assert(
    fc.property(nordic, (name) => {
      const form = normaliseName(name)
      for (const other of [
        name.toUpperCase(),
        name.toLowerCase(),
        name.normalize('NFD'),
        name.normalize('NFC'),
        `  ${name.replace(/ /g, '\u00a0\t')}\n`,
      ]) {
        assert.equal(normaliseName(other), form)
      }
    }),
  )
  assert.equal(normaliseName('O\u2019Brien'), normaliseName("o'brien"))
  assert.equal(normaliseName('Smith\u2011Jones'), 'smith-jones')
  assert.equal(normaliseName('\u212bse'), 'åse')
})

test('S-04: normalising twice changes nothing, whatever the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const form = normaliseName(text)
      assert.equal(normaliseName(form), form)
      assert.doesNotMatch(form, /[|\n]|^ | $| {2}/)
    }),
    { numRuns: 2000 },
  )
})

test('S-04: folded spellings are a weaker class: equal only there', () => {
  const pairs = [
    ['Kjær', 'Kjaer'],
    ['Sørensen', 'Soerensen'],
    ['Ågård', 'Aagaard'],
    ['André', 'Andre'],
    ['Müller', 'Muller'],
    ['Strauß', 'Strauss'],
    ['Łukasz', 'Lukasz'],
  ] as const
  for (const [one, other] of pairs) {
    assert.notEqual(normaliseName(one), normaliseName(other))
    assert.equal(foldName(one), foldName(other))
  }
  fc.assert(fc.property(nordic, (name) => assert.equal(foldName(foldName(name)), foldName(name))))
  assert.notEqual(foldName('Hansen'), foldName('Jansen'))
})

test('S-04: invisible marks are stripped, deceiving ones are refused', () => {
  assert.equal(normaliseName('An\u200bna\u200e'), 'anna')
  assert.equal(normaliseName('\ufeffAn\u00adna'), 'anna')
  assert.deepEqual(cleanText('Anna\u200f', 10), { kind: 'clean', text: 'Anna' })
  for (const text of ['An\u202ena', 'An\u2066na', 'An\u0000na', 'An\u001bna', 'An\u009fna']) {
    assert.deepEqual(cleanText(text, 20), { kind: 'unclean', reason: 'control-character' })
    assert.equal(normaliseName(text), 'an na')
  }
  for (const text of ['S\ufffdren', 'S\ud800ren', 'S\ue000ren', 'S\uffffren']) {
    assert.deepEqual(cleanText(text, 20), { kind: 'unclean', reason: 'broken-encoding' })
  }
})

test('S-04: every character that turns the direction of what follows is refused', () => {
  for (const code of [0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069]) {
    const text = `Anna${String.fromCodePoint(code)}Hansen`
    assert.deepEqual(cleanText(text, 20), { kind: 'unclean', reason: 'control-character' }, code.toString(16))
  }
})

test('S-04: clean text is bounded, and empty is told apart', () => {
  assert.deepEqual(cleanText(' \u200b ', 5), { kind: 'unclean', reason: 'empty' })
  assert.deepEqual(cleanText('123456', 5), { kind: 'unclean', reason: 'too-long' })
  assert.deepEqual(cleanText('x'.repeat(1_000_000), 5), { kind: 'unclean', reason: 'too-long' })
  assert.deepEqual(cleanText('a  b', 5), { kind: 'clean', text: 'a b' })
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const scrubbed = scrubText(text)
      const clean = cleanText(text, 10_000)
      if (clean.kind === 'clean') assert.equal(clean.text, scrubbed)
      assert.ok(scrubbed === '' || cleanText(scrubbed, 10_000).kind === 'clean')
    }),
    { numRuns: 2000 },
  )
})
