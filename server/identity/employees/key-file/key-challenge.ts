/** Challenges for key files: nothing is kept of one until it is answered, so that asking for a million costs no room. */
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { EMPLOYEE_LIMITS } from '#rules/employee-roles.ts'
import { fingerprint, type IdentityKeys } from '../../sealed-secret.ts'

export type IssuedChallenge = { challenge: string; expiresAt: Date }

/** `end.nonce.mac`: our own word, checked by its keyed fingerprint. */
export function newChallenge(keys: IdentityKeys, now: Date): IssuedChallenge {
  const expiresAt = new Date(now.getTime() + EMPLOYEE_LIMITS.keySignInSeconds * 1000)
  const said = `${expiresAt.getTime()}.${randomBytes(24).toString('base64url')}`
  return { challenge: `${said}.${macOf(keys, said)}`, expiresAt }
}

/** When it ends; null when it is not ours or has ended. */
export function endOfChallenge(keys: IdentityKeys, challenge: string, now: Date): Date | null {
  const [end = '', nonce = '', mac = '', ...more] = challenge.split('.')
  if (more.length > 0 || !/^\d{13}$/.test(end)) return null
  const expected = Buffer.from(macOf(keys, `${end}.${nonce}`))
  const given = Buffer.from(mac)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null
  const expiresAt = new Date(Number(end))
  return expiresAt > now ? expiresAt : null
}

const macOf = (keys: IdentityKeys, said: string) => fingerprint(keys.keyFile, said).toString('base64url')
