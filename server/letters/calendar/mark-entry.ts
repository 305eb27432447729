/** B-17: the owner's own ticks and reminders on an entry of the calendar. */
import { enterMailbox } from '#access/enter-mailbox.ts'
import type { EntryMarked, MarkEntry } from '#api/calendar.ts'
import type { Actor } from '#ground/actor.ts'
import type { House } from '#ground/house.ts'
import { addJob } from '#ground/jobs.ts'
import { refuse } from '#ground/refuse.ts'
import { dayReminderAt } from '#rules/notice-time.ts'
import { PROFILES } from '#rules/profiles.ts'
import { findOpenLetter } from '../find-letter.ts'
import { readWanted, wantsOf } from '../letter-outside.ts'
import { openTitles } from '../sealed-titles.ts'
import { profileOf, type StoredMark, writeMark } from './calendar.store.ts'

/**
 * What may not be opened may not be ticked off either. A reminder is a job from here on, in the same transaction: when it runs it asks
 * again what is still wanted. @throws Refusal `not-found`, `letter-locked`
 */
export async function markEntry(
  house: House,
  actor: Actor,
  letterId: string,
  mark: MarkEntry,
): Promise<EntryMarked> {
  const { mailboxId } = actor
  // A letter is never altered (D-28): what it wants may be opened before the transaction that marks it.
  const at =
    typeof mark.remindDays === 'number' ? await remindAt(house, actor, letterId, mark.remindDays) : null
  return enterMailbox(house, actor, 'mark-letters', async (trx) => {
    await findOpenLetter(trx, actor, letterId)
    const marks = await writeMark(trx, mailboxId, letterId, mark, house.clock(), at)
    if (!marks) throw refuse('not-found')
    if (at) {
      const payload = { mailboxId, at: at.toISOString() }
      await addJob(trx, 'remind-of-days', payload, { runAt: at, key: `days:${mailboxId}:${payload.at}` })
    }
    return shownMarks(marks)
  })
}

/** Null: it has passed. Whoever sets it so is looking at the letter. */
async function remindAt(house: House, actor: Actor, letterId: string, days: number): Promise<Date | null> {
  const { letter, profile } = await enterMailbox(house, actor, 'mark-letters', async (trx) => ({
    letter: await findOpenLetter(trx, actor, letterId),
    profile: await profileOf(trx, actor.mailboxId),
  }))
  const [opened] = await openTitles(house, actor.mailboxId, wantsOf(letter))
  const wants = readWanted(opened)
  const at = wants && dayReminderAt(wants, days, PROFILES[profile].timeZone)
  return at && at > house.clock() ? at : null
}

export const shownMarks = ({ doneAt, remindDays, remindAt }: StoredMark): EntryMarked => ({
  doneAt: doneAt?.toISOString() ?? null,
  remindDays,
  remindAt: remindAt?.toISOString() ?? null,
})
