import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { isPushEndpoint } from '#rules/push-endpoint.ts'
import type { DemoSubscription, Pushed } from '#tools/demo-push/push-server.ts'
import { encrypt, openHttpPush, PADDED_BYTES } from './push-http.ts'

let folder: string
let service: ReturnType<typeof spawn>
let url: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'brevhus-push-'))
  const script = fileURLToPath(new URL('../../tools/demo-push/serve.ts', import.meta.url))
  service = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await once(service.stdout!, 'data')
  url = /ready (\S+)/.exec(String(line))![1]!
})
after(async () => {
  service?.kill()
  await rm(folder, { recursive: true, force: true })
})

const subscribe = async () => {
  const { endpoint, keys } = (await (
    await fetch(`${url}/subscribe`, { method: 'POST' })
  ).json()) as DemoSubscription
  return {
    endpoint,
    publicKey: Buffer.from(keys.p256dh, 'base64url'),
    authSecret: Buffer.from(keys.auth, 'base64url'),
  }
}
const pushed = async () => (await (await fetch(`${url}/pushed`)).json()) as Pushed[]
const open = (services = [url], more = {}) =>
  openHttpPush({
    dataDir: folder,
    mayCall: (endpoint) => isPushEndpoint(endpoint, services),
    contact: 'mailto:post@brevhus.example',
    ...more,
  })

test('T-01: the example of RFC 8291 section 5, byte for byte', () => {
  const from = (text: string) => Buffer.from(text, 'base64url')
  const sealed = encrypt(
    {
      publicKey: from(
        'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
      ),
      authSecret: from('BTBZMqHH6r4Tts7J_aSIgg'),
    },
    Buffer.from('When I grow up, I want to be a watermelon'),
    {
      salt: from('DGv6ra1nlYgDCS1FRnbzlw'),
      privateKey: from('yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw'),
      paddedBytes: 0,
    },
  )
  assert.equal(
    sealed.toString('base64url'),
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
  )
})

test('T-01: a message arrives at the one browser, signed by this post office, opened by a library of somebody else’s', async () => {
  const browser = await subscribe()
  await open().send(browser, { text: '{"title":"Nyt brev æøå"}', ttlSeconds: 3600 })
  await open().send(await subscribe(), { text: 'x', ttlSeconds: 60 })
  const [one, other] = await pushed()
  assert.deepEqual(
    [one!.text, one!.ttlSeconds, one!.contact],
    ['{"title":"Nyt brev æøå"}', 3600, 'mailto:post@brevhus.example'],
  )
  assert.equal(one!.bytes, other!.bytes, 'the length of a message says nothing of it')
  assert.ok(one!.bytes > PADDED_BYTES)
  assert.equal(await open().publicKey(), await open().publicKey(), 'the same key in every process')
})

test('T-01: gone for good is told from not now; an address off the list is never called, nor one it leads to', async () => {
  const browser = await subscribe()
  await fetch(browser.endpoint, { method: 'DELETE' })
  const message = { text: 'x', ttlSeconds: 60 }
  await assert.rejects(open().send(browser, message), { name: 'PushGone', message: 'HTTP 410' })
  await assert.rejects(open().send({ ...browser, endpoint: `${url}/push/nobody` }, message), {
    name: 'PushGone',
  })
  let called = 0
  const inner = createServer((_request, response) => {
    called++
    response.writeHead(201).end()
  })
  await new Promise<void>((ready) => inner.listen(0, '127.0.0.1', ready))
  const secret = `http://127.0.0.1:${(inner.address() as AddressInfo).port}`
  const leading = createServer((_request, response) =>
    response.writeHead(307, { location: `${secret}/x` }).end(),
  )
  await new Promise<void>((ready) => leading.listen(0, '127.0.0.1', ready))
  const listed = `http://127.0.0.1:${(leading.address() as AddressInfo).port}`
  await assert.rejects(open().send({ ...browser, endpoint: `${secret}/push/1` }, message), {
    name: 'PushGone',
  })
  await assert.rejects(open([listed]).send({ ...browser, endpoint: `${listed}/push/1` }, message), {
    name: 'PushUnavailable',
  })
  assert.equal(called, 0)
  inner.close()
  leading.close()
  const away = 'http://127.0.0.1:9'
  await assert.rejects(open([away]).send({ ...browser, endpoint: `${away}/x` }, message), {
    name: 'PushUnavailable',
  })
  assert.ok(open().takes(browser.endpoint) && !open().takes('https://evil.example/x'))
})
