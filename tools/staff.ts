// `npm run staff -- <command>`: staff work the queue of suspicious uses, decide requests for access, disclose data by a legal ground, until
// there is a back office (docs/operations.md). Reads DATABASE_URL as the post office does; it may be open meanwhile. Every call is on record.
import { parseArgs } from 'node:util'
import { explainFinding } from '#api/fraud-texts.ts'
import { systemClock } from '#ground/clock.ts'
import { openDb } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { openLog } from '#ground/log.ts'
import type { RefusedMail } from '#identity/access-requests/by-mail/access-mail.store.ts'
import { finishMail, listMails } from '#identity/access-requests/by-mail/work-mails.ts'
import { revokeByStaff } from '#identity/certificates/revoke-by-staff.ts'
import { readNumber } from '#identity/enrolment/order-code.ts'
import type { FraudCase } from '#identity/fraud/cases.store.ts'
import { discloseData } from '#identity/fraud/disclose-data.ts'
import { type ByStaff, closeCase, listCases, showCase } from '#identity/fraud/work-cases.ts'
import { findPersonOfNumber } from '#people/employees/name-employee.ts'
import { DISCLOSED, LEGAL_GROUNDS } from '#rules/disclosures.ts'
import { parseEnterpriseNumber } from '#rules/enterprise-number.ts'
import { mayRevoke, REVOCATION_REASONS, type RevocationCause } from '#rules/revocation-reasons.ts'
import { askLine, wordsOf } from './operator.ts'
import { operatorSettings } from './operator-settings.ts'
import { REQUESTS_USAGE, runRequests } from './staff-requests.ts'

const USAGE = `npm run staff -- fraud list
npm run staff -- fraud show CASE-ID
npm run staff -- fraud close CASE-ID --outcome nothing|confirmed [--block]
${REQUESTS_USAGE}
npm run staff -- certificates revoke PERSON-ID|CVR-OR-ORGNR --cause CAUSE     all of theirs, for good; each holder is told
npm run staff -- mail list
npm run staff -- mail done MAIL-ID
npm run staff -- disclose PERSON-ID --what WHAT --ground GROUND --to NAME --reference THEIR-REFERENCE [--untold]
each with --staff YOUR-NAME --reason WHY (at least ten characters); both are kept
  --block    blocks the ID at once; its owner is told
  --cause    ${Object.keys(REVOCATION_REASONS)
    .filter((cause) => mayRevoke(cause as RevocationCause, 'support'))
    .join(', ')}
  --what     ${DISCLOSED.join(', ')}
  --ground   ${Object.keys(LEGAL_GROUNDS).join(', ')}
  PERSON-ID  an id from this terminal, or - to be asked for the national number
  --untold   law forbids to tell the person; not every ground allows that`

class Fault extends Error {}

try {
  console.log(await run(process.argv.slice(2)))
} catch (error) {
  process.exitCode = error instanceof Fault ? 2 : 1
  console.error(wordsOf(error))
}

async function run(args: string[]): Promise<string> {
  const { values, positionals } = parse(args)
  const { staff = '', reason = '' } = values
  const by: ByStaff = { staff, reason }
  const [command, ...rest] = positionals
  const config = operatorSettings()
  const log = openLog({ level: 'error', name: 'staff', stream: process.stderr })
  const db = openDb({ url: config.DATABASE_URL, connectionsMax: 2, log, name: 'brevhus staff' })
  const room = { db, clock: systemClock }
  try {
    if (command === 'fraud' && rest[0] === 'list' && rest.length === 1)
      return (await listCases(room, by)).map(lineOf).join('\n') || 'No open case.'
    if (command === 'fraud' && rest[0] === 'show' && rest.length === 2) {
      const { found, uses } = await showCase(room, by, idOf(rest[1]))
      const lines = uses.map((use) =>
        [use.at.toISOString(), use.outcome, use.method, use.level ?? '-', use.address ?? 'erased'].join('  '),
      )
      return [lineOf(found), `person ${found.personId}`, ...lines].join('\n')
    }
    if (command === 'fraud' && rest[0] === 'close' && rest.length === 2) {
      const { outcome, block = false } = values
      if (outcome !== 'nothing' && outcome !== 'confirmed')
        throw new Fault(`--outcome must be nothing or confirmed.\n${USAGE}`)
      await closeCase(room, by, { caseId: idOf(rest[1]), outcome, block })
      return block ? 'Closed. The ID is blocked, its owner is told.' : 'Closed.'
    }
    if (command === 'mail' && rest[0] === 'list' && rest.length === 1)
      return (await listMails(room, by)).map(mailLine).join('\n') || 'No mail waits.'
    if (command === 'mail' && rest[0] === 'done' && rest.length === 2) {
      await finishMail(room, by, idOf(rest[1]))
      return 'Done with.'
    }
    if (command === 'certificates' && rest[0] === 'revoke' && rest.length === 2) {
      const whose = enterpriseIn(rest[1]!) ?? { personId: await personOf(room, rest[1]) }
      const revoked = await revokeByStaff(room, by, { whose, cause: values.cause ?? '' })
      return revoked === 0 ? 'No certificate was in force.' : `Revoked: ${revoked}. Each holder is told.`
    }
    if (command === 'disclose' && rest.length === 1) {
      const what = DISCLOSED.find((one) => one === values.what)
      if (!what) throw new Fault(`--what must be one of ${DISCLOSED.join(', ')}.`)
      const { ground = '', to = '', reference = '', untold = false } = values
      const personId = await personOf(room, rest[0])
      const asked = { personId, what, ground, recipient: to, reference, untold }
      return (await discloseData(room, by, asked)).given
    }
    const said = await runRequests({ ...room, config }, by, positionals, {
      ...values,
      ...(values.person === undefined ? {} : { person: await personOf(room, values.person) }),
    })
    if (said !== null) return said
    throw new Fault(USAGE)
  } finally {
    await db.destroy()
  }
}

function mailLine({ mailId, receivedAt, why, detail, sender, personId }: RefusedMail): string {
  return [
    mailId,
    receivedAt.toISOString(),
    why,
    sender === null ? 'no sender' : `says it is from ${sender}`,
    ...(personId === null ? [] : [`signed by person ${personId}`]),
    ...(detail === null ? [] : [detail]),
  ].join('  ')
}

/** Eight digits are Danish, nine Norwegian; null for anything else. */
function enterpriseIn(text: string): { country: 'dk' | 'no'; enterpriseNumber: string } | null {
  for (const country of ['dk', 'no'] as const) {
    const number = parseEnterpriseNumber(country, text)
    if (number.kind !== 'invalid') return { country, enterpriseNumber: number.number }
  }
  return null
}

/** A person's id; `-` asks for their national number, which neither the list of processes nor the screen then holds. */
async function personOf(house: Pick<House, 'db'>, text: string | undefined): Promise<string> {
  if (text !== '-') return idOf(text)
  const number = readNumber(await askLine('National number: '))
  if (!number) throw new Fault('A national number has ten digits (Danish) or eleven (Norwegian).')
  const personId = await findPersonOfNumber(house, number.length === 11 ? 'no' : 'dk', number)
  if (!personId) throw new Fault('The population register tells of nobody with that number.')
  return personId
}

function lineOf({ caseId, at, weight, findings, outcome }: FraudCase): string {
  const reasons = findings.map((finding) => `  ${explainFinding('en', finding)}`)
  return [`${caseId}  ${at.toISOString()}  weight ${weight}  ${outcome ?? 'open'}`, ...reasons].join('\n')
}

function idOf(text = ''): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)) throw new Fault(`${text} is not an id.`)
  return text
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        staff: { type: 'string' },
        reason: { type: 'string' },
        outcome: { type: 'string' },
        block: { type: 'boolean' },
        cause: { type: 'string' },
        what: { type: 'string' },
        ground: { type: 'string' },
        to: { type: 'string' },
        reference: { type: 'string' },
        person: { type: 'string' },
        key: { type: 'string' },
        paper: { type: 'string' },
        out: { type: 'string' },
        verdict: { type: 'string' },
        untold: { type: 'boolean' },
      },
    })
  } catch (error) {
    throw new Fault(`${(error as Error).message}\n${USAGE}`)
  }
}
