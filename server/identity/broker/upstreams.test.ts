import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, test } from 'node:test'
import { systemClock } from '#ground/clock.ts'
import { DISCOVERY, UPSTREAM_LIMITS } from '#rules/upstream.ts'
import { freshDatabase } from '#tests/database.ts'
import { openElectronicIds, type SimulatedIds } from '#tests/e-id.ts'
import { ForeignAddress, guardedFetch, UpstreamSilent } from './guarded-fetch.ts'
import { UpstreamRefusal } from './relying-party.ts'
import { openUpstreams } from './upstreams.ts'

const PUBLIC_URL = 'http://localhost:8080'
let ids: SimulatedIds
let folder: string
/** Somewhere an upstream has no business to send us; notes every request. */
let elsewhere: Server
let address: string
const asked: string[] = []
before(async () => {
  ids = await openElectronicIds({ publicUrl: PUBLIC_URL })
  folder = await mkdtemp(join(tmpdir(), 'brevhus-upstreams-'))
  elsewhere = createServer((request, response) => {
    asked.push(String(request.url))
    if (request.url === '/moved')
      return response.writeHead(302, { location: `${ids.origin}/idporten/jwks` }).end()
    if (request.url === '/silent') return
    if (request.url === '/endless') {
      response.writeHead(200)
      const pour = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536, 32)));
        response.once('drain', pour)
      }
      return pour()
    }
    return response.end('{}')
  })
  await new Promise<void>((done) => elsewhere.listen(0, '127.0.0.1', done))
  address = `http://localhost:${(elsewhere.address() as AddressInfo).port}`
})
after(async () => {
  elsewhere?.closeAllConnections()
  await new Promise((done) => elsewhere?.close(done))
  await ids?.close()
  await rm(folder, { recursive: true, force: true })
})
afterEach(() => {
  ids.bend({})
  asked.length = 0
})

const open = (list = ids.env.UPSTREAMS, clock = systemClock) =>
  openUpstreams({ UPSTREAMS: list, PUBLIC_URL }, clock)
const request = (upstreams = open(), id = 'idporten') =>
  upstreams.get(id)!.relyingParty.requestUrl({
    response_type: 'code',
    scope: 'openid',
    redirect_uri: `${PUBLIC_URL}/sign-in/with/${id}/return`,
    state: 's'.repeat(43),
    nonce: 'n'.repeat(43),
    code_challenge: 'c'.repeat(43),
    code_challenge_method: 'S256',
  })
const refusedAs = (fault: string) => (error: unknown) =>
  error instanceof UpstreamRefusal && error.fault === fault

const ENDPOINTS = [
  'authorization_endpoint',
  'token_endpoint',
  'jwks_uri',
  'userinfo_endpoint',
  'pushed_authorization_request_endpoint',
]
for (const name of ENDPOINTS)
  test(`I-09 SSRF: ${name} outside the table's origins is never asked, and no browser is sent there`, async () => {
    for (const place of [
      `${address}/jwks`,
      'http://169.254.169.254/latest/meta-data/',
      `${ids.origin.replace('localhost', '127.0.0.1')}/idporten/jwks`,
      `${ids.origin.replace('http:', 'https:')}/idporten/jwks`,
      `${ids.origin.replace('//', '//user:pw@')}/idporten/jwks`,
      ['file:', '', '', 'etc', 'passwd'].join('/'),
      'javascript:alert(1)',
    ]) {
      ids.bend({ metadata: (document) => ({ ...document, [name]: place }) })
      await assert.rejects(request(), refusedAs('not-genuine'), place)
    }
    assert.deepEqual(asked, [])
  })

test('I-09: metadata in the name of another issuer, or without its endpoints', async () => {
  ids.bend({ metadata: (document) => ({ ...document, issuer: `${ids.origin}/bankid-no` }) })
  await assert.rejects(request(), refusedAs('not-genuine'))
  for (const name of ['authorization_endpoint', 'token_endpoint', 'jwks_uri']) {
    ids.bend({ metadata: ({ [name]: _gone, ...document }) => document })
    await assert.rejects(request(), refusedAs('not-genuine'), name)
  }
})

test('I-09 SSRF: the one way out asks allowed origins, follows nothing, and has an end', async () => {
  const within = (answerSeconds: number) =>
    guardedFetch(new Set([address]), { answerSeconds, answerBytesMax: 100_000 })
  const [ask, askHastily] = [within(60), within(1)]
  const get = { method: 'GET', headers: {}, body: undefined } as unknown as Parameters<typeof ask>[1]
  assert.equal(await (await ask(`${address}/plain`, get)).text(), '{}')
  const moved = await ask(`${address}/moved`, get)
  assert.equal(moved.status, 302)
  assert.deepEqual(asked, ['/plain', '/moved'])
  assert.equal(ids.asked.includes('/idporten/jwks'), false)
  await assert.rejects(askHastily(`${address}/silent`, get), UpstreamSilent)
  await assert.rejects(ask(`${address}/endless`, get), UpstreamSilent)
  for (const foreign of [ids.origin, address.replace('localhost', '127.0.0.1'), 'not an address', 'data:,x'])
    await assert.rejects(ask(foreign, get), ForeignAddress)
})

test('I-09: an upstream that never answers is given up after eight seconds, and tried again after five', async () => {
  ids.bend({ stall: () => new Promise(() => {}) })
  let now = Date.now()
  const upstreams = open(ids.env.UPSTREAMS, () => new Date(now))
  const before = performance.now()
  await assert.rejects(request(upstreams), refusedAs('unavailable'))
  const waited = (performance.now() - before) / 1000
  const { answerSeconds } = UPSTREAM_LIMITS
  assert.ok(waited > answerSeconds - 1 && waited < answerSeconds + 30, `${waited} s`)
  ids.bend({})
  // The next visitors do not wait for it again; then it is asked anew.
  ids.asked.length = 0
  now += DISCOVERY.retrySeconds * 1000 - 1
  await assert.rejects(request(upstreams), refusedAs('unavailable'))
  assert.deepEqual(ids.asked, [])
  now += 1
  assert.match((await request(upstreams)).href, /request_uri/)
})

test('I-09: metadata is read once an hour; while it can not be read, what was known serves', async () => {
  let now = Date.now()
  const upstreams = open(ids.env.UPSTREAMS, () => new Date(now))
  const reads = () => ids.asked.filter((path) => path.endsWith('openid-configuration')).length
  ids.asked.length = 0
  await Promise.all([request(upstreams, 'bankid-no'), request(upstreams, 'bankid-no')])
  assert.equal(reads(), 1, 'two visitors at once are one question')
  now += DISCOVERY.goodMinutes * 60_000 - 1
  await request(upstreams, 'bankid-no')
  assert.equal(reads(), 1)
  now += 1
  ids.bend({ stall: async (path) => (path.endsWith('openid-configuration') ? 503 : null) })
  assert.match((await request(upstreams, 'bankid-no')).href, /bankid-no\/authorize/)
  await settled(() => reads() === 2)
  ids.bend({ metadata: (document) => ({ ...document, token_endpoint: 'http://169.254.169.254/' }) })
  // Asked, and its failure written down, are two moments: the time until the next try counts from the second.
  const askedLater = async () => {
    now += DISCOVERY.retrySeconds * 1000
    return request(upstreams, 'bankid-no')
  }
  await settled(async () => {
    assert.match((await askedLater()).href, /bankid-no\/authorize/)
    return reads() >= 3
  })
  ids.bend({
    metadata: (document) => ({ ...document, authorization_endpoint: `${ids.origin}/bankid-no/moved` }),
  })
  await settled(async () => (await askedLater()).pathname === '/bankid-no/moved')
})

async function settled(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 3000; tries++) {
    if (await isSo()) return
    await new Promise((done) => setTimeout(done, 20))
  }
  assert.fail('it did not come to be')
}

test('I-09: an upstream that is down, or says so, is unavailable; the others are not', async () => {
  const list = JSON.parse(ids.env.UPSTREAMS) as { issuer: string }[]
  list[0]!.issuer = 'http://localhost:9/idporten'
  const upstreams = open(JSON.stringify(list))
  await assert.rejects(request(upstreams), refusedAs('unavailable'))
  assert.match((await request(upstreams, 'bankid-no')).href, /bankid-no\/authorize\?/)
  ids.bend({ stall: async (path) => (path.endsWith('/par') ? 503 : null) })
  await assert.rejects(request(), refusedAs('unavailable'))
})

test('I-09 O-06: secrets that can not be used are all named at start, and none is repeated', async () => {
  const [weak, short, plain] = [join(folder, 'weak.pem'), join(folder, 'short'), join(folder, 'plain.pem')]
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 })
  await writeFile(weak, privateKey.export({ type: 'pkcs8', format: 'pem' }))
  await writeFile(short, 'p4ssword')
  await writeFile(plain, 'p4ssword p4ssword p4ssword')
  const list = JSON.parse(ids.env.UPSTREAMS) as { secretFile: string }[]
  for (const [i, file] of [weak, short, join(folder, 'missing'), plain].entries()) list[i]!.secretFile = file
  assert.throws(
    () => open(JSON.stringify(list)),
    (error: Error) => {
      assert.equal(error.name, 'ConfigError')
      assert.match(error.message, /secretFile of idporten must hold an RSA key of at least 2048 bits/)
      assert.match(error.message, /secretFile of bankid-no must hold at least 16 characters/)
      assert.match(error.message, /secretFile of mitid-signicat can not be read/)
      assert.match(error.message, /secretFile of mitid-signaturgruppen must hold a private key in PEM/)
      assert.doesNotMatch(error.message, /p4ssword|PRIVATE KEY/)
      return true
    },
  )
})

test('I-09 O-06: the program does not start with a secret that can not be read, and says which', async () => {
  const database = await freshDatabase()
  try {
    const [first] = JSON.parse(ids.env.UPSTREAMS) as object[]
    const env = {
      ...process.env,
      DATABASE_URL: database.url,
      DATA_DIR: folder,
      PORT: '18080',
      OPERATIONS_PORT: '0',
      PUBLIC_URL,
      UPSTREAMS: JSON.stringify([{ ...first, secretFile: join(folder, 'missing') }]),
    }
    const child = spawn(process.execPath, ['server/main.ts', 'http'], { env })
    let said = ''
    child.stderr.on('data', (data: Buffer) => {
      said += data
    })
    const [code] = await once(child, 'close')
    assert.equal(code, 2, said)
    assert.match(said, /UPSTREAMS: secretFile of idporten can not be read\./)
    assert.doesNotMatch(said, /\n\s+at /)
  } finally {
    await database.drop()
  }
})

test('I-09: an upstream is asked by the origins of the table: ID-porten has two, BankID one', () => {
  const setting = (profile: string, issuer: string) => {
    const [first] = JSON.parse(ids.env.UPSTREAMS) as { secretFile: string }[]
    const { secretFile } = first!
    return { profile, issuer, clientId: 'x', authentication: 'private_key_jwt', secretFile }
  }
  const list = [
    setting('idporten', 'https://test.idporten.no'),
    setting('bankid-no', 'https://auth.bankid.no/auth/realms/prod'),
    setting('mitid-signicat', 'https://post.signicat.com/auth/open'),
  ]
  const upstreams = open(JSON.stringify(list))
  assert.deepEqual(
    [...upstreams.values()].map(({ origins }) => [...origins]),
    [
      ['https://test.idporten.no', 'https://login.test.idporten.no'],
      ['https://auth.bankid.no'],
      ['https://post.signicat.com'],
    ],
  )
})
