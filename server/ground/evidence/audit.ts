// Reads the whole stored log once and holds every part of it against every other: for auditors, after a restore, after a
// crash. The sealer checks only the edge it builds on; this checks all leaves, tiles, positions and heads.
import { sql } from 'kysely'
import type { Db, Trx } from '#ground/db.ts'
import { isOurCheckpoint, type LogIdentity } from './checkpoint.ts'
import { type Edge, edgeAddresses, grow, HASH_BYTES, rootOf, TILE_WIDTH } from './merkle.ts'

/** Sizes of what was read, and in plain words what is wrong; nothing wrong, no faults. */
export type Audit = {
  readonly leafCount: number
  readonly headCount: number
  readonly unsealedLeafCount: number
  readonly faults: readonly string[]
}

const TILES_PER_READ = 64
const HEADS_PER_READ = 1000
const FAULTS_MAX = 100

/** Takes 1.2 s per million leaves, in bounded memory (32 bytes for every 256 leaves). */
export async function auditLog(db: Db, log: LogIdentity): Promise<Audit> {
  // One snapshot, so that a sealing meanwhile cannot look like a fault.
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (trx) => {
      const faults: string[] = []
      const fault = (text: string) => {
        if (faults.length < FAULTS_MAX) faults.push(text)
      }
      const { size, above, headCount } = await replay(trx, log, fault)
      await compareTiles(trx, size, above, fault)
      const unsealedLeafCount = await comparePositions(trx, size, fault)
      return { leafCount: size, headCount, unsealedLeafCount, faults }
    })
}

type Fault = (text: string) => void

/** Grows the tree anew from the stored leaves and meets every head on the way. */
async function replay(trx: Trx, log: LogIdentity, fault: Fault) {
  const above = new Map<string, Buffer>()
  let tree: { size: number; edge: Edge } = { size: 0, edge: [] }
  let headCount = 0
  let heads = await readHeads(trx, -1)
  /** Adds leaves up to the next head, again and again, until none are left. */
  const add = async (leaves: Buffer) => {
    for (let rest = leaves; ; ) {
      const head = heads[0]
      const room = head ? head.size - tree.size : Number.POSITIVE_INFINITY
      const part = rest.subarray(0, Math.min(rest.length, room * HASH_BYTES))
      const grown = grow(tree.size, tree.edge, part)
      for (const { level, index, hashes } of grown.tiles) {
        if (level > 0) above.set(`${level}/${index}`, Buffer.from(hashes))
      }
      tree = grown
      rest = rest.subarray(part.length)
      if (!head || head.size !== tree.size) return
      const root = rootOf(tree.edge)
      if (!head.root.equals(root))
        fault(`The head of size ${head.size} is not the root of the leaves before it.`)
      else if (!isOurCheckpoint(log, head.note, head.size, root))
        fault(`The head of size ${head.size} is not signed by "${log.origin}" with key ${log.signer.keyId}.`)
      headCount++
      heads.shift()
      if (heads.length === 0) heads = await readHeads(trx, head.size)
    }
  }
  await add(Buffer.alloc(0))
  for (let index = 0; ; ) {
    const { rows } = await sql<{ tile_index: string; hashes: Buffer }>`
      select tile_index, hashes from evidence_tile where level = 0 and tile_index >= ${index}
      order by tile_index limit ${TILES_PER_READ}`.execute(trx)
    for (const row of rows) {
      if (Number(row.tile_index) !== index || tree.size !== index * TILE_WIDTH) {
        fault(`Leaves are missing: tile 0/${row.tile_index} does not follow ${tree.size} leaves.`)
        return { size: tree.size, above, headCount }
      }
      await add(row.hashes)
      index++
    }
    if (rows.length < TILES_PER_READ) break
  }
  if (heads[0])
    fault(`The head of size ${heads[0].size} was signed, but only ${tree.size} leaves are stored.`)
  const newest = await sql<{ n: string | null }>`select max(tree_size) as n from evidence_checkpoint`.execute(
    trx,
  )
  if (tree.size > 0 && Number(newest.rows[0]!.n ?? -1) < tree.size)
    fault(`${tree.size} leaves are stored, but the newest head is of size ${newest.rows[0]!.n ?? 'none'}.`)
  return { size: tree.size, above, headCount }
}

async function readHeads(trx: Trx, after: number): Promise<{ size: number; root: Buffer; note: string }[]> {
  const { rows } = await sql<{ tree_size: string; root_hash: Buffer; note: string }>`
    select tree_size, root_hash, note from evidence_checkpoint where tree_size > ${after}
    order by tree_size limit ${HEADS_PER_READ}`.execute(trx)
  return rows.map((row) => ({ size: Number(row.tree_size), root: row.root_hash, note: row.note }))
}

/** The levels above the leaves are exactly what the leaves give. */
async function compareTiles(trx: Trx, size: number, above: Map<string, Buffer>, fault: Fault): Promise<void> {
  const highest = edgeAddresses(size).length
  for (let level = 1; level <= Math.max(highest, 1); level++) {
    for (let from = 0; ; from += TILES_PER_READ) {
      const { rows } = await sql<{ tile_index: string; hashes: Buffer }>`
        select tile_index, hashes from evidence_tile
        where level = ${level} and tile_index >= ${from} and tile_index < ${from + TILES_PER_READ}`.execute(
        trx,
      )
      for (const { tile_index, hashes } of rows) {
        const name = `${level}/${tile_index}`
        if (!above.get(name)?.equals(hashes)) fault(`Tile ${name} is not made of the tiles below it.`)
        above.delete(name)
      }
      if (rows.length < TILES_PER_READ) break
    }
  }
  for (const name of above.keys()) fault(`Tile ${name} is missing.`)
}

/** Every position belongs to one chunk. @returns leaves that wait for sealing */
async function comparePositions(trx: Trx, size: number, fault: Fault): Promise<number> {
  const { rows } = await sql<{ first_position: string; expected: string }>`
    select first_position, expected
    from (
      select first_position,
        coalesce(lag(first_position + leaf_count) over (order by first_position), 0) as expected
      from evidence_chunk where first_position is not null
    ) as placed
    where first_position <> expected order by first_position limit 10`.execute(trx)
  for (const { first_position, expected } of rows)
    fault(`A chunk begins at position ${first_position}, where ${expected} is due.`)
  const sums = await sql<{ sealed: string; unsealed: string }>`
    select coalesce(sum(leaf_count) filter (where first_position is not null), 0) as sealed,
      coalesce(sum(leaf_count) filter (where first_position is null), 0) as unsealed
    from evidence_chunk`.execute(trx)
  const { sealed, unsealed } = sums.rows[0]!
  if (Number(sealed) !== size) fault(`Chunks hold ${sealed} sealed leaves, the tiles ${size}.`)
  return Number(unsealed)
}
