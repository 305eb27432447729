/**
 * B-14, I-13: asking for an archive of everything, looking how far it is, and erasing it. Whoever may by the table (B-24 `export`): the
 * owner, a guardian, an attorney, an heir of the estate (D-07), an enterprise's administrator; each their own.
 */
import { type Entered, enterMailbox } from '#access/enter-mailbox.ts'
import { hasAlso } from '#access/may.ts'
import type { TakeOut, TakeOutPage } from '#api/take-out.ts'
import { logAccess } from '#ground/access-log.ts'
import type { Actor } from '#ground/actor.ts'
import type { House } from '#ground/house.ts'
import { newId } from '#ground/ids.ts'
import { addJob } from '#ground/jobs.ts'
import { refuse } from '#ground/refuse.ts'
import { requireLevel } from '#ground/require-level.ts'
import { LETTER_LEVELS, LEVELS } from '#rules/levels.ts'
import { TAKE_OUT, takeOutGivenUp, takeOutQueue } from '#rules/take-out.ts'
import {
  countToTake,
  deleteTakeOut,
  insertTakeOut,
  mailboxOf,
  readTakeOut,
  type StoredTakeOut,
} from './take-out.store.ts'

/** @throws Refusal `level-too-low`, `take-out-there` */
export function askTakeOut(house: House, actor: Actor): Promise<TakeOut> {
  requireLevel(actor, 'ask-take-out')
  const { mailboxId, personId } = actor
  return enterMailbox(house, actor, 'export', async (trx, entered) => {
    requireExport(entered)
    const at = house.clock()
    const takeOutId = newId(at.getTime())
    const mailbox = await mailboxOf(trx, mailboxId)
    const asked = {
      takeOutId,
      askedBy: personId,
      ...actingOf(actor),
      askedAt: at,
      level: actor.level,
      language: actor.actingFor?.language ?? mailbox.language,
      expiresAt: takeOutGivenUp(at),
    }
    if (!(await insertTakeOut(trx, mailboxId, asked))) throw refuse('take-out-there')
    await addJob(trx, 'build-take-out', { mailboxId, takeOutId }, { queue: takeOutQueue(mailboxId) })
    await log(trx, actor, entered, at, 'take-out-asked')
    // Whoever gets into an account must not be able to carry everything away in silence.
    const facts = { at: at.toISOString() }
    await addJob(trx, 'tell-person', { personId, about: 'take-out-asked', facts })
    // The living owner is told of what is done in their place; the dead are told nothing any more.
    if (mailbox.personId && mailbox.personId !== personId && entered.as !== 'heir')
      await addJob(trx, 'tell-person', { personId: mailbox.personId, about: 'take-out-by-other', facts })
    return shownTakeOut((await readTakeOut(trx, mailboxId, { takeOutId }))!)
  })
}

export function showTakeOut(house: House, actor: Actor): Promise<TakeOutPage> {
  requireLevel(actor, 'read-take-out')
  return enterMailbox(house, actor, 'read-letters', async (trx, entered) => {
    requireExport(entered)
    const openable = LEVELS.slice(0, LEVELS.indexOf(actor.level) + 1)
    const protectedToo =
      openable.includes(LETTER_LEVELS.sensitive) && openable.includes(LETTER_LEVELS.publicSector)
    const stored = await readTakeOut(trx, actor.mailboxId, { askedBy: actor.personId })
    const counts = await countToTake(trx, actor.mailboxId, { levels: openable, protectedToo })
    // Who does not receive as the owner opens nothing in their name by it.
    const notOpened = hasAlso(entered, 'receive-letters') ? counts.notOpened : 0
    const takeOut = stored ? shownTakeOut(stored) : null
    return { takeOut, ...counts, notOpened, keepDays: TAKE_OUT.keepDays }
  })
}

/** At once; its sealed stretches leave the packs with the next sweep, and nobody has a key to them any more. */
export function dropTakeOut(house: House, actor: Actor, takeOutId: string): Promise<void> {
  requireLevel(actor, 'drop-take-out')
  return enterMailbox(house, actor, 'read-letters', async (trx, entered) => {
    requireExport(entered)
    const mine = await readTakeOut(trx, actor.mailboxId, { takeOutId, askedBy: actor.personId })
    if (!mine || !(await deleteTakeOut(trx, actor.mailboxId, takeOutId))) throw refuse('not-found')
    await log(trx, actor, entered, house.clock(), 'take-out-erased')
  })
}

/** B-24, for what asks for no level of its own. Everything is not for who sees a part. */
export function requireExport(entered: Entered): void {
  if (!hasAlso(entered, 'export') || entered.scope.kind !== 'whole')
    throw refuse(entered.as === 'employee' ? 'role-not-enough' : 'power-not-given')
}

const actingOf = ({ actingFor }: Actor): Pick<StoredTakeOut, 'actingAs' | 'actingBy'> => ({
  actingAs: actingFor?.as ?? null,
  actingBy: actingFor ? (actingFor.as === 'holder' ? actingFor.grantId : actingFor.employeeId) : null,
})

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
