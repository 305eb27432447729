/**
 * What has to stand in the DNS so that our mail is known as ours (T-05: SPF, DKIM, DMARC), and whether it does.
 *   npm run mail-dns -- --make-key data/keys/dkim.pem
 *   npm run mail-dns -- --sends-from 192.0.2.10      prints the records, looks them up, and ends with 1 when one is missing or wrong
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { Resolver } from 'node:dns/promises'
import { readFileSync, writeFileSync } from 'node:fs'
import { isIPv4 } from 'node:net'
import { parseArgs } from 'node:util'
import { readConfig } from '#ground/config.ts'

export type DnsRecord = { name: string; value: string; why: string }

export function makeDkimKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
}

/** @param privateKeyPem null: no DKIM record */
export function mailRecords(options: {
  from: string
  selector: string
  privateKeyPem: string | null
  sendsFrom: readonly string[]
}): DnsRecord[] {
  const domain = options.from.split('@')[1]!
  const hosts = options.sendsFrom.map((ip) => `${isIPv4(ip) ? 'ip4' : 'ip6'}:${ip}`)
  const records: DnsRecord[] = [
    {
      name: domain,
      value: ['v=spf1', ...(hosts.length > 0 ? hosts : ['mx']), '-all'].join(' '),
      why: 'SPF (RFC 7208): which servers send for the domain; nobody else',
    },
    {
      name: `_dmarc.${domain}`,
      value: `v=DMARC1; p=reject; adkim=s; aspf=s; rua=mailto:dmarc@${domain}`,
      why: 'DMARC (RFC 7489): mail in our name that is not from us is refused',
    },
  ]
  if (options.privateKeyPem !== null) {
    const der = createPublicKey(createPrivateKey(options.privateKeyPem)).export({
      type: 'spki',
      format: 'der',
    })
    records.push({
      name: `${options.selector}._domainkey.${domain}`,
      value: `v=DKIM1; k=rsa; p=${der.toString('base64')}`,
      why: 'DKIM (RFC 6376): the key our mail is signed with',
    })
  }
  return records
}

export type DnsFinding = { record: DnsRecord; found: 'right' | 'missing' | 'different'; seen: string[] }

/** @param look the TXT records of a name, each as its pieces; rejects when there are none */
export async function checkRecords(
  records: readonly DnsRecord[],
  look: (name: string) => Promise<string[][]>,
): Promise<DnsFinding[]> {
  return Promise.all(
    records.map(async (record) => {
      const kind = record.value.split(/[;\s]/)[0]!
      const all = await look(record.name).then(
        (texts) => texts.map((pieces) => pieces.join('')),
        () => [],
      )
      const seen = all.filter((text) => text.toLowerCase().startsWith(kind.toLowerCase()))
      const right = seen.length === 1 && squeeze(seen[0]!) === squeeze(record.value)
      return { record, found: right ? 'right' : seen.length === 0 ? 'missing' : 'different', seen } as const
    }),
  )
}

const squeeze = (text: string): string =>
  text
    .replace(/\s*;\s*/g, ';')
    .replace(/\s+/g, ' ')
    .replace(/;$/, '')
    .trim()

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      'make-key': { type: 'string' },
      'sends-from': { type: 'string', multiple: true, default: [] },
      resolver: { type: 'string' },
    },
  })
  if (values['make-key']) {
    writeFileSync(values['make-key'], makeDkimKey(), { mode: 0o600, flag: 'wx' })
    process.stdout.write(
      `Made ${values['make-key']}. Set DKIM_KEY to it, and put the record below into the DNS.\n`,
    )
  }
  const config = readConfig({ DATABASE_URL: 'postgres://unused', ...process.env })
  const keyFile = values['make-key'] ?? (config.DKIM_KEY === 'none' ? null : config.DKIM_KEY)
  const records = mailRecords({
    from: config.MAIL_FROM,
    selector: config.DKIM_SELECTOR,
    privateKeyPem: keyFile === null ? null : readFileSync(keyFile, 'utf8'),
    sendsFrom: values['sends-from'],
  })
  const resolver = new Resolver({ timeout: 5000, tries: 2 })
  if (values.resolver) resolver.setServers([values.resolver])
  const findings = await checkRecords(records, (name) => resolver.resolveTxt(name))
  for (const { record, found, seen } of findings) {
    process.stdout.write(`\n${record.name}  TXT\n  ${record.value}\n  ${record.why}\n  ${SAID[found]}\n`)
    if (found === 'different') for (const text of seen) process.stdout.write(`  there is: ${text}\n`)
  }
  if (keyFile === null)
    process.stdout.write('\nDKIM_KEY is not set: our mail is not signed. --make-key PATH makes a key.\n')
  return findings.every(({ found }) => found === 'right') && keyFile !== null ? 0 : 1
}

const SAID = {
  right: 'right',
  missing: 'MISSING in the DNS',
  different: 'DIFFERENT in the DNS, or there more than once',
} as const

if (import.meta.main) process.exitCode = await main()
