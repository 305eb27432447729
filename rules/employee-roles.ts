import type { Action } from './action-levels.ts'
import type { Level } from './levels.ts'
import { ANOTHERS_LEVEL, EMPLOYED, type EmployedCapacity, has, type MailboxPower } from './powers.ts'

/** Roles of those who act for an enterprise (P-02, B-15, I-03). What each may is in the one table of powers (powers.ts, B-24). */
export type EmployeeRole = EmployedCapacity

export const ROLE_NAMES: readonly EmployeeRole[] = EMPLOYED

export const isEmployeeRole = (text: string): text is EmployeeRole =>
  (ROLE_NAMES as readonly string[]).includes(text)

export const roleMay = (role: EmployeeRole, power: MailboxPower): boolean => has(role, power)

/**
 * Acting for an enterprise asks for more than a password, always: the mail is not the person's own to risk. Unlike one's own
 * settings (`levelFor`) there is no exception for people without a device.
 */
export const EMPLOYEE_LEVEL: Level = ANOTHERS_LEVEL

/**
 * All that a session opened by a key file reaches: the enterprise's mailbox and its administration. The file lies on a machine that
 * may be the employer's, so it opens nothing of the person's own: no devices, no data, no service providers (N-22).
 */
export const KEY_FILE_ACTIONS: readonly Action[] = [
  'extend-session',
  'read-mailbox',
  'open-letter',
  'mark-letter',
  'read-document',
  'read-folders',
  'change-folders',
  'arrange-letters',
  'delete-letters',
  'read-storage',
  'upload-document',
  'read-access-log',
  'read-proof',
  'manage-employees',
  'read-departments',
  'manage-departments',
  'read-letter-work',
  'assign-letters',
]

/**
 * N-22: employees may opt in to a history of the service providers they visit only with a code card, never with a key file.
 * @param methods by which the session was opened and raised.
 */
export const mayChooseHistory = (methods: readonly string[]): boolean =>
  methods.includes('code-card') && !methods.includes('key-file')

export type Administrators = { readonly employeeId: string; readonly role: EmployeeRole }[]

/** Whether an enterprise would be left without an active administrator when this one's employment ends or its role becomes `next`. */
export function leavesNobody(
  active: Readonly<Administrators>,
  employeeId: string,
  next: EmployeeRole | null,
): boolean {
  if (next === 'administrator') return false
  const administrators = active.filter(({ role }) => role === 'administrator')
  return (
    administrators.some((one) => one.employeeId === employeeId) &&
    administrators.every((one) => one.employeeId === employeeId)
  )
}

export const EMPLOYEE_LIMITS = {
  /** Days an invitation's link lives. Ours: long enough for a holiday, short enough for a forgotten inbox. */
  invitationDays: 7,
  /** Invitation mails to one employee in 24 hours (as for verification mails, P-09). */
  invitationsADay: 5,
  /** Employees who are not ended, of one enterprise. */
  employeesMax: 20_000,
  /** Rows of one CSV file: one page of faults a person can work through, one transaction. */
  importRowsMax: 500,
  importBytesMax: 256 * 1024,
  /** N-07: years after which an ended employment is erased. */
  keepYears: 6,
  /** Months after the notice of an employee's death when the employment ends by itself. Ours: registers err. */
  afterDeathMonths: 1,
  /** Months after the end of its last link when an order that nobody accepted is erased. Ours. */
  invitedMonths: 6,
  /** R4: years an event of an employment is kept. */
  eventYears: 5,
  /** Minutes a code for fetching a key file's certificate lives: long enough to type a command. */
  keyCodeMinutes: 30,
  /** Key files of one employment that are in use. */
  keysMax: 3,
  /** Seconds a challenge, and the link that answers it, live. */
  keySignInSeconds: 120,
} as const
