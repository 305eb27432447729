import type { Actor } from '#ground/actor.ts'
import { inMailbox } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { refuse } from '#ground/refuse.ts'
import { requireLevel } from '#ground/require-level.ts'
import { endMailbox, requireSameLetters } from './life/end-mailbox.ts'
import { logChange } from './log-change.ts'
import { lockMailbox } from './mailboxes.store.ts'
import { awaitMatching } from './matching-barrier.ts'
import { lockOwner } from './people.store.ts'

/** P-12: without the number there is no mailbox. Closes it and takes the person out of every index; nothing is delivered
 * or found from then on. `endsLetters` repeats what was shown: when letters came in between the person is asked anew.
 * `erasedAt` is when the content must be gone (B-09); the job `erase-mailbox` does it, enqueued by the very transaction that closes. */
export async function withdrawNumberConsent(
  house: Pick<House, 'db' | 'clock'>,
  input: { mailboxId: string; understood: true; endsLetters: number; textVersion: string; by?: Actor },
): Promise<{ withdrawnAt: Date; erasedAt: Date }> {
  const { mailboxId, by } = input
  if (by) requireLevel(by, 'withdraw-number-consent')
  const result = await inMailbox(house.db, mailboxId, async (trx) => {
    const person = await lockOwner(trx, mailboxId)
    const mailbox = await lockMailbox(trx, mailboxId)
    if (!person || !mailbox) throw refuse('not-found')
    if (mailbox.state === 'closed') throw refuse('mailbox-not-open')
    await requireSameLetters(trx, mailboxId, input.endsLetters)
    const at = house.clock()
    const { textVersion } = input
    await logChange(trx, { mailboxId, by, action: 'consent-withdrawn', at })
    const withdraws = ['number-use'] as const
    const erasedAt = await endMailbox(trx, { mailboxId, person, mailbox, withdraws, textVersion, at })
    return { withdrawnAt: at, erasedAt }
  })
  await awaitMatching(house.db)
  return result
}
