/** B-15, D-14: how an employee wants to hear of letters that are theirs by work. The choice is theirs, not the enterprise's. */
import type { WorkNotices } from '#api/notices.ts'
import type { Actor } from '#ground/actor.ts'
import { inMailbox, type Trx } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { refuse } from '#ground/refuse.ts'
import { activeRole, readEmployee, writeWorkNotices } from '#people/employees/employees.store.ts'

/** @throws Refusal `not-found` to whoever is not, or no longer, an employee there */
export function readWorkNotices(house: Pick<House, 'db'>, actor: Actor): Promise<WorkNotices> {
  return asEmployee(house, actor, shown)
}

/** @throws Refusal `not-found` */
export function chooseWorkNotices(
  house: Pick<House, 'db'>,
  actor: Actor,
  by: WorkNotices['by'],
): Promise<WorkNotices> {
  return asEmployee(house, actor, async (trx, employment) => {
    await writeWorkNotices(trx, employment, by)
    return shown(trx, employment)
  })
}

type Employment = { mailboxId: string; employeeId: string }

function asEmployee<T>(
  house: Pick<House, 'db'>,
  { mailboxId, personId, actingFor }: Actor,
  work: (trx: Trx, employment: Employment) => Promise<T>,
): Promise<T> {
  if (actingFor?.as !== 'employee') throw refuse('not-found')
  const { employeeId } = actingFor
  return inMailbox(house.db, mailboxId, async (trx) => {
    if (!(await activeRole(trx, { mailboxId, employeeId, personId }))) throw refuse('not-found')
    return work(trx, { mailboxId, employeeId })
  })
}

async function shown(trx: Trx, { mailboxId, employeeId }: Employment): Promise<WorkNotices> {
  const { notices: by, email } = (await readEmployee(trx, mailboxId, employeeId))!
  return { by, email }
}
