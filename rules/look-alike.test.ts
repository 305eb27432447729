import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { looksAlike, shapeOfName } from './look-alike.ts'

test('S-18: a name that only looks like another is one with it at a glance', () => {
  const alike: [string, string][] = [
    ['Havnebanken', 'Наvnеbаnkеn'], // Cyrillic Н, а, е
    ['Havnebanken', 'HAVNEBANKEN A/S'],
    ['Havnebanken A/S', 'Havne-banken ApS'],
    ['Havnebanken', 'Hav nebanken'],
    ['Havnebanken', 'Ｈavnebanken'],
    ['Skatteetaten', 'Skatteetateń'],
    ['Nordlys Forsyning', 'Nord1ys F0rsyning'],
    ['Nordlys Forsyning', 'NordIys Forsyning'], // a capital i
    ['Lærernes Pension', 'Laerernes Pension'],
    ['Moderne Bank', 'Modeme Bank'],
    ['Ålborg Kommune', 'Aalborg kommune'],
    ['Post\u200bnord', 'Postnord'],
  ]
  for (const [one, other] of alike) assert.ok(looksAlike(one, other), `${one} ${other}`)
})

test('S-18: names that people tell apart stay apart', () => {
  const apart: [string, string][] = [
    ['Hol kommune', 'Hole kommune'],
    ['Region Nord', 'Region Syd'],
    ['Fjordby Vand A/S', 'Fjordby Varme A/S'],
    ['Hansen ApS, Odense', 'Hansen ApS, Aarhus'],
    ['A/S', 'ApS'],
    ['Os kommune', 'Ås kommune'],
  ]
  for (const [one, other] of apart) assert.ok(!looksAlike(one, other), `${one} ${other}`)
})

test('S-18: case, accents and blanks never make a new name', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-zÆØÅæøå ]{3,30}$/), (name) => {
      fc.pre(name.trim() !== '')
      assert.equal(shapeOfName(name.normalize('NFD')), shapeOfName(name))
      assert.equal(shapeOfName(name.toUpperCase()), shapeOfName(name))
      assert.equal(shapeOfName(`  ${name.replaceAll(' ', '   ')}`), shapeOfName(name))
    }),
  )
})
