/** A push service for trying and testing: browsers' addresses, what was sent to them, and its own judgement of every request. It opens
 * messages as a browser does, with a library of somebody else's, and checks the signature (VAPID) with another. */
import { createECDH, type ECDH, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { importJWK, jwtVerify } from 'jose'
import { escapeHtml, isOwnHost, showDemoPage } from '../demo/demo-page.ts'

const { decrypt } = createRequire(import.meta.url)('http_ece') as {
  decrypt(body: Buffer, keys: { version: 'aes128gcm'; privateKey: ECDH; authSecret: Buffer }): Buffer
}

/** As a browser hands it to a page: `PushSubscription.toJSON()`. */
export type DemoSubscription = { endpoint: string; keys: { p256dh: string; auth: string } }
export type Pushed = {
  subscription: string
  at: string
  text: string
  ttlSeconds: number
  bytes: number
  contact: string
}

export type DemoPush = {
  readonly url: string
  close(): Promise<void>
}

const BODY_BYTES_MAX = 4096
const KEPT = 300

type KeptBrowser = { id: string; privateKey: string; authSecret: string }

/**
 * POST /subscribe → DemoSubscription. POST /push/:id takes a message; 404 for an address nobody has, 410 for one that was given up
 * (DELETE /push/:id), 401 and 400 for a request that a real service would refuse. GET /pushed → Pushed[]; GET / shows them to people.
 * @param options.file keeps the browsers' keys, so that what was subscribed before a restart is still reached
 */
export async function startDemoPush(options: { port: number; file?: string }): Promise<DemoPush> {
  const { file } = options
  const browsers = new Map<string, { keys: ECDH; authSecret: Buffer; gone: boolean }>()
  if (file && existsSync(file))
    for (const { id, privateKey, authSecret } of JSON.parse(readFileSync(file, 'utf8')) as KeptBrowser[]) {
      const keys = createECDH('prime256v1')
      keys.setPrivateKey(privateKey, 'base64url')
      browsers.set(id, { keys, authSecret: Buffer.from(authSecret, 'base64url'), gone: false })
    }
  const keep = () => {
    if (!file) return
    const kept: KeptBrowser[] = [...browsers]
      .filter(([, { gone }]) => !gone)
      .map(([id, { keys, authSecret }]) => ({
        id,
        privateKey: keys.getPrivateKey('base64url'),
        authSecret: authSecret.toString('base64url'),
      }))
    writeFileSync(file, JSON.stringify(kept), { mode: 0o600 })
  }
  const pushed: Pushed[] = []
  let url = ''

  async function take(request: IncomingMessage, id: string): Promise<number> {
    const browser = browsers.get(id)
    if (!browser) return 404
    if (browser.gone) return 410
    const [, token, key] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(request.headers.authorization ?? '') ?? []
    if (!token || !key) return 401
    const point = Buffer.from(key, 'base64url')
    const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'))
    let contact: string
    try {
      const publicKey = await importJWK({ kty: 'EC', crv: 'P-256', x: x!, y: y! }, 'ES256')
      const { payload } = await jwtVerify(token, publicKey, { audience: url })
      if (!payload.exp || payload.exp - Date.now() / 1000 > 24 * 3600 || !payload.sub) return 401
      contact = payload.sub
    } catch {
      return 401
    }
    if (request.headers['content-encoding'] !== 'aes128gcm' || !/^\d+$/.test(String(request.headers.ttl)))
      return 400
    const body = await bodyOf(request)
    if (body.length > BODY_BYTES_MAX) return 413
    try {
      const opened = decrypt(body, {
        version: 'aes128gcm',
        privateKey: browser.keys,
        authSecret: browser.authSecret,
      })
      pushed.splice(0, Math.max(0, pushed.length - KEPT))
      pushed.push({
        subscription: id,
        at: new Date().toISOString(),
        text: opened.toString('utf8'),
        ttlSeconds: Number(request.headers.ttl),
        bytes: body.length,
        contact,
      })
    } catch {
      return 400
    }
    return 201
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, room, id = ''] = (request.url ?? '').split('/')
    const say = (status: number, body: unknown = {}) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    if (!isOwnHost(request)) return void say(404)
    if (request.method === 'POST' && room === 'subscribe') {
      const keys = createECDH('prime256v1')
      keys.generateKeys()
      const [name, authSecret] = [randomBytes(16).toString('base64url'), randomBytes(16)]
      browsers.set(name, { keys, authSecret, gone: false })
      keep()
      const p256dh = keys.getPublicKey().toString('base64url')
      return void say(201, {
        endpoint: `${url}/push/${name}`,
        keys: { p256dh, auth: authSecret.toString('base64url') },
      } satisfies DemoSubscription)
    }
    if (request.method === 'POST' && room === 'push') return void say(await take(request, id))
    if (request.method === 'DELETE' && room === 'push' && browsers.has(id)) {
      browsers.get(id)!.gone = true
      keep()
      return void say(200)
    }
    if (request.method === 'GET' && room === 'pushed') return void say(200, pushed)
    if (request.method === 'GET' && room === '')
      return showDemoPage(response, {
        title: 'Push notices',
        lead: 'What the phones and browsers of the demo people were shown.',
        entries: pushed.toReversed().map(noticeEntry),
        none: 'No notice yet.',
      })
    say(404)
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.writeHead(500).end())
  })
  await new Promise<void>((ready, fail) => {
    server.once('error', fail).listen(options.port, '127.0.0.1', ready)
  })
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    close: () => {
      server.closeAllConnections()
      return new Promise((closed) => server.close(() => closed()))
    },
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of request) {
    bytes += (part as Buffer).length
    if (bytes <= BODY_BYTES_MAX + 1) parts.push(part as Buffer)
  }
  return Buffer.concat(parts)
}

/** A notice as a phone's lock screen shows it: the title and the words, and nothing else is in it. */
function noticeEntry({ text, at }: Pushed): string {
  const { title = '', body = text } = wordsIn(text)
  return `<h2>${escapeHtml(title)}</h2><p>${escapeHtml(body)}</p><small>${escapeHtml(at)}</small>`
}

function wordsIn(text: string): { title?: string; body?: string } {
  try {
    return JSON.parse(text) as { title?: string; body?: string }
  } catch {
    return {}
  }
}
