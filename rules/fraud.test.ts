import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  distanceKm,
  FRAUD_RULES,
  type IdUse,
  judgeUse,
  type Place,
  SUSPICIOUS_FROM,
  type Suspect,
} from './fraud.ts'

const NOW = Date.parse('2026-11-22T09:00:00Z')
const place = (country: string, latitude: number, longitude: number): Place => ({
  country,
  latitude,
  longitude,
  accuracyKm: 20,
})
const OSLO = place('NO', 59.91, 10.75)
const BERGEN = place('NO', 60.39, 5.32)
const LAGOS = place('NG', 6.45, 3.39)

const use = (minutesAgo: number, more: Partial<IdUse> = {}): IdUse => ({
  atMs: NOW - minutesAgo * 60_000,
  outcome: 'signed-in',
  secondFactor: false,
  network: 'home',
  place: OSLO,
  ...more,
})
const suspect = (more: Partial<Suspect> = {}): Suspect => ({
  ...use(0),
  newBrowser: false,
  newNetwork: false,
  newCountry: false,
  ...more,
})
const rulesOf = (...[subject, context]: Parameters<typeof judgeUse>) =>
  judgeUse(subject, context).findings.map(({ rule }) => rule)
const alone = { own: [], othersRefused: 0 }

test('I-07: an ordinary sign-in, from a new phone in a new place at home too, is nothing', () => {
  assert.deepEqual(judgeUse(suspect(), alone), { suspicious: false, weight: 0, findings: [] })
  const newPhone = judgeUse(suspect({ newBrowser: true, newNetwork: true }), {
    own: [use(600)],
    othersRefused: 0,
  })
  assert.deepEqual([newPhone.suspicious, newPhone.findings[0]?.rule], [false, 'new-device-and-network'])
})

test('I-07: a new device in a new network of a new country is suspicious together, none of them alone', () => {
  assert.equal(judgeUse(suspect({ newCountry: true, place: LAGOS }), alone).suspicious, false)
  const both = judgeUse(
    suspect({ newBrowser: true, newNetwork: true, newCountry: true, place: LAGOS }),
    alone,
  )
  assert.equal(both.suspicious, true)
  assert.deepEqual(both.findings, [
    { rule: 'new-device-and-network' },
    { rule: 'new-country', country: 'NG' },
  ])
})

test('I-07: velocity: twelve sign-ins within the hour from four networks, not from one', () => {
  const from = (networks: number, n = 11) =>
    Array.from({ length: n }, (_, i) => use(1 + i * 5, { network: `n${i % networks}` }))
  const here = suspect({ network: 'n0' })
  assert.deepEqual(rulesOf(here, { own: from(4), othersRefused: 0 }), ['velocity'])
  assert.deepEqual(rulesOf(here, { own: from(3), othersRefused: 0 }), [])
  assert.deepEqual(rulesOf(here, { own: from(4, 10), othersRefused: 0 }), [])
  const spread = from(4).map((one) => ({ ...one, atMs: one.atMs - 60 * 60_000 }))
  assert.deepEqual(rulesOf(here, { own: spread, othersRefused: 0 }), [])
})

test('I-07: code pushing: five wrong codes within ten minutes, whether or not the next is right', () => {
  const wrong = (n: number, step = 1) =>
    Array.from({ length: n }, (_, i) => use(i * step + 0.1, { outcome: 'refused', secondFactor: true }))
  const right = suspect({ outcome: 'raised', secondFactor: true })
  assert.deepEqual(rulesOf(right, { own: wrong(5), othersRefused: 0 }), ['code-pushing'])
  assert.deepEqual(rulesOf(right, { own: wrong(4), othersRefused: 0 }), [])
  assert.deepEqual(rulesOf(right, { own: wrong(5, 3), othersRefused: 0 }), [])
  const fifth = suspect({ outcome: 'refused', secondFactor: true })
  assert.deepEqual(rulesOf(fifth, { own: wrong(4), othersRefused: 0 }), ['code-pushing'])
  const passwords = wrong(9).map((one) => ({ ...one, secondFactor: false }))
  assert.deepEqual(rulesOf(right, { own: passwords, othersRefused: 0 }), [])
})

test('I-07: stuffing: the right password from a network that failed with ten other people', () => {
  assert.deepEqual(rulesOf(suspect(), { own: [], othersRefused: 10 }), ['credential-stuffing'])
  assert.deepEqual(rulesOf(suspect(), { own: [], othersRefused: 9 }), [])
  assert.deepEqual(rulesOf(suspect({ outcome: 'refused' }), { own: [], othersRefused: 50 }), [])
})

test('I-07: impossible travel: Lagos half an hour after Oslo, not Bergen, not a flight of eight hours', () => {
  const there = suspect({ place: LAGOS })
  const [finding] = judgeUse(there, { own: [use(30)], othersRefused: 0 }).findings
  assert.ok(finding?.rule === 'impossible-travel')
  assert.deepEqual([finding.from, finding.to, finding.minutes], ['NO', 'NG', 30])
  assert.ok(finding.km > 5000 && finding.km < 7000)
  assert.deepEqual(rulesOf(there, { own: [use(8 * 60)], othersRefused: 0 }), [])
  assert.deepEqual(rulesOf(suspect({ place: BERGEN }), { own: [use(1)], othersRefused: 0 }), [])
  assert.deepEqual(rulesOf(there, { own: [use(30, { outcome: 'refused' })], othersRefused: 0 }), [])
  assert.deepEqual(rulesOf(there, { own: [use(30, { place: null })], othersRefused: 0 }), [])
  // The last accepted use counts, not one from before it.
  assert.deepEqual(rulesOf(there, { own: [use(30), use(5, { place: LAGOS })], othersRefused: 0 }), [])
})

test('I-07: a place that may be wrong by much is no proof of travel', () => {
  const vague = { ...LAGOS, accuracyKm: 6000 }
  assert.deepEqual(rulesOf(suspect({ place: vague }), { own: [use(1)], othersRefused: 0 }), [])
})

const anyPlace = fc.record({
  country: fc.constantFrom('NO', 'DK', 'NG'),
  latitude: fc.double({ min: -90, max: 90, noNaN: true }),
  longitude: fc.double({ min: -180, max: 180, noNaN: true }),
  accuracyKm: fc.integer({ min: 0, max: 1000 }),
})
const anyUse = fc.record({
  atMs: fc.integer({ min: NOW - 86_400_000, max: NOW + 86_400_000 }),
  outcome: fc.constantFrom('signed-in', 'raised', 'refused'),
  secondFactor: fc.boolean(),
  network: fc.option(fc.constantFrom('a', 'b', 'c', 'd')),
  place: fc.option(anyPlace),
}) as fc.Arbitrary<IdUse>
const anySuspect = fc
  .tuple(anyUse, fc.boolean(), fc.boolean(), fc.boolean())
  .map(
    ([one, newBrowser, newNetwork, newCountry]): Suspect => ({ ...one, newBrowser, newNetwork, newCountry }),
  )

test('I-07 G7: suspicious is exactly the sum of reasons that can be told; what comes later changes nothing', () => {
  fc.assert(
    fc.property(
      anySuspect,
      fc.array(anyUse, { maxLength: 30 }),
      fc.nat(40),
      (subject, own, othersRefused) => {
        const verdict = judgeUse(subject, { own, othersRefused })
        const sum = verdict.findings.reduce((weight, { rule }) => weight + FRAUD_RULES[rule].weight, 0)
        assert.equal(verdict.weight, sum)
        assert.equal(verdict.suspicious, sum >= SUSPICIOUS_FROM)
        assert.equal(new Set(verdict.findings.map(({ rule }) => rule)).size, verdict.findings.length)
        const before = own.filter(({ atMs }) => atMs <= subject.atMs)
        assert.deepEqual(
          judgeUse(subject, { own: before.toReversed(), othersRefused }).weight,
          verdict.weight,
        )
      },
    ),
    { numRuns: 300 },
  )
})

test('distances agree with known ones', () => {
  assert.ok(Math.abs(distanceKm(OSLO, BERGEN) - 305) < 5)
  assert.ok(Math.abs(distanceKm(place('X', 0, 0), place('X', 0, 180)) - 20_015) < 1)
  assert.equal(distanceKm(OSLO, OSLO), 0)
})
