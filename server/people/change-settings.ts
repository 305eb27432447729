import type { ChangeSettings, Settings } from '#api/settings.ts'
import type { Actor } from '#ground/actor.ts'
import { inMailbox } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { refuse } from '#ground/refuse.ts'
import { requireLevel } from '#ground/require-level.ts'
import { logChange } from './log-change.ts'
import { lockMailbox, updateChoices } from './mailboxes.store.ts'
import { settingsOf } from './read-settings.ts'

/** D-14: the language of pages and notices, and whether notices go out at all. Saying what is so already leaves no trace. */
export function changeSettings(
  house: Pick<House, 'db' | 'clock'>,
  actor: Actor,
  change: ChangeSettings,
): Promise<Settings> {
  if (change.language !== undefined) requireLevel(actor, 'change-language')
  if (change.noticesByEmail !== undefined) requireLevel(actor, 'change-notices')
  const { mailboxId } = actor
  return inMailbox(house.db, mailboxId, async (trx) => {
    const mailbox = await lockMailbox(trx, mailboxId)
    if (!mailbox) throw refuse('not-found')
    if (mailbox.state === 'closed') throw refuse('mailbox-not-open')
    if (await updateChoices(trx, mailboxId, change))
      await logChange(trx, { mailboxId, by: actor, action: 'settings-changed', at: house.clock() })
    return settingsOf(trx, mailboxId)
  })
}
