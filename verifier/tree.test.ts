import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { NotProven } from './strict.ts'
import { checkConsistency, checkInclusion, leafHash } from './tree.ts'

const sha256 = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest()

// The definitions of RFC 9162 §2.1 as written there; the checks under test are the algorithms of §2.1.3.2 and §2.1.4.2.
function split(count: number): number {
  let k = 1
  while (k * 2 < count) k *= 2
  return k
}
function root(leaves: Buffer[]): Buffer {
  if (leaves.length === 0) return sha256()
  if (leaves.length === 1) return leaves[0]!
  const k = split(leaves.length)
  return sha256(Buffer.of(1), root(leaves.slice(0, k)), root(leaves.slice(k)))
}
function path(m: number, leaves: Buffer[]): Buffer[] {
  if (leaves.length <= 1) return []
  const k = split(leaves.length)
  return m < k
    ? [...path(m, leaves.slice(0, k)), root(leaves.slice(k))]
    : [...path(m - k, leaves.slice(k)), root(leaves.slice(0, k))]
}
function proof(m: number, leaves: Buffer[], known = true): Buffer[] {
  if (m === leaves.length) return known ? [] : [root(leaves)]
  const k = split(leaves.length)
  return m <= k
    ? [...proof(m, leaves.slice(0, k), known), root(leaves.slice(k))]
    : [...proof(m - k, leaves.slice(k), false), root(leaves.slice(0, k))]
}

const LEAVES = Array.from({ length: 70 }, (_, n) => leafHash(Buffer.of(n)))
const flip = (hash: Buffer, bit: number) => {
  const changed = Buffer.from(hash)
  changed[(bit >> 3) % 32]! ^= 1 << (bit & 7)
  return changed
}
const anyCase = fc.record({ size: fc.integer({ min: 1, max: 70 }), at: fc.nat(), bit: fc.nat({ max: 255 }) })

test('O-04: the reference vectors of Certificate Transparency give the known roots', () => {
  const entries = [
    '',
    '00',
    '10',
    '2021',
    '3031',
    '40414243',
    '5051525354555657',
    '606162636465666768696a6b6c6d6e6f',
  ]
  const roots = [
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ].map((hex) => Buffer.from(hex, 'hex'))
  const leaves = entries.map((hex) => leafHash(Buffer.from(hex, 'hex')))
  roots.forEach((known, i) => {
    const part = leaves.slice(0, i + 1)
    assert.deepEqual(root(part), known)
    for (const [m, leaf] of part.entries()) checkInclusion(leaf, m, part.length, path(m, part), known)
    for (let m = 1; m <= part.length; m++) {
      checkConsistency({ size: m, root: roots[m - 1]! }, { size: part.length, root: known }, proof(m, part))
    }
  })
})

test('O-04: a true inclusion proof passes; any other leaf, place, hash, length or root does not', () => {
  fc.assert(
    fc.property(anyCase, ({ size, at, bit }) => {
      const leaves = LEAVES.slice(0, size)
      const index = at % size
      const [good, head] = [path(index, leaves), root(leaves)]
      checkInclusion(leaves[index]!, index, size, good, head)
      const fails = (...args: Parameters<typeof checkInclusion>) =>
        assert.throws(() => checkInclusion(...args), NotProven)
      fails(flip(leaves[index]!, bit), index, size, good, head)
      fails(leaves[index]!, index, size, good, flip(head, bit))
      fails(leaves[index]!, index, size, [...good, head], head)
      fails(leaves[index]!, size, size, good, head)
      if (size === 1) return
      fails(leaves[index]!, (index + 1) % size, size, good, head)
      fails(leaves[index]!, index, size, good.slice(1), head)
      fails(leaves[index]!, index, size, good.slice(0, -1), head)
      const broken = at % good.length
      fails(
        leaves[index]!,
        index,
        size,
        good.map((hash, i) => (i === broken ? flip(hash, bit) : hash)),
        head,
      )
    }),
  )
})

test('O-04: a true consistency proof passes; a rewritten log, another hash or length does not', () => {
  fc.assert(
    fc.property(anyCase, ({ size, at, bit }) => {
      const leaves = LEAVES.slice(0, size)
      const m = 1 + (at % size)
      const good = proof(m, leaves)
      const older = { size: m, root: root(leaves.slice(0, m)) }
      const newer = { size, root: root(leaves) }
      checkConsistency(older, newer, good)
      const fails = (...args: Parameters<typeof checkConsistency>) =>
        assert.throws(() => checkConsistency(...args), NotProven)
      fails({ ...older, root: flip(older.root, bit) }, newer, good)
      fails(older, { ...newer, root: flip(newer.root, bit) }, good)
      fails(older, newer, [...good, newer.root])
      const rewritten = leaves.map((leaf, i) => (i === at % m ? flip(leaf, bit) : leaf))
      fails(older, { size, root: root(rewritten) }, proof(m, rewritten))
      if (good.length === 0) return
      fails(older, newer, good.slice(1))
      fails(older, newer, good.slice(0, -1))
      const broken = at % good.length
      fails(
        older,
        newer,
        good.map((hash, i) => (i === broken ? flip(hash, bit) : hash)),
      )
    }),
  )
  const empty = { size: 0, root: sha256() }
  checkConsistency(empty, { size: 3, root: root(LEAVES.slice(0, 3)) }, [])
  assert.throws(
    () => checkConsistency({ ...empty, root: LEAVES[0]! }, { size: 3, root: LEAVES[1]! }, []),
    NotProven,
  )
})
