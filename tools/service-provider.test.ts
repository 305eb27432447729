import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { findServiceProvider } from '#identity/provider/service-provider.store.ts'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'

const TOOL = fileURLToPath(new URL('./service-provider.ts', import.meta.url))
let open: OpenHouse
before(async () => {
  open = await openHouse()
})
after(() => open.close())

function tool(publicUrl: string, ...args: string[]) {
  const env = {
    ...process.env,
    DATABASE_URL: open.databaseUrl,
    DATA_DIR: open.folder,
    PUBLIC_URL: publicUrl,
    EVIDENCE_ORIGIN: 'post.example/evidence',
  }
  const { status, stdout, stderr } = spawnSync(process.execPath, [TOOL, ...args], { env, encoding: 'utf8' })
  return { status, said: stdout + stderr }
}

const order = (...more: string[]) => [
  'register',
  ...['--name-da', 'Skattestyrelsen', '--name-nb', 'Skatteetaten', '--name-en', 'Tax Agency'],
  ...['--country', 'dk', '--number', '12345678', '--redirect', 'https://skat.example/back'],
  ...['--public', 'yes'],
  ...more,
]

test('I-08: an operator registers a service provider by its public key, lists it, and suspends it', async () => {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const key = join(open.folder, 'public.pem')
  writeFileSync(key, publicKey.export({ type: 'spki', format: 'pem' }))
  const { status, said } = tool('https://post.example', ...order('--key', key, '--high-risk'))
  assert.equal(status, 0, said)
  const [, clientId = ''] = /client id {3}(\S+)/.exec(said) ?? []
  const row = (await findServiceProvider(open.house.db, clientId))!
  assert.deepEqual([row.profile, row.sector, row.numberGround], ['fapi2', 'skat.example', null])
  assert.match(tool('https://post.example', 'list').said, new RegExp(`${clientId}.*open.*Tax Agency`))
  assert.equal(tool('https://post.example', 'suspend', clientId).status, 0)
  assert.ok((await findServiceProvider(open.house.db, clientId))!.suspendedAt)
})

test('I-08: a secret is told once and kept as a hash; high risk can have none', async () => {
  const { said } = tool('https://post.example', ...order('--secret', 'header'))
  const [, clientId = '', secret = ''] = /client id {3}(\S+)\n {2}secret {6}(\S+)/.exec(said) ?? []
  const row = (await findServiceProvider(open.house.db, clientId))!
  assert.equal(secret.length, 43)
  assert.ok(!JSON.stringify(row).includes(secret))
  const high = tool('https://post.example', ...order('--secret', 'header', '--high-risk'))
  assert.equal(high.status, 1)
  assert.match(high.said, /FAPI 2\.0 knows no secrets/)
})

test('I-08: addresses into private networks, without https or of the post office itself are refused', () => {
  for (const address of [
    'http://skat.example/keys',
    'https://127.0.0.1/keys',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]/keys',
    'https://localhost/keys',
    'https://10.0.0.8/keys',
    'https://user:word@skat.example/keys',
    ['file:', '', '', ...'etc/passwd'.split('/')].join('/'),
  ]) {
    const { status, said } = tool('https://post.example', ...order('--keys-at', address))
    assert.equal(status, 1, `${address}: ${said}`)
    assert.match(said, /jwksUri/)
  }
  const wild = tool(
    'https://post.example',
    ...order('--secret', 'body', '--redirect', 'https://other.example/back'),
  )
  assert.match(wild.said, /All must be on one host/)
})
