/** What an operator sees when a process cannot start: words that name the variable or the file, and nothing made or half done. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { openLocalKeyVault } from '#adapters/key-vault-local.ts'
import { isOutage } from '#ground/outage.ts'
import { freePort } from './free-port.ts'
import { type OpenHouse, openHouse } from './open-house.ts'
import { seedPerson } from './seed-people.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

let opened: OpenHouse
before(async () => {
  opened = await openHouse()
  await seedPerson(opened.house)
})
after(() => opened.close())

/** Ends by itself, or is told to once it serves. */
async function start(roles: string[], env: Record<string, string>) {
  const child = spawn(process.execPath, [join(ROOT, 'server/main.ts'), ...roles], {
    cwd: ROOT,
    env: {
      PATH: process.env.PATH,
      LOG_LEVEL: 'error',
      DATABASE_URL: opened.databaseUrl,
      DATA_DIR: opened.folder,
      PORT: String(await freePort()),
      ...env,
    },
  })
  let said = ''
  let ready = false
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (!/^ready/m.test(text)) return
    ready = true
    child.kill('SIGTERM')
  })
  const code = await new Promise((resolve) => child.on('close', resolve))
  return { code, said, ready }
}

/** One line or two for people: no stack, no code of ours. */
function isSaid({ code, said, ready }: Awaited<ReturnType<typeof start>>, words: RegExp) {
  assert.match(said, words)
  assert.doesNotMatch(said, /^ +at /m)
  assert.deepEqual({ code, ready }, { code: 2, ready: false })
}

suite('a process that cannot start', () => {
  test('O-05 S-08: without the key vault of its mailboxes nothing is served and nothing made', async () => {
    const elsewhere = join(opened.folder, 'unmounted')
    for (const role of ['http', 'files'])
      isSaid(
        await start([role], { DATA_DIR: elsewhere }),
        /There is no key vault at .*unmounted.*Nothing was made.*put the vault back/,
      )
    assert.equal(existsSync(elsewhere), false)
  })

  test('O-05: a vault of another post office is not taken for its own', async () => {
    const DATA_DIR = join(opened.folder, 'foreign')
    const keys = join(DATA_DIR, 'keys')
    openLocalKeyVault({ path: join(keys, 'vault.sqlite'), master: { file: join(keys, 'master') } }).close()
    isSaid(
      await start(['http'], { DATA_DIR }),
      /holds no key of the mailboxes in this database.*DATA_DIR and DATABASE_URL/,
    )
  })

  test('O-05: a wrong master key is said at start, not when the first letter is opened', async () => {
    const MASTER_KEYS = `1:${randomBytes(32).toString('base64')}`
    for (const role of ['http', 'files'])
      isSaid(
        await start([role], { MASTER_KEYS }),
        /The master key does not open the keys in the vault: MASTER_KEYS/,
      )
    isSaid(
      await start(['http'], { MASTER_KEYS: MASTER_KEYS.replace('1:', '7:') }),
      /master key version 1 is missing/,
    )
  })

  test('O-05: its own vault is taken, also where a key is gone for good', async () => {
    const { mailboxId } = await seedPerson(opened.house)
    await opened.house.vault.erase([mailboxId])
    const { code, ready, said } = await start(['http'], {})
    assert.deepEqual({ code, ready }, { code: 0, ready: true }, said)
  })

  test('O-06: a place it cannot listen at is named by its variables', async (t) => {
    isSaid(
      await start(['http'], { HOST: '192.0.2.1' }),
      /\(HOST, PORT\): that address is not one of this machine/,
    )
    const taken = createServer().listen(0, '127.0.0.1')
    t.after(() => taken.close())
    await new Promise((resolve) => taken.once('listening', resolve))
    const port = String((taken.address() as { port: number }).port)
    isSaid(
      await start(['http'], { OPERATIONS_PORT: port }),
      /\(OPERATIONS_HOST, OPERATIONS_PORT\): the port is taken/,
    )
    isSaid(await start(['letters'], { BOUNCE_PORT: port }), /\(BOUNCE_HOST, BOUNCE_PORT\): the port is taken/)
  })

  test('O-05 O-06: a key vault or key file that is not one is named with its path, by the thread of the files too', async () => {
    const keys = join(opened.folder, 'spoilt', 'keys')
    await mkdir(keys, { recursive: true })
    const DATA_DIR = join(opened.folder, 'spoilt')
    const vault = join(keys, 'vault.sqlite')
    await writeFile(vault, 'no database '.repeat(400))
    for (const role of ['http', 'files'])
      isSaid(await start([role], { DATA_DIR }), /key vault .*vault\.sqlite cannot be opened: file is not a d/)
    const whole = join(opened.folder, 'keys', 'master')
    await chmod(whole, 0o644)
    for (const role of ['http', 'files'])
      isSaid(await start([role], { MASTER_KEYS: 'file' }), /master key file .* others can read it/)
    await chmod(whole, 0o600)
    const signer = join(opened.folder, 'keys', 'signer.pem')
    const pem = await readFile(signer, 'utf8')
    await writeFile(signer, 'no key')
    isSaid(await start(['http'], {}), /signer\.pem: not an Ed25519 private key/)
    await writeFile(signer, pem)
    isSaid(await start(['http'], { SMS_URL: 'http://sms.example' }), /SMS_URL must be https/)
    isSaid(await start(['http'], { PRINT_URL: 'http://print.example' }), /PRINT_URL must be https/)
  })

  test('O-06: a fault of the program at start shows where it is, whatever kind of error it throws', async () => {
    for (const thrown of ['Error', 'RangeError', 'TypeError']) {
      const planted = `import crypto from 'node:crypto'; import { syncBuiltinESMExports } from 'node:module';
        crypto.createPublicKey = () => { throw new ${thrown}('planted fault') }; syncBuiltinESMExports()`
      const { code, said, ready } = await start(['http'], {
        NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(planted)}`,
      })
      assert.match(said, new RegExp(`${thrown}: planted fault`))
      assert.match(said, /^ +at .*signer-local\.ts:\d+/m)
      assert.deepEqual({ code, ready }, { code: 1, ready: false })
    }
  })

  test('O-06: files and folders that are not what a variable says are named', async () => {
    const file = join(opened.folder, 'a-file')
    await writeFile(file, 'no folder, no places')
    isSaid(
      await start(['http'], { DATA_DIR: file, MASTER_KEYS: 'file' }),
      /There is no key vault at .*a-file/,
    )
    isSaid(
      await start(['http'], { GEOIP_FILE: join(opened.folder, 'none') }),
      /GEOIP_FILE: .* cannot be read \(ENOENT\)/,
    )
    isSaid(await start(['http'], { GEOIP_FILE: file }), /GEOIP_FILE: .* is not of MaxMind’s format/)
    isSaid(
      await start(['http'], { PUBLIC_URL: 'http://post.example', EVIDENCE_ORIGIN: 'post.example/evidence' }),
      /PUBLIC_URL must be https/,
    )
  })
})

test('O-05 O-06: a key vault that is full, read-only, busy or away is an outage, and a fault of ours in it is not', () => {
  const sqlite = (errcode: number) => Object.assign(new Error('x'), { code: 'ERR_SQLITE_ERROR', errcode })
  for (const errcode of [5, 6, 8, 10, 13, 14, 778, 1544])
    assert.equal(isOutage(sqlite(errcode)), true, `${errcode}`)
  for (const errcode of [1, 19, 25]) assert.equal(isOutage(sqlite(errcode)), false, `${errcode}`)
})
