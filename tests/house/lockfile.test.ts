import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { LOCKFILE, missingVariants } from '#tools/lockfile.ts'

test('package-lock.json is complete, so that npm ci accepts it', async () => {
  const lockfile = JSON.parse(await readFile(LOCKFILE, 'utf8'))
  assert.ok(Object.keys(lockfile.packages).length > 100)
  assert.deepEqual(missingVariants(lockfile), [], 'run `npm run lockfile`')

  delete lockfile.packages['node_modules/@biomejs/cli-darwin-arm64']
  assert.deepEqual(
    missingVariants(lockfile).map(({ path, entry }) => [path, entry.os, entry.cpu]),
    [['node_modules/@biomejs/cli-darwin-arm64', ['darwin'], ['arm64']]],
    'a missing variant is seen',
  )
})
