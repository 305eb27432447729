/**
 * R1, R13: mailboxes that nobody has used for the profile's years. Hourly: whoever's is nearly that old is told on every channel, and ninety
 * days later it is closed as if they had closed it. May run twice and stop anywhere.
 */
import { asPostOffice, type Trx } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { addJobs } from '#ground/jobs.ts'
import { judgeUnused } from '#rules/unused-mailbox.ts'
import { CONSENT_TEXTS } from '../consent-texts.ts'
import { logChange } from '../log-change.ts'
import { lockMailbox } from '../mailboxes.store.ts'
import { awaitMatching } from '../matching-barrier.ts'
import { lockOwner } from '../people.store.ts'
import { endEnterprise, warnEnterprise } from './end-enterprise.ts'
import { endMailbox } from './end-mailbox.ts'
import { holdUnused, type LookedAt, setLook } from './unused.store.ts'

const BITE = 200
/** What could not be ended now is looked at again. */
const AGAIN_MS = 3_600_000

export async function endUnused(
  house: Pick<House, 'db' | 'clock' | 'log'>,
): Promise<{ warned: number; ended: number }> {
  const now = house.clock()
  const done = { warned: 0, ended: 0 }
  for (;;) {
    const bite = await asPostOffice(house.db, (trx) => lookAround(trx, now))
    done.warned += bite.warned
    for (const mailboxId of bite.due)
      if (await asPostOffice(house.db, (trx) => endOne(trx, mailboxId, now))) done.ended++
    if (bite.looked < BITE) break
  }
  // A letter matched before the closing may still be on its way in.
  if (done.ended > 0) await awaitMatching(house.db)
  if (done.warned + done.ended > 0) house.log.info({ event: 'unused-mailboxes', ...done })
  return done
}

async function lookAround(trx: Trx, now: Date): Promise<{ looked: number; warned: number; due: string[] }> {
  const held = await holdUnused(trx, { now, most: BITE })
  const due: string[] = []
  const looks: Parameters<typeof setLook>[1][number][] = []
  const warned: { row: LookedAt; endsAt: Date }[] = []
  for (const row of held) {
    const { mailboxId } = row
    const verdict = judgeUnused(row, now)
    if (verdict.kind === 'stays') looks.push({ mailboxId, lookAt: verdict.lookAt })
    else if (verdict.kind === 'ends') {
      looks.push({ mailboxId, lookAt: new Date(now.getTime() + AGAIN_MS) })
      due.push(mailboxId)
    } else {
      looks.push({ mailboxId, lookAt: verdict.endsAt, warnedAt: now })
      warned.push({ row, endsAt: verdict.endsAt })
    }
  }
  await setLook(trx, looks)
  const until = (endsAt: Date) => ({ at: now.toISOString(), until: endsAt.toISOString() })
  const owners = warned.flatMap(({ row: { personId }, endsAt }) =>
    personId ? [{ personId, about: 'mailbox-unused' as const, facts: until(endsAt) }] : [],
  )
  await addJobs(trx, 'tell-person', owners)
  for (const { row, endsAt } of warned)
    if (!row.personId) await warnEnterprise(trx, row.mailboxId, { at: now, until: endsAt })
  return { looked: held.length, warned: warned.length, due }
}

/** Judged once more with its owner held: a letter or a sign-in may have come meanwhile. */
async function endOne(trx: Trx, mailboxId: string, at: Date): Promise<boolean> {
  const person = await lockOwner(trx, mailboxId)
  const [row] = await holdUnused(trx, { mailboxId })
  const mailbox = await lockMailbox(trx, mailboxId)
  if (!row || !mailbox || judgeUnused(row, at).kind !== 'ends') return false
  await logChange(trx, { mailboxId, by: undefined, action: 'mailbox-closed', at })
  if (!person) await endEnterprise(trx, { mailboxId, mailbox, at })
  else {
    const textVersion = CONSENT_TEXTS['number-use']
    await endMailbox(trx, { mailboxId, person, mailbox, withdraws: [], textVersion, at })
  }
  return true
}
