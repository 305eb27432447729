import type { Trx } from '#ground/db.ts'
import { firstNameOf, lastNameOf } from '#rules/names.ts'
import { isInExchange } from './exchange-membership.ts'
import { type PersonRow, replaceExchange } from './people.store.ts'

/** Brings the exchange index in line with these people as they now are. The rows must be locked by this transaction, so
 * that a withdrawal and a register change at the same moment cannot undo each other. */
export async function refreshExchange(trx: Trx, people: readonly PersonRow[]): Promise<void> {
  const entries = people.flatMap((person) => {
    if (!isInExchange(person) || person.mailbox_id === null) return []
    const first = firstNameOf(person.given_names)
    const last = lastNameOf(person.family_name)
    // an empty name must never match an empty name
    if (first === '' || last === '') return []
    return [
      {
        personId: person.person_id,
        mailboxId: person.mailbox_id,
        first,
        last,
        addressForm: person.address_form,
      },
    ]
  })
  await replaceExchange(
    trx,
    people.map((person) => person.person_id),
    entries,
  )
}
