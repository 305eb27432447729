import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { ConfigError } from '#ground/config.ts'
import { noteClosed, noteOpen, operatorSettings } from './operator-settings.ts'

test('O-06: an operator’s command works on the environment’s post office, else on the open demo, which it names, else it says what is missing', () => {
  const folder = mkdtempSync(join(tmpdir(), 'brevhus-open-'))
  const said: string[] = []
  const read = (env: Record<string, string>) =>
    operatorSettings({ DATA_DIR: folder, ...env }, (line) => said.push(line))
  try {
    assert.throws(() => read({}), ConfigError)
    const demo = {
      DATABASE_URL: 'postgresql://brevhus@/demo',
      DATA_DIR: folder,
      PORT: '9400',
      PUBLIC_URL: 'http://localhost:9400',
    }
    noteOpen(demo)
    assert.equal(statSync(join(folder, 'open.json')).mode & 0o077, 0)
    const { DATABASE_URL, PUBLIC_URL } = read({})
    assert.deepEqual([DATABASE_URL, PUBLIC_URL], [demo.DATABASE_URL, demo.PUBLIC_URL])
    assert.match(said.join(), new RegExp(`demo that is open in ${folder}`))
    assert.equal(read({ DATABASE_URL: 'postgresql://real/post' }).DATABASE_URL, 'postgresql://real/post')
    assert.equal(said.length, 1)
    noteClosed(folder)
    assert.throws(() => read({}), ConfigError)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
