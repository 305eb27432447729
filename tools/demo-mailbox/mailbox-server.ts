/** A mail server for the demo and for tests: takes every e-mail, keeps the last few hundred in memory, shows them on a page.
 * Listens on loopback only. Some recipients behave badly on purpose, so that failures can be tried:
 * refuse…@ is refused for good (550), later…@ for now (451), silent…@ is never answered. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { isOwnHost, showDemoPage } from '../demo/demo-page.ts'
import type { CaughtMail } from './caught-mail.ts'
import { mailEntry } from './mail-entry.ts'

export type DemoMailbox = {
  smtpUrl: string
  webUrl: string
  mails(): readonly CaughtMail[]
  close(): Promise<void>
}

const MAILS_KEPT = 500
const MAIL_BYTES_MAX = 1024 * 1024
const HOST = '127.0.0.1'

export async function startDemoMailbox(ports: { smtp: number; web: number }): Promise<DemoMailbox> {
  const mails: CaughtMail[] = []
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: MAIL_BYTES_MAX,
    onRcptTo({ address }, _session, done) {
      if (address.startsWith('refuse')) return done(answer(550, 'No such mailbox'))
      if (address.startsWith('later')) return done(answer(451, 'Try again later'))
      if (address.startsWith('silent')) return undefined
      return done()
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', async () => {
        if (stream.sizeExceeded) return done(answer(552, 'Too large'))
        const raw = Buffer.concat(chunks)
        const mail = await simpleParser(raw, { skipHtmlToText: true, skipTextToHtml: true })
        mails.unshift({
          to: session.envelope.rcptTo.map(({ address }) => address),
          from: mail.from?.text ?? '',
          subject: mail.subject ?? '',
          text: mail.text ?? '',
          messageId: mail.messageId ?? '',
          at: new Date().toISOString(),
          headers: Object.fromEntries(
            mail.headerLines.map(({ key, line }) => [key, line.slice(line.indexOf(':') + 1).trim()]),
          ),
          raw: raw.toString('utf8'),
        })
        mails.length = Math.min(mails.length, MAILS_KEPT)
        done()
      })
    },
  })
  // A client that hangs up is no reason to end the demo.
  smtp.on('error', () => {})
  const web = createServer((request, reply) => {
    const found =
      isOwnHost(request) && request.method === 'GET' && ['/', '/mails.json'].includes(request.url ?? '')
    reply.setHeader('x-content-type-options', 'nosniff')
    reply.setHeader('cache-control', 'no-store')
    if (!found) return reply.writeHead(404, { 'content-type': 'text/plain' }).end('not found\n')
    if (request.url === '/')
      return showDemoPage(reply, {
        title: 'E-mail',
        lead: 'Every e-mail Brevhus has sent.',
        entries: mails.map(mailEntry),
        none: 'No e-mail yet.',
      })
    return reply.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(mails))
  })
  const [smtpPort, webPort] = await Promise.all([listen(smtp.server, ports.smtp), listen(web, ports.web)])
  return {
    smtpUrl: `smtp://${HOST}:${smtpPort}`,
    webUrl: `http://${HOST}:${webPort}`,
    mails: () => mails,
    async close() {
      web.closeAllConnections()
      await Promise.all([
        new Promise<void>((resolve) => web.close(() => resolve())),
        new Promise<void>((resolve) => smtp.close(() => resolve())),
      ])
    },
  }
}

const answer = (responseCode: number, text: string) => Object.assign(new Error(text), { responseCode })

type Listening = {
  listen(port: number, host: string): unknown
  once(event: 'listening' | 'error', then: (error: Error) => void): unknown
  address(): AddressInfo | string | null
}

function listen(server: Listening, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.once('listening', () => resolve((server.address() as AddressInfo).port))
    server.listen(port, HOST)
  })
}
