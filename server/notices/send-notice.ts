/** One notice e-mail to one address (T-01, D-14, D-15). */
import { inMailbox } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { addJob, type Jobs } from '#ground/jobs.ts'
import { MailRefused } from '#ground/ports.ts'
import { emailFails } from '#people/contact/confirm-contact.ts'
import { returnPathOf } from './bounces/return-path.ts'
import { composeNotice } from './compose-notice.ts'
import { messageIdOf } from './message-id.ts'
import { noticeMoment } from './notice-hours.ts'
import { insertNotice, isRecorded, type NoticeOutcome, readNotice } from './notices.store.ts'

/**
 * Sends, then records. A crash in between sends it again with the same Message-ID: a notice may come twice, it is never
 * lost. What is no longer wanted, or already recorded, is not sent; what comes into quiet hours waits. Throws when the mail server
 * cannot take it now; `lastTry` records that it was given up instead.
 */
export async function sendNotice(
  house: House,
  notice: Jobs['send-notice'],
  { lastTry }: { lastTry: boolean },
): Promise<void> {
  const { mailboxId, letterId, emailNo, reminder = false } = notice
  const kind = reminder ? 'reminder' : 'letter'
  const now = house.clock()
  const found = await inMailbox(house.db, mailboxId, async (trx) => {
    const facts = await readNotice(trx, notice)
    if (!facts) return undefined
    const messageId = messageIdOf(house, [
      reminder ? 'reminder' : 'notice',
      mailboxId,
      letterId,
      emailNo,
      facts.email_form,
    ])
    if (await isRecorded(trx, notice, messageId)) return undefined
    const moment = noticeMoment('email', facts, now)
    if (moment && moment > now) await addJob(trx, 'send-notice', notice, { runAt: moment })
    if (!moment || moment > now) return undefined
    return { facts, messageId, returnPath: await returnPathOf(house, trx, mailboxId, emailNo) }
  })
  if (!found) return
  const { facts, messageId, returnPath } = found
  const { language, sensitive, sender_name: senderName } = facts
  const words = composeNotice({ language, sensitive, senderName, reminder })
  let outcome: NoticeOutcome = 'sent'
  let ofRecipient = false
  try {
    await house.mailer.send({ to: facts.email, language, messageId, ...returnPath, ...words })
  } catch (error) {
    if (error instanceof MailRefused) {
      outcome = 'refused'
      ofRecipient = error.ofRecipient
    } else if (lastTry) outcome = 'failed'
    else throw error
  }
  await inMailbox(house.db, mailboxId, async (trx) => {
    const at = house.clock()
    await insertNotice(trx, { mailboxId, letterId, emailNo, kind, channel: 'email', messageId, outcome, at })
    if (ofRecipient) await emailFails(trx, { mailboxId, emailNo, emailForm: facts.email_form }, 'refused', at)
  })
  house.metrics.noticesSent.inc({ outcome })
}
