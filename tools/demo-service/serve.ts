// A service provider for the demo, as a process of its own: it signs people in with the electronic ID and shows what it was told.
//   node tools/demo-service/serve.ts --port 8088 --setup FILE
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { parseArgs } from 'node:util'
import { createRemoteJWKSet, importJWK, type JWK, jwtVerify } from 'jose'
import * as openid from 'openid-client'
import { failure, isWish, page, told, WISHES, welcome } from './pages.ts'

type Setup = { issuer: string; clientId: string; key: JWK }
type Visit = { state: string; nonce: string; verifier: string; idToken?: string; sid?: string }

const { values } = parseArgs({ options: { port: { type: 'string' }, setup: { type: 'string' } } })
const port = Number(values.port)
const setup = JSON.parse(readFileSync(values.setup!, 'utf8')) as Setup
const own = `http://127.0.0.1:${port}`
const key = (await importJWK(setup.key, 'ES256')) as CryptoKey
const visits = new Map<string, Visit>()
let found: openid.Configuration | undefined

/** The post office may open after us. */
async function post(): Promise<openid.Configuration> {
  found ??= await openid.discovery(
    new URL(setup.issuer),
    setup.clientId,
    {},
    openid.PrivateKeyJwt({ key, kid: setup.key.kid! }),
    { execute: [openid.allowInsecureRequests] },
  )
  return found
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', own)
  const id = /(?:^|; )visit=([\w-]{43})(?:;|$)/.exec(request.headers.cookie ?? '')?.[1]
  const visit = id === undefined ? undefined : visits.get(id)
  const show = (text: string) =>
    void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(text)
  const lead = (to: string | URL, cookie?: string) =>
    void response.writeHead(303, { location: String(to), ...(cookie ? { 'set-cookie': cookie } : {}) }).end()

  if (url.pathname === '/') return show(welcome())
  if (url.pathname === '/start') return begin(url, lead)
  if (url.pathname === '/back' && visit) return show(await finish(url, visit))
  if (url.pathname === '/sign-out' && visit?.idToken) {
    visits.delete(id!)
    const parameters = { id_token_hint: visit.idToken, post_logout_redirect_uri: `${own}/signed-out` }
    return lead(openid.buildEndSessionUrl(await post(), parameters))
  }
  if (url.pathname === '/signed-out') return show(page('<p>Du er logget ud.</p><a href="/">Forfra</a>'))
  if (url.pathname === '/logout' && request.method === 'POST') return forget(request, response)
  lead('/')
}

async function begin(url: URL, lead: (to: URL, cookie: string) => void): Promise<void> {
  const wish = url.searchParams.get('wish')
  const { scope, acr } = WISHES[isWish(wish) ? wish : 'sign-in']
  const id = randomBytes(32).toString('base64url')
  const visit = {
    state: openid.randomState(),
    nonce: openid.randomNonce(),
    verifier: openid.randomPKCECodeVerifier(),
  }
  visits.set(id, visit)
  const to = await openid.buildAuthorizationUrlWithPAR(await post(), {
    redirect_uri: `${own}/back`,
    scope,
    state: visit.state,
    nonce: visit.nonce,
    code_challenge: await openid.calculatePKCECodeChallenge(visit.verifier),
    code_challenge_method: 'S256',
    ...(acr ? { acr_values: acr } : {}),
  })
  lead(to, `visit=${id}; HttpOnly; SameSite=Lax; Path=/`)
}

async function finish(url: URL, visit: Visit): Promise<string> {
  try {
    const tokens = await openid.authorizationCodeGrant(await post(), url, {
      pkceCodeVerifier: visit.verifier,
      expectedState: visit.state,
      expectedNonce: visit.nonce,
      idTokenExpected: true,
    })
    const claims = tokens.claims()!
    visit.idToken = tokens.id_token!
    visit.sid = String(claims.sid ?? '')
    const info = await openid.fetchUserInfo(await post(), tokens.access_token, claims.sub)
    return told({ ...info, acr: claims.acr, amr: claims.amr, auth_time: claims.auth_time })
  } catch (error) {
    const { error: code, message } = error as { error?: string; message: string }
    return failure(code ?? message)
  }
}

/** OpenID Connect Back-Channel Logout: whoever ends the session at the post office, it ends here too. */
async function forget(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = ''
  for await (const chunk of request) if (body.length < 20_000) body += chunk
  const keys = createRemoteJWKSet(new URL((await post()).serverMetadata().jwks_uri!))
  const { payload } = await jwtVerify(new URLSearchParams(body).get('logout_token') ?? '', keys, {
    issuer: setup.issuer,
    audience: setup.clientId,
    typ: 'logout+jwt',
  })
  for (const [id, visit] of visits) if (visit.sid === payload.sid) visits.delete(id)
  response.writeHead(200, { 'cache-control': 'no-store' }).end()
}

createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    if (!response.headersSent) response.writeHead(400, { 'content-type': 'text/html; charset=utf-8' })
    response.end(failure('Prøv igen om lidt.'))
  })
}).listen(port, '127.0.0.1', () => process.stdout.write(`demo service ready at ${own}\n`))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(0))
