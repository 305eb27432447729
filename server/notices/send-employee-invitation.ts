/** I-03: the e-mail with the one-time link by which an employee accepts. The page it leads to asks for the person's own e-ID. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { inMailbox } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import type { Jobs } from '#ground/jobs.ts'
import { messageIdOf } from '#ground/message-id.ts'
import { MailRefused } from '#ground/ports.ts'
import { composeInvitation } from './compose-notice.ts'
import { readInvitationFacts } from './notices.store.ts'

/** Sends nothing when the invitation was accepted, ended, has run out, or a newer link has taken its place. */
export async function sendEmployeeInvitation(
  house: House,
  { mailboxId, employeeId, token }: Jobs['send-employee-invitation'],
): Promise<void> {
  const facts = await inMailbox(house.db, mailboxId, (trx) => readInvitationFacts(trx, mailboxId, employeeId))
  const hash = createHash('sha256').update(token).digest()
  const current =
    facts?.hash?.length === hash.length &&
    timingSafeEqual(facts.hash, hash) &&
    facts.expiresAt !== null &&
    facts.expiresAt > house.clock()
  if (!facts || !current) return
  const link = new URL('/id/invitation', house.config.PUBLIC_URL)
  link.searchParams.set('token', token)
  const enterprise = { name: facts.enterpriseName, number: facts.enterpriseNumber }
  try {
    await house.mailer.send({
      to: facts.email,
      language: facts.language,
      messageId: messageIdOf(house, ['invitation', mailboxId, employeeId, hash.toString('hex')]),
      ...composeInvitation(facts.language, enterprise, link.href),
    })
  } catch (error) {
    // The address does not exist: the administrator sees the employee waiting, and corrects it.
    if (!(error instanceof MailRefused)) throw error
  }
}
