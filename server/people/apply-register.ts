import type { Trx } from '#ground/db.ts'
import { newId } from '#ground/ids.ts'
import type { RegisterPerson } from '#ground/ports.ts'
import { followDeaths } from './follow-deaths.ts'
import { reissueDigitalAddresses } from './issue-digital-address.ts'
import { type RegisteredPerson, upsertPeople } from './people.store.ts'
import { refreshExchange } from './refresh-exchange.ts'
import { registeredForm } from './registered-form.ts'

/** Puts people into force as the register now has them, with everything that hangs on it in the same transaction: the
 * exchange index follows a move or a new name, and lets go of whoever became protected, died or left (S-03, A-13); a new
 * name brings a new digital address (D-16); the mailbox of the dead takes no new letters (D-06). Doing it twice changes nothing. When a person comes twice the later one holds. */
export async function applyPeople(trx: Trx, people: readonly RegisterPerson[], at: Date): Promise<void> {
  const newest = new Map<string, RegisteredPerson>()
  for (const person of people) {
    newest.set(`${person.country}${person.nationalNumber}`, toRegistered(person))
  }
  if (newest.size === 0) return
  const written = await upsertPeople(trx, [...newest.values()])
  const holders = await followDeaths(
    trx,
    written.filter((row) => row.mailbox_id !== null),
    at,
  )
  await refreshExchange(trx, holders)
  await reissueDigitalAddresses(trx, holders, at)
}

/** An address the law cannot read has the empty form, which nothing matches. */
export function toRegistered(person: RegisterPerson): RegisteredPerson {
  return {
    personId: newId(),
    person,
    addressForm: registeredForm(person.country, person.address)?.addressForm ?? '',
  }
}
