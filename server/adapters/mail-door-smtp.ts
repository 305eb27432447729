/** Takes mail in by SMTP, for a few addresses of ours: from the mail server of the domain, which hands them on. It relays nothing, knows no
 * other address, and keeps nothing itself. */
import { SMTPServer } from 'smtp-server'
import type { Logger } from '#ground/log.ts'
import { DOOR_BOUNDS, type DoorBounds, doorKeeper } from './mail-door-keeper.ts'

export type MailDoorOptions = {
  host: string
  /** 0: any free one. */
  port: number
  domain: string
  log: Logger
  takes: readonly Taking[]
  bounds?: Partial<DoorBounds>
}

export type Taking = {
  /** What stands before the @, in lower case: all of it must fit. */
  name: RegExp
  /** Once it resolves the mail is ours; when it rejects, the mail server brings it again. */
  take(mail: TakenMail): Promise<void>
}

export type TakenMail = {
  /** What the first group of the name holds; empty without one. */
  tag: string
  raw: Buffer
  /** The envelope's sender; empty for reports. */
  from: string
}

/** A report quotes the headers of a mail, or all of it; a signed request is a sentence with its certificates. */
const MAIL_BYTES_MAX = 512 * 1024
/** Of silence. */
const TIMEOUT_MS = 30_000

export async function openMailDoor(
  options: MailDoorOptions,
): Promise<{ port: number; stop(): Promise<void> }> {
  const find = (address: string): { tag: string; take: Taking['take'] } | undefined => {
    const at = address.lastIndexOf('@')
    if (address.slice(at + 1).toLowerCase() !== options.domain.toLowerCase()) return undefined
    const name = address.slice(0, at).toLowerCase()
    for (const taking of options.takes) {
      const found = taking.name.exec(name)
      if (found?.[0] === name) return { tag: found[1] ?? '', take: taking.take }
    }
    return undefined
  }
  const keeper = doorKeeper({ ...DOOR_BOUNDS, ...options.bounds })
  const server = new SMTPServer({
    banner: 'no relay',
    disabledCommands: ['AUTH', 'STARTTLS'],
    size: MAIL_BYTES_MAX,
    socketTimeout: TIMEOUT_MS,
    logger: false,
    disableReverseLookup: true,
    onRcptTo({ address }, session, done) {
      if (session.envelope.rcptTo.length > 0) return done(answer(452, 'One recipient at a time'))
      done(find(address) === undefined ? answer(550, 'No such address here') : null)
    },
    onData(stream, session, answered) {
      const parts: Buffer[] = []
      const done = (error?: Error) => {
        keeper.kept(session.id)
        answered(error)
      }
      keeper.sends(session.id)
      stream.on('data', (part: Buffer) => {
        if (stream.sizeExceeded) parts.length = 0
        else parts.push(part)
      })
      stream.on('error', () => done(answer(451, 'Cut off')))
      stream.on('end', () => {
        keeper.keeps(session.id)
        if (stream.sizeExceeded) return done(answer(552, 'Too large'))
        const { mailFrom, rcptTo } = session.envelope
        const found = find(rcptTo[0]?.address ?? '')
        if (found === undefined) return done(answer(550, 'No such address here'))
        const from = mailFrom === false ? '' : mailFrom.address
        found
          .take({ tag: found.tag, raw: Buffer.concat(parts), from })
          .then(() => done())
          .catch((error) => {
            options.log.error({ event: 'mail-not-taken', err: error })
            // It comes again.
            done(answer(451, 'Not now'))
          })
      })
    },
  })
  // A client that hangs up is no fault of ours.
  server.on('error', () => undefined)
  const { connect } = server
  server.connect = (socket, more) => {
    connect.call(server, socket, more)
    const newest = [...server.connections].at(-1)
    if (newest) keeper.come(newest.id, socket)
  }
  const port = await new Promise<number>((ready, fail) => {
    const listening = server.listen(options.port, options.host, () => {
      const address = listening.address()
      ready(typeof address === 'object' && address ? address.port : options.port)
    })
    listening.once('error', fail)
  })
  return {
    port,
    stop: () =>
      new Promise((closed) => {
        server.close(() => closed())
        keeper.close()
      }),
  }
}

const answer = (responseCode: number, text: string) => Object.assign(new Error(text), { responseCode })
