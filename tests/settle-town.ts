/** A small town: its people as the register tells of them, its public addresses, and the mailboxes some of them opened.
 * Through the real loading of the register and the real sign-up. */
import { asPostOffice } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import type { PopulationRegister, RegisterAddress, RegisterPerson } from '#ground/ports.ts'
import { applyPeople } from '#people/apply-register.ts'
import { byNumbers } from '#people/find-candidates.ts'
import { loadRegister } from '#people/load-register.ts'
import { openMailbox } from '#people/open-mailbox.ts'
import { setExchangeConsent } from '#people/set-exchange-consent.ts'

export type Townsperson = Partial<RegisterPerson> & {
  givenNames: string
  familyName: string
  address: RegisterAddress
  mailbox?: boolean
  /** Consents to the exchange of name and address. */
  exchange?: boolean
  /** What the register says of them after they have moved in and signed up. */
  later?: Partial<RegisterPerson>
}

export type Settled = { nationalNumber: string; personId: string; mailboxId: string; digitalAddress: string }

export const dwelling = (
  road: string,
  houseNumber: string,
  more: Partial<RegisterAddress> = {},
): RegisterAddress => ({ country: 'dk', road, houseNumber, postcode: '5000', city: 'Odense C', ...more })

/** `addresses`: those of the public register where nobody lives, or nobody the register knows. */
export async function settleTown<Name extends string>(
  house: House,
  people: Readonly<Record<Name, Townsperson>>,
  addresses: readonly RegisterAddress[] = [],
): Promise<Record<Name, Settled>> {
  const names = Object.keys(people) as Name[]
  const registered = names.map((name, i): RegisterPerson => {
    const { mailbox: _, exchange: __, later: ___, ...person } = people[name]
    const nationalNumber = `0305${String(80_0000 + i)}`
    return { country: 'dk', nationalNumber, status: 'active', protected: false, ...person }
  })
  await loadRegister(house, registerOf(registered, [...registered.map(addressOf), ...addresses]))
  const settled = {} as Record<Name, Settled>
  for (const [i, name] of names.entries()) {
    const { mailbox = true, exchange = false, later } = people[name]
    const person = registered[i]!
    const [found] = await asPostOffice(house.db, (trx) => byNumbers(trx, [person]))
    const { personId } = found!
    const nobody = { personId, nationalNumber: person.nationalNumber, mailboxId: '', digitalAddress: '' }
    const opened = mailbox
      ? await openMailbox(house, {
          personId,
          language: 'da',
          consents: { terms: '1', numberUse: '1', ...(exchange ? { addressExchange: '1' } : {}) },
        })
      : nobody
    settled[name] = { ...nobody, ...opened }
    if (later)
      await asPostOffice(house.db, (trx) => applyPeople(trx, [{ ...person, ...later }], house.clock()))
  }
  return settled
}

export const withdrawExchange = (house: House, { mailboxId }: Settled) =>
  setExchangeConsent(house, { mailboxId, given: false, textVersion: '1' })

const addressOf = ({ country, address }: RegisterPerson): RegisterAddress => {
  const { careOf: _, ...place } = address
  return { ...place, country }
}

function registerOf(people: RegisterPerson[], addresses: RegisterAddress[]): PopulationRegister {
  return {
    people: async function* () {
      yield { rows: people, faulty: 0, total: people.length, changeCursor: '0' }
    },
    addresses: async function* () {
      yield { rows: addresses, faulty: 0, total: addresses.length, changeCursor: '0' }
    },
    changes: () => Promise.reject(new Error('not asked here')),
  }
}
