import type { Trx } from '#ground/db.ts'
import { endEstateGrants } from './grants/grants.store.ts'
import { deactivateForDeath, noteDeaths, undoDeath } from './mailboxes.store.ts'
import { type PersonRow, setMailboxStates } from './people.store.ts'

/** B-12, D-06: a death notice deactivates the mailbox in the transaction that brings it, and starts the clocks of the estate, also of
 * a mailbox its owner had deactivated. One that is taken back (registers err) stops them, ends what heirs held, and gives the mailbox
 * back as it was. The rows must be locked by this transaction; they come back as they are afterwards. */
export async function followDeaths(trx: Trx, holders: PersonRow[], at: Date): Promise<PersonRow[]> {
  const mailboxIds = (rows: PersonRow[]) => rows.map((row) => row.mailbox_id!)
  const died = holders.filter((row) => row.status === 'deceased' && row.mailbox_state !== 'closed')
  const dead = died.filter((row) => row.mailbox_state === 'open' || row.mailbox_state === 'opted-out')
  const back = holders.filter((row) => row.status !== 'deceased' && row.mailbox_state === 'deactivated')
  if (died.length === 0 && back.length === 0) return holders
  await noteDeaths(trx, mailboxIds(died), at)
  await endEstateGrants(trx, mailboxIds(back), { why: 'not-dead', at })
  const states = new Map([
    ...(await deactivateForDeath(trx, mailboxIds(dead), at)),
    ...(await undoDeath(trx, mailboxIds(back), at)),
  ])
  await setMailboxStates(trx, states)
  return holders.map((row) => ({ ...row, mailbox_state: states.get(row.person_id) ?? row.mailbox_state }))
}
