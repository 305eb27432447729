import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { generateTypes, TYPES_FILE } from '#tools/types.ts'

test('server/ground/db-types.ts is what the migrations make', async () => {
  const fresh = await generateTypes()
  assert.match(fresh, /export interface DB \{/)
  assert.equal(
    await readFile(TYPES_FILE, 'utf8'),
    fresh,
    'run `npm run types` after changing migrations, and commit the result',
  )
})
