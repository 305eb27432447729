/** The demo's one enterprise: the first Dane administers it, the second may send, the Norwegian reads. */
import type { House } from '#ground/house.ts'
import { CONSENT_TEXTS } from '#people/consent-texts.ts'
import { nameByNumbers } from '#people/employees/name-employee.ts'
import { openEnterpriseMailbox } from '#people/open-enterprise-mailbox.ts'
import type { EmployeeRole } from '#rules/employee-roles.ts'
import type { DemoLogin } from './demo-people.ts'

export const DEMO_ENTERPRISE = {
  name: 'Fjordby Bageri ApS',
  country: 'dk',
  enterpriseNumber: '24256790',
} as const

export type DemoEnterprise = {
  name: string
  enterpriseNumber: string
  people: { name: string; role: EmployeeRole }[]
}

/** People without a code app can't act for an enterprise, so they are passed over. */
export async function openDemoEnterprise(
  house: House,
  logins: readonly DemoLogin[],
): Promise<DemoEnterprise> {
  const [administrator, ...others] = logins.filter(({ totpSecret }) => totpSecret !== null)
  if (!administrator) throw new Error('Nobody in the demo has a code app')
  const at = (login: DemoLogin) => login.email.replace('@', '.work@')
  await openEnterpriseMailbox(house, {
    ...DEMO_ENTERPRISE,
    address: { street: 'Torvet 1', postcode: '5000', city: 'Odense C' },
    administratorId: administrator.personId,
    administratorEmail: at(administrator),
    language: 'da',
    terms: CONSENT_TEXTS.terms,
  })
  const people: DemoEnterprise['people'] = [{ name: administrator.name, role: 'administrator' }]
  for (const [i, role] of (['sender', 'reader'] as const).entries()) {
    const login = others[i]
    if (!login) continue
    const named = { ...DEMO_ENTERPRISE, personId: login.personId, email: at(login), role }
    await nameByNumbers(house, named)
    people.push({ name: login.name, role })
  }
  return { ...DEMO_ENTERPRISE, people }
}
