import type { AccessAction } from '#api/mailbox.ts'
import { logAccess } from '#ground/access-log.ts'
import type { Actor } from '#ground/actor.ts'
import type { Trx } from '#ground/db.ts'

/** B-16: a change of somebody's settings or consents, in the transaction that makes it. Without an actor it was the post
 * office itself. */
export function logChange(
  trx: Trx,
  change: { mailboxId: string; by: Actor | undefined; action: AccessAction; at: Date },
): Promise<void> {
  const { mailboxId, by, action, at } = change
  return logAccess(trx, {
    mailboxId,
    action,
    at,
    actorKind: !by ? 'system' : by.actingFor?.as === 'employee' ? 'employee' : 'owner',
    actorId: by?.personId ?? null,
    level: by?.level ?? null,
  })
}
