/** B-15: who works on a letter: taken, given to a colleague, handed to another department, done. Every step stands in its activity log. */

import { readColleagues, readDepartments } from '#access/departments/departments.store.ts'
import { enterMailbox, enterSnapshot, widen } from '#access/enter-mailbox.ts'
import type { ChangeWork, LetterWork } from '#api/departments.ts'
import type { Actor } from '#ground/actor.ts'
import type { Trx } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { addJob } from '#ground/jobs.ts'
import { refuse } from '#ground/refuse.ts'
import { requireSeen } from '#ground/require-seen.ts'
import { routeLetters } from './route-letters.ts'
import {
  appendWork,
  readStanding,
  readWork,
  type Standing,
  type WorkEvent,
  writeStanding,
} from './work.store.ts'

/** @throws Refusal `not-found`, also in a mailbox that is no enterprise's */
export async function showWork(house: House, actor: Actor, letterId: string): Promise<LetterWork> {
  if (actor.actingFor?.as !== 'employee') throw refuse('not-found')
  await routeLetters(house, actor.mailboxId)
  // Where it stands and what happened to it are told together.
  return enterSnapshot(house, actor, 'read-letters', async (trx) => {
    const standing = await readStanding(trx, actor.mailboxId, letterId, 'seen')
    if (!standing) throw refuse('not-found')
    return shown(trx, actor.mailboxId, letterId, standing)
  })
}

/**
 * A letter handed to another department loses whoever had it, unless it is given to somebody in the same step; whoever sees their
 * own departments only may hand a letter out of their own sight.
 * @throws Refusal `not-found` for a letter, a department or a colleague that is not there; `changed-meanwhile` when somebody else has
 * taken it, or it has gone to another department
 */
export function changeWork(
  house: House,
  actor: Actor,
  letterId: string,
  asked: ChangeWork,
): Promise<LetterWork> {
  const { mailboxId, actingFor } = actor
  return enterMailbox(house, actor, 'assign-letters', async (trx) => {
    if (actingFor?.as !== 'employee') throw refuse('not-found')
    const at = house.clock()
    const before = await readStanding(trx, mailboxId, letterId, 'held')
    if (!before) throw refuse('not-found')
    await requireThere(trx, mailboxId, asked)
    const wished = standingAfter(asked, asked.from)
    for (const field of ['departmentId', 'assignedTo'] as const)
      requireSeen(field, before[field], { from: asked.from[field], to: wished[field] })
    // From here on it may leave what its actor sees.
    await widen(trx)
    const where = standingAfter(asked, before)
    const handed = where.departmentId !== before.departmentId
    const after: Standing = {
      ...where,
      doneAt: asked.done === undefined ? before.doneAt : asked.done ? (before.doneAt ?? at) : null,
    }
    await writeStanding(trx, mailboxId, letterId, after)
    await appendWork(trx, mailboxId, at, steps(letterId, actingFor.employeeId, before, after))
    if (handed || (after.assignedTo !== null && after.assignedTo !== before.assignedTo))
      await addJob(trx, 'tell-colleagues', { mailboxId, letterIds: [letterId], by: actingFor.employeeId })
    return shown(trx, mailboxId, letterId, after)
  })
}

type Where = Pick<Standing, 'departmentId' | 'assignedTo'>

function standingAfter(asked: ChangeWork, before: Where): Where {
  const departmentId = asked.departmentId ?? before.departmentId
  const kept = departmentId === before.departmentId ? before.assignedTo : null
  return { departmentId, assignedTo: asked.assignedTo === undefined ? kept : asked.assignedTo }
}

function steps(letterId: string, by: string, before: Standing, after: Standing): WorkEvent[] {
  const one = (event: WorkEvent['event'], more: Partial<WorkEvent> = {}): WorkEvent => ({
    letterId,
    event,
    by,
    ...more,
  })
  const found: WorkEvent[] = []
  if (after.departmentId !== before.departmentId)
    found.push(one('handed', { departmentId: after.departmentId }))
  if (after.assignedTo !== before.assignedTo)
    found.push(
      after.assignedTo
        ? one('assigned', { employeeId: after.assignedTo })
        : one('freed', { employeeId: before.assignedTo }),
    )
  if ((after.doneAt === null) !== (before.doneAt === null))
    found.push(one(after.doneAt ? 'done' : 'reopened'))
  return found
}

async function requireThere(
  trx: Trx,
  mailboxId: string,
  { departmentId, assignedTo }: ChangeWork,
): Promise<void> {
  if (departmentId) {
    const known = await readDepartments(trx, mailboxId)
    if (!known.some((one) => one.departmentId === departmentId)) throw refuse('not-found')
  }
  if (assignedTo) {
    const colleagues = await readColleagues(trx, mailboxId)
    if (!colleagues.some((one) => one.employeeId === assignedTo)) throw refuse('not-found')
  }
}

async function shown(
  trx: Trx,
  mailboxId: string,
  letterId: string,
  { departmentId, assignedTo, doneAt }: Standing,
): Promise<LetterWork> {
  const events = await readWork(trx, mailboxId, letterId)
  return {
    departmentId,
    assignedTo,
    done: doneAt !== null,
    events: events.map((one) => ({ ...one, at: one.at.toISOString() })),
  }
}
