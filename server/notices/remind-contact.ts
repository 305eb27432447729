/** D-13: asks by e-mail to confirm the contact details. Without a link: one signs in as always. */
import { inMailbox } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import type { Jobs } from '#ground/jobs.ts'
import { messageIdOf } from '#ground/message-id.ts'
import { MailRefused } from '#ground/ports.ts'
import { emailFails } from '#people/contact/confirm-contact.ts'
import { returnPathOf } from './bounces/return-path.ts'
import { composeContactReminder } from './compose-notice.ts'
import { insertNotice, isRecorded, type NoticeOutcome, readUsableEmails } from './notices.store.ts'

export async function remindContact(
  house: House,
  { mailboxId, round }: Jobs['remind-contact'],
  { lastTry }: { lastTry: boolean },
): Promise<void> {
  const emails = await inMailbox(house.db, mailboxId, (trx) => readUsableEmails(trx, mailboxId))
  for (const { emailNo, email, emailForm, language } of emails) {
    const messageId = messageIdOf(house, ['contact', mailboxId, round, emailForm])
    const returnPath = await inMailbox(house.db, mailboxId, async (trx) =>
      (await isRecorded(trx, { mailboxId }, messageId))
        ? undefined
        : returnPathOf(house, trx, mailboxId, emailNo),
    )
    if (!returnPath) continue
    let outcome: NoticeOutcome = 'sent'
    let ofRecipient = false
    try {
      const words = composeContactReminder(language)
      await house.mailer.send({ to: email, language, messageId, ...returnPath, ...words })
    } catch (error) {
      if (error instanceof MailRefused) {
        outcome = 'refused'
        ofRecipient = error.ofRecipient
      } else if (lastTry) outcome = 'failed'
      else throw error
    }
    const at = house.clock()
    await inMailbox(house.db, mailboxId, async (trx) => {
      await insertNotice(trx, {
        mailboxId,
        emailNo,
        kind: 'contact',
        channel: 'email',
        messageId,
        outcome,
        at,
      })
      if (ofRecipient) await emailFails(trx, { mailboxId, emailNo, emailForm }, 'refused', at)
    })
    house.metrics.noticesSent.inc({ outcome })
  }
}
