import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { newId } from '#ground/ids.ts'
import { openHouse } from '#tests/open-house.ts'
import { sealEvidence } from '#worker/seal-evidence.ts'

const TOOL = fileURLToPath(new URL('./evidence.ts', import.meta.url))

test('O-04 O-06: the operator has the whole log read and held against itself; a leaf that was exchanged is found', async (t) => {
  const open = await openHouse()
  t.after(() => open.close())
  const audit = (...args: string[]) => {
    const env = { ...process.env, DATABASE_URL: open.databaseUrl, DATA_DIR: open.folder }
    const { status, stdout, stderr } = spawnSync(process.execPath, [TOOL, ...args], { env, encoding: 'utf8' })
    return { status, said: stdout + stderr }
  }
  assert.equal(audit().status, 2)
  await sql`insert into evidence_chunk (chunk_id, leaf_count, leaves) values (${newId()}, 2, ${randomBytes(64)})`.execute(
    open.house.db,
  )
  await sealEvidence(open.house)
  const good = audit('audit')
  assert.deepEqual(
    [good.status, /2 leaves under \d signed heads, 0 not sealed/.test(good.said)],
    [0, true],
    good.said,
  )
  assert.match(good.said, /Nothing is wrong/)
  await sql`alter table evidence_tile disable trigger append_only`.execute(open.house.db)
  await sql`update evidence_tile set hashes = ${randomBytes(64)} where level = 0`.execute(open.house.db)
  const harmed = audit('audit')
  assert.equal(harmed.status, 1, harmed.said)
  assert.match(harmed.said, /Do not serve/)
})
