/** B-15: the departments of an enterprise, who works in them, and which letters go there. All employees see them, administrators change. */
import type { ChangeDepartment, Departments, SetRules } from '#api/departments.ts'
import type { Actor } from '#ground/actor.ts'
import type { Trx } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { newId } from '#ground/ids.ts'
import { addJob } from '#ground/jobs.ts'
import { refuse } from '#ground/refuse.ts'
import { cleanText } from '#rules/clean-text.ts'
import { ROUTING } from '#rules/routing.ts'
import { type Entered, enterMailbox, widen } from '../enter-mailbox.ts'
import {
  dropDepartment,
  insertDepartment,
  lockDepartments,
  readColleagues,
  readDepartments,
  readRules,
  writeDepartment,
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

/** @throws Refusal `not-found`, `request-invalid`, `department-name-taken` */
export function changeDepartment(
  house: Rooms,
  actor: Actor,
  departmentId: string,
  asked: ChangeDepartment,
): Promise<Departments> {
  const name = nameOf(asked.name)
  return change(house, actor, async (trx) => {
    const known = await readDepartments(trx, actor.mailboxId)
    if (!known.some((one) => one.departmentId === departmentId)) throw refuse('not-found')
    if (!(await writeDepartment(trx, actor.mailboxId, { ...asked, departmentId, name })))
      throw refuse('department-name-taken')
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

/** All of them at once, in their order. @throws Refusal `not-found` for a department that is none */
export function setRules(house: Rooms, actor: Actor, { rules }: SetRules): Promise<Departments> {
  return change(house, actor, async (trx) => {
    const known = new Set((await readDepartments(trx, actor.mailboxId)).map((one) => one.departmentId))
    if (rules.some((rule) => !known.has(rule.departmentId))) throw refuse('not-found')
    await writeRules(trx, actor.mailboxId, rules)
  })
}

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
