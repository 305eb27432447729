/** D-08, B-10: tells somebody who was given access that a letter has come there; names neither the owner nor the sender. */
import { asPostOffice, inMailbox } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import type { Jobs } from '#ground/jobs.ts'
import { MailRefused } from '#ground/ports.ts'
import { composeDelegateNotice } from './compose-notice.ts'
import { readDelegateNotice } from './delegate-notices.store.ts'
import { messageIdOf } from './message-id.ts'
import { insertNotice, isRecorded, type NoticeOutcome } from './notices.store.ts'

/** As `sendNotice`: sent, then recorded in the owner's mailbox; an access taken back meanwhile is not told any more. */
export async function sendDelegateNotice(
  house: House,
  notice: Jobs['send-delegate-notice'],
  { lastTry }: { lastTry: boolean },
): Promise<void> {
  const { mailboxId, letterId, grantId, emailNo } = notice
  const found = await asPostOffice(house.db, async (trx) => {
    const to = await readDelegateNotice(trx, notice, house.clock())
    if (!to) return undefined
    const messageId = messageIdOf(house, [
      'delegate-notice',
      mailboxId,
      letterId,
      grantId,
      emailNo,
      to.emailForm,
    ])
    return (await isRecorded(trx, notice, messageId)) ? undefined : { to, messageId }
  })
  if (!found) return
  const { to, messageId } = found
  let outcome: NoticeOutcome = 'sent'
  try {
    const words = composeDelegateNotice(to.language)
    await house.mailer.send({ to: to.email, language: to.language, messageId, ...words })
  } catch (error) {
    if (error instanceof MailRefused) outcome = 'refused'
    else if (lastTry) outcome = 'failed'
    else throw error
  }
  await inMailbox(house.db, mailboxId, (trx) =>
    insertNotice(trx, {
      mailboxId,
      kind: 'letter',
      channel: 'email',
      letterId,
      emailNo,
      messageId,
      outcome,
      at: house.clock(),
    }),
  )
  house.metrics.noticesSent.inc({ outcome })
}
