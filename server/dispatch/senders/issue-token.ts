/** OAuth 2 client credentials with private_key_jwt (RFC 6749 §4.4, RFC 7523): the sender's client signs who it is with a key
 * that never leaves it, and gets an access token for some minutes. */
import { createHash } from 'node:crypto'
import { decodeJwt, decodeProtectedHeader, importJWK, type JWK, jwtVerify } from 'jose'
import { signAccessToken, TOKEN_SECONDS } from '#dispatch/senders/access-token.ts'
import { findSender, findSenderKey, spendAssertion } from '#dispatch/senders/sender.store.ts'
import type { House } from '#ground/house.ts'
import { isId } from '#ground/ids.ts'

/** RFC 6749 §5.2. `description` is for the sender's engineer. */
export class TokenRefused extends Error {
  override name = 'TokenRefused'
  readonly code: 'invalid_client' | 'invalid_request' | 'unauthorized_client'
  readonly description: string
  constructor(code: TokenRefused['code'], description: string) {
    super(code)
    this.code = code
    this.description = description
  }
}

const ASSERTION_SECONDS_MAX = 300
const CLOCK_TOLERANCE_SECONDS = 30

export async function issueToken(
  house: House,
  assertion: string,
): Promise<{ token: string; expiresInSeconds: number }> {
  const { senderId, keyId } = claimant(assertion)
  const [sender, jwk] = await Promise.all([
    findSender(house.db, senderId),
    findSenderKey(house.db, senderId, keyId),
  ])
  if (!sender || !jwk)
    throw new TokenRefused(
      'invalid_client',
      'There is no such sender, or the key (kid) is not registered for it.',
    )
  const { jti, exp } = await verifyAssertion(house, assertion, senderId, jwk as JWK)
  const fresh = await spendAssertion(
    house.db,
    senderId,
    createHash('sha256').update(jti).digest(),
    new Date((exp + CLOCK_TOLERANCE_SECONDS) * 1000),
  )
  if (!fresh)
    throw new TokenRefused(
      'invalid_client',
      'The assertion was used before. Make a new one with a new jti for every token.',
    )
  if (sender.state !== 'approved')
    throw new TokenRefused('unauthorized_client', 'This sender is suspended. Contact the operator.')
  return { token: signAccessToken(house, senderId, keyId), expiresInSeconds: TOKEN_SECONDS }
}

function claimant(assertion: string): { senderId: string; keyId: string } {
  try {
    const { kid } = decodeProtectedHeader(assertion)
    const { iss, sub } = decodeJwt(assertion)
    if (typeof kid === 'string' && typeof iss === 'string' && iss === sub && isId(iss))
      return { senderId: iss, keyId: kid }
  } catch {
    // Not a JWT at all: the same answer.
  }
  throw new TokenRefused(
    'invalid_client',
    'client_assertion must be a JWT with kid in its header, and iss and sub both your sender id.',
  )
}

async function verifyAssertion(house: House, assertion: string, senderId: string, jwk: JWK) {
  const audience = [house.config.PUBLIC_URL, `${house.config.PUBLIC_URL}/oauth/token`]
  try {
    const { payload } = await jwtVerify(assertion, await importJWK(jwk, jwk.alg ?? 'EdDSA'), {
      // The key's own algorithm and no other: "none" and HMAC with the public key never come up.
      algorithms: [jwk.alg ?? 'EdDSA'],
      issuer: senderId,
      subject: senderId,
      audience,
      requiredClaims: ['exp', 'jti', 'aud'],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: house.clock(),
    })
    const exp = payload.exp!
    if (exp - house.clock().getTime() / 1000 > ASSERTION_SECONDS_MAX + CLOCK_TOLERANCE_SECONDS)
      throw new TokenRefused('invalid_client', `exp must be at most ${ASSERTION_SECONDS_MAX} seconds away.`)
    if (typeof payload.jti !== 'string' || payload.jti.length < 8)
      throw new TokenRefused('invalid_client', 'jti must be a text of 8 characters or more.')
    return { jti: payload.jti, exp }
  } catch (error) {
    if (error instanceof TokenRefused) throw error
    throw new TokenRefused(
      'invalid_client',
      `The assertion does not hold: check its signature, that aud is ${audience[1]}, and that exp has not passed.`,
    )
  }
}
