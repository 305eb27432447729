import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatKvhx, parseKvhx } from './kvhx.ts'

const key = (text: string) => {
  const result = parseKvhx(text)
  return result.kind === 'kvhx' ? result.kvhx : result.reason
}

test('S-04 A-14: the known keys of the public address service stay as they are', () => {
  for (const text of [
    '04619664__26_st___6',
    '04615319__93__1____',
    '04619664_26B_______',
    '01019664126B_12__tv',
  ]) {
    assert.equal(key(text), text)
  }
  assert.deepEqual(parseKvhx('04619664__26_st___6'), {
    kind: 'kvhx',
    kvhx: '04619664__26_st___6',
    municipality: '0461',
    roadCode: '9664',
    house: '26',
    floor: 'st',
    door: '6',
  })
})

test("S-04: the CPR register's own spelling, and parts divided by marks", () => {
  const same = [
    '04619664__26_st___6',
    '04619664026 ST   6',
    '04619664026 st6   ',
    '04619664026 ST0006',
    '0461-9664-26-st-6',
    '461/9664/026/ST/6',
    '0461;9664;26;st;6',
    '04619664  26 st   6',
  ]
  for (const text of same) assert.equal(key(text), '04619664__26_st___6', text)
  assert.equal(key('04619664126B02  tv'), '04619664126B__2__tv')
  assert.equal(key('04619664026'), '04619664__26_______')
  assert.equal(key('04619664026B'), '04619664_26B_______')
  assert.equal(key('04619664026B02'), '04619664_26B__2____')
  assert.equal(key('0461-9664-26b'), '04619664_26B_______')
})

test('A-09: what is no key says which part is wrong', () => {
  const wrong: Record<string, string> = {
    '': 'length',
    '0461': 'length',
    '04619664126B  2': 'length',
    '04619664__26_st___66': 'length',
    '14619664__26_st___6': 'municipality',
    '00009664__26_st___6': 'municipality',
    '04610000__26_st___6': 'road',
    '0461x664__26_st___6': 'road',
    '04619664_____st___6': 'house',
    '04619664__0__st___6': 'house',
    '04619664__26_xx___6': 'floor',
    '04619664__26__0___6': 'floor',
    '04619664__26_st__#6': 'door',
    '04619664__26_st___0': 'door',
  }
  for (const [text, reason] of Object.entries(wrong)) assert.equal(key(text), reason, text)
})

test('S-04: three spellings of every key are the same key', () => {
  const parts = fc.record({
    municipality: fc.integer({ min: 101, max: 999 }).map((n) => `0${n}`),
    roadCode: fc.integer({ min: 1, max: 9999 }).map((n) => String(n).padStart(4, '0')),
    number: fc.integer({ min: 1, max: 999 }),
    letter: fc.constantFrom('', 'A', 'Z'),
    floor: fc.constantFrom('', 'st', 'kl', 'k2', '1', '99'),
    door: fc.constantFrom('', 'tv', 'mf', '7', '1204', 'a12'),
  })
  fc.assert(
    fc.property(parts, ({ municipality, roadCode, number, letter, floor, door }) => {
      const house = `${number}${letter}`
      const canonical = formatKvhx({ municipality, roadCode, house, floor, door })
      assert.equal(canonical.length, 19)
      assert.equal(key(canonical), canonical)
      const registerHouse = String(number).padStart(3, '0') + (letter || ' ')
      const registerFloor = /^\d+$/.test(floor) ? floor.padStart(2, '0') : floor.toUpperCase().padEnd(2)
      assert.equal(
        key(municipality + roadCode + registerHouse + registerFloor + door.toUpperCase().padStart(4)),
        canonical,
      )
      assert.equal(key([municipality, roadCode, house, floor, door].join('-')), canonical)
    }),
  )
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => assert.ok(parseKvhx(text).kind)))
})
