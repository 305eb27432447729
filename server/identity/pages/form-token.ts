/**
 * Forms without script can't send a header of their own, so each carries a token only its page can know: a keyed
 * fingerprint of the browser's form cookie and of the session it was made for. Another site can make a browser send the cookie,
 * but never read or guess the token (OWASP: signed double submit, bound to the session).
 */
import { timingSafeEqual } from 'node:crypto'
import type { IdentityKeys } from '../sealed-secret.ts'
import { fingerprint } from '../sealed-secret.ts'

/** @param sessionId of the session the form acts on; null before anybody is signed in. */
export function formToken(keys: IdentityKeys, formCookie: string, sessionId: string | null): string {
  return fingerprint(keys.form, formCookie, sessionId ?? 'nobody').toString('base64url')
}

export function isFormToken(
  keys: IdentityKeys,
  given: unknown,
  formCookie: string | undefined,
  sessionId: string | null,
): boolean {
  if (typeof given !== 'string' || !formCookie) return false
  const expected = Buffer.from(formToken(keys, formCookie, sessionId))
  const said = Buffer.from(given)
  return said.length === expected.length && timingSafeEqual(said, expected)
}
