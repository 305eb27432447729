// Proofs from the stored tiles: that a leaf is in the log, and that an older head is a beginning of a newer one.
import { sql } from 'kysely'
import type { Db } from '#ground/db.ts'
import {
  consistencyPath,
  HASH_BYTES,
  inclusionPath,
  type NodeAddress,
  type NodeReader,
  perfectRoot,
  type TileAddress,
  tileOf,
} from './merkle.ts'
import type { TileRequest } from './tile-path.ts'

/** A leaf as the transaction that wrote it knows it: its chunk, and its place there from 0. */
export type LeafAddress = { readonly chunkId: string; readonly leafNo: number }

export type InclusionProof =
  | { readonly kind: 'unknown' }
  /** Durable, but not yet under a signed head: ask again in a moment. */
  | { readonly kind: 'not-sealed' }
  | {
      readonly kind: 'included'
      readonly index: number
      readonly treeSize: number
      readonly path: readonly Buffer[]
      /** The signed head (C2SP checkpoint) the path leads to. */
      readonly checkpoint: string
    }

/** Proof that a leaf is in the log, against the newest head or the one of `treeSize` leaves (a size that was signed). */
export async function proveInclusion(db: Db, leaf: LeafAddress, treeSize?: number): Promise<InclusionProof> {
  const chunk = await sql<{ leaf_count: number; first_position: string | null }>`
    select leaf_count, first_position from evidence_chunk where chunk_id = ${leaf.chunkId}`.execute(db)
  const found = chunk.rows[0]
  if (!found || !Number.isInteger(leaf.leafNo) || leaf.leafNo < 0 || leaf.leafNo >= found.leaf_count) {
    return { kind: 'unknown' }
  }
  if (found.first_position === null) return { kind: 'not-sealed' }
  const index = Number(found.first_position) + leaf.leafNo
  const head = await readCheckpoint(db, treeSize)
  if (!head) return { kind: 'unknown' }
  if (index >= head.treeSize) return { kind: 'not-sealed' }
  const path = await withNodes(db, (read) => inclusionPath(index, head.treeSize, read))
  return { kind: 'included', index, treeSize: head.treeSize, path, checkpoint: head.note }
}

/**
 * Proof that the tree of `older` leaves is the beginning of the one of `newer`.
 * Undefined when the log has no such sizes: both must be whole, older ≤ newer ≤ the newest signed size.
 */
export async function proveConsistency(db: Db, older: number, newer: number): Promise<Buffer[] | undefined> {
  if (!Number.isSafeInteger(older) || !Number.isSafeInteger(newer) || older < 0 || older > newer)
    return undefined
  const head = await readCheckpoint(db)
  if (!head || newer > head.treeSize) return undefined
  return withNodes(db, (read) => consistencyPath(older, newer, read))
}

/** The newest signed head, or the one of exactly `treeSize` leaves; undefined when there is none. */
export async function readCheckpoint(
  db: Db,
  treeSize?: number,
): Promise<{ treeSize: number; note: string } | undefined> {
  const { rows } = await sql<{ tree_size: string; note: string }>`
    select tree_size, note from evidence_checkpoint
    where ${treeSize ?? null}::bigint is null or tree_size = ${treeSize ?? null}
    order by tree_size desc limit 1`.execute(db)
  return rows[0] && { treeSize: Number(rows[0].tree_size), note: rows[0].note }
}

/** The first `width` hashes of a tile; undefined when the log has not come that far. */
export async function readTile(db: Db, { level, index, width }: TileRequest): Promise<Buffer | undefined> {
  const { rows } = await sql<{ hashes: Buffer }>`
    select substring(hashes from 1 for ${width * HASH_BYTES}) as hashes from evidence_tile
    where level = ${level} and tile_index = ${index} and octet_length(hashes) >= ${width * HASH_BYTES}`.execute(
    db,
  )
  return rows[0]?.hashes
}

/** A C2SP tlog-proof: an inclusion proof and its checkpoint as one text that is checked offline. */
export function tlogProofText(proof: Extract<InclusionProof, { kind: 'included' }>): string {
  const path = proof.path.map((hash) => `${hash.toString('base64')}\n`).join('')
  return `c2sp.org/tlog-proof@v1\nindex ${proof.index}\n${path}\n${proof.checkpoint}`
}

/** Runs a proof twice: once to learn which nodes it needs, once with the tiles that hold them. */
async function withNodes(db: Db, prove: (read: NodeReader) => Buffer[]): Promise<Buffer[]> {
  const wanted = new Map<string, TileAddress>()
  const nothing = Buffer.alloc(HASH_BYTES)
  prove((node) => {
    const { level, index } = tileOf(node)
    wanted.set(`${level}/${index}`, { level, index })
    return nothing
  })
  if (wanted.size === 0) return prove(() => nothing)
  const tiles = [...wanted.values()]
  const { rows } = await sql<{ level: number; tile_index: string; hashes: Buffer }>`
    select t.level, t.tile_index, t.hashes
    from unnest(${tiles.map((tile) => tile.level)}::int[], ${tiles.map((tile) => tile.index)}::bigint[])
      as wanted (level, tile_index)
    join evidence_tile t on t.level = wanted.level and t.tile_index = wanted.tile_index`.execute(db)
  const hashesOf = new Map(rows.map((row) => [`${row.level}/${row.tile_index}`, row.hashes]))
  return prove((node) => nodeFrom(hashesOf, node))
}

function nodeFrom(hashesOf: ReadonlyMap<string, Buffer>, node: NodeAddress): Buffer {
  const { level, index, offset, width } = tileOf(node)
  const hashes = hashesOf
    .get(`${level}/${index}`)
    ?.subarray(offset * HASH_BYTES, (offset + width) * HASH_BYTES)
  if (hashes?.length !== width * HASH_BYTES) throw new Error(`evidence tile ${level}/${index} is incomplete`)
  return perfectRoot(hashes)
}
