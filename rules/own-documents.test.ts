import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { roomFor } from './own-documents.ts'
import { PROFILES } from './profiles.ts'

const QUOTA = PROFILES.no.quotaBytesMax

test('D-23 B-04: 1 GB in Norway, nothing in Denmark; the last byte may be used, the one after it not', () => {
  assert.equal(QUOTA, 1_000_000_000)
  assert.equal(roomFor(5e12, 5e12, PROFILES.dk.quotaBytesMax).kind, 'room')
  assert.equal(roomFor(QUOTA - 10, 10, QUOTA).kind, 'room')
  assert.equal(roomFor(QUOTA - 10, 11, QUOTA).kind, 'full')
  // Received mail may have filled it beyond the quota: then not even something empty goes in.
  assert.equal(roomFor(QUOTA + 1, 0, QUOTA).kind, 'full')
  assert.equal(roomFor(QUOTA, 0, QUOTA).kind, 'full')
})

test('D-23: whatever the owner puts in, never above the quota', () => {
  const bytes = fc.integer({ min: 0, max: 2 * QUOTA })
  fc.assert(
    fc.property(bytes, fc.array(bytes, { maxLength: 8 }), (received, asked) => {
      let used = received
      for (const each of asked) if (roomFor(used, each, QUOTA).kind === 'room') used += each
      assert.ok(used <= Math.max(received, QUOTA))
    }),
  )
})
