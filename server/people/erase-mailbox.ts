import { inMailbox } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { addJob, type Jobs } from '#ground/jobs.ts'
import { erasureOf } from './erasure-date.ts'
import { readClosed, recordErasure } from './mailboxes.store.ts'
import { awaitMatching } from './matching-barrier.ts'

const LETTERS_STAY_MS = 86_400_000

/** D-05, O-05: destroys the key to a closed mailbox, and with it every letter in it, in every backup too. Before its time it
 * only puts itself back; a mailbox that is not closed is left alone. May run twice and stop anywhere. */
export async function eraseMailbox(
  house: Pick<House, 'db' | 'clock' | 'vault'>,
  { mailboxId }: Jobs['erase-mailbox'],
): Promise<void> {
  const now = house.clock()
  const due = await inMailbox(house.db, mailboxId, async (trx) => {
    const closed = await readClosed(trx, mailboxId)
    if (!closed || closed.erasedAt) return false
    const runAt = erasureOf(closed.profile, closed.closedAt)
    if (runAt <= now) return true
    await addJob(trx, 'erase-mailbox', { mailboxId }, { key: `erase-mailbox:${mailboxId}`, runAt })
    return false
  })
  if (due) await eraseNow(house, mailboxId)
}

/** The same at once, of a mailbox that is closed already. */
export async function eraseNow(
  house: Pick<House, 'db' | 'clock' | 'vault'>,
  mailboxId: string,
): Promise<void> {
  const now = house.clock()
  // a letter matched before the closing may still be on its way in; its key must not vanish while it is wrapped
  await awaitMatching(house.db)
  await house.vault.erase([mailboxId])
  await inMailbox(house.db, mailboxId, async (trx) => {
    await recordErasure(trx, mailboxId, now)
    // A day later: jobs that still wait for one of its letters find it, and find that its key is gone.
    const runAt = new Date(now.getTime() + LETTERS_STAY_MS)
    await addJob(trx, 'forget-letters', { mailboxId }, { key: `forget-letters:${mailboxId}`, runAt })
  })
}
