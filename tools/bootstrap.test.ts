import assert from 'node:assert/strict'
import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'

// A small repository of its own, with an npm that only does as if: the real one was tried from a fresh clone.
let root = ''
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'brevhus bootstrap '))
  await mkdir(join(root, 'tools'))
  await cp(new URL('./bootstrap.mjs', import.meta.url), join(root, 'tools/bootstrap.mjs'))
  await writeFile(
    join(root, 'entry.mjs'),
    'console.log("entry", process.argv.slice(2).join("|")); process.exit(7)',
  )
  // Its own, so that one that lies about in the folder for temporary files is not asked what npm.js is.
  await writeFile(join(root, 'package.json'), '{}')
  await lock('1.0.0')
  await npm(`
    fs.mkdirSync('node_modules/.bin', { recursive: true })
    fs.writeFileSync('node_modules/.package-lock.json', fs.readFileSync('package-lock.json'))
    fs.symlinkSync(${JSON.stringify(process.execPath)}, 'node_modules/.bin/node')`)
})
afterEach(() => rm(root, { recursive: true }))

const npm = (code: string) =>
  writeFile(
    join(root, 'npm.js'),
    `const fs = require('node:fs'); fs.writeFileSync('npm-called', process.argv.slice(2).join(' ')); ${code}`,
  )
const lock = (version: string) =>
  writeFile(
    join(root, 'package-lock.json'),
    JSON.stringify({
      packages: {
        '': { optionalDependencies: { elsewhere: '1.0.0' } },
        'node_modules/one': { version },
        'node_modules/elsewhere': { version: '1.0.0', optional: true, os: ['plan9'] },
      },
    }),
  )
const called = () => readFile(join(root, 'npm-called'), 'utf8').catch(() => undefined)
const environment = () => ({ ...process.env, npm_execpath: join(root, 'npm.js') })
const run = (...args: string[]): SpawnSyncReturns<string> =>
  spawnSync(process.execPath, [join(root, 'tools/bootstrap.mjs'), 'entry.mjs', ...args], {
    encoding: 'utf8',
    env: environment(),
  })

test('the first run installs, later ones do not, a changed lockfile installs again', async () => {
  const first = run('a b', '--fresh')
  assert.equal(first.status, 7, 'the exit code of the entry')
  assert.match(first.stdout, /Installing packages[\s\S]*Installed in \d+ s\.\nentry a b\|--fresh\n/)
  assert.match((await called()) ?? '', /^ci --ignore-scripts /)
  await rm(join(root, 'npm-called'))

  assert.equal(run().stdout, 'entry \n')
  assert.equal(await called(), undefined)

  await lock('1.0.1')
  await npm(`fs.writeFileSync('node_modules/.package-lock.json', fs.readFileSync('package-lock.json'))`)
  assert.match(run().stdout, /Installing packages/)
  assert.notEqual(await called(), undefined)
})

test('a failing npm: its words, what to do, and nothing is started', async () => {
  await npm(`console.error('planted: no network'); process.exit(1)`)
  const { status, stdout, stderr } = run()
  assert.equal(status, 1)
  assert.match(stderr, /planted: no network\nInstalling failed\..* check the network and free space/)
  assert.doesNotMatch(stdout, /entry/)
})

test('a linked node_modules is never installed into', async () => {
  await mkdir(join(root, 'elsewhere'))
  await symlink(join(root, 'elsewhere'), join(root, 'node_modules'))
  const { status, stderr } = run()
  assert.equal(status, 1)
  assert.match(stderr, /node_modules is a link/)
  assert.equal(await called(), undefined)
})

test('being told to end reaches the entry, which ends in its own way', async () => {
  run()
  await writeFile(
    join(root, 'entry.mjs'),
    `process.on('SIGTERM', () => { console.log('ended in order'); process.exit(3) }); setInterval(() => {}, 1000); console.log('up')`,
  )
  const child = spawn(process.execPath, [join(root, 'tools/bootstrap.mjs'), 'entry.mjs'], {
    env: environment(),
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text
    if (output === 'up\n') child.kill('SIGTERM')
  })
  const code = await new Promise((resolve) => child.on('close', resolve))
  assert.equal(output, 'up\nended in order\n')
  assert.equal(code, 3)
})

test('stopped while it installs, npm is gone with it, and the next run installs alone', async (t) => {
  await npm(
    `process.on('SIGINT', () => {}); process.on('SIGTERM', () => {}); fs.writeFileSync('npm-pid', String(process.pid)); setInterval(() => {}, 1000)`,
  )
  const child = spawn(process.execPath, [join(root, 'tools/bootstrap.mjs'), 'entry.mjs'], {
    env: environment(),
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text
  })
  const closed = new Promise((resolve) => child.on('close', resolve))
  let pid = ''
  while (pid === '') pid = await readFile(join(root, 'npm-pid'), 'utf8').catch(() => '')
  const end = () => process.kill(Number(pid), 'SIGKILL')
  t.after(() => assert.throws(end, { code: 'ESRCH' }))
  child.kill('SIGINT')
  assert.equal(await closed, 130)
  assert.match(output, /\nStopped\. The next start installs what is missing\.\n$/)
})
