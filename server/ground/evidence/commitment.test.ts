import assert from 'node:assert/strict'
import { createHash, createHmac, randomBytes } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { eventSalt, eventText, leafHashOf } from './commitment.ts'
import { EVIDENCE_EVENTS, type EvidenceEvent } from './events.ts'

const anyEvent: fc.Arbitrary<EvidenceEvent> = fc
  .record(
    {
      letterId: fc.uuid(),
      number: fc.integer({ min: 0, max: 0xffff_ffff }),
      event: fc.constantFrom(...EVIDENCE_EVENTS),
      at: fc.date({ noInvalidDate: true }).map((d) => d.toISOString()),
      senderId: fc.uuid(),
      documentSha256: fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 40 }),
      code: fc.string({ unit: 'grapheme' }),
    },
    { requiredKeys: ['letterId', 'number', 'event', 'at', 'senderId'] },
  )
  .map((event) => event as EvidenceEvent)
const anySalt = fc.uint8Array({ minLength: 16, maxLength: 16 })

/** RFC 8785 for any value, the slow obvious way. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, of]) => `${JSON.stringify(key)}:${canonical(of)}`).join(',')}}`
}

test('O-04: an event is written in canonical JSON, whatever its fields hold', () => {
  fc.assert(fc.property(anyEvent, (event) => eventText(event) === canonical(event)))
})

test('R30: the fast commitment is the one RFC 2104, SHA-256 and RFC 9162 give', () => {
  fc.assert(
    fc.property(anySalt, anyEvent, (letterSalt, event) => {
      const number = Buffer.alloc(4)
      number.writeUInt32BE(event.number)
      const salt = createHmac('sha256', letterSalt).update('brevhus evidence salt v1').update(number).digest()
      const commitment = createHash('sha256').update(salt).update(canonical(event)).digest()
      const leaf = createHash('sha256').update(Buffer.of(0)).update(commitment).digest()
      assert.deepEqual(eventSalt(letterSalt, event.number), salt)
      assert.deepEqual(leafHashOf(letterSalt, event), leaf)
    }),
  )
})

test('R30: without the salt of the letter a leaf tells nothing: same event, other salt, other leaf', () => {
  fc.assert(
    fc.property(anySalt, anySalt, anyEvent, (one, other, event) => {
      fc.pre(!Buffer.from(one).equals(other))
      return !leafHashOf(one, event).equals(leafHashOf(other, event))
    }),
  )
})

test('R30: the salt shown with one event is not the salt of another', () => {
  const letterSalt = randomBytes(16)
  const salts = new Set(Array.from({ length: 1000 }, (_, n) => eventSalt(letterSalt, n).toString('hex')))
  assert.equal(salts.size, 1000)
})

test('O-04: any changed field gives another leaf', () => {
  fc.assert(
    fc.property(anySalt, anyEvent, anyEvent, (salt, one, other) => {
      fc.pre(canonical(one) !== canonical(other))
      return !leafHashOf(salt, one).equals(leafHashOf(salt, other))
    }),
  )
})

test('O-04: a salt or event number out of range is refused, not cut', () => {
  for (const number of [-1, 1.5, 2 ** 32, Number.NaN]) {
    assert.throws(() => eventSalt(randomBytes(16), number), RangeError)
  }
  for (const length of [0, 15, 17, 32]) assert.throws(() => eventSalt(randomBytes(length), 0), RangeError)
})
