import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type TestContext, test } from 'node:test'
import { holdFolder } from './hold-folder.ts'

async function folderOf(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'brevhus-hold-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  return folder
}

test('O-06: a folder is held by one process, by whatever name it is called, until that process is gone', async (t) => {
  const folder = await folderOf(t)
  const alias = `${folder}-alias`
  await symlink(folder, alias)
  t.after(() => rm(alias))
  const program = `import { holdFolder } from './tools/demo/hold-folder.ts'
    console.log(await holdFolder(process.argv[1])); setInterval(() => {}, 1000)`
  const holder = spawn(process.execPath, ['--input-type=module-typescript', '-e', program, alias])
  t.after(() => holder.kill('SIGKILL'))
  const [said] = (await once(holder.stdout, 'data')) as [Buffer]
  assert.equal(said.toString().trim(), 'true')
  assert.equal(await holdFolder(folder), false)
  holder.kill('SIGKILL')
  await once(holder, 'exit')
  assert.equal(await holdFolder(folder), true)
})

test('O-06: --fresh takes nothing from under a post office that is open, whatever port the second one is given', async (t) => {
  const folder = await folderOf(t)
  await writeFile(join(folder, 'demo.json'), '{"people":100}')
  assert.equal(await holdFolder(folder), true)
  const second = spawnSync(process.execPath, [resolve('tools/start.ts'), '--fresh', '--yes'], {
    env: { ...process.env, DATA_DIR: folder, PORT: '58231', DATABASE_URL: undefined },
    encoding: 'utf8',
  })
  assert.equal(second.status, 1, second.stderr)
  assert.match(second.stderr, /is open in .* Close that one/)
  assert.equal(await readFile(join(folder, 'demo.json'), 'utf8'), '{"people":100}')
})
