// The Merkle tree of RFC 9162 §2.1, held as C2SP tlog-tiles: a tile is up to 256 neighbouring node hashes,
// every eighth height of the tree is stored, the seven between are computed when asked for.
// Nothing here knows a database: the rightmost, partly filled tiles (the edge) are all it takes to grow.
import { hash } from 'node:crypto'

export const HASH_BYTES = 32
/** Tree heights between two stored levels. */
const TILE_HEIGHT = 8
/** Hashes in a full tile. */
export const TILE_WIDTH = 256
const TILE_BYTES = TILE_WIDTH * HASH_BYTES

/** Root of the tree without leaves: SHA-256 of nothing. */
export const EMPTY_ROOT = hash('sha256', '', 'buffer')

/** Where a tile is: level 0 holds leaf hashes, level n+1 the roots of full tiles of level n. */
export type TileAddress = { readonly level: number; readonly index: number }
/** A tile with its hashes, concatenated; 256 of them when full, at least one. */
export type Tile = TileAddress & { readonly hashes: Buffer }
/** The partly filled tile of each level, by level; an empty buffer where that level has none. */
export type Edge = readonly Buffer[]
/** Height 0 is the leaves; `index` counts the nodes of that height from the left. */
export type NodeAddress = { readonly height: number; readonly index: number }
/** Hash of a node whose subtree is complete. */
export type NodeReader = (node: NodeAddress) => Buffer

const pair = Buffer.alloc(1 + 2 * HASH_BYTES)
pair[0] = 0x01
const scratch = Buffer.alloc(TILE_BYTES)

/** Hash of an inner node: SHA-256(0x01 ‖ left ‖ right). */
function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  pair.set(left, 1)
  pair.set(right, 1 + HASH_BYTES)
  return hash('sha256', pair, 'buffer')
}

/** Root over `hashes.length / 32` neighbouring hashes; their number is a power of two, at most 256. */
export function perfectRoot(hashes: Uint8Array): Buffer {
  scratch.set(hashes)
  for (let width = hashes.length; width > HASH_BYTES; width /= 2) {
    for (let at = 0; at < width; at += 2 * HASH_BYTES) {
      scratch.copy(pair, 1, at, at + 2 * HASH_BYTES)
      scratch.write(hash('sha256', pair, 'binary'), at / 2, 'latin1')
    }
  }
  return Buffer.from(scratch.subarray(0, HASH_BYTES))
}

/** Where the partly filled tiles of a tree of `size` leaves are, with the hashes each must hold. */
export function edgeAddresses(size: number): (TileAddress & { readonly width: number })[] {
  const addresses: (TileAddress & { readonly width: number })[] = []
  for (let nodes = size, level = 0; nodes > 0; nodes = Math.floor(nodes / TILE_WIDTH), level++) {
    addresses.push({ level, index: Math.floor(nodes / TILE_WIDTH), width: nodes % TILE_WIDTH })
  }
  return addresses
}

/**
 * Appends leaves. Only tiles that are new or grew come back, each as it now is; those before are final.
 * @param size leaves in the tree so far
 * @param edge its partly filled tiles
 * @param leaves new leaf hashes, concatenated
 */
export function grow(size: number, edge: Edge, leaves: Buffer): { size: number; edge: Edge; tiles: Tile[] } {
  const tiles: Tile[] = []
  const grown = [...edge]
  let nodes = size
  let added = leaves
  for (let level = 0; added.length > 0; level++) {
    const hashes = Buffer.concat([grown[level] ?? Buffer.alloc(0), added])
    const first = Math.floor(nodes / TILE_WIDTH)
    const full = Math.floor(hashes.length / TILE_BYTES)
    const roots = Buffer.alloc(full * HASH_BYTES)
    for (let i = 0; i < full; i++) {
      const tile = hashes.subarray(i * TILE_BYTES, (i + 1) * TILE_BYTES)
      tiles.push({ level, index: first + i, hashes: tile })
      roots.set(perfectRoot(tile), i * HASH_BYTES)
    }
    const rest = hashes.subarray(full * TILE_BYTES)
    if (rest.length > 0) tiles.push({ level, index: first + full, hashes: rest })
    grown[level] = rest
    nodes = first
    added = roots
  }
  return { size: size + leaves.length / HASH_BYTES, edge: grown, tiles }
}

/** Root of the whole tree, from its edge alone: every complete subtree on the right side has its root there. */
export function rootOf(edge: Edge): Buffer {
  let root: Buffer | undefined
  for (const hashes of edge) {
    for (let width = hashes.length / HASH_BYTES; width > 0; ) {
      const block = width & -width
      const part = perfectRoot(hashes.subarray((width - block) * HASH_BYTES, width * HASH_BYTES))
      root = root ? nodeHash(part, root) : part
      width -= block
    }
  }
  return root ?? EMPTY_ROOT
}

/** PATH(index, D_size) of RFC 9162 §2.1.3.1, from the leaf's sibling up. */
export function inclusionPath(index: number, size: number, read: NodeReader): Buffer[] {
  const path: Buffer[] = []
  let [from, to] = [0, size]
  while (to - from > 1) {
    const middle = from + splitOf(to - from)
    if (index < middle) {
      path.push(rangeHash(middle, to, read))
      to = middle
    } else {
      path.push(rangeHash(from, middle, read))
      from = middle
    }
  }
  return path.reverse()
}

/** PROOF(older, D_newer) of RFC 9162 §2.1.4.1; empty when nothing needs proof (older 0, or the same size). */
export function consistencyPath(older: number, newer: number, read: NodeReader): Buffer[] {
  const path: Buffer[] = []
  if (older === 0 || older === newer) return path
  let [from, to, known] = [0, newer, true]
  while (older !== to) {
    const middle = from + splitOf(to - from)
    if (older <= middle) {
      path.push(rangeHash(middle, to, read))
      to = middle
    } else {
      path.push(rangeHash(from, middle, read))
      from = middle
      known = false
    }
  }
  if (!known) path.push(rangeHash(from, to, read))
  return path.reverse()
}

/** The part of a tile that a node is computed from: `width` hashes of it, from `offset` on. */
export function tileOf(node: NodeAddress): TileAddress & { readonly offset: number; readonly width: number } {
  const width = 2 ** (node.height % TILE_HEIGHT)
  const first = node.index * width
  const level = Math.floor(node.height / TILE_HEIGHT)
  return { level, index: Math.floor(first / TILE_WIDTH), offset: first % TILE_WIDTH, width }
}

function rangeHash(from: number, to: number, read: NodeReader): Buffer {
  const size = to - from
  const split = splitOf(size)
  // In this tree a range whose size is a power of two always starts at a multiple of it.
  if (size === 1 || split * 2 === size) return read({ height: Math.log2(size), index: from / size })
  const left = rangeHash(from, from + split, read)
  return nodeHash(left, rangeHash(from + split, to, read))
}

/** The largest power of two below `size`. Sizes pass 2^32, so no bit arithmetic. */
function splitOf(size: number): number {
  let split = 1
  while (split * 2 < size) split *= 2
  return split
}
