/**
 * A mailbox server for trying and testing the web app by itself: real HTTP, fixture letters, the same security headers,
 * and every answer held against the consts in api/, so that the app is never tried on something the wire does not allow.
 */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import Value from 'typebox/value'
import { ActingChoices } from '#api/acting-for.ts'
import * as wire from '#api/mailbox.ts'
import * as people from '#api/person-to-person.ts'
import { ChangePhone, Phone, VerifyPhone } from '#api/phone.ts'
import { LetterReport } from '#api/reports.ts'
import {
  AppSession,
  AppSessions,
  Devices,
  ElectronicIds,
  KeepDevice,
  PasskeyChallenge,
  SignedIn,
} from '#api/session.ts'
import * as settingsWire from '#api/settings.ts'
import { contentOf, createFixtures, type Fixtures } from './mailbox-fixtures.ts'
import { answerKeeping } from './mailbox-keeping-api.ts'
import { type Answered, Refused, read } from './refused.ts'
import { serveWeb } from './web-files.ts'

export type MailboxFake = {
  readonly url: string
  readonly state: Fixtures
  /** Requests seen so far, as `POST /api/letters/…/open`. */
  readonly requests: string[]
  /** Until cleared, paths that match get this status (0: the connection is cut). */
  fail: { match: RegExp; status: number; code?: string } | null
  /** Answers wait this long, in ms. */
  delayMs: number
  /** No network at all: every connection is cut, the app's own files included. */
  away: boolean
  /** Ends the service worker's file: another text is another version. */
  workerEnd: string
  close(): Promise<void>
}

type Ask = { method: string; path: string; query: URLSearchParams; body: unknown; response: ServerResponse }
export const RIGHT_CODE = '123456'

export async function startMailboxFake(
  options: Parameters<typeof createFixtures>[0] = {},
): Promise<MailboxFake> {
  const state = createFixtures(options)
  const fake = {
    state,
    requests: [] as string[],
    fail: null as MailboxFake['fail'],
    delayMs: 0,
    away: false,
    workerEnd: '',
  }
  const server = createServer((request, response) => {
    void handle(request, response, fake).catch((error: unknown) => {
      if (response.headersSent) return response.destroy()
      const refused = error instanceof Refused ? error : new Refused(500, 'internal-error')
      if (!(error instanceof Refused)) console.error(error)
      send(response, refused.status, problem(refused), 'application/problem+json')
    })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  return Object.assign(fake, {
    // A passkey needs a name, not an address.
    url: `http://localhost:${port}`,
    close: () => {
      server.closeAllConnections()
      return new Promise<void>((closed) => server.close(() => closed()))
    },
  })
}

const problem = ({ status, code }: Refused) =>
  JSON.stringify({
    type: `about:${code}`,
    title: code,
    status,
    code,
    remedy: '',
    traceId: 'a1b2c3d4e5f60718',
  })

function send(response: ServerResponse, status: number, body: string, type = 'application/json') {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body)
}

type FakeState = Pick<MailboxFake, 'state' | 'requests' | 'fail' | 'delayMs' | 'away' | 'workerEnd'>

async function handle(request: IncomingMessage, response: ServerResponse, fake: FakeState): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://fake')
  const [method, path] = [request.method ?? 'GET', url.pathname]
  if (fake.away) return void response.destroy()
  if (!path.startsWith('/api/')) return serveWeb(path, response, path === '/sw.js' ? fake.workerEnd : '')
  fake.requests.push(`${method} ${path}`)
  if (fake.delayMs > 0) await new Promise((wait) => setTimeout(wait, fake.delayMs))
  if (fake.fail?.match.test(`${method} ${path}`)) {
    if (fake.fail.status === 0) return void response.destroy()
    throw new Refused(fake.fail.status, fake.fail.code ?? 'internal-error')
  }
  const body = method === 'GET' ? undefined : await readJson(request)
  const ask: Ask = { method, path, query: url.searchParams, body, response }
  const answered = answer(ask, fake.state)
  if (!answered) return
  if (answered.schema && !Value.Check(answered.schema, answered.body))
    throw new Error(`${method} ${path}: ${JSON.stringify([...Value.Errors(answered.schema, answered.body)])}`)
  if (answered.body === undefined) return void response.writeHead(answered.status ?? 204).end()
  send(response, answered.status ?? 200, JSON.stringify(answered.body))
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  if (request.headers['content-type'] !== 'application/json')
    throw new Refused(415, 'content-type-unsupported')
  if (request.headers['sec-fetch-site'] !== 'same-origin') throw new Refused(403, 'origin-foreign')
  let text = ''
  for await (const part of request) text += part
  return JSON.parse(text)
}

/** What the server would say; undefined when the answer was sent already. */
function answer({ method, path, query, body, response }: Ask, state: Fixtures): Answered | undefined {
  if (!state.session.signedIn) throw new Refused(401, 'sign-in-needed')
  const [, , room, id, side, no] = path.split('/')
  const key = `${method} ${path}`
  if (key === 'GET /api/me') return { schema: wire.Me, body: state.me() }
  if (room === 'session') return answerSession(method, path, body, state)
  if (room === 'people') return answerPeople(method, path, body, state)
  if (room === 'settings') return answerSettings(method, path, body, state)
  if (key === 'GET /api/access-log')
    return { schema: wire.AccessLogPage, body: state.accessLog(null, query.get('after')) }
  if (key === 'GET /api/letters') {
    const limit = Number(query.get('limit') ?? 50)
    return {
      schema: wire.LetterPage,
      body: state.page(query.get('in') ?? 'inbox', query.get('after'), limit),
    }
  }
  if (room === 'folders' || room === 'trash' || room === 'storage' || id === 'changes')
    return answerKeeping({ method, path, body }, state)
  if (room !== 'letters' || !id || !state.has(id)) throw new Refused(404, 'not-found')
  if (method === 'GET' && !side) return { schema: wire.Letter, body: state.letter(id) }
  if (state.isLocked(id)) throw new Refused(403, 'letter-locked')
  if (method === 'POST' && side === 'open') return { schema: wire.LetterOpened, body: state.open(id) }
  if (method === 'POST' && side === 'read')
    return { schema: wire.UnreadSet, body: state.setUnread(id, read(wire.SetUnread, body).unread) }
  if (method === 'GET' && side === 'access-log')
    return { schema: wire.AccessLogPage, body: state.accessLog(id, query.get('after')) }
  if (method === 'GET' && side === 'proof') return { schema: wire.LetterProof, body: state.proof(id) }
  if (method === 'GET' && side === 'report') return { schema: LetterReport, body: { reported: null } }
  if (method === 'GET' && side === 'documents' && !no) {
    response
      .writeHead(200, {
        'content-type': 'application/zip',
        'content-disposition': 'attachment; filename="letter.zip"',
      })
      .end(Buffer.from('PK'))
    return undefined
  }
  if (method === 'GET' && side === 'documents')
    return sendDocument(response, state, id, Number(no), query.has('download'))
  throw new Refused(404, 'not-found')
}

function sendDocument(response: ServerResponse, state: Fixtures, id: string, no: number, download: boolean) {
  const document = state.documents(id).find((each) => each.documentNo === no)
  if (!document) throw new Refused(404, 'not-found')
  const content = contentOf(document)
  response
    .writeHead(200, {
      'content-type': document.mediaType,
      'content-length': content.length,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-disposition': `${download ? 'attachment' : 'inline'}; filename="letter"`,
      // A letter in a frame may carry its own look and its own pictures, and nothing else.
      'content-security-policy':
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'",
    })
    .end(content)
  return undefined
}

function answerSession(method: string, path: string, body: unknown, state: Fixtures): Answered {
  const { session } = state
  switch (`${method} ${path}`) {
    case 'GET /api/session':
      return { schema: SignedIn, body: session }
    case 'POST /api/session/extend':
      session.idleEndsAt = new Date(Date.now() + 15 * 60_000).toISOString()
      return { schema: SignedIn, body: session }
    case 'GET /api/session/acting-for':
      return { schema: ActingChoices, body: { enterprises: [], mailboxes: [] } }
    case 'POST /api/session/sign-out':
      session.signedIn = false as true
      return { body: { signedIn: false, next: '/sign-in' } }
    case 'POST /api/session/step-up/totp':
      if ((body as { code?: string }).code !== RIGHT_CODE) throw new Refused(401, 'sign-in-failed')
      session.level = 'substantial'
      return { schema: SignedIn, body: session }
    case 'POST /api/session/step-up/passkey/options':
    case 'POST /api/session/devices/passkey/options':
      return { schema: PasskeyChallenge, body: state.passkeyChallenge(path.includes('devices')) }
    case 'POST /api/session/step-up/passkey/verify':
      session.level = 'substantial'
      return { schema: SignedIn, body: session }
    case 'GET /api/session/electronic-ids':
      return { schema: ElectronicIds, body: state.electronicIds() }
    case 'GET /api/session/apps':
      return { schema: AppSessions, body: { apps: state.apps } }
    case 'POST /api/session/apps': {
      const { name, pin } = read(KeepDevice, body)
      if (pin === '123456') throw new Refused(422, 'request-invalid')
      const now = new Date()
      state.apps = [
        {
          id: '0193b0a2-0000-7000-9000-000000000001',
          name,
          current: true,
          level: session.level,
          byPin: pin !== null,
          openedAt: now.toISOString(),
          lastUsedAt: now.toISOString(),
          endsAt: new Date(now.getTime() + 60 * 86_400_000).toISOString(),
        },
      ]
      return { schema: AppSession, body: state.apps[0] }
    }
    case 'GET /api/session/devices':
      return { schema: Devices, body: state.devices() }
    case 'POST /api/session/devices/totp':
      return { body: state.totpEnrolment() }
    case 'POST /api/session/devices/totp/confirm':
    case 'POST /api/session/devices/passkey': {
      const { name, code } = body as { name: string; code?: string }
      if (code !== undefined && code !== RIGHT_CODE) throw new Refused(401, 'sign-in-failed')
      state.addDevice(code === undefined ? 'passkey' : 'totp', name)
      return { schema: Devices, body: state.devices() }
    }
    default:
      if (method === 'DELETE' && path.startsWith('/api/session/apps/')) {
        state.apps = []
        return { schema: AppSessions, body: { apps: [] } }
      }
      if (method === 'DELETE' && path.startsWith('/api/session/electronic-ids/')) {
        state.removeElectronicId(path.split('/').at(-1)!)
        return { schema: ElectronicIds, body: state.electronicIds() }
      }
      if (method === 'DELETE' && path.startsWith('/api/session/devices/')) {
        state.removeDevice(path.split('/').at(-1)!)
        return { schema: Devices, body: state.devices() }
      }
      throw new Refused(404, 'not-found')
  }
}

function answerPeople(method: string, path: string, body: unknown, state: Fixtures): Answered {
  switch (`${method} ${path}`) {
    case 'PUT /api/people/visibility':
      Object.assign(state.visibility, read(people.Visibility, body))
      return { schema: people.Visibility, body: state.visibility }
    case 'GET /api/people/visibility':
      return { schema: people.Visibility, body: state.visibility }
    case 'GET /api/people/blocks':
      return { schema: people.PersonBlocks, body: { blocks: [] } }
    default:
      throw new Refused(404, 'not-found')
  }
}

function answerSettings(method: string, path: string, body: unknown, state: Fixtures): Answered {
  const { settings } = state
  const now = new Date().toISOString()
  switch (`${method} ${path}`) {
    case 'GET /api/settings':
      return { schema: settingsWire.Settings, body: settings }
    case 'PUT /api/settings': {
      Object.assign(settings, read(settingsWire.ChangeSettings, body))
      state.session.language = settings.language
      return { schema: settingsWire.Settings, body: settings }
    }
    case 'PUT /api/settings/exchange-consent': {
      if (state.session.level === 'low') throw new Refused(403, 'level-too-low')
      settings.exchangeConsent = { given: read(settingsWire.SetExchangeConsent, body).given, changedAt: now }
      return { schema: settingsWire.ExchangeConsent, body: settings.exchangeConsent }
    }
    case 'GET /api/settings/marketing-consent':
      return { schema: settingsWire.MarketingConsent, body: { given: false, changedAt: null } }
    case 'POST /api/settings/withdraw-number-consent': {
      if (state.session.level === 'low') throw new Refused(403, 'level-too-low')
      read(settingsWire.WithdrawNumberConsent, body)
      return { schema: settingsWire.NumberConsentWithdrawn, body: { withdrawnAt: now, erasedAt: now } }
    }
    case 'PUT /api/settings/paused': {
      settings.mailbox = { ...settings.mailbox, paused: read(settingsWire.SetPaused, body).paused }
      return { schema: settingsWire.MailboxLife, body: settings.mailbox }
    }
    case 'POST /api/settings/close-mailbox': {
      read(settingsWire.CloseMailbox, body)
      return { schema: settingsWire.MailboxClosed, body: { closedAt: now, erasedAt: now } }
    }
    case 'GET /api/settings/phone':
      return { schema: Phone, body: state.phone }
    case 'PUT /api/settings/phone': {
      if (state.session.level === 'low') throw new Refused(403, 'level-too-low')
      const { number } = read(ChangePhone, body)
      Object.assign(
        state.phone,
        number === null
          ? { number, state: 'none', verifiedAt: null, codeExpiresAt: null, codesFrom: null }
          : {
              number: `+45${number.replace(/\D/g, '')}`,
              state: 'waiting',
              codeExpiresAt: now,
              codesFrom: now,
            },
      )
      return { status: 202, schema: Phone, body: state.phone }
    }
    case 'POST /api/settings/phone/verify': {
      if (read(VerifyPhone, body).code !== RIGHT_CODE) throw new Refused(401, 'sign-in-failed')
      Object.assign(state.phone, { state: 'verified', verifiedAt: now, codeExpiresAt: null })
      return { schema: Phone, body: state.phone }
    }
    case 'GET /api/settings/emails':
      return { schema: settingsWire.EmailAddresses, body: { emails: state.emails, most: 3 } }
    case 'POST /api/settings/emails':
      return {
        status: 202,
        schema: settingsWire.EmailAddress,
        body: state.addEmail(read(settingsWire.AddEmail, body).address),
      }
    default:
      if (method === 'DELETE' && state.removeEmail(path.split('/').at(-1)!)) return {}
      throw new Refused(404, 'not-found')
  }
}
