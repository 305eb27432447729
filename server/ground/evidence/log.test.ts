import assert from 'node:assert/strict'
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { afterEach, beforeEach, test } from 'node:test'
import { sql } from 'kysely'
import { type Db, openDb } from '#ground/db.ts'
import { newId } from '#ground/ids.ts'
import { openLog } from '#ground/log.ts'
import { keyIdOf, type Signer } from '#ground/signer.ts'
import { type FreshDatabase, freshDatabase } from '#tests/database.ts'
import { signedCheckpoint } from './checkpoint.ts'
import { appendLeaves, CHUNK_LEAVES_MAX, EvidenceLogDamaged, isCounterBusy, seal } from './log.ts'
import { grow, rootOf } from './merkle.ts'
import { proveConsistency, proveInclusion, readCheckpoint, readTile } from './proof.ts'

function newSigner(): Signer {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const publicKeyPem = publicKey.export({ type: 'spki', format: 'pem' }) as string
  return { keyId: keyIdOf(publicKeyPem), publicKeyPem, sign: (bytes) => sign(null, bytes, privateKey) }
}
const LOG = { origin: 'post.example/evidence', signer: newSigner() }
const quiet = openLog({ level: 'silent', name: 'test' })

let database: FreshDatabase
let db: Db
beforeEach(async () => {
  database = await freshDatabase()
  db = openDb({ url: database.url, connectionsMax: 8, log: quiet, name: 'test' })
})
afterEach(async () => {
  await db.destroy()
  await database.drop()
})

const leaves = (count: number) => Array.from({ length: count }, () => randomBytes(32))
const append = (hashes: Buffer[]) => db.transaction().execute((trx) => appendLeaves(trx, hashes))
const headOf = (hashes: Buffer[]) =>
  signedCheckpoint(LOG, hashes.length, rootOf(grow(0, [], Buffer.concat(hashes)).edge))

/** All leaves the chunks hold, in the order of their positions, read from the tiles. */
async function leavesOf(chunkIds: string[], written: Map<string, Buffer[]>): Promise<Buffer[]> {
  const { rows } = await sql<{ chunk_id: string }>`
    select chunk_id from evidence_chunk where first_position is not null order by first_position`.execute(db)
  assert.deepEqual(rows.map((row) => row.chunk_id).sort(), [...chunkIds].sort())
  return rows.flatMap((row) => written.get(row.chunk_id)!)
}

test('O-04: the empty log has a signed head', async () => {
  assert.equal(await readCheckpoint(db), undefined)
  assert.deepEqual(await seal(db, LOG), { treeSize: 0, leafCount: 0 })
  assert.deepEqual(await readCheckpoint(db), { treeSize: 0, note: headOf([]) })
  assert.deepEqual(await seal(db, LOG), { treeSize: 0, leafCount: 0 })
})

test('S-12: somebody is at the counter for a second after they wrote; a stretch of a file is nobody there', async () => {
  const now = new Date()
  const later = (ms: number) => new Date(now.getTime() + ms)
  const busy = (at: Date) => db.transaction().execute((trx) => isCounterBusy(trx, at))
  const write = (count: number) =>
    db.transaction().execute((trx) => appendLeaves(trx, leaves(count), newId(now.getTime())))
  assert.equal(await busy(now), false)
  await write(2000)
  assert.equal(await busy(later(10)), false)
  await write(2)
  await seal(db, LOG)
  assert.equal(await busy(later(500)), true)
  assert.equal(await busy(later(1500)), false)
})

test('O-04: sealed in many small steps, the log is the tree over all leaves, each provable at its place', async () => {
  const written = new Map<string, Buffer[]>()
  for (const sizes of [[1], [255, 1], [3, 400, 7], [70]]) {
    for (const size of sizes) {
      const hashes = leaves(size)
      written.set(await append(hashes), hashes)
    }
    await seal(db, LOG)
  }
  const all = await leavesOf([...written.keys()], written)
  assert.equal((await readCheckpoint(db))!.note, headOf(all))
  for (const [chunkId, hashes] of written) {
    for (const leafNo of [0, hashes.length - 1]) {
      const proof = await proveInclusion(db, { chunkId, leafNo })
      assert.ok(proof.kind === 'included')
      assert.deepEqual(all[proof.index], hashes[leafNo])
    }
    assert.deepEqual(await proveInclusion(db, { chunkId, leafNo: hashes.length }), { kind: 'unknown' })
    assert.deepEqual(await proveInclusion(db, { chunkId, leafNo: -1 }), { kind: 'unknown' })
  }
  assert.deepEqual(await readTile(db, { level: 0, index: 0, width: 256 }), Buffer.concat(all.slice(0, 256)))
  assert.deepEqual(await readTile(db, { level: 0, index: 0, width: 3 }), Buffer.concat(all.slice(0, 3)))
  assert.equal(await readTile(db, { level: 0, index: 2, width: 256 }), undefined)
  assert.equal((await proveConsistency(db, 1, all.length))!.length > 0, true)
  for (const [older, newer] of [
    [2, 1],
    [1, all.length + 1],
    [-1, 1],
    [0.5, 1],
  ] as const) {
    assert.equal(await proveConsistency(db, older, newer), undefined)
  }
})

test('O-04: a transaction that commits late is sealed later, not lost; one that is rolled back never', async () => {
  const late = leaves(2)
  const early = leaves(3)
  const never = leaves(4)
  let commit = () => {}
  const mayCommit = new Promise<void>((resolve) => (commit = resolve))
  let appended = () => {}
  const isAppended = new Promise<void>((resolve) => (appended = resolve))
  const lateWork = db.transaction().execute(async (trx) => {
    const id = await appendLeaves(trx, late)
    appended()
    await mayCommit
    return id
  })
  await isAppended
  await assert.rejects(
    db.transaction().execute(async (trx) => {
      await appendLeaves(trx, never)
      throw new Error('changed its mind')
    }),
  )
  const earlyId = await append(early)
  assert.deepEqual(await seal(db, LOG), { treeSize: 3, leafCount: 3 })
  commit()
  const lateId = await lateWork
  assert.ok(lateId < earlyId, 'the id was made earlier')
  assert.deepEqual(await proveInclusion(db, { chunkId: lateId, leafNo: 0 }), { kind: 'not-sealed' })
  assert.deepEqual(await seal(db, LOG), { treeSize: 5, leafCount: 2 })
  assert.equal((await readCheckpoint(db))!.note, headOf([...early, ...late]))
})

test('O-04: many sealers and many writers at once: every leaf has one place, every head extends the last', async () => {
  const other = openDb({ url: database.url, connectionsMax: 4, log: quiet, name: 'other process' })
  const written = new Map<string, Buffer[]>()
  try {
    const writers = Array.from({ length: 4 }, async () => {
      for (let i = 0; i < 15; i++) {
        const hashes = leaves(1 + Math.floor(Math.random() * 90))
        written.set(await append(hashes), hashes)
      }
    })
    let writing = true
    const sealers = [db, other, other].map(async (at) => {
      while (writing) await seal(at, LOG)
    })
    await Promise.all(writers)
    writing = false
    await Promise.all(sealers)
    await seal(db, LOG)
  } finally {
    await other.destroy()
  }
  const all = await leavesOf([...written.keys()], written)
  assert.equal((await readCheckpoint(db))!.note, headOf(all))
  const { rows } = await sql<{ tree_size: string; note: string }>`
    select tree_size, note from evidence_checkpoint`.execute(db)
  for (const { tree_size, note } of rows) assert.equal(note, headOf(all.slice(0, Number(tree_size))))
})

test('O-04: a sealer that dies half-way leaves the log as it was', async () => {
  const hashes = leaves(300)
  await append(hashes)
  const dying = { ...LOG.signer, sign: () => assert.fail('killed') }
  await assert.rejects(seal(db, { ...LOG, signer: dying }), /killed/)
  assert.equal(await readTile(db, { level: 0, index: 0, width: 1 }), undefined)
  await seal(db, LOG)
  assert.equal((await readCheckpoint(db))!.note, headOf(hashes))
})

test('O-04: 100,000 leaves in 100 chunks are sealed at once, and the next five touch one tile', async () => {
  const written = new Map<string, Buffer[]>()
  for (let i = 0; i < 100; i++) {
    const hashes = leaves(1000)
    written.set(await append(hashes), hashes)
  }
  assert.deepEqual(await seal(db, LOG), { treeSize: 100_000, leafCount: 100_000 })
  const before = await sql<{ n: string }>`select count(*) as n from evidence_tile`.execute(db)
  const xid = await sql<{ xid: string }>`select max(xmin::text::bigint) as xid from evidence_tile`.execute(db)
  await append(leaves(5))
  await seal(db, LOG)
  const touched = await sql<{ n: string }>`
    select count(*) as n from evidence_tile where xmin::text::bigint > ${xid.rows[0]!.xid}::bigint`.execute(
    db,
  )
  assert.equal(before.rows[0]!.n, '394')
  assert.equal(touched.rows[0]!.n, '1')
  const leftOver = await sql<{ n: string }>`select count(leaves) as n from evidence_chunk`.execute(db)
  assert.equal(leftOver.rows[0]!.n, '0', 'sealed hashes are kept once, in the tiles')
})

test('O-04: more than one round of sealing can hold is sealed in several, under a head each', async () => {
  const sizes = [CHUNK_LEAVES_MAX, CHUNK_LEAVES_MAX, 10]
  const same = randomBytes(32)
  for (const size of sizes) await append(Array.from({ length: size }, () => same))
  assert.deepEqual(await seal(db, LOG), { treeSize: 131_082, leafCount: 131_082 })
  assert.equal((await readCheckpoint(db, 131_072))?.treeSize, 131_072)
})

test('O-04: whoever waited for another sealer seals what that one could not see', async () => {
  await append(leaves(1))
  const other = openDb({ url: database.url, connectionsMax: 1, log: quiet, name: 'other process' })
  let go = () => {}
  const mayGo = new Promise<void>((resolve) => {
    go = resolve
  })
  let held = () => {}
  const isHeld = new Promise<void>((resolve) => {
    held = resolve
  })
  const holder = other.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${0x5345414c})`.execute(trx)
    held()
    await mayGo
  })
  await isHeld
  const sealing = seal(db, LOG)
  await append(leaves(2)) // committed while the sealer waits
  go()
  await holder
  assert.deepEqual(await sealing, { treeSize: 3, leafCount: 3 })
  await other.destroy()
})

test('O-04: leaves that are no hashes, none at all or too many are refused', async () => {
  await assert.rejects(append([]), /1 to 65536/)
  await assert.rejects(append([randomBytes(31)]), /evidence leaf 0: 31 bytes/)
  await assert.rejects(append(new Array(CHUNK_LEAVES_MAX + 1).fill(randomBytes(32))), RangeError)
})

const TAMPERINGS = {
  'a leaf at the end changed': `update evidence_tile set hashes = set_byte(hashes, 0, get_byte(hashes, 0) # 1) where level = 0 and tile_index = 1`,
  'a leaf at the end removed': `delete from evidence_tile where level = 0 and tile_index = 1`,
  'the end cut off': `update evidence_tile set hashes = substring(hashes from 1 for 32) where level = 0 and tile_index = 1`,
  'the last head removed': `delete from evidence_checkpoint where tree_size = 300`,
  'the root changed': `update evidence_checkpoint set root_hash = decode(repeat('00', 32), 'hex')`,
  'the note changed': `update evidence_checkpoint set note = replace(note, 'post.example', 'past.example')`,
  'all heads removed': `delete from evidence_checkpoint`,
  'a position taken back': `update evidence_chunk set first_position = null, leaves = decode(repeat('00', 32 * leaf_count), 'hex')`,
  'a chunk removed': `delete from evidence_chunk`,
}
for (const [name, statement] of Object.entries(TAMPERINGS)) {
  test(`O-04: the database refuses to rewrite the log: ${name}`, async () => {
    await append(leaves(100))
    await seal(db, LOG)
    await append(leaves(200))
    await seal(db, LOG)
    await assert.rejects(
      sql.raw(statement).execute(db),
      /append-only: (update|delete) on evidence_\w+ refused/,
    )
    for (const table of ['evidence_chunk', 'evidence_tile', 'evidence_checkpoint']) {
      await assert.rejects(sql.raw(`truncate ${table}`).execute(db), /append-only/)
    }
  })
}

const SEEN_BY_SEALER = Object.entries(TAMPERINGS).filter(([name]) => !/chunk|position/.test(name))
for (const [name, statement] of SEEN_BY_SEALER) {
  test(`O-04: nothing is signed on top of a log that was rewritten past the triggers: ${name}`, async () => {
    await append(leaves(100))
    await seal(db, LOG)
    await append(leaves(200))
    await seal(db, LOG)
    for (const table of ['evidence_tile', 'evidence_checkpoint']) {
      await sql.raw(`alter table ${table} disable trigger append_only`).execute(db)
    }
    await sql.raw(statement).execute(db)
    await append(leaves(1))
    const before = await readCheckpoint(db)
    await assert.rejects(seal(db, LOG))
    assert.deepEqual(await readCheckpoint(db), before)
  })
}

test('O-04: another key or another name cannot go on with a log', async () => {
  await append(leaves(2))
  await seal(db, LOG)
  await assert.rejects(seal(db, { ...LOG, signer: newSigner() }), EvidenceLogDamaged)
  await assert.rejects(seal(db, { ...LOG, origin: 'other.example/log' }), EvidenceLogDamaged)
  assert.throws(() => signedCheckpoint({ ...LOG, origin: 'with space' }, 0, createHash('sha256').digest()))
})
