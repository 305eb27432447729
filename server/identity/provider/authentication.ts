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
}

/**
 * `authTime` is when the person last proved themselves wholly: by password, or by a passkey that verified its user. A code alone shows only
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
    methods.find(({ method }) => method === 'passkey')?.at,
  ]
  const authTime = Math.max(...whole.map((at) => at?.getTime() ?? 0))
  // A level that has fallen takes the proof that raised it along (D-03).
  const holding = methods.filter(({ method }) => session.level !== 'low' || method === 'password')
  const amr = new Set(holding.flatMap(({ method }) => AMR[method] ?? ['otp']))
  if (session.passwordAt) amr.add('pwd')
  if (amr.size > 1) amr.add('mfa')
  return { authTime: Math.floor(authTime / 1000), amr: [...amr].sort() }
}
