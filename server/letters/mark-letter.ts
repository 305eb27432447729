import { enterAlone } from '#access/enter-mailbox.ts'
import type { UnreadSet } from '#api/mailbox.ts'
import { logAccess } from '#ground/access-log.ts'
import type { Actor } from '#ground/actor.ts'
import type { House } from '#ground/house.ts'
import { findOpenLetter } from './find-letter.ts'
import { countUnread, markRead } from './letters.store.ts'

/**
 * Marks a letter unread, or read without opening it. A session that may not open a letter may not mark it either:
 * somebody with the password alone must not be able to make a letter look seen.
 * @throws Refusal `not-found`, `letter-locked`
 */
export function markLetter(
  house: House,
  actor: Actor,
  letterId: string,
  unread: boolean,
): Promise<UnreadSet> {
  return enterAlone(house, actor, 'mark-letters', async (trx, { as }) => {
    const at = house.clock()
    await findOpenLetter(trx, actor, letterId)
    if (await markRead(trx, actor.mailboxId, letterId, unread ? null : at))
      await logAccess(trx, {
        mailboxId: actor.mailboxId,
        action: unread ? 'marked-unread' : 'marked-read',
        at,
        actorKind: as,
        actorId: actor.personId,
        level: actor.level,
        letterId,
      })
    return { unread, unreadTotal: await countUnread(trx, actor.mailboxId) }
  })
}
