/** B-14, I-13: asking for an archive of everything, looking how far it is, and erasing it. */
import { type Entered, enterMailbox } from '#access/enter-mailbox.ts'
import type { TakeOut, TakeOutPage } from '#api/take-out.ts'
import { logAccess } from '#ground/access-log.ts'
import type { Actor } from '#ground/actor.ts'
import type { House } from '#ground/house.ts'
import { newId } from '#ground/ids.ts'
import { addJob } from '#ground/jobs.ts'
import { refuse } from '#ground/refuse.ts'
import { requireLevel } from '#ground/require-level.ts'
import { LETTER_LEVELS, LEVELS } from '#rules/levels.ts'
import { TAKE_OUT, takeOutGivenUp } from '#rules/take-out.ts'
import { takeOutQueue } from './build-take-out.ts'
import {
  countToTake,
  deleteTakeOut,
  insertTakeOut,
  languageOf,
  readTakeOut,
  type StoredTakeOut,
} from './take-out.store.ts'

/** @throws Refusal `level-too-low`, `take-out-there` */
export function askTakeOut(house: House, actor: Actor): Promise<TakeOut> {
  requireLevel(actor, 'ask-take-out')
  const { mailboxId, personId } = actor
  return enterMailbox(house, actor, 'read-letters', async (trx, entered) => {
    requireOwner(entered)
    const at = house.clock()
    const takeOutId = newId(at.getTime())
    const asked = {
      takeOutId,
      askedBy: personId,
      askedAt: at,
      level: actor.level,
      expiresAt: takeOutGivenUp(at),
    }
    const language = await languageOf(trx, mailboxId)
    if (!(await insertTakeOut(trx, mailboxId, { ...asked, language }))) throw refuse('take-out-there')
    await addJob(trx, 'build-take-out', { mailboxId, takeOutId }, { queue: takeOutQueue(mailboxId) })
    await log(trx, actor, entered, at, 'take-out-asked')
    // Whoever gets into an account must not be able to carry everything away in silence.
    await addJob(trx, 'tell-person', { personId, about: 'take-out-asked', facts: { at: at.toISOString() } })
    return shownTakeOut((await readTakeOut(trx, mailboxId, takeOutId))!)
  })
}

export function showTakeOut(house: House, actor: Actor): Promise<TakeOutPage> {
  requireLevel(actor, 'read-take-out')
  return enterMailbox(house, actor, 'read-letters', async (trx, entered) => {
    requireOwner(entered)
    const openable = LEVELS.slice(0, LEVELS.indexOf(actor.level) + 1)
    const protectedToo =
      openable.includes(LETTER_LEVELS.sensitive) && openable.includes(LETTER_LEVELS.publicSector)
    const stored = await readTakeOut(trx, actor.mailboxId)
    const counts = await countToTake(trx, actor.mailboxId, { levels: openable, protectedToo })
    return { takeOut: stored ? shownTakeOut(stored) : null, ...counts, keepDays: TAKE_OUT.keepDays }
  })
}

/** At once; its sealed stretches leave the packs with the next sweep, and nobody has a key to them any more. */
export function dropTakeOut(house: House, actor: Actor, takeOutId: string): Promise<void> {
  requireLevel(actor, 'drop-take-out')
  return enterMailbox(house, actor, 'read-letters', async (trx, entered) => {
    requireOwner(entered)
    if (!(await deleteTakeOut(trx, actor.mailboxId, takeOutId))) throw refuse('not-found')
    await log(trx, actor, entered, house.clock(), 'take-out-erased')
  })
}

/** B-24: everything at once is for the owner alone. */
export function requireOwner(entered: Entered): void {
  if (entered.as !== 'owner') throw refuse('role-not-enough')
}

const log = (
  trx: Parameters<typeof logAccess>[0],
  { mailboxId, personId: actorId, level }: Actor,
  { as: actorKind }: Entered,
  at: Date,
  action: 'take-out-asked' | 'take-out-erased',
) => logAccess(trx, { mailboxId, action, at, actorKind, actorId, level })

export const shownTakeOut = (stored: StoredTakeOut): TakeOut => ({
  takeOutId: stored.takeOutId,
  state: stored.state === 'ready' || stored.state === 'failed' ? stored.state : 'making',
  askedAt: stored.askedAt.toISOString(),
  lettersTotal: stored.lettersTotal,
  lettersDone: stored.lettersDone,
  sizeBytes: stored.archiveBytes,
  readyAt: stored.readyAt?.toISOString() ?? null,
  expiresAt: stored.state === 'ready' ? stored.expiresAt.toISOString() : null,
})
