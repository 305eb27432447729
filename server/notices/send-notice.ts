/** One notice e-mail to one address (T-01, D-14, D-15), of the owner or of whoever else is to hear of the letter (D-08, B-15). */
import { inMailbox, type Trx } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { addJob, type Jobs } from '#ground/jobs.ts'
import { messageIdOf } from '#ground/message-id.ts'
import { MailRefused } from '#ground/ports.ts'
import { emailFails } from '#people/contact/confirm-contact.ts'
import { returnPathOf } from './bounces/return-path.ts'
import { composeNotice } from './compose-notice.ts'
import { hear, nameOf } from './hear.ts'
import { WORK_EMAIL } from './hearing.store.ts'
import { noticeMoment } from './notice-hours.ts'
import { insertNotice, isRecorded, type NoticeOutcome, readEmailWay, readHours } from './notices.store.ts'

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
  const { letterId, emailNo, reminder = false } = notice
  const kind = reminder ? 'reminder' : 'letter'
  const now = house.clock()
  const found = await hear(house, notice, async (trx, hearing) => {
    const { ear, byEmail, workEmail } = hearing
    const way =
      emailNo === WORK_EMAIL ? await atWork(trx, ear, workEmail) : await readEmailWay(trx, ear, emailNo)
    if (!way || !byEmail) return undefined
    const messageId = messageIdOf(house, [
      reminder ? 'reminder' : 'notice',
      ...nameOf(notice),
      emailNo,
      way.emailForm,
    ])
    if (await isRecorded(trx, { mailboxId: ear }, messageId)) return undefined
    const moment = noticeMoment('email', way, now)
    if (moment && moment > now) await addJob(trx, 'send-notice', notice, { runAt: moment })
    if (!moment || moment > now) return undefined
    const returnPath = emailNo === WORK_EMAIL ? {} : await returnPathOf(house, trx, ear, emailNo)
    return { hearing, way, messageId, returnPath }
  })
  if (!found) return
  const { hearing, way, messageId, returnPath } = found
  const { language, emailForm } = way
  const words = composeNotice({ ...hearing, language, reminder })
  let outcome: NoticeOutcome = 'sent'
  let ofRecipient = false
  try {
    await house.mailer.send({ to: way.email, language, messageId, ...returnPath, ...words })
  } catch (error) {
    if (error instanceof MailRefused) {
      outcome = 'refused'
      ofRecipient = error.ofRecipient
    } else if (lastTry) outcome = 'failed'
    else throw error
  }
  const mailboxId = hearing.ear
  await inMailbox(house.db, mailboxId, async (trx) => {
    const at = house.clock()
    const own = emailNo === WORK_EMAIL ? {} : { emailNo }
    await insertNotice(trx, { mailboxId, letterId, ...own, kind, channel: 'email', messageId, outcome, at })
    if (ofRecipient && emailNo !== WORK_EMAIL)
      await emailFails(trx, { mailboxId, emailNo, emailForm }, 'refused', at)
  })
  house.metrics.noticesSent.inc({ outcome })
}

/** The address of an employment, at the hours and in the language of whose it is. */
async function atWork(trx: Trx, ear: string, email: string | null) {
  const hours = email === null ? undefined : await readHours(trx, ear)
  return hours && { ...hours, email: email!, emailForm: email!.toLowerCase() }
}
