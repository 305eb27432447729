/** N-02: many employees from a table, all of them or none. */
import { takenEmails } from '#people/employees/employees.store.ts'
import type { Identity } from '../room.ts'
import type { SessionRow } from '../session.store.ts'
import { asAdministrator } from './administrator.ts'
import { readTable, type TableVerdict } from './employee-table.ts'
import { placeOrders } from './order-employees.ts'

export type Imported = { kind: 'ordered'; count: number } | Exclude<TableVerdict, { kind: 'good' }>

/** @throws `role-not-enough`, `too-many-requests` when the enterprise would have more than the limit */
export function importEmployees(
  identity: Identity,
  session: SessionRow,
  bytes: Uint8Array,
): Promise<Imported> {
  return asAdministrator(identity, session, 'changes', async (trx, administrator) => {
    const verdict = readTable(administrator.enterprise.country, bytes)
    if (verdict.kind !== 'good') return verdict
    const { orders } = verdict
    const forms = orders.map(({ order }) => order.emailForm)
    const taken = await takenEmails(trx, administrator.mailboxId, forms)
    const faults = orders
      .filter(({ order }) => taken.has(order.emailForm))
      .map(({ row }) => ({ row, field: 'email', reason: 'taken' }) as const)
    if (faults.length > 0) return { kind: 'faulty', faults }
    const placed = await placeOrders(
      identity,
      trx,
      administrator,
      orders.map(({ order }) => order),
    )
    return { kind: 'ordered', count: placed.length }
  })
}
