/** P-09: the e-mail with the one-time link. The page it leads to asks for a sign-in and a click: the link alone does nothing. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { inMailbox } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import type { Jobs } from '#ground/jobs.ts'
import { messageIdOf } from '#ground/message-id.ts'
import { MailRefused } from '#ground/ports.ts'
import { composeVerification } from './compose-notice.ts'
import { readVerification } from './notices.store.ts'

/** Sends nothing when the token has run out or a newer link has taken its place. */
export async function sendEmailVerification(
  house: House,
  { mailboxId, emailNo, token }: Jobs['send-email-verification'],
): Promise<void> {
  const facts = await inMailbox(house.db, mailboxId, (trx) => readVerification(trx, mailboxId, emailNo))
  const hash = createHash('sha256').update(token).digest()
  const current =
    facts?.token_hash?.length === hash.length &&
    timingSafeEqual(facts.token_hash, hash) &&
    facts.token_expires_at !== null &&
    facts.token_expires_at > house.clock()
  if (!facts || !current) return
  const link = new URL('/verify-email', house.config.PUBLIC_URL)
  link.searchParams.set('token', token)
  try {
    await house.mailer.send({
      to: facts.email,
      language: facts.language,
      messageId: messageIdOf(house, ['verification', mailboxId, emailNo, hash.toString('hex')]),
      ...composeVerification(facts.language, link.href),
    })
  } catch (error) {
    // The address does not exist: the person sees it waiting, corrects it or asks for a new link.
    if (!(error instanceof MailRefused)) throw error
  }
}
