/** An SMS gateway for the demo and for tests, on loopback: takes messages as docs/sms-gateway.md describes and shows them on a page. Some
 * numbers behave badly on purpose: …0001 is refused, …0002 is busy. Keeps the last few hundred in memory. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { escapeHtml, isOwnHost, showDemoPage } from '../demo/demo-page.ts'

export type CaughtSms = { to: string; from: string; text: string; key: string; at: string }
export type DemoPhone = { url: string; messages(): readonly CaughtSms[]; close(): Promise<void> }

const KEPT = 300
const BODY_BYTES_MAX = 16 * 1024
const HOST = '127.0.0.1'

type Said = { sender?: unknown; message?: unknown; userref?: unknown; recipients?: { msisdn?: unknown }[] }

export async function startDemoPhone(options: { port: number; token: string }): Promise<DemoPhone> {
  const messages: CaughtSms[] = []
  const right = `Basic ${Buffer.from(`${options.token}:`).toString('base64')}`
  const server = createServer(async (request, reply) => {
    const json = (status: number, body: unknown) =>
      void reply.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    reply.setHeader('cache-control', 'no-store')
    if (!isOwnHost(request)) return json(404, {})
    if (request.method === 'GET' && request.url === '/')
      return showDemoPage(reply, {
        title: 'SMS',
        lead: 'Every text message Brevhus has sent.',
        entries: messages.map(smsEntry),
        none: 'No message yet.',
      })
    if (request.method !== 'POST' || request.url !== '/rest/mtsms') return json(404, {})
    if (request.headers.authorization !== right) return json(401, {})
    let text = ''
    for await (const chunk of request) {
      text += chunk
      if (text.length > BODY_BYTES_MAX) return json(413, {})
    }
    let said: Said
    try {
      said = JSON.parse(text) as Said
    } catch {
      return json(400, {})
    }
    const to = String(said.recipients?.[0]?.msisdn ?? '')
    const { sender, message, userref } = said
    if (!/^[1-9]\d{6,14}$/.test(to) || typeof message !== 'string' || typeof userref !== 'string')
      return json(422, {})
    if (to.endsWith('0001')) return json(422, { code: 'no such number' })
    if (to.endsWith('0002')) return json(503, {})
    if (!messages.some(({ key }) => key === userref)) {
      messages.unshift({
        to: `+${to}`,
        from: String(sender),
        text: message,
        key: userref,
        at: new Date().toISOString(),
      })
      messages.length = Math.min(messages.length, KEPT)
    }
    return json(200, { ids: [messages.length] })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port, HOST, resolve)
  })
  return {
    url: `http://${HOST}:${(server.address() as AddressInfo).port}`,
    messages: () => messages,
    async close() {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

const smsEntry = ({ to, text, at }: CaughtSms): string =>
  `<h2>${escapeHtml(to)}</h2><p>${escapeHtml(text)}</p><small>${escapeHtml(at)}</small>`
