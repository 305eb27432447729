/** P-02: an account and a mailbox for an enterprise, with the person who is its first administrator. */
import { asPostOffice } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { newId } from '#ground/ids.ts'
import { refuse } from '#ground/refuse.ts'
import { parseEnterpriseNumber } from '#rules/enterprise-number.ts'
import { nameEmployee } from './employees/name-employee.ts'
import { insertEnterprise, insertEnterpriseMailbox } from './enterprises.store.ts'
import { appendConsents } from './mailboxes.store.ts'

export type OpenEnterpriseMailbox = {
  country: 'dk' | 'no'
  enterpriseNumber: string
  /** As in the business register. */
  name: string
  address: { street: string; postcode: string; city: string }
  administratorId: string
  /** N-02: required. */
  administratorEmail: string
  language: 'da' | 'nb' | 'sv' | 'en'
  /** Version of the terms accepted; the agreement of GDPR Article 28 is in them (E-02). */
  terms: string
}

/** @throws Refusal request-invalid (number, e-mail), mailbox-exists; sign-up-not-possible when the administrator is nobody living here */
export async function openEnterpriseMailbox(
  house: Pick<House, 'db' | 'clock' | 'vault'>,
  order: OpenEnterpriseMailbox,
): Promise<{ enterpriseId: string; mailboxId: string; employeeId: string }> {
  const { country, language } = order
  const number = parseEnterpriseNumber(country, order.enterpriseNumber)
  if (number.kind === 'invalid')
    throw refuse('request-invalid', {
      faults: [
        {
          field: 'enterpriseNumber',
          reason: number.reason,
          message: 'Is not a CVR number or organisasjonsnummer.',
        },
      ],
    })
  const at = house.clock()
  const [enterpriseId, mailboxId] = [newId(at.getTime()), newId(at.getTime())]
  // First and outside the transaction: a key without a mailbox harms nobody, a mailbox without a key could not be delivered to.
  await house.vault.create([mailboxId])
  const employeeId = await asPostOffice(house.db, async (trx) => {
    const enterprise = {
      enterpriseId,
      mailboxId,
      country,
      enterpriseNumber: number.number,
      name: order.name,
      ...order.address,
    }
    if (!(await insertEnterprise(trx, enterprise, at))) throw refuse('mailbox-exists')
    await insertEnterpriseMailbox(trx, { mailboxId, enterpriseId, profile: country, language }, at)
    const terms = { consent: 'terms', given: true, textVersion: order.terms } as const
    await appendConsents(trx, [{ mailboxId, consentEventId: newId(), ...terms }], at)
    const administrator = { personId: order.administratorId, email: order.administratorEmail }
    return nameEmployee(trx, enterprise, { ...administrator, role: 'administrator' }, at)
  })
  return { enterpriseId, mailboxId, employeeId }
}
