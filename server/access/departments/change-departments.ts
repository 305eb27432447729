/** B-15: the departments of an enterprise, who works in them, and which letters go there. All employees see them, administrators change. */
import type { ChangeDepartment, ChangeRules, Departments } from '#api/departments.ts'
import type { Actor } from '#ground/actor.ts'
import type { Trx } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { newId } from '#ground/ids.ts'
import { addJob } from '#ground/jobs.ts'
import { refuse } from '#ground/refuse.ts'
import { requireSeen } from '#ground/require-seen.ts'
import { cleanText } from '#rules/clean-text.ts'
import { ROUTING, sameRule } from '#rules/routing.ts'
import { type Entered, enterMailbox, widen } from '../enter-mailbox.ts'
import {
  dropDepartment,
  insertDepartment,
  lockDepartments,
  readColleagues,
  readDepartments,
  readRules,
  writeDepartment,
  writeMembers,
  writeRules,
} from './departments.store.ts'
import { beginRun, type RunKind, readProgress } from './routing-run.store.ts'

type Rooms = Pick<House, 'db' | 'clock'>

/** @throws Refusal `not-found` in a mailbox that is no enterprise's */
export function showDepartments(house: Rooms, actor: Actor): Promise<Departments> {
  return enterMailbox(house, actor, 'read-letters', (trx, entered) => shown(trx, actor, entered))
}

/** The first one takes what no rule fits, and all letters there are get a department in the background. @throws Refusal `request-invalid`, `department-name-taken`, `departments-too-many` */
export function makeDepartment(house: Rooms, actor: Actor, given: string): Promise<Departments> {
  const name = nameOf(given)
  return change(house, actor, async (trx) => {
    const known = await readDepartments(trx, actor.mailboxId)
    if (known.length >= ROUTING.departmentsMax) throw refuse('departments-too-many')
    const at = house.clock()
    const made = { departmentId: newId(at.getTime()), name, isDefault: known.length === 0, at }
    if (!(await insertDepartment(trx, actor.mailboxId, made))) throw refuse('department-name-taken')
    if (known.length === 0) await begin(house, trx, actor.mailboxId, 'first')
  })
}

/** What is not named stays as others left it. @throws Refusal `not-found`, `request-invalid`, `department-name-taken`, `changed-meanwhile` */
export function changeDepartment(
  house: Rooms,
  actor: Actor,
  departmentId: string,
  asked: ChangeDepartment,
): Promise<Departments> {
  const name = asked.name && nameOf(asked.name.to)
  return change(house, actor, async (trx) => {
    const known = await readDepartments(trx, actor.mailboxId)
    const present = known.find((one) => one.departmentId === departmentId)
    if (!present) throw refuse('not-found')
    const { join = [], leave = [], defaultFrom } = asked
    if (asked.name) requireSeen('name', present.name, { from: asked.name.from, to: name! })
    if (defaultFrom) {
      const held = known.find(({ isDefault }) => isDefault)!
      requireSeen('defaultFrom', held.departmentId, { from: defaultFrom, to: departmentId })
    }
    const changed = { departmentId, name: name ?? present.name, isDefault: defaultFrom !== undefined }
    if (!(await writeDepartment(trx, actor.mailboxId, changed))) throw refuse('department-name-taken')
    await writeMembers(trx, actor.mailboxId, { departmentId, join, leave })
  })
}

/** The default one goes last. @throws Refusal `not-found`, `department-is-default` */
export function deleteDepartment(house: Rooms, actor: Actor, departmentId: string): Promise<Departments> {
  return change(house, actor, async (trx) => {
    const known = await readDepartments(trx, actor.mailboxId)
    const one = known.find((department) => department.departmentId === departmentId)
    if (!one) throw refuse('not-found')
    if (one.isDefault && known.length > 1) throw refuse('department-is-default')
    const { departmentId: defaultId } = known.find(({ isDefault }) => isDefault)!
    await dropDepartment(trx, actor.mailboxId, { departmentId, defaultId })
  })
}

/**
 * One that is there already is added no second time, and one that is gone is gone: two who wish the same have both got it.
 * @throws Refusal `not-found` for a department that is none, `request-invalid` for one too many
 */
export function changeRules(house: Rooms, actor: Actor, asked: ChangeRules): Promise<Departments> {
  return change(house, actor, async (trx) => {
    const { mailboxId } = actor
    const rules = await readRules(trx, mailboxId)
    if ('remove' in asked)
      return writeRules(
        trx,
        mailboxId,
        rules.filter((rule) => !sameRule(rule, asked.remove)),
      )
    const { add } = asked
    const known = await readDepartments(trx, mailboxId)
    if (!known.some((one) => one.departmentId === add.departmentId)) throw refuse('not-found')
    if (rules.some((rule) => sameRule(rule, add))) return
    if (rules.length >= ROUTING.rulesMax) throw refuse('request-invalid', { faults: [TOO_MANY] })
    await writeRules(trx, mailboxId, [...rules, add])
  })
}

const TOO_MANY = { field: 'add', reason: 'too-many', message: `At most ${ROUTING.rulesMax} rules.` }

/** By the rules as they are now. @throws Refusal `not-found` without departments */
export function routeAgain(house: Rooms, actor: Actor): Promise<Departments> {
  return change(house, actor, async (trx) => {
    if ((await readDepartments(trx, actor.mailboxId)).length === 0) throw refuse('not-found')
    await begin(house, trx, actor.mailboxId, 'again')
  })
}

async function begin(house: Rooms, trx: Trx, mailboxId: string, kind: RunKind): Promise<void> {
  const at = house.clock()
  const runId = newId(at.getTime())
  await beginRun(trx, { mailboxId, runId, kind, at })
  await addJob(trx, 'route-letters', { mailboxId, runId }, { key: `route-run:${mailboxId}` })
}

function change(house: Rooms, actor: Actor, work: (trx: Trx) => Promise<void>): Promise<Departments> {
  return enterMailbox(house, actor, 'manage-departments', async (trx, entered) => {
    await lockDepartments(trx, actor.mailboxId)
    await widen(trx)
    await work(trx)
    return shown(trx, actor, entered)
  })
}

async function shown(trx: Trx, actor: Actor, entered: Entered): Promise<Departments> {
  const { actingFor, mailboxId } = actor
  if (entered.as !== 'employee' || actingFor?.as !== 'employee') throw refuse('not-found')
  return {
    departments: await readDepartments(trx, mailboxId),
    rules: await readRules(trx, mailboxId),
    employees: await readColleagues(trx, mailboxId),
    me: actingFor.employeeId,
    routing: await readProgress(trx, mailboxId),
  }
}

function nameOf(given: string): string {
  const read = cleanText(given, ROUTING.nameMax)
  if (read.kind === 'clean') return read.text
  throw refuse('request-invalid', {
    faults: [
      { field: 'name', reason: read.reason, message: 'Write a name with at least one visible character.' },
    ],
  })
}
