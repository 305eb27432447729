/** B-17: the calendar as a list; and its secret address. */
import { enterAlone, enterMailbox } from '#access/enter-mailbox.ts'
import type { Calendar, CalendarAddressMade, CalendarEntry, MakeCalendarAddress } from '#api/calendar.ts'
import { logAccess } from '#ground/access-log.ts'
import type { Actor } from '#ground/actor.ts'
import type { House } from '#ground/house.ts'
import { addJob } from '#ground/jobs.ts'
import { refuse } from '#ground/refuse.ts'
import { requireLevel } from '#ground/require-level.ts'
import { changedMeanwhile } from '#ground/require-seen.ts'
import { readReminderWays } from '#people/contact/reminder-ways.store.ts'
import { senderOf } from '../letter-outside.ts'
import { requireOwner } from '../require-owner.ts'
import { newToken } from '../tokens/token-text.ts'
import { deleteAddress, putAddress, readAddress } from './calendar.store.ts'
import { loadEntries } from './load-entries.ts'
import { shownMarks } from './mark-entry.ts'

export const FEED_PATH = '/calendar/feed/'

export async function showCalendar(house: House, actor: Actor): Promise<Calendar> {
  const { entries, from } = await loadEntries(house, actor)
  const { address, ways } = await enterMailbox(house, actor, 'read-letters', async (trx) => ({
    address: await readAddress(trx, actor.mailboxId),
    ways: await readReminderWays(trx, actor.mailboxId),
  }))
  return {
    from,
    reminded: !!ways && (ways.sms || ways.emails.length + ways.subscriptions.length > 0),
    entries: entries.map(
      ({ letterId, on, door, letter, title, wants, ...marks }): CalendarEntry => ({
        letterId,
        on,
        locked: door.kind === 'locked',
        sender: senderOf(letter, door),
        title,
        wants: door.kind === 'locked' ? null : wants,
        ...shownMarks(marks),
      }),
    ),
    address: address
      ? { madeAt: address.madeAt.toISOString(), lastUsedAt: address.lastUsedAt?.toISOString() ?? null }
      : null,
  }
}

/**
 * A new secret in place of the one that was shown: one made meanwhile in another window is in a calendar program by now, and would end
 * unseen. @throws Refusal `level-too-low`, `changed-meanwhile`
 */
export function shareCalendar(
  house: House,
  actor: Actor,
  { from }: MakeCalendarAddress,
): Promise<CalendarAddressMade> {
  requireLevel(actor, 'share-calendar')
  const { mailboxId, personId, level } = actor
  return enterAlone(house, actor, 'read-letters', async (trx, entered) => {
    requireOwner(entered)
    const present = await readAddress(trx, mailboxId)
    if ((present?.madeAt.toISOString() ?? null) !== from) throw changedMeanwhile(['address'])
    const at = house.clock()
    const { token, hash } = newToken(mailboxId)
    await putAddress(trx, mailboxId, { madeBy: personId, madeAt: at, hash })
    await logAccess(trx, {
      mailboxId,
      action: 'calendar-shared',
      at,
      actorKind: entered.as,
      actorId: personId,
      level,
    })
    await addJob(trx, 'tell-person', { personId, about: 'calendar-shared', facts: { at: at.toISOString() } })
    return {
      address: new URL(`${FEED_PATH}${token}.ics`, house.config.PUBLIC_URL).href,
      madeAt: at.toISOString(),
    }
  })
}

/** @throws Refusal `not-found` when there is none */
export function endCalendar(house: House, actor: Actor): Promise<void> {
  const { mailboxId, personId, level } = actor
  return enterMailbox(house, actor, 'read-letters', async (trx, entered) => {
    requireOwner(entered)
    if (!(await deleteAddress(trx, mailboxId))) throw refuse('not-found')
    const at = house.clock()
    await logAccess(trx, {
      mailboxId,
      action: 'calendar-ended',
      at,
      actorKind: entered.as,
      actorId: personId,
      level,
    })
  })
}
