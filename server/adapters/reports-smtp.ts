/** Takes in reports of mail that did not arrive, by SMTP: from the mail server of the domain, which hands on `bounce+*`. It relays nothing,
 * knows no other address, and keeps nothing but what a report says. */
import { SMTPServer } from 'smtp-server'
import type { Logger } from '#ground/log.ts'

export type ReportServerOptions = {
  host: string
  /** 0: any free one. */
  port: number
  domain: string
  log: Logger
  take: (report: { tag: string; raw: Buffer }) => Promise<void>
}

/** A report quotes the headers of the mail, or all of it; ours are a few kilobytes. */
const REPORT_BYTES_MAX = 512 * 1024
const CLIENTS_MAX = 20
const TIMEOUT_MS = 30_000
const TAG = /^bounce\+([0-9a-f]{24})$/

export async function openReportServer(
  options: ReportServerOptions,
): Promise<{ port: number; stop(): Promise<void> }> {
  const tagOf = (address: string): string | undefined => {
    const at = address.lastIndexOf('@')
    if (address.slice(at + 1).toLowerCase() !== options.domain.toLowerCase()) return undefined
    return TAG.exec(address.slice(0, at).toLowerCase())?.[1]
  }
  const server = new SMTPServer({
    banner: 'reports only',
    disabledCommands: ['AUTH', 'STARTTLS'],
    size: REPORT_BYTES_MAX,
    maxClients: CLIENTS_MAX,
    socketTimeout: TIMEOUT_MS,
    logger: false,
    disableReverseLookup: true,
    onRcptTo({ address }, session, done) {
      if (session.envelope.rcptTo.length > 0) return done(answer(452, 'One report at a time'))
      done(tagOf(address) === undefined ? answer(550, 'No such address here') : null)
    },
    onData(stream, session, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => {
        if (!stream.sizeExceeded) parts.push(part)
      })
      stream.on('error', () => done(answer(451, 'Cut off')))
      stream.on('end', () => {
        if (stream.sizeExceeded) return done(answer(552, 'Too large for a report'))
        const tag = tagOf(session.envelope.rcptTo[0]?.address ?? '')
        if (tag === undefined) return done(answer(550, 'No such address here'))
        options
          .take({ tag, raw: Buffer.concat(parts) })
          .then(() => done())
          .catch((error) => {
            options.log.error({ event: 'report-failed', err: error })
            // It comes again.
            done(answer(451, 'Not now'))
          })
      })
    },
  })
  // A client that hangs up is no fault of ours.
  server.on('error', () => undefined)
  const port = await new Promise<number>((ready, fail) => {
    const listening = server.listen(options.port, options.host, () => {
      const address = listening.address()
      ready(typeof address === 'object' && address ? address.port : options.port)
    })
    listening.once('error', fail)
  })
  return { port, stop: () => new Promise((closed) => server.close(() => closed())) }
}

const answer = (responseCode: number, text: string) => Object.assign(new Error(text), { responseCode })
