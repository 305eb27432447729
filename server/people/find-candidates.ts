import type { Trx } from '#ground/db.ts'
import { type DigitalAddress, reachesHolder } from '#rules/digital-address.ts'
import type { Candidate } from '#rules/matching.ts'
import { formsByKvhx } from './addresses.store.ts'
import {
  type ExchangeHit,
  exchangeByForms,
  exchangeByNames,
  knownForms,
  type PersonHit,
  peopleByEmails,
  peopleByNumbers,
  peopleByTags,
  registeredAddressRows,
} from './candidates.store.ts'
import { enterprisesByNumbers } from './enterprises.store.ts'
import { joinMatching } from './matching-barrier.ts'

/**
 * Who may be meant, for a chunk of rows at a time: one statement per mode. Answers are in the order of the rows. The
 * deciding is done by rules/matching.ts and rules/outcome.ts.
 *
 * Call these inside the transaction that writes the letters: it then holds the matching lock until it ends, which is what
 * puts a withdrawal of consent into force before its answer returns (S-03). Rows are normalised by rules/recipient.ts.
 */

/** A person, or an enterprise, found by something that is theirs alone. `window`: an enterprise's own, for paper. */
export type Found = Omit<PersonHit, 'rowNo'> & { window?: { name: string; lines: string[] } }

/** Candidates by first name, last name and address (S-01). Strangers with the same 64-bit key may be among them. */
export async function byNames(
  trx: Trx,
  rows: readonly { first: string; last: string; addressForm: string }[],
): Promise<Candidate[][]> {
  if (rows.length === 0) return []
  await joinMatching(trx)
  return spread(rows.length, await exchangeByNames(trx, rows))
}

/** Candidates at an address: for the address mode and for first name and address (S-01, A-06). */
export async function byAddressForms(trx: Trx, addressForms: readonly string[]): Promise<Candidate[][]> {
  if (addressForms.length === 0) return []
  await joinMatching(trx)
  return spread(addressForms.length, await exchangeByForms(trx, addressForms))
}

/** By national number, digits only. The register's facts and the state of the mailbox come along for the outcome table. */
export async function byNumbers(
  trx: Trx,
  rows: readonly { country: 'dk' | 'no'; nationalNumber: string }[],
): Promise<(Found | undefined)[]> {
  if (rows.length === 0) return []
  await joinMatching(trx)
  return place(rows.length, await peopleByNumbers(trx, rows))
}

/** By CVR number or organisasjonsnummer, digits only (P-02). */
export async function byEnterpriseNumbers(
  trx: Trx,
  rows: readonly { country: 'dk' | 'no'; enterpriseNumber: string }[],
): Promise<(Found | undefined)[]> {
  if (rows.length === 0) return []
  await joinMatching(trx)
  const hits = await enterprisesByNumbers(trx, rows)
  return place(
    rows.length,
    hits.map(({ rowNo, enterpriseId, country, mailboxId, mailboxState, name, street, postcode, city }) => ({
      rowNo,
      personId: enterpriseId,
      country,
      mailboxId,
      mailboxState,
      status: 'active' as const,
      protected: false,
      window: { name, lines: [street, `${postcode} ${city}`] },
    })),
  )
}

/** By verified e-mail: the one who holds the claim (A-08, A-15). */
export async function byEmails(trx: Trx, emailForms: readonly string[]): Promise<(Found | undefined)[]> {
  if (emailForms.length === 0) return []
  await joinMatching(trx)
  return place(emailForms.length, await peopleByEmails(trx, emailForms))
}

/** By digital address, also one that was replaced (P-08). A name that the tag never had is a typing error: nobody. */
export async function byDigitalAddresses(
  trx: Trx,
  addresses: readonly DigitalAddress[],
): Promise<(Found | undefined)[]> {
  if (addresses.length === 0) return []
  await joinMatching(trx)
  const hits = await peopleByTags(
    trx,
    addresses.map((address) => address.tag),
  )
  return place(
    addresses.length,
    hits
      .filter((hit) => reachesHolder(addresses[hit.rowNo - 1]!, [hit.name]))
      .map(({ name: _, ...hit }) => hit),
  )
}

/** A-14: the normalised address each KVHX key stands for in the public address register; undefined when it stands for none. */
export async function byKvhx(trx: Trx, keys: readonly string[]): Promise<(string | undefined)[]> {
  if (keys.length === 0) return []
  const forms = await formsByKvhx(trx, keys)
  return keys.map((key) => forms.get(key))
}

/** Which of these normalised addresses exist, by the public address register alone (S-04). */
export async function existingForms(trx: Trx, forms: readonly string[]): Promise<Set<string>> {
  return forms.length === 0 ? new Set() : new Set(await knownForms(trx, forms))
}

/** Name and registered address for an envelope's window, by person (P-05: from the register, never from the sender). */
export async function registeredAddresses(
  trx: Trx,
  personIds: readonly string[],
): Promise<Map<string, { name: string; lines: string[] }>> {
  const rows = personIds.length === 0 ? [] : await registeredAddressRows(trx, personIds)
  return new Map(
    rows.map((row) => {
      const floor = row.floor === null || !/^\d+$/.test(row.floor) ? row.floor : `${row.floor}.`
      const flat = [floor, row.door, row.dwelling].filter((part) => part !== null).join(' ')
      const street = `${row.road} ${row.houseNumber}${flat === '' ? '' : `, ${flat}`}`
      const careOf = row.careOf === null ? [] : [`c/o ${row.careOf}`]
      const lines = [...careOf, street, `${row.postcode} ${row.city}`]
      return [row.personId, { name: `${row.givenNames} ${row.familyName}`, lines }]
    }),
  )
}

function spread(count: number, hits: readonly ExchangeHit[]): Candidate[][] {
  const found: Candidate[][] = Array.from({ length: count }, () => [])
  for (const { rowNo, personId, mailboxId, first, last, addressForm } of hits)
    found[rowNo - 1]!.push({ personId, mailboxId, first, last, addressForm })
  return found
}

function place(count: number, hits: readonly (Found & { rowNo: number })[]): (Found | undefined)[] {
  const found: (Found | undefined)[] = Array.from({ length: count }, () => undefined)
  for (const { rowNo, ...person } of hits) found[rowNo - 1] = person
  return found
}
