// `npm run enterprise -- <command>`: the operator opens an enterprise's mailbox and names who administers it (docs/operations.md).
// The national number of whom it is about is read from the standard input. Reads DATABASE_URL, DATA_DIR, MASTER_KEYS and ERASURE_JOURNAL as the post office does; it may be open meanwhile.
import { parseArgs } from 'node:util'
import type { House } from '#ground/house.ts'
import { revokeByOperator } from '#identity/employees/end-employment.ts'
import { findPersonOfNumber, nameByNumbers } from '#people/employees/name-employee.ts'
import { openEnterpriseMailbox } from '#people/open-enterprise-mailbox.ts'
import { parseNationalNumber } from '#rules/national-number.ts'
import { askLine, openParts, wordsOf } from './operator.ts'

const USAGE = `npm run enterprise -- open --country dk|no --number CVR-OR-ORGNR --name NAME --street STREET --postcode POSTCODE
    --city CITY --terms VERSION --email ADDRESS [--language da|nb|sv|en]
npm run enterprise -- administrator --country dk|no --number CVR-OR-ORGNR --email ADDRESS
npm run enterprise -- revoke --country dk|no --number CVR-OR-ORGNR
  --terms VERSION   of the terms the enterprise accepted, the processor agreement in them
  --language        of the enterprise's mailbox; the country's own when left out
The national number of the administrator, or of the employee, is asked for, or read from the standard input.
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
      const enterpriseNumber = given('number')
      const asked = { country, enterpriseNumber, personId: await personOf(house, country, 'employee') }
      const { enterprise } = await revokeByOperator(house, asked)
      return `Revoked. Their sessions, key files and certificates for ${enterprise} end with it.`
    }
    const [enterpriseNumber, email] = [given('number'), given('email')]
    if (command === 'administrator') {
      const personId = await personOf(house, country, 'administrator')
      const named = await nameByNumbers(house, {
        country,
        enterpriseNumber,
        personId,
        email,
        role: 'administrator',
      })
      return `Named. They act for ${named.enterprise} after signing in with their own e-ID.\n  employee id  ${named.employeeId}`
    }
    const enterprise = {
      country,
      enterpriseNumber,
      name: given('name'),
      address: { street: given('street'), postcode: given('postcode'), city: given('city') },
      administratorEmail: email,
      language: languageOf(given('language', country === 'dk' ? 'da' : 'nb')),
      terms: given('terms'),
    }
    const { enterpriseId, employeeId } = await openEnterpriseMailbox(house, {
      ...enterprise,
      administratorId: await personOf(house, country, 'administrator'),
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
  who: 'administrator' | 'employee',
): Promise<string> {
  const number = parseNationalNumber(country, await askLine(`National number of the ${who}: `))
  if (number.kind === 'invalid') throw new Fault('That is not a national number of that country.')
  const personId = await findPersonOfNumber(house, country, number.number)
  if (!personId) throw new Fault('The population register tells of nobody with that number.')
  return personId
}
