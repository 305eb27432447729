import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { fingerprint, identityKeys, seal, unseal } from './sealed-secret.ts'

const keys = identityKeys(Buffer.alloc(32, 7))

test('a sealed secret opens only whole, under its key and for its row', () => {
  const secret = randomBytes(20)
  const sealed = seal(keys.totp, secret, 'device-1')
  assert.deepEqual(unseal(keys.totp, sealed, 'device-1'), secret)
  assert.throws(() => unseal(keys.totp, sealed, 'device-2'))
  assert.throws(() => unseal(keys.form, sealed, 'device-1'))
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const broken = Buffer.from(sealed)
    broken[bit >> 3]! ^= 1 << (bit & 7)
    assert.throws(() => unseal(keys.totp, broken, 'device-1'), `bit ${bit}`)
  }
  assert.throws(() => unseal(keys.totp, sealed.subarray(0, 20), 'device-1'))
})

test('every use has a key of its own, and a weak secret is refused', () => {
  const all = Object.values(keys).map((key) => key.toString('hex'))
  assert.equal(new Set(all).size, all.length)
  assert.throws(() => identityKeys(Buffer.alloc(31)), RangeError)
})

test('a fingerprint tells parts apart', () => {
  assert.notDeepEqual(fingerprint(keys.throttle, 'ab', 'c'), fingerprint(keys.throttle, 'a', 'bc'))
  assert.deepEqual(fingerprint(keys.throttle, 'ab', 'c'), fingerprint(keys.throttle, 'ab', 'c'))
})
