import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { CODE_CARD, placeToAsk, runsLow } from './code-card.ts'

test('I-02: 148 codes, four-digit keys, six-digit codes, a new card at twenty left, three extra', () => {
  assert.deepEqual(
    [CODE_CARD.codes, CODE_CARD.keyDigits, CODE_CARD.codeDigits, CODE_CARD.reorderAt, CODE_CARD.extraMax],
    [148, 4, 6, 20, 3],
  )
  const card = { codes: 148, used: 127, nextOrdered: false, ended: false }
  assert.equal(runsLow(card), false)
  assert.equal(runsLow({ ...card, used: 128 }), true)
  assert.equal(runsLow({ ...card, used: 128, nextOrdered: true }), false)
  assert.equal(runsLow({ ...card, used: 128, ended: true }), false)
})

test('I-02: every key is asked once, and looking again asks the same', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1_000_000), { minLength: 148, maxLength: 148 }), (numbers) => {
      const draw = (below: number) => numbers[usedPlaces.length]! % below
      const usedPlaces: number[] = []
      for (let i = 0; i < CODE_CARD.codes; i++) {
        const place = placeToAsk({ codes: CODE_CARD.codes, usedPlaces, openPlace: null }, draw)!
        const again = placeToAsk({ codes: CODE_CARD.codes, usedPlaces, openPlace: place }, () => 0)
        assert.equal(again, place)
        assert.ok(!usedPlaces.includes(place))
        usedPlaces.push(place)
      }
      assert.equal(placeToAsk({ codes: CODE_CARD.codes, usedPlaces, openPlace: null }, draw), null)
    }),
    { numRuns: 20 },
  )
})
