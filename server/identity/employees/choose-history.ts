/**
 * N-22: whether the history remembers the service providers an employee visits while acting for this enterprise. The employee
 * chooses, for each employment anew, in a session in which a code of their printed card was shown; a key file never does.
 */
import { sql } from 'kysely'
import { asPostOffice, type Trx } from '#ground/db.ts'
import { refuse } from '#ground/refuse.ts'
import { appendEvents } from '#people/employees/employee-events.store.ts'
import { employmentsOf } from '#people/employees/employees.store.ts'
import { mayChooseHistory } from '#rules/employee-roles.ts'
import type { Identity } from '../room.ts'
import { rememberServices, type SessionRow } from '../session.store.ts'

/** Withdrawing needs no card (G8). @throws `not-found`; `code-card-needed` */
export function chooseHistory(
  identity: Identity,
  session: SessionRow,
  employeeId: string,
  remember: boolean,
): Promise<void> {
  return asPostOffice(identity.db, async (trx) => {
    const own = (await employmentsOf(trx, session.personId)).find((one) => one.employeeId === employeeId)
    if (own?.state !== 'active') throw refuse('not-found')
    if (remember && !mayChooseHistory(await methodsShown(trx, session))) throw refuse('code-card-needed')
    const { mailboxId } = own
    const at = identity.clock()
    const { rows } = await sql`
      update employee set services_since = ${remember ? at : null}::timestamptz
       where mailbox_id = ${mailboxId}::uuid and employee_id = ${employeeId}::uuid
         and (services_since is null) = ${remember} returning employee_id`.execute(trx)
    if (rows.length === 0) return
    await rememberServices(trx, employeeId, remember)
    const event = remember ? 'history-on' : 'history-off'
    const by = { by: 'employee', byEmployeeId: employeeId, level: session.level } as const
    await appendEvents(trx, [{ mailboxId, employeeId, at, event, ...by }])
  })
}

/** By what this very session was opened and raised. */
async function methodsShown(trx: Trx, { personId, sessionId, keyId }: SessionRow): Promise<string[]> {
  const { rows } = await sql<{ method: string }>`
    select distinct method from sign_in_event
     where person_id = ${personId}::uuid and session_id = ${sessionId}::uuid and outcome <> 'refused'`.execute(
    trx,
  )
  return [...rows.map(({ method }) => method), ...(keyId ? ['key-file'] : [])]
}
