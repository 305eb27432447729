/** D-17: hides from others' search. The digital address goes on reaching. */
import type { Visibility } from '#api/person-to-person.ts'
import type { Actor } from '#ground/actor.ts'
import { inMailbox } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { refuse } from '#ground/refuse.ts'
import { requireLevel } from '#ground/require-level.ts'
import { logChange } from '../log-change.ts'
import { readHidden, setHidden } from './finding.store.ts'

export function readVisibility(house: Pick<House, 'db'>, actor: Actor): Promise<Visibility> {
  requireLevel(actor, 'read-settings')
  return inMailbox(house.db, actor.mailboxId, async (trx) => {
    const hidden = await readHidden(trx, actor.mailboxId)
    if (hidden === undefined) throw refuse('not-found')
    return { found: !hidden }
  })
}

/** In force when this returns. */
export function setVisibility(
  house: Pick<House, 'db' | 'clock'>,
  actor: Actor,
  { found }: Visibility,
): Promise<Visibility> {
  requireLevel(actor, 'change-visibility')
  const { mailboxId } = actor
  return inMailbox(house.db, mailboxId, async (trx) => {
    if (await setHidden(trx, mailboxId, !found))
      await logChange(trx, { mailboxId, by: actor, action: 'settings-changed', at: house.clock() })
    return { found }
  })
}
