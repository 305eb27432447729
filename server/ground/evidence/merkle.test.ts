import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  consistencyPath,
  EMPTY_ROOT,
  edgeAddresses,
  grow,
  HASH_BYTES,
  inclusionPath,
  type NodeReader,
  rootOf,
  TILE_WIDTH,
  tileOf,
} from './merkle.ts'
import { parseTilePath, tilePath } from './tile-path.ts'

const sha256 = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest()
const leaf = (n: number) => sha256(Buffer.of(0), sha256(Buffer.from(String(n))))
const LEAVES = Array.from({ length: 1100 }, (_, n) => leaf(n))

/** MTH of RFC 9162 §2.1.1, as written there. */
function slowRoot(leaves: Buffer[]): Buffer {
  if (leaves.length === 0) return sha256()
  if (leaves.length === 1) return leaves[0]!
  let k = 1
  while (k * 2 < leaves.length) k *= 2
  return sha256(Buffer.of(1), slowRoot(leaves.slice(0, k)), slowRoot(leaves.slice(k)))
}
/** PATH of §2.1.3.1. */
function slowPath(m: number, leaves: Buffer[]): Buffer[] {
  if (leaves.length <= 1) return []
  let k = 1
  while (k * 2 < leaves.length) k *= 2
  return m < k
    ? [...slowPath(m, leaves.slice(0, k)), slowRoot(leaves.slice(k))]
    : [...slowPath(m - k, leaves.slice(k)), slowRoot(leaves.slice(0, k))]
}
/** SUBPROOF of §2.1.4.1. */
function slowProof(m: number, leaves: Buffer[], known = true): Buffer[] {
  if (m === leaves.length) return known ? [] : [slowRoot(leaves)]
  let k = 1
  while (k * 2 < leaves.length) k *= 2
  return m <= k
    ? [...slowProof(m, leaves.slice(0, k), known), slowRoot(leaves.slice(k))]
    : [...slowProof(m - k, leaves.slice(k), false), slowRoot(leaves.slice(0, k))]
}

/** Grows a log in the given steps and keeps its tiles, as a store would. */
function growBy(steps: number[]) {
  const tiles = new Map<string, Buffer>()
  let tree: { size: number; edge: readonly Buffer[] } = { size: 0, edge: [] }
  for (const step of steps) {
    const grown = grow(tree.size, tree.edge, Buffer.concat(LEAVES.slice(tree.size, tree.size + step)))
    for (const { level, index, hashes } of grown.tiles) {
      const before = tiles.get(`${level}/${index}`) ?? Buffer.alloc(0)
      assert.ok(hashes.subarray(0, before.length).equals(before), 'a tile only ever grows at its end')
      tiles.set(`${level}/${index}`, Buffer.from(hashes))
    }
    tree = grown
  }
  const read: NodeReader = (node) => {
    const { level, index, offset, width } = tileOf(node)
    const hashes = tiles
      .get(`${level}/${index}`)!
      .subarray(offset * HASH_BYTES, (offset + width) * HASH_BYTES)
    assert.equal(hashes.length, width * HASH_BYTES)
    return slowRoot(
      Array.from({ length: width }, (_, i) => hashes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES)),
    )
  }
  return { ...tree, tiles, read }
}
const anySteps = fc
  .array(fc.integer({ min: 1, max: 400 }), { maxLength: 5 })
  .filter((steps) => steps.reduce((sum, step) => sum + step, 0) <= LEAVES.length)

test('O-04: however the leaves arrive, the root is that of RFC 9162', () => {
  assert.deepEqual(EMPTY_ROOT, sha256())
  fc.assert(
    fc.property(anySteps, (steps) => {
      const { size, edge } = growBy(steps)
      assert.deepEqual(rootOf(edge), slowRoot(LEAVES.slice(0, size)))
    }),
    { numRuns: 60 },
  )
})

test('O-04: tiles are those of C2SP tlog-tiles: the example of 70,000 leaves, and 256', () => {
  const shape = (size: number) => {
    const grown = grow(0, [], Buffer.alloc(size * HASH_BYTES))
    return Object.entries(Object.groupBy(grown.tiles, (tile) => tile.level)).map(([level, tiles]) => [
      Number(level),
      tiles!.filter((tile) => tile.hashes.length === TILE_WIDTH * HASH_BYTES).length,
      tiles!.at(-1)!.hashes.length / HASH_BYTES,
    ])
  }
  assert.deepEqual(shape(70_000), [
    [0, 273, 112],
    [1, 1, 17],
    [2, 0, 1],
  ])
  assert.deepEqual(shape(256), [
    [0, 1, 256],
    [1, 0, 1],
  ])
  assert.deepEqual(edgeAddresses(70_000), [
    { level: 0, index: 273, width: 112 },
    { level: 1, index: 1, width: 17 },
    { level: 2, index: 0, width: 1 },
  ])
})

test('O-04: only the tiles at the right edge are touched when a log grows', () => {
  const { size, edge } = grow(0, [], Buffer.alloc(200_000 * HASH_BYTES))
  assert.ok(grow(size, edge, Buffer.alloc(10 * HASH_BYTES)).tiles.length <= 2)
})

test('O-04: inclusion and consistency proofs from tiles are those of RFC 9162', () => {
  const anyCase = fc
    .tuple(anySteps, fc.nat(), fc.nat(), fc.nat())
    .map(([steps, a, b, c]) => ({ steps: steps, a, b, c }))
  fc.assert(
    fc.property(anyCase, ({ steps, a, b, c }) => {
      const log = growBy([...steps, ...(steps.length === 0 ? [1] : [])])
      const size = 1 + (a % log.size)
      const index = b % size
      const older = 1 + (c % size)
      const leaves = LEAVES.slice(0, size)
      assert.deepEqual(inclusionPath(index, size, log.read), slowPath(index, leaves))
      assert.deepEqual(consistencyPath(older, size, log.read), slowProof(older, leaves))
    }),
    { numRuns: 60 },
  )
})

test('O-04: a tile has one path, and a path one tile', () => {
  assert.equal(tilePath({ level: 0, index: 1234067, width: 256 }), '0/x001/x234/067')
  assert.equal(tilePath({ level: 1, index: 0, width: 17 }), '1/000.p/17')
  const anyTile = fc.record({
    level: fc.integer({ min: 0, max: 63 }),
    index: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
    width: fc.integer({ min: 1, max: 256 }),
  })
  fc.assert(
    fc.property(anyTile, (tile) => {
      const [level, ...rest] = tilePath(tile).split('/')
      assert.deepEqual(parseTilePath(level!, rest.join('/')), { ...tile })
    }),
  )
  for (const [level, rest] of [
    ['64', '000'],
    ['00', '000'],
    ['-1', '000'],
    ['0', 'x000/001'],
    ['0', '01'],
    ['0', '000.p/0'],
    ['0', '000.p/256'],
    ['0', '000.p/017'],
    ['0', '000/../../key'],
    ['0', 'x999/x999/x999/x999/x999/999'],
    ['entries', '000'],
  ] as const) {
    assert.equal(parseTilePath(level, rest), undefined, `${level}/${rest}`)
  }
})
