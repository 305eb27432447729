import type { Actor } from '#ground/actor.ts'
import { inMailbox, type Trx } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { addJobs } from '#ground/jobs.ts'
import { refuse } from '#ground/refuse.ts'
import { requireLevel } from '#ground/require-level.ts'
import { answerWish, type MailboxWish } from '#rules/mailbox-life.ts'
import { logChange } from '../log-change.ts'
import { lockMailbox, setMailboxRowState } from '../mailboxes.store.ts'
import { awaitMatching } from '../matching-barrier.ts'
import { lockOwner, type PersonRow, setMailboxStateOf } from '../people.store.ts'
import { refreshExchange } from '../refresh-exchange.ts'
import { endMailbox, requireSameLetters } from './end-mailbox.ts'

type Ground = Pick<House, 'db' | 'clock'>

/**
 * B-09, D-04: no new letters from now on, the old ones stay; or new letters again. Once it answers no letter is on its way in that
 * was matched before. Saying the same again changes nothing.
 * @throws Refusal `mailbox-not-open` when it is closed or was ended by a death notice
 */
export async function pauseMailbox(
  house: Ground,
  { wish, by }: { wish: 'deactivate' | 'reactivate'; by: Actor },
): Promise<void> {
  requireLevel(by, 'pause-mailbox')
  const { mailboxId } = by
  await inMailbox(house.db, mailboxId, async (trx) => {
    const found = await lockFor(trx, mailboxId, wish)
    if (!found.to) return
    const at = house.clock()
    await setMailboxRowState(trx, mailboxId, found.to, at)
    await setMailboxStateOf(trx, found.person.person_id, found.to)
    await refreshExchange(trx, [{ ...found.person, mailbox_state: found.to }])
    const done = wish === 'deactivate' ? 'mailbox-deactivated' : 'mailbox-reactivated'
    await logChange(trx, { mailboxId, by, action: done, at })
    const facts = { at: at.toISOString() }
    await addJobs(trx, 'tell-person', [{ personId: found.person.person_id, about: done, facts }])
  })
  await awaitMatching(house.db)
}

/**
 * B-09, D-05: closes the mailbox. `endsLetters` repeats what was shown.
 * @returns when its content is gone for good
 * @throws Refusal `mailbox-not-open` when it is closed or was ended by a death notice
 */
export async function closeMailbox(
  house: Ground,
  input: { endsLetters: number; textVersion: string; by: Actor },
): Promise<{ closedAt: Date; erasedAt: Date }> {
  const { by, textVersion } = input
  requireLevel(by, 'close-mailbox')
  const { mailboxId } = by
  const result = await inMailbox(house.db, mailboxId, async (trx) => {
    const { person, mailbox, to } = await lockFor(trx, mailboxId, 'close')
    if (!to) throw refuse('mailbox-not-open')
    await requireSameLetters(trx, mailboxId, input.endsLetters)
    const at = house.clock()
    await logChange(trx, { mailboxId, by, action: 'mailbox-closed', at })
    const ending = { mailboxId, person, mailbox, withdraws: [], textVersion, at }
    return { closedAt: at, erasedAt: await endMailbox(trx, ending) }
  })
  await awaitMatching(house.db)
  return result
}

/** The owner and the mailbox, locked, and what it becomes; no `to`: it is so already. */
async function lockFor(trx: Trx, mailboxId: string, wish: MailboxWish) {
  const person: PersonRow | undefined = await lockOwner(trx, mailboxId)
  const mailbox = await lockMailbox(trx, mailboxId)
  if (!person || !mailbox) throw refuse('not-found')
  const answer = answerWish(wish, mailbox)
  if (answer.kind === 'not-possible') throw refuse('mailbox-not-open')
  return { person, mailbox, to: answer.kind === 'changes' ? answer.to : undefined }
}
