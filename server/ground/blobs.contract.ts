import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { after, describe, test } from 'node:test'
import fc from 'fast-check'
import { BlobError, type BlobProblem, type BlobStore } from './blobs.ts'
import { openRange, sealDocument } from './envelope.ts'

/** What every blob store promises; run against each adapter. `open` opens a store on the same data as before. */
export function blobContract(name: string, open: () => Promise<BlobStore>): void {
  describe(`O-05: blob store contract, ${name}`, () => {
    const opened: BlobStore[] = []
    const reopen = async () => {
      const store = await open()
      opened.push(store)
      return store
    }
    after(() => Promise.all(opened.map((store) => store.close())))

    test('O-05: what is appended is read back, each part at its place, any range of it', async () => {
      const store = await reopen()
      const parts = fc.array(fc.uint8Array({ minLength: 0, maxLength: 3000 }), { minLength: 1, maxLength: 5 })
      await fc.assert(
        fc.asyncProperty(parts, fc.nat(), fc.nat(), async (documents, a, b) => {
          const whole = Buffer.concat(documents)
          fc.pre(whole.length > 0)
          const { packId, offset } = await store.append(documents)
          const from = a % whole.length
          const length = 1 + (b % (whole.length - from))
          const got = await store.read(packId, offset + from, length)
          assert.deepEqual(Buffer.from(got), whole.subarray(from, from + length))
        }),
        { numRuns: 25 },
      )
    })

    test('O-05: appends at the same time never share a byte', async () => {
      const store = await reopen()
      const chunks = Array.from({ length: 40 }, (_, i) => randomBytes(1 + ((i * 7919) % 30_000)))
      const places = await Promise.all(chunks.map((chunk) => store.append([chunk])))
      for (const [i, { packId, offset }] of places.entries()) {
        const chunk = chunks[i]!
        assert.deepEqual(Buffer.from(await store.read(packId, offset, chunk.length)), chunk)
      }
    })

    test('O-05: a later process reads what an earlier one wrote, and adds nothing to its packs', async () => {
      const first = await reopen()
      const chunk = randomBytes(500)
      const { packId, offset } = await first.append([chunk])
      await first.close()
      const second = await reopen()
      assert.deepEqual(Buffer.from(await second.read(packId, offset, 500)), chunk)
      assert.notEqual((await second.append([chunk])).packId, packId)
      assert.deepEqual(Buffer.from(await second.read(packId, offset, 500)), chunk)
    })

    test('O-05: a sealed document streams out of its pack by range', async () => {
      const store = await reopen()
      const plain = randomBytes(1_500_000)
      const documentId = randomUUID()
      const { key, sealed } = sealDocument(plain, { documentId })
      const { packId, offset } = await store.append([randomBytes(77), sealed])
      const read = (at: number, length: number) => store.read(packId, offset + 77 + at, length)
      const got: Uint8Array[] = []
      for await (const bytes of openRange(
        read,
        { key, documentId, sizeBytes: plain.length },
        65_000,
        1_400_001,
      ))
        got.push(bytes)
      assert.deepEqual(Buffer.concat(got), plain.subarray(65_000, 1_400_001))
    })

    test('O-05: a chunk larger than a pack is stored whole', async () => {
      const store = await reopen()
      const chunk = randomBytes(9_000_000)
      const { packId, offset } = await store.append([chunk.subarray(0, 10), chunk.subarray(10)])
      assert.ok(chunk.equals(await store.read(packId, offset, chunk.length)))
      await store.append([randomBytes(10)])
    })

    test('O-05: reading past the end is an error, never made-up or missing bytes', async () => {
      const writer = await reopen()
      const { packId, offset } = await writer.append([randomBytes(100)])
      await writer.close()
      const store = await reopen()
      for (const [at, length] of [
        [offset + 99, 2],
        [offset, 101],
        [offset + 100, 1],
        [offset + 10 ** 12, 5],
        [offset, 2 ** 41],
      ] as const)
        await assert.rejects(store.read(packId, at, length), problem('beyond-end'), `${at}, ${length}`)
    })

    test('O-05: unknown and hostile pack ids are refused', async () => {
      const store = await reopen()
      const hostile = [
        '',
        '.',
        '../../../etc/passwd',
        '%2e%2e%2f',
        `${randomUUID()}/..`,
        `${randomUUID()}\n`,
        'é'.repeat(36),
      ]
      for (const packId of [randomUUID(), ...hostile]) {
        await assert.rejects(store.read(packId, 0, 1), problem('no-such-pack'), packId)
        if (hostile.includes(packId))
          await assert.rejects(store.erase(packId), problem('no-such-pack'), packId)
      }
    })

    test('O-05: ranges and appends that make no sense are refused', async () => {
      const store = await reopen()
      const { packId } = await store.append([randomBytes(10)])
      for (const [offset, length] of [
        [-1, 1],
        [0, 0],
        [0, -1],
        [0.5, 1],
        [Number.NaN, 1],
        [0, Number.POSITIVE_INFINITY],
      ] as const)
        await assert.rejects(store.read(packId, offset, length), RangeError)
      await assert.rejects(store.append([]), RangeError)
      await assert.rejects(store.append([new Uint8Array()]), RangeError)
    })

    test('O-05: an erased pack is gone, also while it was being filled; other packs and later appends live', async () => {
      const writer = await reopen()
      const kept = await writer.append([Buffer.from('kept')])
      await writer.close()
      const store = await reopen()
      const gone = await store.append([Buffer.from('gone')])
      await store.erase(gone.packId)
      await store.erase(gone.packId)
      await store.erase(randomUUID())
      await assert.rejects(store.read(gone.packId, gone.offset, 4), problem('no-such-pack'))
      assert.equal(Buffer.from(await store.read(kept.packId, kept.offset, 4)).toString(), 'kept')
      const later = await store.append([Buffer.from('later')])
      assert.notEqual(later.packId, gone.packId)
      assert.equal(Buffer.from(await store.read(later.packId, later.offset, 5)).toString(), 'later')
    })

    test('O-05: a closed store finishes what is under way and takes no more', async () => {
      const store = await reopen()
      const underWay = store.append([Buffer.from('under way')])
      await store.close()
      await store.close()
      const { packId, offset } = await underWay
      await assert.rejects(store.append([Buffer.from('late')]), problem('unavailable'))
      assert.equal(Buffer.from(await (await reopen()).read(packId, offset, 9)).toString(), 'under way')
    })
  })
}

export function problem(expected: BlobProblem): (error: unknown) => true {
  return (error) => {
    assert.ok(error instanceof BlobError, String(error))
    assert.equal(error.problem, expected, error.message)
    return true
  }
}
