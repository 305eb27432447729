import assert from 'node:assert/strict'
import { test } from 'node:test'
import fnrvalidator from '@navikt/fnrvalidator'
import { stdnum } from 'stdnum'
import { populationOf } from './population.ts'
import type { AddressRecord, PersonRecord } from './records.ts'

const seen = populationOf({ people: 20_000, seed: 1 })
const people: PersonRecord[] = Array.from({ length: seen.people }, (_, i) => seen.person(i))
const addresses: AddressRecord[] = Array.from({ length: seen.addresses }, (_, i) => seen.address(i))
const share = (has: (p: PersonRecord) => boolean) => people.filter(has).length / people.length
const key = (a: Omit<AddressRecord, 'country' | 'kvhx'>) =>
  [a.postcode, a.road, a.houseNumber, a.floor, a.door, a.dwelling].join('|')

test('P-05: the same seed gives the same people in any order, another seed gives others', () => {
  const again = populationOf({ people: 20_000, seed: 1 })
  for (const index of [19_999, 0, 7_777, 12_345, 101]) assert.deepEqual(again.person(index), people[index])
  const other = populationOf({ people: 20_000, seed: 2 })
  assert.notDeepEqual(other.person(5), people[5])
})

test('P-05 P-07: every national number is given once, and found again', () => {
  assert.equal(new Set(people.map((p) => p.nationalNumber)).size, people.length)
  for (let i = 0; i < people.length; i += 97) assert.equal(seen.indexOf(people[i]!.nationalNumber), i)
  assert.equal(seen.indexOf('0000000000'), undefined)
  assert.equal(seen.indexOf('nonsense'), undefined)
  assert.equal(populationOf({ people: 150, seed: 1 }).indexOf(people[19_000]!.nationalNumber), undefined)
})

test('P-07: an independent validator accepts the numbers; Norwegian ones are synthetic, some are D-numbers', () => {
  const norwegian = people.filter((p) => p.country === 'no')
  const kinds = new Set<string>()
  for (const { nationalNumber } of norwegian) {
    const answer = fnrvalidator.idnr(nationalNumber)
    assert.equal(answer.status, 'valid', nationalNumber)
    assert.ok(Number(nationalNumber.slice(2, 4)) > 80, 'only the synthetic month range')
    if (answer.status === 'valid') kinds.add(answer.type)
  }
  assert.ok(kinds.size >= 1)
  assert.ok(norwegian.some((p) => Number(p.nationalNumber.slice(0, 2)) > 40))
  for (const { nationalNumber } of people.filter(
    (p) => p.country === 'dk' && Number(p.nationalNumber[0]) < 4,
  )) {
    assert.ok(stdnum.DK!.cpr!.validate(nationalNumber).isValid, nationalNumber)
  }
})

test('P-07: some Danish numbers fail modulus 11, some are replacement numbers', () => {
  const weights = [4, 3, 2, 7, 6, 5, 4, 3, 2, 1]
  const danish = people.filter((p) => p.country === 'dk')
  const failing = danish.filter(
    (p) => [...p.nationalNumber].reduce((sum, d, i) => sum + Number(d) * weights[i]!, 0) % 11 !== 0,
  )
  assert.ok(
    failing.length / danish.length > 0.02 && failing.length / danish.length < 0.2,
    `${failing.length}`,
  )
  assert.ok(danish.some((p) => Number(p.nationalNumber.slice(0, 2)) > 60))
})

test('P-05: every address is one place: unique as text, unique as KVHX, 19 characters', () => {
  assert.equal(new Set(addresses.map(key)).size, addresses.length)
  const danish = addresses.filter((a) => a.country === 'dk')
  assert.equal(new Set(danish.map((a) => a.kvhx)).size, danish.length)
  for (const a of danish) {
    assert.match(a.kvhx!, /^\d{8}_{0,3}[1-9]\d{0,2}[A-Z]?_*(st|kl|\d{1,2})?_*[a-z0-9]{0,4}_{0,4}$/)
    assert.equal(a.kvhx!.length, 19)
  }
  for (const a of addresses.filter((a) => a.country === 'no')) {
    assert.equal(a.kvhx, undefined)
    if (a.dwelling) assert.match(a.dwelling, /^[HUKL]\d{4}$/)
  }
})

test('P-05: everybody lives at an address of the public register', () => {
  const known = new Set(addresses.map(key))
  for (const p of people) assert.ok(known.has(key(p.address)), `${p.address.road} ${p.address.houseNumber}`)
})

test('P-05: the difficulties of the real world are all there', () => {
  assert.ok(Math.abs(share((p) => p.country === 'dk') - 0.7) < 0.01)
  assert.ok(Math.abs(share((p) => p.protected) - 0.01) < 0.004)
  for (const status of ['deceased', 'emigrated', 'inactive'] as const) {
    assert.ok(share((p) => p.status === status) > 0.001, status)
  }
  const text = people.map((p) => `${p.givenNames} ${p.familyName} ${p.address.road}`).join('\n')
  for (const odd of [/[æø]/, /å/, /aa/, /ö/, /é/, /-/, / von /, / van der /, /Gl\./, /Ånná|Ánná/]) {
    assert.match(text, odd)
  }
  assert.ok(people.some((p) => p.address.careOf?.startsWith('c/o ')))
  assert.ok(people.some((p) => p.address.houseNumber.match(/[A-C]$/)))
  const atHome = new Map<string, number>()
  for (const p of people) {
    const name = `${p.givenNames.split(' ')[0]} ${p.familyName.split(' ').at(-1)}`
    const where = `${key(p.address)}|${name}`
    atHome.set(where, (atHome.get(where) ?? 0) + 1)
  }
  const namesakes = [...atHome.values()].filter((n) => n > 1).length
  assert.ok(namesakes > 50, `namesakes at one address: ${namesakes}`)
})

test('P-05: a size or a seed that cannot be is refused with the allowed range', () => {
  assert.throws(() => populationOf({ people: 0, seed: 1 }), /from 1 to 10000000/)
  assert.throws(() => populationOf({ people: 1.5, seed: 1 }), RangeError)
  assert.throws(() => populationOf({ people: 10, seed: -1 }), /seed/)
})
