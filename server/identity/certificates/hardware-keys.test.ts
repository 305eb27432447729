import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { openCeremonyKeys } from '#adapters/signing-keys-configured.ts'
import { readConfig } from '#ground/config.ts'
import { HOLDER, offeredKey, openPki } from '#tests/pki.ts'
import { seedPerson } from '#tests/seed-people.ts'
import { newestList } from './authorities.store.ts'
import { holdCeremony } from './hold-ceremony.ts'
import { issueCertificate } from './issue-certificate.ts'
import { revokeCertificate } from './revoke-certificate.ts'
import { tendCertificates } from './tend-certificates.ts'
import { trustCertificate } from './trust-certificate.ts'

const folder = mkdtempSync(join(tmpdir(), 'brevhus-hardware-'))
after(() => rmSync(folder, { recursive: true }))
const tokens = join(folder, 'tokens')
mkdirSync(tokens)
process.env.SOFTHSM2_CONF = join(folder, 'softhsm2.conf')
writeFileSync(process.env.SOFTHSM2_CONF, `directories.tokendir = ${tokens}\nlog.level = ERROR\n`)
const MODULE = '/usr/lib/softhsm/libsofthsm2.so'

/** @returns the folder SoftHSM keeps this token in */
function initToken(label: string, pin: string): string {
  const before = new Set(readdirSync(tokens))
  execFileSync('softhsm2-util', [
    ...['--init-token', '--free', '--label', label, '--pin', pin, '--so-pin', '081547'],
  ])
  return join(tokens, readdirSync(tokens).find((one) => !before.has(one))!)
}

/** Labels of the private keys in a token, as the module itself tells them. */
const keysIn = (label: string, pin: string) =>
  [
    ...execFileSync('pkcs11-tool', [
      ...['--module', MODULE, '--token-label', label, '--login', '--pin', pin],
      ...['--list-objects', '--type', 'privkey'],
    ])
      .toString()
      .matchAll(/label: +(\S+)/g),
  ]
    .map(([, name]) => name!)
    .sort()

test('I-04: root, issuing authority and OCSP signer in a PKCS#11 token: issued, listed and judged as from files', async () => {
  initToken('house', '4711')
  const { open, pki, judge, authority } = await openPki({
    SIGNING_KEYS: 'pkcs11',
    PKCS11_MODULE: MODULE,
    PKCS11_TOKEN: 'house',
    PKCS11_PIN: '4711',
  })
  try {
    const person = await seedPerson(open.house)
    const order = { kind: 'person', personId: person.personId } as const
    const issued = await issueCertificate(pki, order, offeredKey(), HOLDER)
    assert.equal((await trustCertificate(pki, issued.der)).kind, 'trusted')
    const gone = await issueCertificate(pki, order, offeredKey(), HOLDER)
    await revokeCertificate(pki, { serial: gone.serial, reason: 'wish', requester: HOLDER })
    await tendCertificates(pki)
    judge.pem('root.pem', authority('root-1'))
    judge.pem('issuing.pem', authority('issuing-1'))
    judge.pem('end.pem', issued.der)
    judge.pem('gone.pem', gone.der)
    for (const name of ['root-1', 'issuing-1'])
      judge.crl(`${name}.crl`, (await newestList(pki.db, name))!.list)
    const verify = (file: string) =>
      judge.openssl(
        ...[
          'verify',
          '-x509_strict',
          '-crl_check_all',
          '-CRLfile',
          'root-1.crl',
          '-CRLfile',
          'issuing-1.crl',
        ],
        ...['-attime', String(Math.floor(open.clock.now().getTime() / 1000) + 1)],
        ...['-CAfile', 'root.pem', '-untrusted', 'issuing.pem', file],
      )
    assert.equal((await verify('end.pem')).text, 'end.pem: OK\n')
    assert.match((await verify('gone.pem')).text, /certificate revoked/)
    assert.deepEqual(
      readdirSync(join(open.folder, 'keys')).filter((file) => file.startsWith('signing')),
      [],
      'no signing key lies on the disk',
    )
  } finally {
    await open.close()
  }
})

test('I-04: the root in a token of its own: taken away after the ceremony, everything of every day goes on; only a ceremony needs it', async () => {
  initToken('daily', '1234')
  const rootFolder = initToken('root', '987654')
  const away = join(folder, 'in the safe')
  const { open, pki, judge, authority } = await openPki(
    {
      SIGNING_KEYS: 'pkcs11',
      PKCS11_MODULE: MODULE,
      PKCS11_TOKEN: 'daily',
      PKCS11_PIN: '1234',
      PKCS11_ROOT_TOKEN: 'root',
      PKCS11_ROOT_PIN: '987654',
    },
    openCeremonyKeys,
  )
  const order = { organisation: 'Brevhus Demo', country: 'dk', rollOver: true } as const
  const ceremony = () => holdCeremony({ ...pki, keys: openCeremonyKeys(open.house.config) }, order)
  try {
    assert.deepEqual(keysIn('root', '987654'), ['root-1'])
    assert.deepEqual(keysIn('daily', '1234'), ['issuing-1', 'ocsp-1'])
    renameSync(rootFolder, away)

    const person = await seedPerson(open.house)
    const wanted = { kind: 'person', personId: person.personId } as const
    const issued = await issueCertificate(pki, wanted, offeredKey(), HOLDER)
    const gone = await issueCertificate(pki, wanted, offeredKey(), HOLDER)
    await revokeCertificate(pki, { serial: gone.serial, reason: 'wish', requester: HOLDER })
    assert.deepEqual(await tendCertificates(pki), [], 'the list of the root is not due')
    judge.pem('root.pem', authority('root-1'))
    judge.pem('issuing.pem', authority('issuing-1'))
    judge.pem('end.pem', issued.der)
    judge.pem('gone.pem', gone.der)
    const lists = ['root-1', 'issuing-1'].flatMap((name) => ['-CRLfile', `${name}.crl`])
    for (const name of ['root-1', 'issuing-1'])
      judge.crl(`${name}.crl`, (await newestList(pki.db, name))!.list)
    const verify = (file: string) =>
      judge.openssl(
        ...['verify', '-x509_strict', '-crl_check_all', ...lists],
        ...['-attime', String(Math.floor(open.clock.now().getTime() / 1000) + 1)],
        ...['-CAfile', 'root.pem', '-untrusted', 'issuing.pem', file],
      )
    assert.equal((await verify('end.pem')).text, 'end.pem: OK\n')
    assert.match((await verify('gone.pem')).text, /certificate revoked/)
    assert.equal((await trustCertificate(pki, issued.der)).kind, 'trusted')

    await assert.rejects(ceremony(), /token failed/, 'nobody issues for the root without it')
    const last = (await newestList(pki.db, 'root-1'))!
    open.clock.advance(91 * 86_400_000)
    assert.deepEqual(await tendCertificates(pki), [{ authority: 'root-1', endsAt: last.nextUpdate }])

    renameSync(away, rootFolder)
    const { made } = await ceremony()
    assert.deepEqual(
      made.map(({ name }) => name),
      ['issuing-2'],
    )
    assert.ok((await newestList(pki.db, 'root-1'))!.number > last.number)
    assert.deepEqual(keysIn('root', '987654'), ['root-1'])
    assert.deepEqual(await tendCertificates(pki), [])
  } finally {
    await open.close()
  }
})

test('I-04: a root that would not be apart is refused at start, and no PIN is repeated', () => {
  const base = {
    DATABASE_URL: 'postgres://brevhus@/brevhus',
    SIGNING_KEYS: 'pkcs11',
    PKCS11_MODULE: MODULE,
    PKCS11_TOKEN: 'daily',
    PKCS11_PIN: '1234',
  }
  const root = { PKCS11_ROOT_TOKEN: 'root', PKCS11_ROOT_PIN: 'p1n-of-root' }
  assert.equal(readConfig({ ...base, ...root }).PKCS11_ROOT_TOKEN, 'root')
  for (const [wrong, said] of [
    [{ ...base, ...root, PKCS11_ROOT_TOKEN: 'daily' }, /the same as PKCS11_TOKEN/],
    [{ ...base, PKCS11_ROOT_TOKEN: 'root' }, /PKCS11_ROOT_PIN is not set/],
    [{ ...base, ...root, SIGNING_KEYS: 'file' }, /SIGNING_KEYS is not pkcs11/],
  ] as const)
    assert.throws(
      () => readConfig(wrong),
      (error: Error) => said.test(error.message) && !error.message.includes('p1n-of-root'),
    )
})
