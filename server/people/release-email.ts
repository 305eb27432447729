import type { Actor } from '#ground/actor.ts'
import { inMailbox } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { refuse } from '#ground/refuse.ts'
import { requireLevel } from '#ground/require-level.ts'
import { tellOfChange } from './contact/tell-of-change.ts'
import { deleteEmail, type EmailRow, emailsOf, releaseClaims } from './emails.store.ts'
import { logChange } from './log-change.ts'
import { awaitMatching } from './matching-barrier.ts'

/** Takes an e-mail address away and releases the claim to it: from now on somebody else may verify it, and no
 * letter addressed to it reaches this mailbox. Throws `not-found`. */
export async function releaseEmail(
  house: Pick<House, 'db' | 'clock'>,
  input: { mailboxId: string; emailId: string; by?: Actor },
): Promise<void> {
  if (input.by) requireLevel(input.by, 'remove-email')
  await inMailbox(house.db, input.mailboxId, async (trx) => {
    const gone = await deleteEmail(trx, input.mailboxId, input.emailId)
    if (!gone) throw refuse('not-found')
    await releaseClaims(trx, input.mailboxId, gone.form)
    if (input.by) await tellOfChange(trx, input.by, gone.used ? { alsoTo: [gone.email] } : {})
    await logChange(trx, {
      mailboxId: input.mailboxId,
      by: input.by,
      action: 'settings-changed',
      at: house.clock(),
    })
  })
  await awaitMatching(house.db)
}

/** For the settings page. */
export async function listEmails(house: Pick<House, 'db'>, mailboxId: string): Promise<EmailRow[]> {
  return inMailbox(house.db, mailboxId, (trx) => emailsOf(trx, mailboxId))
}
