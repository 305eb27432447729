import assert from 'node:assert/strict'
import { test } from 'node:test'
import { randomOf } from '#ground/random.ts'

test('O-05: bytes from the pool are never handed out twice, whatever lengths are asked for', () => {
  const seen = new Set<string>()
  for (let i = 0; i < 20_000; i++) {
    const taken = randomOf(8 + (i % 57))
    assert.equal(taken.length, 8 + (i % 57))
    seen.add(taken.subarray(0, 8).toString('hex'))
  }
  assert.equal(seen.size, 20_000)
})

test('O-05: what one caller does with its bytes changes nobody else’s, and every value of a byte comes up', () => {
  const first = randomOf(16)
  const before = first.toString('hex')
  randomOf(16).fill(0xff)
  assert.equal(first.toString('hex'), before)
  const values = new Set<number>()
  for (let i = 0; i < 200; i++) for (const byte of randomOf(64)) values.add(byte)
  assert.equal(values.size, 256)
  assert.throws(() => randomOf(100_000), RangeError)
})
