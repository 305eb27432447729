/** The protocol by hand, for tests that do what no well-behaved relying party does. Written from the specifications; only `jose` signs. */
import { createHash, randomUUID } from 'node:crypto'
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose'
import { OPENID_PATHS } from '#identity/provider/configuration.ts'
import { type OpenidRoom, REDIRECT_URI, type RelyingParty } from '#tests/relying-party.ts'

export const ISSUER = 'http://localhost:8080'
export const now = () => Math.floor(Date.now() / 1000)
export const at = (path: string) => `${ISSUER}${path}`

export type Reply = {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests look at whatever came
  json: any
  text: string
  headers: Readonly<Record<string, string | string[] | number | undefined>>
}

export type Send = { headers?: Record<string, string | string[]>; method?: 'GET' | 'POST' | 'PUT' }

/** A form to one of the endpoints; an empty value leaves the field out. */
export async function send(
  room: OpenidRoom,
  path: string,
  fields: Readonly<Record<string, string>>,
  { headers = {}, method = 'POST' }: Send = {},
): Promise<Reply> {
  const form = new URLSearchParams(Object.entries(fields).filter(([, value]) => value !== ''))
  const answer = await room.app.inject({
    method,
    url: path,
    headers: {
      accept: 'application/json',
      ...(method === 'POST' && form.size > 0 ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
      ...headers,
    },
    ...(method === 'POST' && form.size > 0 ? { payload: form.toString() } : {}),
  })
  const isJson = String(answer.headers['content-type'] ?? '').includes('json')
  return {
    status: answer.statusCode,
    json: isJson ? JSON.parse(answer.body) : undefined,
    text: answer.body,
    headers: answer.headers,
  }
}

/** RFC 7523 client assertion. `claims` overrides; undefined removes. */
export async function assertion(
  party: Pick<RelyingParty, 'clientId' | 'key'>,
  claims: JWTPayload = {},
  header: { alg?: string; key?: CryptoKey; kid?: string } = {},
): Promise<string> {
  const payload: JWTPayload = {
    iss: party.clientId,
    sub: party.clientId,
    aud: ISSUER,
    jti: randomUUID(),
    iat: now(),
    exp: now() + 60,
    ...claims,
  }
  return new SignJWT(withoutUndefined(payload))
    .setProtectedHeader({ alg: header.alg ?? 'ES256', kid: header.kid ?? 'one' })
    .sign(header.key ?? party.key)
}

export async function credentials(party: Pick<RelyingParty, 'clientId' | 'key'>, claims: JWTPayload = {}) {
  return {
    client_id: party.clientId,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await assertion(party, claims),
  }
}

export type ProofKey = { privateKey: CryptoKey; jwk: JWK }

export async function proofKey(alg = 'ES256'): Promise<ProofKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
  return { privateKey, jwk: await exportJWK(publicKey) }
}

type ProofParts = {
  claims?: Record<string, unknown>
  header?: Record<string, unknown>
  accessToken?: string
  method?: string
}

/** RFC 9449 proof. What is undefined in `claims` or `header` is left out. */
export async function proof(key: ProofKey, path: string, parts: ProofParts = {}): Promise<string> {
  const { claims = {}, header = {}, accessToken, method = 'POST' } = parts
  const payload = {
    jti: randomUUID(),
    htm: method,
    htu: at(path),
    iat: now(),
    ...(accessToken ? { ath: createHash('sha256').update(accessToken).digest('base64url') } : {}),
    ...claims,
  }
  return new SignJWT(withoutUndefined(payload))
    .setProtectedHeader(
      withoutUndefined({ alg: 'ES256', typ: 'dpop+jwt', jwk: key.jwk, ...header }) as { alg: string },
    )
    .sign(key.privateKey)
}

function withoutUndefined<T extends object>(whole: T): T {
  return Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== undefined)) as T
}

const VERIFIER = 'a-code-verifier-of-enough-characters-for-everybody-0123456789'
export const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url')

export const request = (more: Record<string, string> = {}): Record<string, string> => ({
  response_type: 'code',
  redirect_uri: REDIRECT_URI,
  scope: 'openid',
  state: 'the-state',
  nonce: 'the-nonce',
  code_challenge: CHALLENGE,
  code_challenge_method: 'S256',
  ...more,
})

/** Pushes a request (RFC 9126). */
export async function push(
  room: OpenidRoom,
  party: RelyingParty,
  more: Record<string, string> = {},
  options: { claims?: JWTPayload; headers?: Record<string, string> } = {},
): Promise<Reply> {
  const fields = { ...(await credentials(party, options.claims)), ...request(more) }
  return send(room, OPENID_PATHS.pushed_authorization_request, fields, { headers: options.headers ?? {} })
}

export function authorizeUrl(parameters: Record<string, string>): URL {
  const url = new URL(at(OPENID_PATHS.authorization))
  for (const [name, value] of Object.entries(parameters)) if (value !== '') url.searchParams.set(name, value)
  return url
}

export const pushedUrl = (party: RelyingParty, pushed: Reply, more: Record<string, string> = {}) =>
  authorizeUrl({ client_id: party.clientId, request_uri: pushed.json.request_uri, ...more })

/** Buys tokens with a code. */
export async function redeem(
  room: OpenidRoom,
  party: RelyingParty,
  code: string,
  key: ProofKey | null,
  more: { fields?: Record<string, string>; claims?: JWTPayload; proof?: ProofParts } = {},
): Promise<Reply> {
  const headers = key ? { dpop: await proof(key, OPENID_PATHS.token, more.proof) } : {}
  return send(
    room,
    OPENID_PATHS.token,
    {
      ...(await credentials(party, more.claims)),
      grant_type: 'authorization_code',
      code,
      redirect_uri: REDIRECT_URI,
      code_verifier: VERIFIER,
      ...more.fields,
    },
    { headers },
  )
}

export async function userinfo(
  room: OpenidRoom,
  accessToken: string,
  key: ProofKey | null,
  parts: ProofParts & { scheme?: string } = {},
): Promise<Reply> {
  const { scheme = key ? 'DPoP' : 'Bearer' } = parts
  const dpop = key && (await proof(key, OPENID_PATHS.userinfo, { method: 'GET', accessToken, ...parts }))
  return send(
    room,
    OPENID_PATHS.userinfo,
    {},
    {
      method: 'GET',
      headers: { authorization: `${scheme} ${accessToken}`, ...(dpop ? { dpop } : {}) },
    },
  )
}
