/** B-02, D-24: gone for good, at once if its owner says so. Never from anywhere but the trash, and never what the session may not open. */
import { type Entered, enterAlone } from '#access/enter-mailbox.ts'
import type { LettersDeleted } from '#api/keeping.ts'
import { logAccess, logAccesses } from '#ground/access-log.ts'
import type { Actor } from '#ground/actor.ts'
import type { Trx } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { requireLevel } from '#ground/require-level.ts'
import { doorOf } from '../letter-outside.ts'
import { readLetters } from '../letters.store.ts'
import { holdTrashed, purge } from './purge.store.ts'

const BITE = 500
/** Of one request; the rest is asked for again, so that nobody waits without a word. */
const BITES_MAX = 10

/** Letters that are not in the trash (any more) are passed over. @throws Refusal `level-too-low` */
export function deleteLetters(
  house: House,
  actor: Actor,
  letterIds: readonly string[],
): Promise<LettersDeleted> {
  requireLevel(actor, 'delete-letters')
  return enterAlone(house, actor, 'delete-letters', async (trx, entered) => {
    const until = house.clock()
    const held = await holdTrashed(trx, actor.mailboxId, {
      letterIds,
      until,
      limit: letterIds.length,
      waits: true,
    })
    const deleted = await deleteOpenable(trx, { actor, entered, at: until }, held)
    return { deleted, locked: held.length - deleted, more: false }
  })
}

/** Two windows at once delete each letter once, and neither what the other threw away since. @throws Refusal `level-too-low` */
export async function emptyTrash(house: House, actor: Actor, until: Date): Promise<LettersDeleted> {
  requireLevel(actor, 'delete-letters')
  let [deleted, locked] = [0, 0]
  let after: string | undefined
  for (let bite = 0; bite < BITES_MAX; bite++) {
    const held = await enterAlone(house, actor, 'delete-letters', async (trx, entered) => {
      const at = house.clock()
      const held = await holdTrashed(trx, actor.mailboxId, { until, after, limit: BITE, waits: true })
      const gone = await deleteOpenable(trx, { actor, entered, at }, held)
      deleted += gone
      locked += held.length - gone
      const { mailboxId, personId: actorId, level } = actor
      if (gone > 0 && bite === 0)
        await logAccess(trx, {
          mailboxId,
          action: 'trash-emptied',
          at,
          actorKind: entered.as,
          actorId,
          level,
        })
      return held
    })
    if (held.length < BITE) return { deleted, locked, more: false }
    after = held.at(-1)
  }
  return { deleted, locked, more: true }
}

async function deleteOpenable(
  trx: Trx,
  { actor, entered, at }: { actor: Actor; entered: Entered; at: Date },
  held: readonly string[],
): Promise<number> {
  const letters = await readLetters(trx, actor.mailboxId, held)
  const ids = letters
    .filter((letter) => doorOf(letter, actor.level).kind === 'open')
    .map((letter) => letter.letter_id)
  await purge(trx, actor.mailboxId, ids)
  const { mailboxId, personId: actorId, level } = actor
  await logAccesses(
    trx,
    ids.map((letterId) => ({
      mailboxId,
      action: 'deleted',
      at,
      actorKind: entered.as,
      actorId,
      level,
      letterId,
    })),
  )
  return ids.length
}
