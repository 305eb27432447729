/** Which mailbox the session works in, told from tab to tab: a page that shows one mailbox must not go on under another. */
import type { Me } from '#api/mailbox.ts'
import type { SignedIn } from '#api/session.ts'
import type { MailboxPower } from '#rules/powers.ts'

const KEY = 'brevhus.acting'
let here: string | null = null

/** In another's mailbox, as far as this page knows. */
export const isElsewhere = (): boolean => here !== null && here !== ''

/** Said with every look at the account; other tabs hear it when it is another mailbox than before. */
export function sayActing(session: SignedIn): void {
  here = session.actingFor?.employeeId ?? session.actingIn?.grantId ?? ''
  try {
    if (localStorage.getItem(KEY) !== here) localStorage.setItem(KEY, here)
  } catch {
    // Storage may be forbidden; the server still answers each request for the mailbox of the session alone.
  }
}

/** Begins anew when another tab has switched. Returns what stops listening. */
export function followActing(): () => void {
  const onStorage = ({ key, newValue }: StorageEvent) => {
    if (key === KEY && newValue !== null && here !== null && newValue !== here) location.assign('/')
  }
  addEventListener('storage', onStorage)
  return () => removeEventListener('storage', onStorage)
}

/** In whose mailbox the session is, and what may be done there: the server's own table (rules/powers.ts), as /api/me tells it. */
export type Standing = {
  /** In one's own mailbox, neither an enterprise's nor somebody else's. */
  readonly own: boolean
  /** In an enterprise's. */
  readonly enterprise: boolean
  readonly may: (power: MailboxPower) => boolean
}

export function standingOf(
  me: Pick<Me, 'powers'>,
  session: Pick<SignedIn, 'actingFor' | 'actingIn'>,
): Standing {
  const powers = new Set<string>(me.powers)
  const [enterprise, anothers] = [session.actingFor !== null, session.actingIn !== null]
  return { own: !enterprise && !anothers, enterprise, may: (power) => powers.has(power) }
}
