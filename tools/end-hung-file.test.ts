import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'

const ENDS = new URL('./end-hung-file.ts', import.meta.url).href

test('a file that something keeps from ending fails by its name, and the run goes on and ends', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'brevhus-hung-'))
  try {
    const file = (name: string, code: string) => writeFileSync(join(folder, name), code)
    file('fine.test.mjs', `import { test } from 'node:test'\ntest('a good one', () => {})`)
    file(
      'kept.test.mjs',
      `import { test } from 'node:test'\nsetInterval(() => {}, 1000)\ntest('x', () => {})`,
    )
    file(
      'hooked.test.mjs',
      `import { after, test } from 'node:test'\nsetInterval(() => {}, 1000)
      after(() => new Promise(() => {}))\ntest('y', () => {})`,
    )
    const { NODE_TEST_CONTEXT: _, ...env } = process.env
    const files = ['fine', 'hooked', 'kept'].map((name) => `${name}.test.mjs`)
    const args = ['--test', '--test-reporter=tap', `--import=${ENDS}?seconds=3`, ...files]
    const run = spawn(process.execPath, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] })
    const said = await text(run.stdout)
    assert.equal(run.exitCode ?? (await new Promise((done) => run.once('exit', done))), 1)
    assert.match(said, /^ok .* a good one/m)
    for (const name of ['hooked', 'kept'])
      assert.match(said, new RegExp(`${name}\\.test\\.mjs has not ended in 3 s\\. What keeps it: .*Timeout`))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
