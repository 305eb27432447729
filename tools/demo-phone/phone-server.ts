/** An SMS gateway for the demo and for tests, on loopback: takes messages as docs/sms-gateway.md describes and shows them on a page. Some
 * numbers behave badly on purpose: …0001 is refused, …0002 is busy. Keeps the last few hundred in memory. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { escapeHtml } from '../demo-mailbox/mail-page.ts'

export type CaughtSms = { to: string; from: string; text: string; key: string; at: string }
export type DemoPhone = { url: string; messages(): readonly CaughtSms[]; close(): Promise<void> }

const KEPT = 300
const BODY_BYTES_MAX = 16 * 1024
const HOST = '127.0.0.1'
const OWN_HOSTS = /^(127\.0\.0\.1|localhost)(:\d+)?$/

type Said = { sender?: unknown; message?: unknown; userref?: unknown; recipients?: { msisdn?: unknown }[] }

export async function startDemoPhone(options: { port: number; token: string }): Promise<DemoPhone> {
  const messages: CaughtSms[] = []
  const right = `Basic ${Buffer.from(`${options.token}:`).toString('base64')}`
  const server = createServer(async (request, reply) => {
    const json = (status: number, body: unknown) =>
      void reply.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    reply.setHeader('cache-control', 'no-store')
    if (!OWN_HOSTS.test(request.headers.host ?? '')) return json(404, {})
    if (request.method === 'GET' && request.url === '/') {
      reply.setHeader('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
      return void reply
        .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
        .end(phonePage(messages))
    }
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

function phonePage(messages: readonly CaughtSms[]): string {
  const rows = messages
    .map(
      ({ to, text, at }) =>
        `<li><strong>${escapeHtml(to)}</strong><p>${escapeHtml(text)}</p><small>${escapeHtml(at)}</small></li>`,
    )
    .join('\n')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="refresh" content="5">
<meta name="viewport" content="width=device-width">
<title>Phones: ${messages.length} messages</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; color-scheme: light dark }
ul { padding: 0 } li { list-style: none; border-top: 1px solid; padding: .75rem 0 } p { margin: 0 }
</style>
</head>
<body>
<h1>Phones</h1>
<p>Every SMS since this was started, newest first. Nothing leaves this machine.</p>
${rows ? `<ul>${rows}</ul>` : '<p>No message yet.</p>'}
</body>
</html>
`
}
