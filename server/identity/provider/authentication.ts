/** How and when a session's person last showed who they are, in the words of OpenID Connect: `auth_time`, `amr` (RFC 8176). */
import type { Identity } from '../room.ts'
import type { PresentSession } from '../session.store.ts'
import { methodsOf } from './authentication.store.ts'

export type Authentication = {
  /** Seconds since 1970. */
  readonly authTime: number
  readonly amr: string[]
}

const AMR: Readonly<Record<string, readonly string[]>> = {
  password: ['pwd'],
  // A passkey counts only when it has verified its user (I-02).
  passkey: ['pop', 'user'],
  totp: ['otp'],
  pin: ['pin'],
  // What the person did there is not told us in words of RFC 8176; what raised a session was more than one thing.
  'bankid-no': ['mfa'],
  idporten: ['mfa'],
  mitid: ['mfa'],
}

/** By which a person shows themselves wholly, not only that they hold a device. */
const WHOLE = ['passkey', 'bankid-no', 'idporten', 'mitid']

/**
 * `authTime` is when the person last proved themselves wholly: by password, by an electronic ID of others, or by a passkey that verified its user. A code alone shows only
 * that they hold the device.
 */
export async function authenticationOf(
  identity: Pick<Identity, 'db'>,
  session: PresentSession,
): Promise<Authentication> {
  const methods = await methodsOf(identity.db, session.personId, session.sessionId)
  const whole = [
    session.startedAt,
    session.passwordAt,
    ...methods.filter(({ method }) => WHOLE.includes(method)).map(({ at }) => at),
  ]
  const authTime = Math.max(...whole.map((at) => at?.getTime() ?? 0))
  // A level that has fallen takes the proof that raised it along (D-03).
  const holding = methods.filter(({ method }) => session.level !== 'low' || method === 'password')
  const amr = new Set(holding.flatMap(({ method }) => AMR[method] ?? ['otp']))
  if (session.passwordAt) amr.add('pwd')
  if (amr.size > 1) amr.add('mfa')
  return { authTime: Math.floor(authTime / 1000), amr: [...amr].sort() }
}
