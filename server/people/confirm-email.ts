import type { Actor } from '#ground/actor.ts'
import { inMailbox } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { refuse } from '#ground/refuse.ts'
import { requireLevel } from '#ground/require-level.ts'
import { beginConfirming } from './contact/confirm-contact.ts'
import { tellOfChange } from './contact/tell-of-change.ts'
import { hashEmailToken } from './email-token.ts'
import { type EmailRow, emailByToken, emailsOf, holdClaim, spendToken } from './emails.store.ts'
import { logChange } from './log-change.ts'
import { lockMailbox } from './mailboxes.store.ts'

/** P-09: follows the link, in a session of the very mailbox that asked for it: were the link enough, a stranger could add
 * your address, wait for your click, and get your letters. The first verified claim holds: when somebody else
 * holds the address the link is simply no longer valid, and who that is stays untold. Throws `link-used-up`. */
export async function confirmEmail(
  house: Pick<House, 'db' | 'clock'>,
  input: { mailboxId: string; token: string; by?: Actor },
): Promise<EmailRow> {
  if (input.by) requireLevel(input.by, 'verify-email')
  const confirmed = await inMailbox(house.db, input.mailboxId, async (trx) => {
    const mailbox = await lockMailbox(trx, input.mailboxId)
    if (!mailbox) throw refuse('not-found')
    if (mailbox.state === 'closed') throw refuse('mailbox-not-open')
    const at = house.clock()
    const found = await emailByToken(trx, input.mailboxId, hashEmailToken(input.token), at)
    if (!found) return undefined
    const held = await holdClaim(trx, found.emailForm, input.mailboxId, at)
    await spendToken(trx, input.mailboxId, found.emailNo, held ? at : null)
    if (!held) return undefined
    // D-13 asks people; an enterprise has administrators.
    if (!input.by?.actingFor) await beginConfirming(trx, input.mailboxId, at)
    if (input.by) await tellOfChange(trx, input.by)
    await logChange(trx, { mailboxId: input.mailboxId, by: input.by, action: 'settings-changed', at })
    return (await emailsOf(trx, input.mailboxId)).find((row) => row.emailNo === found.emailNo)
  })
  // refused outside the transaction: the token of a lost claim is spent all the same
  if (!confirmed) throw refuse('link-used-up')
  return confirmed
}
