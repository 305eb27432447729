/**
 * Is this access token good? The common question of a service provider (RFC 7662), answered by one statement for all who ask at the same
 * moment. Whatever is not a plain yes is left to the protocol library: every no, every refusal and every other way of asking is worded there.
 * Nothing is remembered that could be revoked: who asks, the token, its grant and its session are looked up each time. What a seal once
 * held does not change, so a seal that was opened is not opened again.
 */
import { hash } from 'node:crypto'
import { OPENID_SECONDS } from '#rules/openid-life.ts'
import { openArtifact, type ProviderIdentity } from './artifact-adapter.ts'
import { lookUpToken, type SealedToken } from './living-token.store.ts'
import { pairwiseSubject } from './pairwise-subject.ts'

const TOKEN = /^[A-Za-z0-9_-]{43,128}$/
const SECRET = /^[A-Za-z0-9_-]{20,200}$/
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const FORM_CHARACTERS_MAX = 1000
/** Opened seals of one process, about half a kilobyte each. */
const OPENED_MAX = 10_000

type Asking = { readonly clientId: string; readonly secret: string; readonly token: string }
type Opened = { readonly seals: Buffer; readonly answer: string; readonly endsAtMs: number }
type Content = Record<string, unknown> & { exp?: number }

/** The answer's JSON, or null where the library has to answer. */
export type CheckToken = (form: string, authorization: string | undefined) => Promise<string | null>

export function checkTokens(identity: ProviderIdentity): CheckToken {
  const openedSeals = new Map<string, Opened>()

  return async (form, authorization) => {
    const asking = readAsking(form, authorization)
    if (!asking) return null
    const tokenHash = hash('sha256', asking.token)
    const before = openedSeals.get(tokenHash)
    const found = await lookUpToken(identity.db, {
      clientId: asking.clientId,
      secretHash: hash('sha256', asking.secret, 'buffer'),
      tokenHash,
      seals: before?.seals ?? null,
      now: identity.clock(),
    })
    if (!found) return null
    const opened = found.kind === 'known' ? before : open(identity, asking, found)
    // The library's own clock is the machine's.
    if (!opened || opened.endsAtMs <= Date.now()) {
      openedSeals.delete(tokenHash)
      return null
    }
    if (opened !== before) {
      // The oldest go first; a token lives ten minutes.
      if (openedSeals.size >= OPENED_MAX) openedSeals.delete(openedSeals.keys().next().value!)
      openedSeals.set(tokenHash, opened)
    }
    return opened.answer
  }
}

/** Only the form and the secret as our own tokens, ids and secrets are written; null leaves the rest to the library. */
function readAsking(form: string, authorization: string | undefined): Asking | null {
  if (form.length > FORM_CHARACTERS_MAX) return null
  const fields = new Map<string, string>()
  for (const part of form.split('&')) {
    const at = part.indexOf('=')
    const name = part.slice(0, at)
    // Percent signs and a field that comes twice are not read here.
    if (at < 1 || fields.has(name) || part.includes('%') || part.includes('+')) return null
    fields.set(name, part.slice(at + 1))
  }
  const token = fields.get('token')
  const hint = fields.get('token_type_hint')
  if (!token || !TOKEN.test(token) || (hint !== undefined && hint !== 'access_token')) return null
  const known = ['token', 'token_type_hint', 'client_id', 'client_secret']
  for (const name of fields.keys()) if (!known.includes(name)) return null
  const named = fields.get('client_id')
  const given = authorization === undefined ? inForm(fields) : inHeader(authorization)
  if (!given || (authorization !== undefined && fields.has('client_secret'))) return null
  if (named !== undefined && named !== given.clientId) return null
  return UUID.test(given.clientId) && SECRET.test(given.secret) ? { ...given, token } : null
}

function inForm(fields: ReadonlyMap<string, string>): Omit<Asking, 'token'> | null {
  const [clientId, secret] = [fields.get('client_id'), fields.get('client_secret')]
  return clientId && secret ? { clientId, secret } : null
}

function inHeader(authorization: string): Omit<Asking, 'token'> | null {
  const encoded = /^basic ([A-Za-z0-9+/]+={0,2})$/i.exec(authorization)?.[1]
  if (!encoded) return null
  const text = Buffer.from(encoded, 'base64').toString('latin1')
  const at = text.indexOf(':')
  return at === -1 ? null : { clientId: text.slice(0, at), secret: text.slice(at + 1) }
}

/** What the library says of a living token, in its order; undefined for what it has to judge itself. */
function open(identity: ProviderIdentity, asking: Asking, found: SealedToken): Opened | undefined {
  const { clientId, token } = asking
  const { tokenSealed, sessionSealed, sessionIdHash } = found
  const tokenHash = Buffer.from(hash('sha256', token, 'buffer'))
  const content = openArtifact(
    identity,
    'AccessToken',
    { idHash: tokenHash, contentSealed: tokenSealed, consumedAt: null },
    token,
  ) as Content
  const { accountId, grantId, exp, iat, sid, scope, jkt } = content
  if (content.kind !== 'AccessToken' || content.clientId !== clientId) return undefined
  if (typeof accountId !== 'string' || typeof exp !== 'number') return undefined
  const unusual = ['rar', 'extra', 'aud', 'x5t#S256'].some((name) => content[name] !== undefined)
  if (unusual) return undefined
  let endsAt = exp
  if (content.expiresWithSession) {
    const session =
      sessionSealed &&
      sessionIdHash &&
      (openArtifact(
        identity,
        'Session',
        { idHash: sessionIdHash, contentSealed: sessionSealed, consumedAt: null },
        '',
      ) as Content & { authorizations?: Record<string, { grantId?: string }> })
    if (!session || session.accountId !== accountId) return undefined
    if (session.authorizations?.[clientId]?.grantId !== grantId) return undefined
    endsAt = Math.min(exp, session.exp ?? exp)
  }
  return {
    seals: Buffer.concat([nonceOf(tokenSealed), ...(sessionSealed ? [nonceOf(sessionSealed)] : [])]),
    endsAtMs: Math.min(endsAt * 1000, Date.now() + OPENID_SECONDS.AccessToken * 1000),
    answer: JSON.stringify({
      active: true,
      sub: pairwiseSubject(identity, accountId, found.sector),
      client_id: clientId,
      exp,
      iat,
      sid,
      iss: identity.site.origin,
      scope: scope || undefined,
      cnf: jkt ? { jkt } : undefined,
      token_type: jkt ? 'DPoP' : 'Bearer',
    }),
  }
}

/** Every sealing has a nonce of its own: it names the seal (sealed-secret.ts). */
const nonceOf = (sealed: Buffer): Buffer => sealed.subarray(1, 13)
