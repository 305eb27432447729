// `npm run enterprise -- <command>`: the operator opens an enterprise's mailbox and names who administers it (docs/operations.md).
// Reads DATABASE_URL, DATA_DIR, MASTER_KEYS and ERASURE_JOURNAL as the post office does; it may be open meanwhile.
import { parseArgs } from 'node:util'
import type { House } from '#ground/house.ts'
import { revokeByOperator } from '#identity/employees/end-employment.ts'
import { findPersonOfNumber, nameByNumbers } from '#people/employees/name-employee.ts'
import { openEnterpriseMailbox } from '#people/open-enterprise-mailbox.ts'
import { parseNationalNumber } from '#rules/national-number.ts'
import { openParts, wordsOf } from './operator.ts'

const USAGE = `npm run enterprise -- open --country dk|no --number CVR-OR-ORGNR --name NAME --street STREET --postcode POSTCODE
    --city CITY --terms VERSION --administrator NATIONAL-NUMBER --email ADDRESS [--language da|nb|sv|en]
npm run enterprise -- administrator --country dk|no --number CVR-OR-ORGNR --administrator NATIONAL-NUMBER --email ADDRESS
npm run enterprise -- revoke --country dk|no --number CVR-OR-ORGNR --employee NATIONAL-NUMBER
  --terms VERSION   of the terms the enterprise accepted, the processor agreement in them
  --language        of the enterprise's mailbox; the country's own when left out
The third ends an employment, for an enterprise that can't do it itself. The second names one more administrator, for an enterprise whose own can no longer sign in.
Who may bind the enterprise, you have found out before you type: the administrator reads its mail at once.`

class Fault extends Error {}

try {
  console.log(await run(process.argv.slice(2)))
} catch (error) {
  process.exitCode = error instanceof Fault ? 2 : 1
  console.error(wordsOf(error))
}

async function run(args: string[]): Promise<string> {
  const { command, given, country } = readArguments(args)
  const { house, close } = openParts('enterprise')
  try {
    if (command === 'revoke') {
      const personId = await personOf(house, country, 'employee', given('employee'))
      const asked = { country, enterpriseNumber: given('number'), personId }
      const { enterprise } = await revokeByOperator(house, asked)
      return `Revoked. Their sessions, key files and certificates for ${enterprise} end with it.`
    }
    const personId = await personOf(house, country, 'administrator', given('administrator'))
    const [enterpriseNumber, email] = [given('number'), given('email')]
    if (command === 'administrator') {
      const named = await nameByNumbers(house, {
        country,
        enterpriseNumber,
        personId,
        email,
        role: 'administrator',
      })
      return `Named. They act for ${named.enterprise} after signing in with their own e-ID.\n  employee id  ${named.employeeId}`
    }
    const { enterpriseId, employeeId } = await openEnterpriseMailbox(house, {
      country,
      enterpriseNumber,
      name: given('name'),
      address: { street: given('street'), postcode: given('postcode'), city: given('city') },
      administratorId: personId,
      administratorEmail: email,
      language: languageOf(given('language', country === 'dk' ? 'da' : 'nb')),
      terms: given('terms'),
    })
    return `Open. The administrator orders employees at /id/company.\n  enterprise id  ${enterpriseId}\n  employee id    ${employeeId}`
  } finally {
    await close()
  }
}

function readArguments(args: string[]) {
  const { values, positionals } = parse(args)
  const [command, ...others] = positionals
  if ((command !== 'open' && command !== 'administrator' && command !== 'revoke') || others.length > 0)
    throw new Fault(USAGE)
  const { country } = values
  if (country !== 'dk' && country !== 'no') throw new Fault(`--country must be dk or no.\n${USAGE}`)
  const given = (name: keyof typeof values, fallback?: string): string => {
    const value = values[name]?.trim() || fallback
    if (!value) throw new Fault(`--${name} is missing.\n${USAGE}`)
    return value
  }
  return { command, country, given } as const
}

function parse(args: string[]) {
  const type = 'string' as const
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        country: { type },
        number: { type },
        name: { type },
        street: { type },
        postcode: { type },
        city: { type },
        terms: { type },
        administrator: { type },
        employee: { type },
        email: { type },
        language: { type },
      },
    })
  } catch (error) {
    throw new Fault(`${(error as Error).message}\n${USAGE}`)
  }
}

function languageOf(text: string): 'da' | 'nb' | 'sv' | 'en' {
  if (text === 'da' || text === 'nb' || text === 'sv' || text === 'en') return text
  throw new Fault('--language must be da, nb, sv or en.')
}

/** In the register of the enterprise's own country; the number itself is never repeated on the screen. */
async function personOf(
  house: Pick<House, 'db'>,
  country: 'dk' | 'no',
  field: 'administrator' | 'employee',
  text: string,
): Promise<string> {
  const number = parseNationalNumber(country, text)
  if (number.kind === 'invalid') throw new Fault(`--${field} is not a national number of that country.`)
  const personId = await findPersonOfNumber(house, country, number.number)
  if (!personId) throw new Fault('The population register tells of nobody with that number.')
  return personId
}
