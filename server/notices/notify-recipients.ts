/** T-01, T-02: tells the recipients of delivered letters, each as they chose (D-14), and an SMS or a reminder where the sender asks. */
import { asPostOffice, type Trx } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { addManyJobs, type Jobs, type NewJob } from '#ground/jobs.ts'
import { nextDigest, remindAt } from '#rules/notice-time.ts'
import { PROFILES } from '#rules/profiles.ts'
import { readColleaguesTold, readHolders, type Told } from './hearing.store.ts'
import { noticeMoment } from './notice-hours.ts'
import { type OwnerTold, readTold, withDepartments } from './notices.store.ts'

/** One job for each letter and way, all in one transaction. Run twice, the second finds the notices already recorded. */
export async function notifyRecipients(
  house: Pick<House, 'db' | 'clock'>,
  { letters, wishes = [] }: Jobs['notify-recipients'],
): Promise<void> {
  const wished = new Map(wishes)
  const now = house.clock()
  await asPostOffice(house.db, async (trx) => {
    const told = await readTold(trx, letters)
    const jobs = told.flatMap((letter) => {
      const wish = wished.get(letter.letterId)
      const reminder = wish && remindAt(wish, letter.deliveredAt, PROFILES[letter.profile].timeZone)
      const { mailboxId, letterId } = letter
      const payload = { mailboxId, letterId, ...(wish?.sms ? { sms: true } : {}) }
      const later: NewJob[] = reminder
        ? [{ name: 'remind-recipient', payload, runAt: reminder, key: `remind:${letterId}` }]
        : []
      return [...noticesOf(letter, { sms: wish?.sms === true, reminder: false, now }), ...later]
    })
    const others = await readHolders(trx, letters, now)
    const heard = others.flatMap((one) => noticesOf(one, { sms: false, reminder: false, now }))
    await addManyJobs(trx, [...jobs, ...heard, ...(await routingOf(trx, told))])
  })
}

/** An enterprise's new letters are routed, by a job of their own: it opens subjects. */
async function routingOf(trx: Trx, told: readonly OwnerTold[]): Promise<NewJob[]> {
  const mailboxIds = [...new Set(told.filter((one) => one.enterprise).map((one) => one.mailboxId))]
  if (mailboxIds.length === 0) return []
  const routing = await withDepartments(trx, mailboxIds)
  return routing.map((mailboxId) => ({
    name: 'route-letters',
    payload: { mailboxId },
    key: `route:${mailboxId}`,
  }))
}

/** B-15: those whose work it has become, each as they chose. */
export async function tellColleagues(
  house: Pick<House, 'db' | 'clock'>,
  payload: Jobs['tell-colleagues'],
): Promise<void> {
  const now = house.clock()
  await asPostOffice(house.db, async (trx) => {
    const told = await readColleaguesTold(trx, payload)
    await addManyJobs(
      trx,
      told.flatMap((one) => noticesOf(one, { sms: false, reminder: false, now })),
    )
  })
}

/** Once more, if it is still unread, and once only: a second run finds the reminders recorded. */
export async function remindRecipient(
  house: Pick<House, 'db' | 'clock'>,
  { mailboxId, letterId, sms = false }: Jobs['remind-recipient'],
): Promise<void> {
  const now = house.clock()
  await asPostOffice(house.db, async (trx) => {
    const told = await readTold(trx, [[mailboxId, letterId]])
    const others = await readHolders(trx, [[mailboxId, letterId]], now)
    await addManyJobs(trx, [
      ...told.flatMap((letter) => noticesOf(letter, { sms, reminder: true, now })),
      ...others.flatMap((one) => noticesOf(one, { sms: false, reminder: true, now })),
    ])
  })
}

/** SMS goes to the owner alone: it is the sender who asks for it, for one letter, and who pays. */
function noticesOf(letter: Told, how: { sms: boolean; reminder: boolean; now: Date }): NewJob[] {
  const { mailboxId, letterId, digestHour, ear, to } = letter
  const one = {
    mailboxId,
    letterId,
    ...(how.reminder ? { reminder: true as const } : {}),
    ...(to ? { to } : {}),
  }
  const jobs: NewJob[] = []
  const at = (channel: 'email' | 'sms' | 'push'): { runAt?: Date } | null => {
    const moment = noticeMoment(channel, letter, how.now)
    return moment === null ? null : moment > how.now ? { runAt: moment } : {}
  }
  const [byEmail, bySms, byPush] = [at('email'), at('sms'), at('push')]
  // A reminder comes by itself also to whoever wants a digest: it was asked for because it matters.
  const digest = digestHour !== null && !how.reminder
  if (digest && letter.emails.length > 0) {
    const runAt = nextDigest(PROFILES[letter.profile].timeZone, digestHour, how.now)
    jobs.push({ name: 'send-digest', payload: { mailboxId: ear }, runAt, key: `digest:${ear}` })
  }
  if (byEmail && !digest)
    for (const emailNo of letter.emails)
      jobs.push({ name: 'send-notice', payload: { ...one, emailNo }, ...byEmail })
  if (byPush && !digest)
    for (const subscriptionId of letter.subscriptions)
      jobs.push({ name: 'send-push-notice', payload: { ...one, subscriptionId }, ...byPush })
  if (bySms && how.sms && letter.sms) {
    const { to: _, ...payload } = one
    jobs.push({ name: 'send-sms-notice', payload, ...bySms })
  }
  return jobs
}
