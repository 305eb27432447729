import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { HOLDER, offeredKey, openPki } from '#tests/pki.ts'
import { seedPerson } from '#tests/seed-people.ts'
import { newestList } from './authorities.store.ts'
import { issueCertificate } from './issue-certificate.ts'
import { revokeCertificate } from './revoke-certificate.ts'
import { tendCertificates } from './tend-certificates.ts'
import { trustCertificate } from './trust-certificate.ts'

const folder = mkdtempSync(join(tmpdir(), 'brevhus-hardware-'))
after(() => rmSync(folder, { recursive: true }))

test('I-04: root, issuing authority and OCSP signer in a PKCS#11 token: issued, listed and judged as from files', async () => {
  mkdirSync(join(folder, 'tokens'))
  process.env.SOFTHSM2_CONF = join(folder, 'softhsm2.conf')
  writeFileSync(
    process.env.SOFTHSM2_CONF,
    `directories.tokendir = ${join(folder, 'tokens')}\nlog.level = ERROR\n`,
  )
  execFileSync('softhsm2-util', [
    '--init-token',
    '--free',
    '--label',
    'house',
    '--pin',
    '4711',
    '--so-pin',
    '081547',
  ])
  const { open, pki, judge, authority } = await openPki({
    SIGNING_KEYS: 'pkcs11',
    PKCS11_MODULE: '/usr/lib/softhsm/libsofthsm2.so',
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
