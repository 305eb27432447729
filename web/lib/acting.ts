/** Which mailbox the session works in, told from tab to tab: a page that shows one mailbox must not go on under another. */
import type { ActingFor } from '#api/acting-for.ts'
import type { SignedIn } from '#api/session.ts'

const KEY = 'brevhus.acting'
let here: string | null = null

/** Said with every look at the account; other tabs hear it when it is another mailbox than before. */
export function sayActing(session: SignedIn): void {
  here = session.actingFor?.employeeId ?? ''
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

/** Whether who acts for an enterprise sees its log and its employees; in one's own name the log is one's own. */
export const maySeeLog = (actingFor: ActingFor | null) =>
  actingFor === null || actingFor.role === 'administrator'

/** Readers of an enterprise's mailbox mark, senders arrange too, administrators also delete for good (rules/employee-roles.ts). */
export const mayArrange = (actingFor: ActingFor | null) => actingFor === null || actingFor.role !== 'reader'
export const mayDelete = (actingFor: ActingFor | null) =>
  actingFor === null || actingFor.role === 'administrator'
