// The log in the database. Transactions append chunks of leaves without waiting for each other; one sealer at a time
// gives the committed chunks their positions, writes the tiles that changed and signs the new head, all or nothing.
import { sql } from 'kysely'
import type { Db, Trx } from '#ground/db.ts'
import { idAt, newId } from '#ground/ids.ts'
import { type Piece, runPiece } from '#ground/insert-rows.ts'
import { isOurCheckpoint, type LogIdentity, signedCheckpoint } from './checkpoint.ts'
import { EMPTY_ROOT, edgeAddresses, grow, HASH_BYTES, rootOf, type Tile } from './merkle.ts'

/** Leaves one transaction may append: a packed row of at most 2 MB. */
export const CHUNK_LEAVES_MAX = 65_536
/** What one round of sealing takes at most: bounds memory to some 20 MB. */
const ROUND_LEAVES_MAX = 131_072
const ROUND_CHUNKS_MAX = 16_384
/** A round takes a tenth of a second; whoever waits longer for another sealer gives up with an error and tries later. */
const LOCK_WAIT_SECONDS_MAX = 30

/** Any number of ours that nobody else uses as an advisory lock in this database ("SEAL" in ASCII). */
const LOCK = 0x5345414c

/** What is stored does not add up to what we signed: somebody changed the log, or the key or name is another one. */
export class EvidenceLogDamaged extends Error {
  override name = 'EvidenceLogDamaged'
}

/**
 * Appends the leaves of one transaction, inside it: they are in the log exactly if the transaction commits.
 * @param leafHashes at least one, at most 65,536, of 32 bytes (`leafHashOf`)
 * @param chunkId give one (uuid v7) to write it elsewhere before this call
 * @returns the chunk; with the place in `leafHashes`, from 0, it names a leaf for ever
 */
export async function appendLeaves(
  trx: Trx,
  leafHashes: readonly Uint8Array[],
  chunkId: string = newId(),
): Promise<string> {
  await runPiece(trx, leavesInsert(leafHashes, chunkId))
  return chunkId
}

/** The same, to be written together with other things. */
export function leavesInsert(leafHashes: readonly Uint8Array[], chunkId: string): Piece {
  if (leafHashes.length === 0 || leafHashes.length > CHUNK_LEAVES_MAX)
    throw new RangeError(
      `evidence leaves: ${leafHashes.length}, must be 1 to ${CHUNK_LEAVES_MAX} in one chunk`,
    )
  const packed = Buffer.allocUnsafe(leafHashes.length * HASH_BYTES)
  leafHashes.forEach((leaf, i) => {
    if (leaf.length !== HASH_BYTES)
      throw new RangeError(`evidence leaf ${i}: ${leaf.length} bytes, must be ${HASH_BYTES}`)
    packed.set(leaf, i * HASH_BYTES)
  })
  return {
    key: 'evidence_chunk',
    text: (first) => `insert into evidence_chunk (chunk_id, leaf_count, leaves)
      values ($${first}::uuid, $${first + 1}::integer, $${first + 2}::bytea)`,
    values: [chunkId, leafHashes.length, packed],
  }
}

/** What single letters and people at their mailboxes write at once; a stretch of a file has thousands. */
const SMALL_CHUNK_LEAVES_MAX = 256
const COUNTER_MS = 1000

/** Whether somebody was at the counter within the last second: a sender with single letters, or a person with their mailbox.
 * Bulk work then takes one thing at a time (S-12). Costs a look at the newest end of the key. */
export async function isCounterBusy(trx: Trx, now: Date): Promise<boolean> {
  const { rows } = await sql<{ busy: boolean }>`
    select exists (select from evidence_chunk
      where chunk_id > ${idAt(now.getTime() - COUNTER_MS)}::uuid and leaf_count <= ${SMALL_CHUNK_LEAVES_MAX}) as busy`.execute(
    trx,
  )
  return rows[0]!.busy
}

/** Size of the log now, and how many leaves this call put into it. */
export type Sealed = { readonly treeSize: number; readonly leafCount: number }

/**
 * Seals: when it returns, every leaf committed before the call is under a signed head. The very first call signs the
 * empty log. Safe in any number of processes, they take turns; a crash at any point leaves the log as it was.
 * @throws EvidenceLogDamaged when the stored log is not the one last signed; then nothing is signed
 */
export async function seal(db: Db, log: LogIdentity): Promise<Sealed> {
  for (let leafCount = 0; ; ) {
    const round = await sealRound(db, log)
    leafCount += round.leafCount
    if (!round.more) return { treeSize: round.treeSize, leafCount }
  }
}

function sealRound(db: Db, log: LogIdentity): Promise<Sealed & { more: boolean }> {
  // Read committed, whatever the database's default: the statements after the lock must see what was committed before
  // it was ours, also by the sealer we took it over from.
  return db
    .transaction()
    .setIsolationLevel('read committed')
    .execute(async (trx) => {
      await sql.raw(`set local lock_timeout = '${LOCK_WAIT_SECONDS_MAX}s'`).execute(trx)
      await sql`select pg_advisory_xact_lock(${LOCK})`.execute(trx)
      const head = await readHead(trx, log)
      const chunks = await readUnsealed(trx)
      const leafCount = chunks.reduce((sum, chunk) => sum + chunk.leaf_count, 0)
      if (head.signed && leafCount === 0) return { treeSize: head.size, leafCount, more: false }
      const tree = grow(head.size, head.edge, Buffer.concat(chunks.map((chunk) => chunk.leaves)))
      await writeTiles(trx, tree.tiles)
      await givePositions(trx, head.size, chunks)
      const root = rootOf(tree.edge)
      await sql`insert into evidence_checkpoint (tree_size, root_hash, note)
        values (${tree.size}, ${root}, ${signedCheckpoint(log, tree.size, root)})`.execute(trx)
      const more = leafCount >= ROUND_LEAVES_MAX || chunks.length >= ROUND_CHUNKS_MAX
      return { treeSize: tree.size, leafCount, more }
    })
}

/** The last head with the tiles needed to go on from it, checked against each other and against our signature. */
async function readHead(
  trx: Trx,
  log: LogIdentity,
): Promise<{ size: number; edge: Buffer[]; signed: boolean }> {
  const { rows } = await sql<{ tree_size: string; root_hash: Buffer; note: string }>`
    select tree_size, root_hash, note from evidence_checkpoint order by tree_size desc limit 1`.execute(trx)
  const size = Number(rows[0]?.tree_size ?? 0)
  const wanted = edgeAddresses(size)
  const stored = await sql<{ level: number; hashes: Buffer }>`
    select t.level, t.hashes
    from unnest(${wanted.map((tile) => tile.level)}::int[], ${wanted.map((tile) => tile.index)}::bigint[])
      as wanted (level, tile_index)
    join evidence_tile t on t.level = wanted.level and t.tile_index = wanted.tile_index`.execute(trx)
  const edge: Buffer[] = wanted.map(() => Buffer.alloc(0))
  for (const { level, hashes } of stored.rows) edge[level] = hashes
  if (wanted.some(({ level, width }) => edge[level]!.length !== width * HASH_BYTES)) {
    throw new EvidenceLogDamaged(
      `The tiles at the end of the evidence log do not hold the ${size} leaves of its last signed head. Nothing was signed; restore evidence_tile.`,
    )
  }
  const root = rows[0]?.root_hash ?? EMPTY_ROOT
  if (!rootOf(edge).equals(root)) {
    throw new EvidenceLogDamaged(
      `The tiles of the evidence log do not add up to its last signed head (size ${size}). Nothing was signed; restore evidence_tile.`,
    )
  }
  if (rows[0] && !isOurCheckpoint(log, rows[0].note, size, root)) {
    throw new EvidenceLogDamaged(
      `The last head of the evidence log (size ${size}) was not signed by "${log.origin}" with key ${log.signer.keyId}. Nothing was signed; give the log its own name and key back.`,
    )
  }
  return { size, edge, signed: rows[0] !== undefined }
}

type UnsealedChunk = { chunk_id: string; leaf_count: number; leaves: Buffer }

async function readUnsealed(trx: Trx): Promise<UnsealedChunk[]> {
  const { rows } = await sql<UnsealedChunk>`
    select chunk_id, leaf_count, leaves
    from (
      select chunk_id, leaf_count, leaves, sum(leaf_count) over (order by chunk_id) as leaves_so_far
      from (
        select chunk_id, leaf_count, leaves from evidence_chunk
        where first_position is null order by chunk_id limit ${ROUND_CHUNKS_MAX}
      ) as oldest
    ) as counted
    where leaves_so_far - leaf_count < ${ROUND_LEAVES_MAX}
    order by chunk_id`.execute(trx)
  return rows
}

async function writeTiles(trx: Trx, tiles: readonly Tile[]): Promise<void> {
  // One packed value, cut up by the server: as an array each byte would travel as four characters.
  let end = 0
  const ends = tiles.map((tile) => {
    end += tile.hashes.length
    return end
  })
  await sql`insert into evidence_tile (level, tile_index, hashes)
    select level, tile_index, substring(${Buffer.concat(tiles.map((tile) => tile.hashes))}::bytea from ends_at - bytes + 1 for bytes)
    from unnest(
      ${tiles.map((tile) => tile.level)}::smallint[], ${tiles.map((tile) => tile.index)}::bigint[],
      ${ends}::int[], ${tiles.map((tile) => tile.hashes.length)}::int[]
    ) as tile (level, tile_index, ends_at, bytes)
    on conflict (level, tile_index) do update set hashes = excluded.hashes`.execute(trx)
}

async function givePositions(trx: Trx, size: number, chunks: readonly UnsealedChunk[]): Promise<void> {
  let next = size
  const first = chunks.map((chunk) => {
    const position = next
    next += chunk.leaf_count
    return position
  })
  await sql`update evidence_chunk set first_position = given.position, leaves = null
    from unnest(${chunks.map((chunk) => chunk.chunk_id)}::uuid[], ${first}::bigint[]) as given (chunk_id, position)
    where evidence_chunk.chunk_id = given.chunk_id`.execute(trx)
}
