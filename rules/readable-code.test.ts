import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ALPHABET, readCode, writeCode } from './readable-code.ts'

const characters = fc.array(fc.integer({ min: 0, max: 31 }), { minLength: 11, maxLength: 11 })

test('I-01: what is printed is read back, however it is typed', () => {
  fc.assert(
    fc.property(characters, (numbers) => {
      const printed = writeCode(numbers)
      assert.match(printed, /^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/)
      const body = numbers.map((n) => ALPHABET[n]).join('')
      const expected = { reference: body.slice(0, 4), secret: body.slice(4) }
      assert.deepEqual(readCode(printed), expected)
      assert.deepEqual(readCode(` ${printed.toLowerCase().replaceAll('-', ' ')} `), expected)
      assert.deepEqual(readCode(printed.replaceAll('0', 'o').replaceAll('1', 'l')), expected)
    }),
  )
})

test('I-01: one wrong character is a slip, never a try', () => {
  fc.assert(
    fc.property(characters, fc.nat(11), fc.integer({ min: 1, max: 31 }), (numbers, at, shift) => {
      const plain = writeCode(numbers).replaceAll('-', '')
      const wrong = ALPHABET[(ALPHABET.indexOf(plain[at]!) + shift) % 32]!
      assert.equal(readCode(plain.slice(0, at) + wrong + plain.slice(at + 1)), null)
    }),
  )
  for (const odd of ['', 'K7QM', 'U7QM-4R2X-9TPD', 'x'.repeat(500)]) assert.equal(readCode(odd), null)
})
