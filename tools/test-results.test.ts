import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { TestEvent } from 'node:test/reporters'
import slowestFiles from './slowest-files.ts'
import type { TestResult } from './test-results.ts'

test('the results of a run: suites lend their names, and nothing skipped or unwritten is lost', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'brevhus-results-'))
  const file = join(folder, 'planted.test.mjs')
  await writeFile(
    file,
    `import { describe, test } from 'node:test'
    describe('S-01: suite', () => { test('inner', () => {}); test('bad', () => { throw new Error('planted') }) })
    test('skipped', { skip: true }, () => {})
    test('unwritten', { todo: true }, () => {})
    describe('skipped suite', { skip: true }, () => { test('never', () => {}) })`,
  )
  const reporter = `--test-reporter=${new URL('./test-results.ts', import.meta.url)}`
  const { NODE_TEST_CONTEXT: _, ...env } = process.env // or node would think that this is the same run
  const { stdout } = spawnSync(process.execPath, ['--test', reporter, file], { env, encoding: 'utf8' })
  await rm(folder, { recursive: true })
  const results = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as TestResult)
  assert.deepEqual(
    results.map(({ name, within, ok, skipped, todo }) => [name, within.join(), ok, skipped, todo]),
    [
      ['inner', 'S-01: suite', true, false, false],
      ['bad', 'S-01: suite', false, false, false],
      ['skipped', '', true, true, false],
      ['unwritten', '', true, false, true],
      ['skipped suite', '', true, true, false],
    ],
  )
  const said = results.filter(({ error }) => error).map(({ name, error }) => [name, error!.split('\n')[0]])
  assert.deepEqual(said, [['bad', 'Error: planted']])
})

test('the slowest files of a run come first', async () => {
  const ended = (file: string | undefined, duration_ms: number) => ({
    type: 'test:summary',
    data: { file, duration_ms },
  })
  async function* events() {
    yield ended('quick.test.ts', 400)
    yield { type: 'test:pass', data: { file: 'quick.test.ts' } }
    yield ended('slow.test.ts', 20_060)
    yield ended(undefined, 20_500)
  }
  let said = ''
  for await (const line of slowestFiles(events() as AsyncIterable<TestEvent>)) said += line
  assert.equal(said, '\nThe slowest files, in seconds:\n    20.1  slow.test.ts\n     0.4  quick.test.ts\n')
})
