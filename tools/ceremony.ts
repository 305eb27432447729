// `npm run ceremony`: makes the root and the issuing certificate authority where the signing keys are kept, and the next issuing
// authority when its time has come. Held again it changes nothing (docs/operations.md, Certificates).
import { createHash } from 'node:crypto'
import { parseArgs } from 'node:util'
import { openCeremonyKeys } from '#adapters/signing-keys-configured.ts'
import { systemClock } from '#ground/clock.ts'
import { ConfigError } from '#ground/config.ts'
import { openDb } from '#ground/db.ts'
import { openLog } from '#ground/log.ts'
import { migrate } from '#ground/migrate.ts'
import { type CeremonyOrder, holdCeremony } from '#identity/certificates/hold-ceremony.ts'
import { makeMailCertificate } from '#identity/certificates/mail-certificate.ts'
import { openCertificates } from '#identity/certificates/room.ts'
import { parseEnterpriseNumber } from '#rules/enterprise-number.ts'
import { operatorSettings } from './operator-settings.ts'

const USAGE = `npm run ceremony -- --organisation NAME --country dk|no [--number NUMBER] [--roll-over]
  --organisation  who runs the authority; stands in its certificates for good
  --number        your number in the business register: makes the certificate that mail to people is signed with, in your name
  --roll-over     makes a new issuing authority now; without it one is made only when the present one lasts too short
Reads DATABASE_URL, DATA_DIR, PUBLIC_URL, PKI_URL, PKI_POLICY_ARC and the settings of the signing keys as the post office does;
besides, PKCS11_ROOT_TOKEN and PKCS11_ROOT_PIN for a root in a token of its own, which is taken away afterwards.`

try {
  console.log(await hold(process.argv.slice(2)))
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = error instanceof ConfigError || error instanceof TypeError ? 2 : 1
}

async function hold(args: string[]): Promise<string> {
  const order = readOrder(args)
  const config = operatorSettings()
  await migrate(config.DATABASE_URL)
  const log = openLog({ level: 'error', name: 'ceremony', stream: process.stderr })
  const db = openDb({ url: config.DATABASE_URL, connectionsMax: 2, log, name: 'brevhus ceremony' })
  const signingKeys = openCeremonyKeys(config)
  try {
    const pki = openCertificates({ db, clock: systemClock, signingKeys, config })
    const { made, all } = await holdCeremony(pki, order)
    const { organisation, country, number } = order
    const mail =
      number !== undefined &&
      (await makeMailCertificate(pki, {
        organisation,
        country,
        enterpriseNumber: number,
        email: config.MAIL_FROM,
      }))
    // The record of the ceremony: what those present compare and sign.
    return [
      made.length === 0 ? 'Nothing was to be made.' : `Made: ${made.map(({ name }) => name).join(', ')}.`,
      ...(mail ? [`Mail to people is signed as ${organisation}, ${config.MAIL_FROM}.`] : []),
      `Keys: ${signingKeys.place}.`,
      ...all.map(
        ({ name, certificate, notAfter }) =>
          `${name.padEnd(12)} until ${notAfter.toISOString().slice(0, 10)}  SHA-256 ${fingerprint(certificate)}`,
      ),
    ].join('\n')
  } finally {
    signingKeys.close()
    await db.destroy()
  }
}

function readOrder(args: string[]): CeremonyOrder & { number?: string } {
  const { values } = parseArgs({
    args,
    options: {
      organisation: { type: 'string' },
      country: { type: 'string' },
      number: { type: 'string' },
      'roll-over': { type: 'boolean', default: false },
    },
  })
  const { organisation = '', country, number } = values
  if (!/^[^\p{C}\s](?:[^\p{C}]{0,38}[^\p{C}\s])?$/u.test(organisation))
    throw new TypeError(`--organisation must be 1 to 40 visible characters.\n${USAGE}`)
  if (country !== 'dk' && country !== 'no') throw new TypeError(`--country must be dk or no.\n${USAGE}`)
  const verdict = number === undefined ? null : parseEnterpriseNumber(country, number)
  if (verdict && verdict.kind !== 'valid')
    throw new TypeError(`--number is not a number the business register gives.\n${USAGE}`)
  return { organisation, country, rollOver: values['roll-over'], ...(verdict && { number: verdict.number }) }
}

function fingerprint(der: Buffer): string {
  return createHash('sha256').update(der).digest('hex').toUpperCase().match(/../g)!.join(':')
}
