import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { pinFaults } from './pin.ts'

test('D-02: a PIN is six digits, and not one of those that are tried first', () => {
  assert.deepEqual(pinFaults('482915', '0702610001'), [])
  assert.deepEqual(pinFaults('000000', '0702610001'), ['one-digit'])
  for (const pin of ['123456', '654321', '890123', '210987'])
    assert.deepEqual(pinFaults(pin, '0702610001'), ['sequence'])
  assert.deepEqual(pinFaults('070261', '0702610001'), ['national-number'])
  for (const pin of ['', '12345', '1234567', '12 456', '４８２９１５', '48291a'])
    assert.deepEqual(pinFaults(pin, '0702610001'), ['shape'])
})

test('D-02: no text of any kind is taken unless it is six ASCII digits', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      if (pinFaults(text, '0702610001').length === 0) assert.match(text, /^[0-9]{6}$/)
    }),
  )
})
