import assert from 'node:assert/strict'
import { createHash, randomBytes, webcrypto } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  openDocument,
  openRange,
  openTitle,
  sealDocument,
  sealedLength,
  sealTitle,
  TamperedError,
} from './envelope.ts'

const SEGMENT = 65_536
const documentId = '0192d3a4-5b6c-7d8e-9f01-23456789abcd'
const otherId = '0192d3a4-5b6c-7d8e-9f01-23456789abce'
const pattern = (size: number) => Buffer.from(Uint8Array.from({ length: size }, (_, i) => (i * 31 + 7) & 255))
const hex = (text: string) => Buffer.from(text, 'hex')
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const readFrom = (sealed: Uint8Array) => async (offset: number, length: number) =>
  sealed.subarray(offset, offset + length)

/** Sizes where off-by-one lives: around none, one and several segments. */
const sizes = fc.oneof(
  fc.nat(40),
  fc.tuple(fc.nat(3), fc.integer({ min: -17, max: 17 })).map(([n, d]) => Math.max(0, n * SEGMENT + d)),
)

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(chunk)
  return Buffer.concat(all)
}

// The second implementation: Web Crypto and the format's description, nothing of envelope.ts.
async function secondSeal(
  plain: Uint8Array,
  key: Uint8Array,
  prefix: Uint8Array,
  id: string,
): Promise<Buffer> {
  const subtleKey = await webcrypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt'])
  const header = Buffer.concat([Buffer.from('BREV'), hex('0100010000'), prefix])
  const parts = [header]
  const count = Math.max(1, Math.ceil(plain.length / SEGMENT))
  for (let n = 0; n < count; n++) {
    const counter = Buffer.from([
      n >>> 24,
      (n >>> 16) & 255,
      (n >>> 8) & 255,
      n & 255,
      n === count - 1 ? 1 : 0,
    ])
    const algorithm = {
      name: 'AES-GCM',
      iv: Buffer.concat([prefix, counter]),
      additionalData: Buffer.concat([header, Buffer.from(id)]),
    }
    const segment = plain.slice(n * SEGMENT, (n + 1) * SEGMENT)
    parts.push(Buffer.from(await webcrypto.subtle.encrypt(algorithm, subtleKey, segment)))
  }
  return Buffer.concat(parts)
}

test('O-05: sealed documents equal what a second implementation makes of the same key, byte for byte', async () => {
  await fc.assert(
    fc.asyncProperty(sizes, async (size) => {
      const plain = randomBytes(size)
      const { key, sealed } = sealDocument(plain, { documentId })
      assert.equal(sealed.length, sealedLength(size))
      assert.deepEqual(Buffer.from(sealed), await secondSeal(plain, key, sealed.subarray(9, 16), documentId))
      assert.deepEqual(Buffer.from(openDocument(sealed, { key, documentId })), plain)
    }),
    { numRuns: 60 },
  )
})

test('O-05: fixed vectors made by pyca/cryptography open, and stay the format for ever', async () => {
  const key = Buffer.from(Uint8Array.from({ length: 32 }, (_, i) => i))
  const vectors = [
    { plain: '', sealed: '425245560100010000a0a1a2a3a4a5a66f1a9478f00ab2700fb8856a50bee82b' },
    {
      plain: 'Kære fru Ø',
      sealed: '425245560100010000a0a1a2a3a4a5a63ca2ef6cdd2686b276451bb764f46e21defbcc30d6b36167cb9f6a20',
    },
  ]
  for (const { plain, sealed } of vectors)
    assert.equal(Buffer.from(openDocument(hex(sealed), { key, documentId })).toString(), plain)
  const long = {
    70000: '99810a1b16e7afd85549ce26020d42a62f3dd61e44ccec1b7e5d7ec2453e942b',
    65536: '4dd56dc1f4c5ee090b081f2c433aa4c7d973796ec3250d2f0a987fe9fc4e8a31',
  }
  for (const [size, digest] of Object.entries(long)) {
    const plain = pattern(Number(size))
    const sealed = await secondSeal(plain, key, hex('a0a1a2a3a4a5a6'), documentId)
    assert.equal(sha256(sealed), digest)
    assert.deepEqual(openDocument(sealed, { key, documentId }), plain)
  }
  const title = '01505152535455565758595a022962fc1170b45f4c6a578854e5a788857bb7cacaabc7f9b1ff1b01116017'
  assert.equal(openTitle(key, documentId, hex(title)), 'Årsopgørelse')
})

test('O-05: any range equals the slice, and only the segments it touches are read', async () => {
  await fc.assert(
    fc.asyncProperty(sizes, fc.nat(), fc.nat(), async (size, a, b) => {
      const [from, to] = [a % (size + 1), b % (size + 1)].sort((x, y) => x - y) as [number, number]
      const plain = randomBytes(size)
      const { key, sealed } = sealDocument(plain, { documentId })
      let bytesRead = 0
      const read = async (offset: number, length: number) => {
        assert.ok(
          offset >= 0 && length > 0 && offset + length <= sealed.length,
          'reads within the sealed form',
        )
        bytesRead += length
        return sealed.subarray(offset, offset + length)
      }
      const got = await collect(openRange(read, { key, documentId, sizeBytes: size }, from, to))
      assert.deepEqual(got, plain.subarray(from, to))
      const touched = from === to ? 0 : Math.floor((to - 1) / SEGMENT) - Math.floor(from / SEGMENT) + 1
      assert.ok(bytesRead <= Math.max(1, touched) * (SEGMENT + 16) + 16)
    }),
    { numRuns: 120 },
  )
})

test('O-05: a large document is read 1 MiB at a time', async () => {
  const plain = randomBytes(5_000_000)
  const { key, sealed } = sealDocument(plain, { documentId })
  let longest = 0
  const read = (offset: number, length: number) => {
    longest = Math.max(longest, length)
    return readFrom(sealed)(offset, length)
  }
  assert.deepEqual(await collect(openRange(read, { key, documentId, sizeBytes: plain.length })), plain)
  assert.ok(longest <= 16 * (SEGMENT + 16) + 16)
})

test('O-05: a range outside the document is refused before anything is read', async () => {
  const read = async () => assert.fail('nothing may be read')
  const document = { key: randomBytes(32), documentId, sizeBytes: 10 }
  for (const [from, to] of [
    [-1, 5],
    [0, 11],
    [6, 5],
    [0.5, 5],
    [0, Number.NaN],
    [0, Number.POSITIVE_INFINITY],
  ] as const)
    await assert.rejects(collect(openRange(read, document, from, to)), RangeError)
})

test('O-05: every single flipped bit of a short document is detected', () => {
  const { key, sealed } = sealDocument(randomBytes(40), { documentId })
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const flipped = Uint8Array.from(sealed)
    flipped[bit >> 3]! ^= 1 << (bit & 7)
    assert.throws(() => openDocument(flipped, { key, documentId }), TamperedError, `bit ${bit}`)
  }
})

test('O-05: a flipped bit anywhere in a long document: nothing of its segment is ever served', async () => {
  const size = 3 * SEGMENT + 100
  const plain = randomBytes(size)
  const { key, sealed } = sealDocument(plain, { documentId })
  await fc.assert(
    fc.asyncProperty(fc.nat(sealed.length * 8 - 1), async (bit) => {
      const flipped = Uint8Array.from(sealed)
      flipped[bit >> 3]! ^= 1 << (bit & 7)
      const served: Uint8Array[] = []
      await assert.rejects(async () => {
        const chunks = openRange(readFrom(flipped), { key, documentId, sizeBytes: size })
        for await (const chunk of chunks) served.push(Uint8Array.from(chunk))
      }, TamperedError)
      const segment = Math.max(0, Math.floor(((bit >> 3) - 16) / (SEGMENT + 16)))
      assert.deepEqual(Buffer.concat(served), plain.subarray(0, segment * SEGMENT))
    }),
    { numRuns: 60 },
  )
})

test('O-05: truncation, extension, reordering and doubling of segments are detected', async () => {
  const size = 2 * SEGMENT
  const { key, sealed } = sealDocument(randomBytes(size), { documentId })
  const header = sealed.subarray(0, 16)
  const first = sealed.subarray(16, 16 + SEGMENT + 16)
  const second = sealed.subarray(16 + SEGMENT + 16)
  const forgeries = {
    'last segment gone': [header, first],
    'segments swapped': [header, second, first],
    'first segment twice': [header, first, first],
    'a segment more': [header, first, second, second],
    'an empty end': [header, first, second, new Uint8Array(16)],
    'nothing but the header': [header],
    'half a header': [header.subarray(0, 8)],
    nothing: [],
  }
  for (const [what, parts] of Object.entries(forgeries)) {
    const forged = Buffer.concat(parts)
    assert.throws(() => openDocument(forged, { key, documentId }), TamperedError, what)
    // The database row may say what the forger likes: neither the true size nor a fitting one opens it whole. (What
    // follows the true document in its pack is not its own and never read.)
    const followed = forged.subarray(0, sealed.length).equals(sealed)
    for (const sizeBytes of followed ? [SEGMENT, 3 * SEGMENT, 0] : [size, SEGMENT, 3 * SEGMENT, 0])
      await assert.rejects(
        collect(openRange(readFrom(forged), { key, documentId, sizeBytes })),
        TamperedError,
        `${what}, ${sizeBytes}`,
      )
  }
  for (let cut = 0; cut < 600; cut++)
    assert.throws(
      () => openDocument(sealed.subarray(0, sealed.length - 1 - cut), { key, documentId }),
      TamperedError,
    )
})

test('O-05: a document does not open as another one, under another key, or with a segment of another', () => {
  const mine = sealDocument(randomBytes(SEGMENT + 5), { documentId })
  const other = sealDocument(randomBytes(SEGMENT + 5), { documentId: otherId })
  assert.throws(() => openDocument(mine.sealed, { key: mine.key, documentId: otherId }), TamperedError)
  assert.throws(() => openDocument(mine.sealed, { key: other.key, documentId }), TamperedError)
  const mixed = Uint8Array.from(mine.sealed)
  mixed.set(other.sealed.subarray(16, 16 + SEGMENT + 16), 16)
  assert.throws(() => openDocument(mixed, { key: mine.key, documentId }), TamperedError)
  // Even under one key (as if a generator had failed), the document id in the associated data keeps them apart.
  assert.throws(() => openDocument(other.sealed, { key: other.key, documentId }), TamperedError)
})

test('O-05: the same document sealed twice shares neither key nor bytes', () => {
  const plain = new Uint8Array(1000)
  const [a, b] = [sealDocument(plain, { documentId }), sealDocument(plain, { documentId })]
  assert.notDeepEqual(a.key, b.key)
  assert.notDeepEqual(a.sealed.subarray(9), b.sealed.subarray(9))
  assert.throws(() => sealDocument(plain, { documentId: '' }), TypeError)
})

test('O-05: titles open only for their own document, and every flipped bit is detected', () => {
  const { key } = sealDocument(new Uint8Array(1), { documentId })
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      assert.equal(openTitle(key, documentId, sealTitle(key, documentId, text)), text)
    }),
    { numRuns: 60 },
  )
  const sealed = sealTitle(key, documentId, 'Indkaldelse')
  assert.notDeepEqual(sealed, sealTitle(key, documentId, 'Indkaldelse'))
  assert.throws(() => openTitle(key, otherId, sealed), TamperedError)
  assert.throws(() => openTitle(randomBytes(32), documentId, sealed), TamperedError)
  for (let length = 0; length < sealed.length; length++)
    assert.throws(() => openTitle(key, documentId, sealed.subarray(0, length)), TamperedError)
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const flipped = Uint8Array.from(sealed)
    flipped[bit >> 3]! ^= 1 << (bit & 7)
    assert.throws(() => openTitle(key, documentId, flipped), TamperedError, `bit ${bit}`)
  }
})
