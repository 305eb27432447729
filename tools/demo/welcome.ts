/** What a newcomer sees when everything is open: where things are, and who one can be. */
import type { Config } from '#ground/config.ts'
import { isLoopback } from '#ground/upstream-settings.ts'
import type { DemoEnterprise } from './demo-enterprise.ts'
import type { DemoLogin } from './demo-people.ts'
import type { DemoSenderKey } from './demo-senders.ts'
import type { DemoStaff } from './demo-staff.ts'

type Welcome = {
  state: {
    people: number
    logins: readonly DemoLogin[]
    senders: readonly DemoSenderKey[]
    enterprise?: DemoEnterprise
    staff?: readonly DemoStaff[]
  }
  ports: {
    http: number
    service: number
    eIds: number
    operations: number
    register: number
    smtp: number
    mail: number
    print: number
    phone: number
    push: number
  }
  config: Pick<Config, 'PUBLIC_URL' | 'MAIL_FROM' | 'BOUNCE_PORT'>
  /** What was set by whoever started it: electronic IDs and a database of one's own take the place of ours. */
  env: Readonly<Record<string, string | undefined>>
  dataDir: string
}

export function sayWelcome({ state, ports, config, env, dataDir }: Welcome): void {
  const { PUBLIC_URL: publicUrl, BOUNCE_PORT: doorPort } = config
  const mailDomain = config.MAIL_FROM.split('@')[1]!
  // Nothing made up on a public address.
  const isLocal = isLoopback(publicUrl)
  const service: [string, string] = [
    'A service provider',
    `http://127.0.0.1:${ports.service}  (made up: signs you in with the electronic ID)`,
  ]
  const eIds: [string, string] = [
    'Electronic IDs',
    `${publicUrl}/sign-in  (the buttons there: BankID, ID-porten and MitID, simulated at port ${ports.eIds})`,
  ]
  const door: [string, string] = [
    'E-mail to the post office',
    `SMTP at 127.0.0.1:${doorPort}  (access@${mailDomain}: signed requests for access; bounce+…@${mailDomain}: what did not arrive)`,
  ]
  const rows: [string, string][] = [
    ['Mailbox', publicUrl],
    ...(isLocal ? [service] : []),
    ...(isLocal && env.UPSTREAMS === undefined ? [eIds] : []),
    ['E-mails that were sent', `http://localhost:${ports.mail}`],
    ['Letters on paper', `http://localhost:${ports.print}`],
    ['SMS that were sent', `http://localhost:${ports.phone}`],
    ['Push notices', `http://localhost:${ports.push}`],
    ...(doorPort === 0 ? [] : [door]),
    ['Get an ID of your own', `${publicUrl}/id/enrol`],
    ['Interface for senders', `${publicUrl}/v1/openapi.json`],
    ['Evidence log', `${publicUrl}/evidence/checkpoint`],
    [
      'Health and metrics',
      `http://localhost:${ports.operations}/ready  http://localhost:${ports.operations}/metrics`,
    ],
    [
      'Population register',
      `http://localhost:${ports.register}  (${state.people} made-up people; for programs that have its token)`,
    ],
    ['Database', env.DATABASE_URL ? 'yours (DATABASE_URL)' : `PostgreSQL in ${dataDir}/postgres`],
    ['Content scanner', 'none: documents are not scanned'],
  ]
  const width = Math.max(...rows.map(([name]) => name.length))
  const lines = rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`)
  const signIns = state.logins.map(
    ({ name, signInAs, password, totpSecret }) =>
      `  ${name.padEnd(22)}  ${signInAs.padEnd(22)}  ${password.padEnd(22)}  ${totpSecret ? `npm run code -- ${signInAs}` : 'none: password only'}`,
  )
  const senders = state.senders.map(
    ({ name, senderId, keyFile }) => `  ${name.padEnd(22)}  ${senderId}  ${keyFile}`,
  )
  process.stdout.write(`
The post office is open.

${lines.join('\n')}

Sign in as
  ${'name'.padEnd(22)}  ${'user ID or number'.padEnd(22)}  ${'password'.padEnd(22)}  code app
${signIns.join('\n')}
${enterpriseOf(state.enterprise)}
Send as
  ${'name'.padEnd(22)}  ${'sender id'.padEnd(36)}  key
${senders.join('\n')}
${staffOf(state.staff)}
Ctrl-C closes everything; the next start finds it where it was.
`)
}

function enterpriseOf(enterprise: DemoEnterprise | undefined): string {
  if (!enterprise) return ''
  const people = enterprise.people.map(({ name, role }) => `  ${name.padEnd(22)}  ${role}`)
  return `\nAct for ${enterprise.name} (${enterprise.enterpriseNumber}), in the menu under your name\n${people.join('\n')}\n`
}

function staffOf(staff: readonly DemoStaff[] | undefined): string {
  if (!staff) return ''
  const people = staff.map(({ name, keyFile }) => `  ${name.padEnd(22)}  --staff "${name}" --key ${keyFile}`)
  return `\nDecide as, with npm run staff and npm run desk\n${people.join('\n')}\n`
}
