/** B-17: what somebody wanted to be reminded of is told them by their own channels for reminders, at their hours; never in a digest. */
import { inMailbox } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { addManyJobs, type Jobs, type NewJob } from '#ground/jobs.ts'
import { readReminderWays } from '#people/contact/reminder-ways.store.ts'
import type { NoticeChannel } from '#rules/notice-time.ts'
import { noticeMoment } from './notice-hours.ts'

/** A letter, and when it is too late to be reminded of what it wants. */
export type DueDay = { readonly letterId: string; readonly until: Date }

/** One job for each address, browser and phone. Run twice, the second replaces what waits and finds what was sent recorded. */
export async function remindOfDays(
  house: Pick<House, 'db' | 'clock'>,
  { mailboxId, at }: Jobs['remind-of-days'],
  days: readonly DueDay[],
): Promise<void> {
  const now = house.clock()
  await inMailbox(house.db, mailboxId, async (trx) => {
    const ways = days.length > 0 ? await readReminderWays(trx, mailboxId) : undefined
    if (!ways) return
    const letters = days.map(({ letterId, until }): [string, string] => [letterId, until.toISOString()])
    const job = (way: Jobs['send-reminder']['way'], channel: NoticeChannel): NewJob[] => {
      const moment = noticeMoment(channel, ways, now)
      if (moment === null) return []
      const payload = { mailboxId, at, letters, way }
      const key = `day:${mailboxId}:${at}:${channel}:${Object.values(way).join()}`
      return [{ name: 'send-reminder', payload, key, ...(moment > now ? { runAt: moment } : {}) }]
    }
    await addManyJobs(trx, [
      ...ways.emails.flatMap((emailNo) => job({ emailNo }, 'email')),
      ...ways.subscriptions.flatMap((subscriptionId) => job({ subscriptionId }, 'push')),
      ...(ways.sms ? job({ phone: true }, 'sms') : []),
    ])
  })
}
