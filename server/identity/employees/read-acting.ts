/** The enterprise a session acts for, as the web app is told. */
import type { ActingFor } from '#api/acting-for.ts'
import { inMailbox } from '#ground/db.ts'
import { activeRole, readEnterprise } from '#people/employees/employees.store.ts'
import type { Identity } from '../room.ts'
import type { SessionRow } from '../session.store.ts'

/** null in the person's own name, and once the employment has ended. */
export async function readActing(
  identity: Pick<Identity, 'db'>,
  { personId, acting }: Pick<SessionRow, 'personId' | 'acting'>,
): Promise<ActingFor | null> {
  if (!acting) return null
  const { mailboxId, employeeId, enterpriseId } = acting
  return inMailbox(identity.db, mailboxId, async (trx) => {
    const role = await activeRole(trx, { mailboxId, employeeId, personId })
    const enterprise = await readEnterprise(trx, enterpriseId)
    if (!role || !enterprise) return null
    const { name, country, enterpriseNumber } = enterprise
    return { employeeId, enterpriseId, name, country, number: enterpriseNumber, role }
  })
}
