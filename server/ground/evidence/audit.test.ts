import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { sql } from 'kysely'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'
import { auditLog } from './audit.ts'
import { appendLeaves, seal } from './log.ts'
import { logOf } from './log-identity.ts'

async function houseWithLog(): Promise<OpenHouse> {
  const open = await openHouse()
  const { db } = open.house
  for (const count of [0, 3, 253, 1000, 70_000 - 1300, 44]) {
    for (let left = count; left > 0; left -= 20_000) {
      const leaves = Array.from({ length: Math.min(left, 20_000) }, () => randomBytes(32))
      await db.transaction().execute((trx) => appendLeaves(trx, leaves))
    }
    await seal(db, logOf(open.house))
  }
  await db.transaction().execute((trx) => appendLeaves(trx, [randomBytes(32), randomBytes(32)]))
  return open
}

const HARM: Record<string, [statement: string, fault: RegExp]> = {
  'a leaf deep inside': [
    `update evidence_tile set hashes = set_byte(hashes, 40, get_byte(hashes, 40) # 1) where level = 0 and tile_index = 7`,
    /The head of size 69956 is not the root/,
  ],
  'a tile of leaves removed': [
    `delete from evidence_tile where level = 0 and tile_index = 7`,
    /Leaves are missing: tile 0\/8/,
  ],
  'the last leaves removed': [
    `update evidence_tile set hashes = substring(hashes from 1 for 32) where level = 0 and tile_index = 273`,
    /size 69956 was signed, but only 69889 leaves are stored/,
  ],
  'an inner tile': [
    `update evidence_tile set hashes = set_byte(hashes, 40, get_byte(hashes, 40) # 1) where level = 1 and tile_index = 0`,
    /Tile 1\/0 is not made of the tiles below it/,
  ],
  'an inner tile removed': [`delete from evidence_tile where level = 2`, /Tile 2\/0 is missing/],
  'an old head': [
    `update evidence_checkpoint set root_hash = decode(repeat('00', 32), 'hex') where tree_size = 3`,
    /head of size 3 is not/,
  ],
  'an old signature': [
    `update evidence_checkpoint set note = (select note from evidence_checkpoint where tree_size = 256) where tree_size = 3`,
    /head of size 3 is not signed by/,
  ],
  'the newest head removed': [
    `delete from evidence_checkpoint where tree_size = 70000`,
    /70000 leaves are stored, but the newest head is of size 69956/,
  ],
  'a chunk removed': [
    `delete from evidence_chunk where first_position = 256`,
    /begins at position 1256, where 256 is due/,
  ],
  'a chunk placed twice': [
    `update evidence_chunk set first_position = 4 where first_position = 256`,
    /begins at position 4, where 256 is due|begins at position 4, where 3 is due/,
  ],
}

test('O-04: an audit reads the whole log and finds nothing wrong, then every single thing that is', async (t) => {
  const open = await houseWithLog()
  try {
    const { db } = open.house
    assert.deepEqual(await auditLog(db, logOf(open.house)), {
      leafCount: 70_000,
      headCount: 6,
      unsealedLeafCount: 2,
      faults: [],
    })
    for (const table of ['evidence_tile', 'evidence_checkpoint', 'evidence_chunk']) {
      await sql.raw(`alter table ${table} disable trigger append_only`).execute(db)
    }
    for (const [name, [statement, expected]] of Object.entries(HARM)) {
      await t.test(`O-04: the audit finds: ${name}`, async () => {
        const found = await harmed(open, statement)
        assert.match(found.join('\n'), expected)
      })
    }
    assert.deepEqual((await auditLog(db, logOf(open.house))).faults, [], 'all harm was undone')
  } finally {
    await open.close()
  }
})

/** Faults found while the statement is in force; undone afterwards from copies of the tables. */
async function harmed(open: OpenHouse, statement: string): Promise<readonly string[]> {
  const { db } = open.house
  const tables = ['evidence_tile', 'evidence_checkpoint', 'evidence_chunk']
  for (const table of tables) await sql.raw(`create table copy_of_${table} as table ${table}`).execute(db)
  try {
    const { numAffectedRows } = await sql.raw(statement).execute(db)
    assert.equal(numAffectedRows, 1n)
    return (await auditLog(db, logOf(open.house))).faults
  } finally {
    for (const table of tables) {
      await sql
        .raw(`delete from ${table}; insert into ${table} table copy_of_${table}; drop table copy_of_${table}`)
        .execute(db)
    }
  }
}
