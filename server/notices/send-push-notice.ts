/** One notice to one browser (T-01): that there is a letter, and which, for its owner's session to open. */
import { inMailbox } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { addJob, type Jobs } from '#ground/jobs.ts'
import { messageIdOf } from '#ground/message-id.ts'
import { PushGone } from '#ground/push.ts'
import { composePush } from './compose-notice.ts'
import { hear, nameOf } from './hear.ts'
import { noticeMoment } from './notice-hours.ts'
import {
  forgetSubscription,
  insertNotice,
  isRecorded,
  type NoticeOutcome,
  readPushWay,
} from './notices.store.ts'

/** What a browser that is off for longer has not heard of stands in the inbox. */
const TTL_SECONDS = 24 * 3600

export async function sendPushNotice(
  house: Pick<House, 'db' | 'clock' | 'push' | 'metrics' | 'config'>,
  notice: Jobs['send-push-notice'],
  { lastTry }: { lastTry: boolean },
): Promise<void> {
  const { letterId, subscriptionId, reminder = false } = notice
  const now = house.clock()
  const found = await hear(house, notice, async (trx, hearing) => {
    const mailboxId = hearing.ear
    const facts = hearing.byPush ? await readPushWay(trx, mailboxId, subscriptionId) : undefined
    if (!facts) return undefined
    const messageId = messageIdOf(house, [
      reminder ? 'push-reminder' : 'push',
      ...nameOf(notice),
      subscriptionId,
    ])
    if (await isRecorded(trx, { mailboxId }, messageId)) return undefined
    const moment = noticeMoment('push', facts, now)
    if (moment && moment > now) await addJob(trx, 'send-push-notice', notice, { runAt: moment })
    return moment && moment <= now ? { facts, hearing, messageId } : undefined
  })
  if (!found) return
  const { facts, hearing, messageId } = found
  const mailboxId = hearing.ear
  let outcome: NoticeOutcome = 'sent'
  try {
    const text = composePush(facts.language, { letterId, reminder, as: hearing.as })
    await house.push.send(facts, { text, ttlSeconds: TTL_SECONDS })
  } catch (error) {
    if (error instanceof PushGone) outcome = 'refused'
    else if (lastTry) outcome = 'failed'
    else throw error
  }
  await inMailbox(house.db, mailboxId, async (trx) => {
    const kind = reminder ? 'reminder' : 'letter'
    const at = house.clock()
    await insertNotice(trx, { mailboxId, letterId, kind, channel: 'push', messageId, outcome, at })
    if (outcome === 'refused') await forgetSubscription(trx, mailboxId, subscriptionId)
  })
  house.metrics.noticesSent.inc({ outcome })
}
