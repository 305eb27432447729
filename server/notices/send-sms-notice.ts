/** One notice by SMS, where the sender asked for it and the person takes them (T-01, T-02, D-14): 09 to 20, nothing of the letter. */
import { inMailbox } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { addJob, type Jobs } from '#ground/jobs.ts'
import { messageIdOf } from '#ground/message-id.ts'
import { SmsRefused } from '#ground/text-message.ts'
import { phoneFails } from '#people/contact/confirm-contact.ts'
import { composeSms } from './compose-notice.ts'
import { hear } from './hear.ts'
import { noticeMoment } from './notice-hours.ts'
import { insertNotice, isRecorded, type NoticeOutcome, readSmsWay } from './notices.store.ts'

/** Sends, then records, under one idempotency key for every try. A job that wakes up too late for today waits for tomorrow. */
export async function sendSmsNotice(
  house: Pick<House, 'db' | 'clock' | 'sms' | 'metrics' | 'config'>,
  notice: Jobs['send-sms-notice'],
  { lastTry }: { lastTry: boolean },
): Promise<void> {
  const { mailboxId, letterId, reminder = false } = notice
  const now = house.clock()
  const found = await hear(house, { mailboxId, letterId }, async (trx, { ear, bySms }) => {
    const facts = bySms ? await readSmsWay(trx, ear) : undefined
    if (!facts) return undefined
    const key = messageIdOf(house, [reminder ? 'sms-reminder' : 'sms', mailboxId, letterId, facts.phone])
    if (await isRecorded(trx, notice, key)) return undefined
    const moment = noticeMoment('sms', facts, now)
    if (moment && moment > now) await addJob(trx, 'send-sms-notice', notice, { runAt: moment })
    return moment && moment <= now ? { facts, key } : undefined
  })
  if (!found) return
  const { facts, key } = found
  let outcome: NoticeOutcome = 'sent'
  try {
    await house.sms.send({ to: facts.phone, text: composeSms(facts.language, reminder), key })
  } catch (error) {
    if (error instanceof SmsRefused) outcome = 'refused'
    else if (lastTry) outcome = 'failed'
    else throw error
  }
  await inMailbox(house.db, mailboxId, async (trx) => {
    const at = house.clock()
    const kind = reminder ? 'reminder' : 'letter'
    await insertNotice(trx, { mailboxId, letterId, kind, channel: 'sms', messageId: key, outcome, at })
    if (outcome === 'refused') await phoneFails(trx, mailboxId, facts.phone, at)
  })
  house.metrics.noticesSent.inc({ outcome })
}
