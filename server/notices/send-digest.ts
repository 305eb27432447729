/** T-01: one notice a day, at the hour the person chose, of how many letters came since the last one, in their own mailbox and where they were let in. */
import { asPostOffice, inMailbox } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { addJob, type Jobs } from '#ground/jobs.ts'
import { messageIdOf } from '#ground/message-id.ts'
import { MailRefused } from '#ground/ports.ts'
import { emailFails } from '#people/contact/confirm-contact.ts'
import { returnPathOf } from './bounces/return-path.ts'
import { composeDigest } from './compose-notice.ts'
import { countElsewhere } from './hearing.store.ts'
import { noticeMoment } from './notice-hours.ts'
import {
  holdDigest,
  insertNotice,
  isRecorded,
  type NoticeOutcome,
  readDigestSent,
  setDigestSent,
} from './notices.store.ts'

const UNSEEN_MS = 60_000

/** What follows the same digest is the same message, however often the job runs: each address hears of it once. */
export async function sendDigest(
  house: House,
  { mailboxId }: Jobs['send-digest'],
  { lastTry }: { lastTry: boolean },
): Promise<void> {
  const now = house.clock()
  const since = await inMailbox(house.db, mailboxId, (trx) => readDigestSent(trx, mailboxId))
  if (!since) return
  // What others let them see lies in other mailboxes.
  const elsewhere = await asPostOffice(house.db, (trx) => countElsewhere(trx, mailboxId, since, now))
  const found = await inMailbox(house.db, mailboxId, async (trx) => {
    const facts = await holdDigest(trx, mailboxId)
    if (!facts || facts.letters + elsewhere === 0) return undefined
    const moment = noticeMoment('email', facts, now)
    if (moment && moment > now)
      await addJob(trx, 'send-digest', { mailboxId }, { runAt: moment, key: `digest:${mailboxId}` })
    if (!moment || moment > now) return undefined
    const mails = []
    for (const { emailNo, email, emailForm } of facts.emails) {
      const messageId = messageIdOf(house, [
        'digest',
        mailboxId,
        facts.since?.toISOString() ?? 'first',
        emailForm,
      ])
      if (await isRecorded(trx, { mailboxId }, messageId)) continue
      const returnPath = await returnPathOf(house, trx, mailboxId, emailNo)
      mails.push({ emailNo, email, emailForm, messageId, returnPath })
    }
    return { facts, mails }
  })
  if (!found) return
  const { language, letters } = found.facts
  const words = composeDigest(language, { letters, elsewhere })
  for (const { emailNo, email, emailForm, messageId, returnPath } of found.mails) {
    let outcome: NoticeOutcome = 'sent'
    let ofRecipient = false
    try {
      await house.mailer.send({ to: email, language, messageId, ...returnPath, ...words })
    } catch (error) {
      if (error instanceof MailRefused) {
        outcome = 'refused'
        ofRecipient = error.ofRecipient
      } else if (lastTry) outcome = 'failed'
      else throw error
    }
    await inMailbox(house.db, mailboxId, async (trx) => {
      await insertNotice(trx, {
        mailboxId,
        emailNo,
        kind: 'digest',
        channel: 'email',
        messageId,
        outcome,
        at: now,
      })
      if (ofRecipient) await emailFails(trx, { mailboxId, emailNo, emailForm }, 'refused', now)
    })
    house.metrics.noticesSent.inc({ outcome })
  }
  // A letter that is being delivered at this very moment may not be seen yet: rather counted in two digests than in none.
  const until = new Date(now.getTime() - UNSEEN_MS)
  await inMailbox(house.db, mailboxId, (trx) => setDigestSent(trx, mailboxId, until))
}
