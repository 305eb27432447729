/** "May X do Y in mailbox Z?" Today only the owner may, and everything: of an enterprise's mailbox (P-02) the administrator. Delegates, guardians and heirs (B-10 to B-12, B-24)
 * become further kinds of `as`, decided from their own tables by the action. */
import type { Actor } from '#ground/actor.ts'
import type { Trx } from '#ground/db.ts'

export type MailboxAction = 'read-letters' | 'mark-letters' | 'read-access-log' | 'fetch-proof'

export type Power =
  | { kind: 'granted'; as: 'owner' }
  /** `not-yours` also when there is no such mailbox: the two must not be told apart. */
  | { kind: 'refused'; why: 'not-yours' | 'mailbox-closed' }

/** Asked in the transaction that acts, so that a mailbox closed meanwhile is closed. */
export async function may(trx: Trx, actor: Actor, _action: MailboxAction, mailboxId: string): Promise<Power> {
  const mailbox = await trx
    .selectFrom('mailbox')
    .leftJoin('enterprise', 'enterprise.enterprise_id', 'mailbox.enterprise_id')
    .select(['mailbox.person_id', 'mailbox.state', 'enterprise.administrator_id'])
    .where('mailbox.mailbox_id', '=', mailboxId)
    .executeTakeFirst()
  if (!mailbox || (mailbox.person_id ?? mailbox.administrator_id) !== actor.personId)
    return { kind: 'refused', why: 'not-yours' }
  // Deactivated and opted out: no new letters, the old ones stay readable (B-09). Closed: nothing is.
  if (mailbox.state === 'closed') return { kind: 'refused', why: 'mailbox-closed' }
  return { kind: 'granted', as: 'owner' }
}
