/** The one-time link of an invitation. 256 random bits; only the hash is kept (I-03). */
import type { Trx } from '#ground/db.ts'
import { addJob } from '#ground/jobs.ts'
import { refuse } from '#ground/refuse.ts'
import { putInvitation } from '#people/employees/employees.store.ts'
import { EMPLOYEE_LIMITS } from '#rules/employee-roles.ts'
import { newToken } from '../session-token.ts'

const DAY_MS = 24 * 3_600_000

/** Makes a new link, which ends the one before, and has it sent. @throws `too-many-requests`; `employee-ended` unless they are invited */
export async function sendInvitation(
  trx: Trx,
  to: { mailboxId: string; employeeId: string },
  at: Date,
): Promise<void> {
  const token = newToken()
  const expiresAt = new Date(at.getTime() + EMPLOYEE_LIMITS.invitationDays * DAY_MS)
  const put = await putInvitation(trx, { ...to, hash: token.hash, expiresAt, at })
  if (!put) throw refuse('employee-ended')
  if (put.sent > EMPLOYEE_LIMITS.invitationsADay)
    throw refuse('too-many-requests', {
      detail: `At most ${EMPLOYEE_LIMITS.invitationsADay} invitations to one employee in 24 hours.`,
      retryAfterSeconds: Math.ceil((put.since.getTime() + DAY_MS - at.getTime()) / 1000),
    })
  await addJob(
    trx,
    'send-employee-invitation',
    { ...to, token: token.text },
    { key: `employee-invitation:${to.employeeId}` },
  )
}
