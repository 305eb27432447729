/** One notice e-mail to one address (T-01, D-14, D-15). */
import { inMailbox } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import type { Jobs } from '#ground/jobs.ts'
import { MailRefused } from '#ground/ports.ts'
import { composeNotice } from './compose-notice.ts'
import { messageIdOf } from './message-id.ts'
import { insertNotice, isRecorded, type NoticeOutcome, readNotice } from './notices.store.ts'

/**
 * Sends, then records. A crash in between sends it again with the same Message-ID: a notice may come twice, it is never
 * lost. What is no longer wanted, or already recorded, is not sent. Throws when the mail server cannot take it now;
 * `lastTry` records that it was given up instead.
 */
export async function sendNotice(
  house: House,
  notice: Jobs['send-notice'],
  { lastTry }: { lastTry: boolean },
): Promise<void> {
  const { mailboxId, letterId, emailNo } = notice
  const found = await inMailbox(house.db, mailboxId, async (trx) => {
    const facts = await readNotice(trx, notice)
    if (!facts) return undefined
    const messageId = messageIdOf(house, ['notice', mailboxId, letterId, emailNo, facts.email_form])
    return (await isRecorded(trx, notice, messageId)) ? undefined : { facts, messageId }
  })
  if (!found) return
  const { facts, messageId } = found
  const words = composeNotice({
    language: facts.language,
    sensitive: facts.sensitive,
    senderName: facts.sender_name,
  })
  let outcome: NoticeOutcome = 'sent'
  try {
    await house.mailer.send({ to: facts.email, language: facts.language, messageId, ...words })
  } catch (error) {
    if (error instanceof MailRefused) outcome = 'refused'
    else if (lastTry) outcome = 'failed'
    else throw error
  }
  await inMailbox(house.db, mailboxId, (trx) =>
    insertNotice(trx, { ...notice, messageId, outcome, at: house.clock() }),
  )
  house.metrics.noticesSent.inc({ outcome })
}
