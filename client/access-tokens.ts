/** Access tokens by private_key_jwt (RFC 7523): signed anew for each, kept until shortly before they end. */
import { randomUUID } from 'node:crypto'
import { SignJWT } from 'jose'
import type { Static } from 'typebox'
import type { TokenProblem, TokenRequest } from '#api/sender-token.ts'
import { BrevhusProblem, problemOf, readJson } from './brevhus-problem.ts'
import type { Exchange } from './exchange.ts'
import type { SenderKey } from './sender-key.ts'

const ASSERTION_SECONDS = 60
/** Renewed this long before its end, so that no request carries one that ends on its way. */
const RENEW_BEFORE_MS = 30_000

export type AccessTokens = {
  get(): Promise<string>
  /** The post office no longer takes this token. */
  forget(token: string): void
}

export function accessTokens(
  exchange: Exchange,
  ask: { url: string; audience: string; senderId: string; key: () => Promise<SenderKey> },
): AccessTokens {
  let kept: { token: string; endsMs: number } | undefined
  let asking: Promise<string> | undefined

  async function renew(): Promise<string> {
    const { key, keyId, algorithm } = await ask.key()
    const response = await exchange(`${ask.url}/oauth/token`, async () => ({
      method: 'POST',
      // A new assertion at every try: each is good once.
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: await new SignJWT({ jti: randomUUID() })
          .setProtectedHeader({ alg: algorithm, kid: keyId })
          .setIssuer(ask.senderId)
          .setSubject(ask.senderId)
          .setAudience(ask.audience)
          .setIssuedAt()
          .setExpirationTime(`${ASSERTION_SECONDS}s`)
          .sign(key),
      } satisfies TokenRequest),
    }))
    const text = await response.text()
    if (response.status !== 200) throw refusalOf(response.status, text)
    const { access_token: token, expires_in: seconds } = readJson(text) as {
      access_token: string
      expires_in: number
    }
    kept = { token, endsMs: performance.now() + seconds * 1000 - RENEW_BEFORE_MS }
    return token
  }

  return {
    get() {
      if (kept && kept.endsMs > performance.now()) return Promise.resolve(kept.token)
      asking ??= renew().finally(() => {
        asking = undefined
      })
      return asking
    },
    forget(token) {
      if (kept?.token === token) kept = undefined
    },
  }
}

/** OAuth says it in its own form (RFC 6749 §5.2). */
function refusalOf(status: number, text: string): BrevhusProblem {
  const said = readJson(text) as Partial<Static<typeof TokenProblem>> | undefined
  if (typeof said?.error !== 'string') return problemOf(status, text)
  return new BrevhusProblem({
    code: 'access-refused',
    status,
    title: 'The post office gave no access.',
    detail: said.error_description,
    remedy: 'Check the sender id, that this key is the registered one, and the clock of this machine.',
  })
}
