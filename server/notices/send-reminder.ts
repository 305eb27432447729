/** One reminder of what stands in the calendar, to one address, browser or phone (B-17, T-01, D-14). */
import { inMailbox, type Trx } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { addJob, type Jobs } from '#ground/jobs.ts'
import { messageIdOf } from '#ground/message-id.ts'
import { MailRefused } from '#ground/ports.ts'
import { PushGone } from '#ground/push.ts'
import { SmsRefused } from '#ground/text-message.ts'
import { emailFails, phoneFails } from '#people/contact/confirm-contact.ts'
import type { NoticeChannel } from '#rules/notice-time.ts'
import { returnPathOf } from './bounces/return-path.ts'
import { composeDayPush, composeDayReminder, composeDaySms } from './compose-day-reminder.ts'
import { type DayTold, readDaysTold } from './day-reminders.store.ts'
import { noticeMoment } from './notice-hours.ts'
import {
  type Common,
  forgetSubscription,
  insertNotice,
  isRecorded,
  type NoticeOutcome,
  readEmailWay,
  readPushWay,
  readSmsWay,
} from './notices.store.ts'

type Reminder = Jobs['send-reminder']

/** A way found again at the moment of sending. */
type Way = {
  readonly channel: NoticeChannel
  /** Says that it is another when its owner changed it. */
  readonly name: string
  readonly hours: Common
  send(told: readonly DayTold[], messageId: string): Promise<void>
  /** It does not reach anybody any more. */
  fails(trx: Trx, at: Date): Promise<unknown>
}

/**
 * Sends, then records, under one name for every try, as `sendNotice` does. What was ticked off, thrown away or set otherwise meanwhile
 * is not told, nor what it is too late for. Throws when it cannot be taken now; `lastTry` records that it was given up instead.
 */
export async function sendReminder(
  house: House,
  reminder: Reminder,
  { lastTry }: { lastTry: boolean },
): Promise<void> {
  const { mailboxId, at } = reminder
  const now = house.clock()
  const letterIds = reminder.letters.flatMap(([letterId, until]) => (new Date(until) > now ? [letterId] : []))
  const found = await inMailbox(house.db, mailboxId, async (trx) => {
    const told = await readDaysTold(trx, { mailboxId, at, letterIds })
    const way = told.length > 0 ? await findWay(house, trx, reminder) : undefined
    if (!way) return undefined
    const messageId = messageIdOf(house, ['days', mailboxId, at, way.channel, way.name])
    if (await isRecorded(trx, { mailboxId }, messageId)) return undefined
    const moment = noticeMoment(way.channel, way.hours, now)
    if (moment && moment > now) await addJob(trx, 'send-reminder', reminder, { runAt: moment })
    return moment && moment <= now ? { told, way, messageId } : undefined
  })
  if (!found) return
  const { told, way, messageId } = found
  let outcome: NoticeOutcome = 'sent'
  let fails = false
  try {
    await way.send(told, messageId)
  } catch (error) {
    if (error instanceof MailRefused || error instanceof SmsRefused || error instanceof PushGone) {
      outcome = 'refused'
      fails = error instanceof MailRefused ? error.ofRecipient : true
    } else if (lastTry) outcome = 'failed'
    else throw error
  }
  await inMailbox(house.db, mailboxId, async (trx) => {
    const at = house.clock()
    const [only] = told.length === 1 ? told : []
    const which = {
      ...(only ? { letterId: only.letterId } : {}),
      ...('emailNo' in reminder.way ? { emailNo: reminder.way.emailNo } : {}),
    }
    const { channel } = way
    await insertNotice(trx, { mailboxId, ...which, kind: 'calendar', channel, messageId, outcome, at })
    if (fails) await way.fails(trx, at)
  })
  house.metrics.noticesSent.inc({ outcome })
}

async function findWay(house: House, trx: Trx, { mailboxId, way }: Reminder): Promise<Way | undefined> {
  if ('emailNo' in way) {
    const { emailNo } = way
    const to = await readEmailWay(trx, mailboxId, emailNo, 'reminder')
    if (!to) return undefined
    const { email, emailForm, language } = to
    const returnPath = await returnPathOf(house, trx, mailboxId, emailNo)
    return {
      channel: 'email',
      name: emailForm,
      hours: to,
      send: (told, messageId) =>
        house.mailer.send({
          to: email,
          language,
          messageId,
          ...returnPath,
          ...composeDayReminder(language, told),
        }),
      fails: (trx, at) => emailFails(trx, { mailboxId, emailNo, emailForm }, 'refused', at),
    }
  }
  if ('subscriptionId' in way) {
    const to = await readPushWay(trx, mailboxId, way.subscriptionId, 'reminder')
    return (
      to && {
        channel: 'push',
        name: way.subscriptionId,
        hours: to,
        send: () => house.push.send(to, { text: composeDayPush(to.language), ttlSeconds: TTL_SECONDS }),
        fails: (trx) => forgetSubscription(trx, mailboxId, way.subscriptionId),
      }
    )
  }
  const to = await readSmsWay(trx, mailboxId, 'reminder')
  return (
    to && {
      channel: 'sms',
      name: to.phone,
      hours: to,
      send: (_told, key) => house.sms.send({ to: to.phone, text: composeDaySms(to.language), key }),
      fails: (trx, at) => phoneFails(trx, mailboxId, to.phone, at),
    }
  )
}

/** A browser that is off for longer hears nothing: the morning is over. */
const TTL_SECONDS = 12 * 3600
