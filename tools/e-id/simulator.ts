/**
 * Electronic IDs of others as real OpenID providers on loopback: discovery, pushed requests, a page to choose on, codes that are good once,
 * signed ID tokens, userinfo. Each issuer replays the claims its model documents (replayed-claims.ts), and holds its clients to what
 * the real one asks: authentication, exact redirect, PKCE, nonce. In tests an answer can be bent on its way out.
 */
import { createHash, createPublicKey, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWK, type JWTHeaderParameters, jwtVerify, SignJWT } from 'jose'
import { UPSTREAMS, type UpstreamId } from '#rules/upstream.ts'
import { choosePage } from './choose-page.ts'
import { type AnyProvider, PROVIDERS, type TestPerson, type Told } from './replayed-claims.ts'

export type SimulatedClient = {
  readonly clientId: string
  readonly redirectUri: string
  /** What it authenticates with: a shared secret, or the public key of its assertions in PEM. */
  readonly secret?: string
  readonly publicKey?: string
}

export type SimulatorOptions = {
  readonly port: number
  readonly clients: Readonly<Partial<Record<UpstreamId, SimulatedClient>>>
  readonly people: readonly TestPerson[]
  readonly now?: () => Date
}

/** How a test bends what goes out. Each is given what an honest provider would say. */
export type Bent = {
  metadata?: (document: Record<string, unknown>) => Record<string, unknown>
  idToken?: (claims: Record<string, unknown>) => Record<string, unknown>
  userinfo?: (claims: Record<string, unknown>) => Record<string, unknown>
  /** The whole token by other means; null: as usual. */
  token?: (claims: Record<string, unknown>, key: Key) => Promise<string | null>
  /** The parameters of the way back. */
  back?: (parameters: URLSearchParams) => void
  /** Before an answer of this path: wait, or end it with a status. */
  stall?: (path: string) => Promise<number | null>
}

/** The provider's key: its public half, and what it would sign. */
export type Key = {
  readonly jwk: JWK
  readonly kid: string
  sign(claims: Record<string, unknown>, header?: Record<string, unknown>): Promise<string>
}

export type Simulator = {
  readonly origin: string
  issuer(id: UpstreamId): string
  /** Addresses asked so far, without their query. */
  readonly asked: string[]
  bend(how: Bent): void
  close(): Promise<void>
}

type Pending = { id: UpstreamId; request: URLSearchParams; until: number }
type Granted = { id: UpstreamId; request: URLSearchParams; told: Told; authTime: number; until: number }

const REQUEST_SECONDS = 600
const CODE_SECONDS = 60
const TOKEN_SECONDS = 300

export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const now = () => Math.floor((options.now?.() ?? new Date()).getTime() / 1000)
  const pair = await generateKeyPair('RS256', { extractable: true })
  const kid = randomBytes(8).toString('hex')
  const publicJwk = { ...(await exportJWK(pair.publicKey)), kid, alg: 'RS256', use: 'sig' }
  const pending = new Map<string, Pending>()
  const granted = new Map<string, Granted>()
  const tokens = new Map<string, Granted>()
  const assertions = new Set<string>()
  const asked: string[] = []
  let bent: Bent = {}

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      const { status = 500, code = 'server_error' } = error as { status?: number; code?: string }
      json(response, status, { error: code, error_description: String((error as Error).message) })
    })
  })
  await new Promise<void>((done, failed) => {
    server.once('error', failed).listen(options.port, '127.0.0.1', done)
  })
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`
  const issuer = (id: UpstreamId) => `${origin}/${id}`

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', origin)
    asked.push(url.pathname)
    const status = await bent.stall?.(url.pathname)
    if (status) return json(response, status, { error: 'temporarily_unavailable' })
    const [, id = '', ...rest] = url.pathname.split('/')
    if (!Object.hasOwn(options.clients, id)) return json(response, 404, { error: 'not_found' })
    const provider = PROVIDERS[id as UpstreamId]
    const path = rest.join('/')
    const known = id as UpstreamId
    if (request.method === 'GET' && path === '.well-known/openid-configuration')
      return json(response, 200, metadata(known))
    if (request.method === 'GET' && path === 'jwks') return json(response, 200, { keys: [publicJwk] })
    if (request.method === 'GET' && path === 'authorize')
      return authorize(known, provider, url.searchParams, response)
    if (request.method === 'GET' && path === 'userinfo') return userinfo(request, response)
    if (request.method !== 'POST') return json(response, 404, { error: 'not_found' })
    const form = new URLSearchParams(await textOf(request))
    if (path === 'answer') return answer(known, provider, form, response)
    await authenticate(known, request, form)
    if (path === 'par' && provider.pushedRequests) return push(known, form, response)
    if (path === 'token') return exchange(known, form, response)
    return json(response, 404, { error: 'not_found' })
  }

  function metadata(id: UpstreamId): Record<string, unknown> {
    const base = issuer(id)
    const provider: AnyProvider = PROVIDERS[id]
    const document = {
      issuer: base,
      authorization_endpoint: `${base}/authorize`,
      token_endpoint: `${base}/token`,
      jwks_uri: `${base}/jwks`,
      userinfo_endpoint: `${base}/userinfo`,
      ...(provider.pushedRequests ? { pushed_authorization_request_endpoint: `${base}/par` } : {}),
      response_types_supported: ['code'],
      subject_types_supported: ['pairwise'],
      id_token_signing_alg_values_supported: ['RS256'],
      code_challenge_methods_supported: ['S256'],
      token_endpoint_auth_methods_supported: UPSTREAMS[id].authentication,
      authorization_response_iss_parameter_supported: provider.tellsIssuer,
    }
    return bent.metadata?.(document) ?? document
  }

  function push(id: UpstreamId, form: URLSearchParams, response: ServerResponse): void {
    requireRequest(id, form)
    const handle = `urn:ietf:params:oauth:request_uri:${randomBytes(24).toString('base64url')}`
    pending.set(handle, { id, request: form, until: now() + 60 })
    json(response, 201, { request_uri: handle, expires_in: 60 })
  }

  function authorize(
    id: UpstreamId,
    provider: AnyProvider,
    query: URLSearchParams,
    response: ServerResponse,
  ): void {
    const pushed = query.get('request_uri')
    const request = pushed ? take(pending, pushed, id).request : query
    requireRequest(id, request)
    const handle = randomBytes(24).toString('base64url')
    pending.set(handle, { id, request, until: now() + REQUEST_SECONDS })
    const { name } = UPSTREAMS[id]
    const people = options.people.filter(({ country }) => country === provider.country)
    const page = { name, action: `/${id}/answer`, request: handle, people, levels: provider.levels }
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
    response.end(choosePage({ ...page, asked: provider.asked(request) }))
  }

  function answer(
    id: UpstreamId,
    provider: AnyProvider,
    form: URLSearchParams,
    response: ServerResponse,
  ): void {
    const { request } = take(pending, form.get('request') ?? '', id)
    const back = new URL(request.get('redirect_uri')!)
    back.searchParams.set('state', request.get('state')!)
    if (provider.tellsIssuer) back.searchParams.set('iss', issuer(id))
    if (form.get('answer') === 'yes') {
      const code = randomBytes(24).toString('base64url')
      const person = chosen(provider, form)
      const told = provider.claims(person, form.get('level') ?? '')
      granted.set(code, { id, request, told, authTime: now(), until: now() + CODE_SECONDS })
      back.searchParams.set('code', code)
    } else {
      back.searchParams.set('error', 'access_denied')
      back.searchParams.set('error_description', 'user_aborted')
    }
    bent.back?.(back.searchParams)
    response.writeHead(303, { location: back.href, 'cache-control': 'no-store' }).end()
  }

  function chosen({ country }: AnyProvider, form: URLSearchParams): TestPerson {
    const number = (form.get('number') ?? '').replace(/\D/g, '')
    if (number !== '') return { name: 'Test Testesen', country, nationalNumber: number }
    const person = options.people.filter((p) => p.country === country)[Number(form.get('person'))]
    if (!person) throw refusal(400, 'invalid_request', 'choose a person')
    return person
  }

  async function exchange(id: UpstreamId, form: URLSearchParams, response: ServerResponse): Promise<void> {
    if (form.get('grant_type') !== 'authorization_code') throw refusal(400, 'unsupported_grant_type')
    const grant = take(granted, form.get('code') ?? '', id)
    const { request } = grant
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    if (challenge !== request.get('code_challenge')) throw refusal(400, 'invalid_grant', 'code_verifier')
    if (form.get('redirect_uri') !== request.get('redirect_uri'))
      throw refusal(400, 'invalid_grant', 'redirect_uri')
    const claims: Record<string, unknown> = {
      ...grant.told.idToken,
      iss: issuer(id),
      aud: options.clients[id]!.clientId,
      nonce: request.get('nonce'),
      auth_time: grant.authTime,
      iat: now(),
      exp: now() + TOKEN_SECONDS,
    }
    const said = bent.idToken?.(claims) ?? claims
    const access = randomBytes(24).toString('base64url')
    tokens.set(access, { ...grant, until: now() + TOKEN_SECONDS })
    json(response, 200, {
      access_token: access,
      token_type: 'Bearer',
      expires_in: TOKEN_SECONDS,
      id_token: (await bent.token?.(said, { jwk: publicJwk, kid, sign })) ?? (await sign(said)),
    })
  }

  function sign(claims: Record<string, unknown>, header: Record<string, unknown> = {}): Promise<string> {
    const whole = { alg: 'RS256', kid, ...header } as JWTHeaderParameters
    const crit = Object.fromEntries((whole.crit ?? []).map((name) => [name, true]))
    return new SignJWT(claims).setProtectedHeader(whole).sign(pair.privateKey, { crit })
  }

  function userinfo(request: IncomingMessage, response: ServerResponse): void {
    const [, token = ''] = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '') ?? []
    const grant = tokens.get(token)
    if (!grant || grant.until < now()) throw refusal(401, 'invalid_token')
    const claims = { sub: grant.told.idToken.sub, ...grant.told.userinfo }
    json(response, 200, bent.userinfo?.(claims) ?? claims)
  }

  /** What every real one refuses, so that a client that forgets it is found out here. */
  function requireRequest(id: UpstreamId, request: URLSearchParams): void {
    const client = options.clients[id]!
    if (request.get('client_id') !== client.clientId) throw refusal(400, 'invalid_client')
    if (request.get('redirect_uri') !== client.redirectUri)
      throw refusal(400, 'invalid_request', 'redirect_uri')
    if (request.get('response_type') !== 'code') throw refusal(400, 'unsupported_response_type')
    if (!(request.get('scope') ?? '').split(' ').includes('openid')) throw refusal(400, 'invalid_scope')
    if (request.get('code_challenge_method') !== 'S256') throw refusal(400, 'invalid_request', 'PKCE')
    for (const name of ['state', 'nonce', 'code_challenge'])
      if ((request.get(name) ?? '').length < 43) throw refusal(400, 'invalid_request', name)
  }

  async function authenticate(
    id: UpstreamId,
    request: IncomingMessage,
    form: URLSearchParams,
  ): Promise<void> {
    const client = options.clients[id]!
    if (client.publicKey !== undefined) {
      const assertion = form.get('client_assertion') ?? ''
      const audience = issuer(id)
      const at = { audience, issuer: client.clientId, subject: client.clientId }
      const key = createPublicKey(client.publicKey)
      const { payload } = await jwtVerify(assertion, key, {
        ...at,
        algorithms: ['RS256'],
        requiredClaims: ['exp', 'jti'],
        currentDate: new Date(now() * 1000),
      }).catch(() => {
        throw refusal(401, 'invalid_client')
      })
      if (assertions.has(payload.jti!)) throw refusal(401, 'invalid_client', 'jti')
      assertions.add(payload.jti!)
      return
    }
    const [, basic = ''] = /^Basic (\S+)$/.exec(request.headers.authorization ?? '') ?? []
    const [name = '', secret = ''] = Buffer.from(basic, 'base64').toString().split(':').map(formDecoded)
    const posted = form.get('client_id') === client.clientId && form.get('client_secret') === client.secret
    if (!posted && !(name === client.clientId && secret === client.secret))
      throw refusal(401, 'invalid_client')
  }

  function take<T extends { id: UpstreamId; until: number }>(
    from: Map<string, T>,
    handle: string,
    id: UpstreamId,
  ): T {
    const found = from.get(handle)
    from.delete(handle)
    if (!found || found.id !== id || found.until < now()) throw refusal(400, 'invalid_grant', 'used or over')
    return found
  }

  return {
    origin,
    issuer,
    asked,
    bend: (how) => {
      bent = how
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}

/** RFC 6749 §2.3.1: both parts are form-encoded before they are joined. */
const formDecoded = (text: string) => decodeURIComponent(text.replaceAll('+', ' '))

function refusal(status: number, code: string, detail = code): Error {
  return Object.assign(new Error(detail), { status, code })
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify(body))
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const part of request) {
    text += part
    if (text.length > 64 * 1024) throw refusal(413, 'invalid_request', 'too long')
  }
  return text
}
