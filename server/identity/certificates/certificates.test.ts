import assert from 'node:assert/strict'
import { generateKeyPairSync, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { COMPANY, HOLDER, type OpenPki, offeredKey, openPki } from '#tests/pki.ts'
import { type SeededPerson, seedPerson } from '#tests/seed-people.ts'
import { handlersOf } from '#worker/handlers.ts'
import { newestList } from './authorities.store.ts'
import { certificatesRoutes } from './certificates.routes.ts'
import { holdCeremony } from './hold-ceremony.ts'
import { issueCertificate } from './issue-certificate.ts'
import { readCertificate } from './read-certificate.ts'
import { readCrl } from './read-crl.ts'
import { revokeCertificate } from './revoke-certificate.ts'
import { certificatesOf } from './show-certificates.ts'
import { plusYears } from './times.ts'

let { open, pki, judge, ceremony, start, authority } = {} as OpenPki
let person: SeededPerson

before(async () => {
  ;({ open, pki, judge, ceremony, start, authority } = await openPki())
  person = await seedPerson(open.house, { givenNames: 'Søren Ægir', familyName: 'Østergård' })
})
after(() => open.close())

const now = () => Math.floor(open.clock.now().getTime() / 1000)

/** Both judges say of a certificate that it hangs on our root, at the house's time and with fresh lists. */
async function requireGood(name: string, der: Buffer): Promise<void> {
  const leaf = judge.pem(`${name}.pem`, der)
  const roots = judge.pem('roots.pem', authority('root-1'))
  const between = judge.pem('between.pem', authority('issuing-1'))
  const lists = ['root-1', 'issuing-1'].map(async (one) => (await newestList(pki.db, one))!.list)
  for (const [index, list] of (await Promise.all(lists)).entries()) judge.crl(`list-${index}.pem`, list)
  const openssl = await judge.openssl(
    ...['verify', '-x509_strict', '-policy_check', '-explicit_policy', '-policy', '1.3.6.1.4.1.32473.1.1'],
    ...[
      '-policy',
      '1.3.6.1.4.1.32473.1.2',
      '-policy',
      '1.3.6.1.4.1.32473.1.3',
      '-policy',
      '1.3.6.1.4.1.32473.1.4',
    ],
    ...['-attime', String(now() + 1), '-crl_check_all', '-CRLfile', 'list-0.pem', '-CRLfile', 'list-1.pem'],
    ...['-CAfile', roots, '-untrusted', between, leaf],
  )
  assert.equal(openssl.text.trim(), `${leaf}: OK`)
  const chain = judge.pem(`${name}-chain.pem`, der, authority('issuing-1'))
  const gnutls = await judge.certtool(
    ...['--verify', '--load-ca-certificate', roots, '--infile', chain, '--verify-profile=medium'],
  )
  assert.match(gnutls.text, /Chain verification output: Verified\. The certificate is trusted/, gnutls.text)
}

test('I-04: the ceremony makes root and issuing authority once; held again, also twice at once, it changes nothing', async () => {
  assert.deepEqual(
    ceremony.made.map(({ name }) => name),
    ['root-1', 'issuing-1'],
  )
  const again = await Promise.all(
    [1, 2].map(() => holdCeremony(pki, { organisation: 'Other', country: 'no' })),
  )
  for (const { made, all } of again) {
    assert.deepEqual(made, [])
    assert.deepEqual(all, ceremony.all)
  }
  const root = new X509Certificate(authority('root-1'))
  const issuing = new X509Certificate(authority('issuing-1'))
  assert.ok(root.ca && issuing.ca && issuing.checkIssued(root) && issuing.verify(root.publicKey))
  assert.deepEqual(new Date(root.validTo), plusYears(start, 20))
  assert.deepEqual(new Date(issuing.validTo), plusYears(start, 10))
})

test('I-04: a person, an employee, an organisation and a function get what the OCES profile says; OpenSSL and GnuTLS agree', async () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const orders = {
    person: [{ kind: 'person', personId: person.personId, email: 'soren@example.dk' }, offeredKey()],
    employee: [
      {
        kind: 'employee',
        country: 'dk',
        enterprise: COMPANY,
        name: 'Bodil Krag',
        rid: '1042',
        personId: null,
      },
      offeredKey(rsa),
    ],
    uuid: [
      { kind: 'employee', country: 'dk', enterprise: COMPANY, name: 'Anders And', personId: person.personId },
      offeredKey(),
    ],
    organisation: [{ kind: 'organisation', country: 'dk', enterprise: COMPANY, uid: '7' }, offeredKey()],
    function: [
      { kind: 'function', country: 'dk', enterprise: COMPANY, name: 'Faktura', fid: '3' },
      offeredKey(),
    ],
    norway: [
      { kind: 'organisation', country: 'no', enterprise: { number: '974760673', name: 'Fjordfrakt AS' } },
      offeredKey(),
    ],
  } as const
  const subjects: Record<string, string> = {}
  for (const [name, [order, key]] of Object.entries(orders)) {
    const issued = await issueCertificate(pki, order, key, HOLDER)
    await requireGood(name, issued.der)
    const shown = await judge.openssl(
      'x509',
      '-in',
      `${name}.pem`,
      '-noout',
      '-subject',
      '-nameopt',
      'RFC2253,utf8,-esc_msb',
    )
    // DER puts the two attributes of the last RDN in the order of their encodings: the shorter first.
    const rdns = shown.text.trim().replace('subject=', '').split(',')
    subjects[name] = [rdns[0]!.split('+').sort().join('+'), ...rdns.slice(1)]
      .join(',')
      .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'UUID')
      .replace(/-\d{12}/, '-PID')
  }
  assert.deepEqual(subjects, {
    person: 'CN=Søren Ægir Østergård+serialNumber=PID:9208-2002-2-PID,C=DK',
    employee:
      'CN=Bodil Krag+serialNumber=CVR:10150817-RID:1042,organizationIdentifier=NTRDK-10150817,O=Kystvejens Bageri A/S,C=DK',
    uuid: 'CN=Anders And+serialNumber=UI:DK-E:G:UUID,organizationIdentifier=NTRDK-10150817,O=Kystvejens Bageri A/S,C=DK',
    organisation:
      'CN=Kystvejens Bageri A/S+serialNumber=CVR:10150817-UID:7,organizationIdentifier=NTRDK-10150817,O=Kystvejens Bageri A/S,C=DK',
    function:
      'CN=Faktura+serialNumber=CVR:10150817-FID:3,organizationIdentifier=NTRDK-10150817,O=Kystvejens Bageri A/S,C=DK',
    norway:
      'CN=Fjordfrakt AS+serialNumber=UI:NO-O:G:UUID,organizationIdentifier=NTRNO-974760673,O=Fjordfrakt AS,C=NO',
  })
  const text = (await judge.openssl('x509', '-in', 'employee.pem', '-noout', '-text')).text
  for (const part of [
    /X509v3 Basic Constraints: critical\s+CA:FALSE/,
    /X509v3 Key Usage: critical\s+Digital Signature, Non Repudiation, Key Encipherment, Data Encipherment\n/,
    /TLS Web Client Authentication, E-mail Protection/,
    /Policy: 1\.3\.6\.1\.4\.1\.32473\.1\.2\s+CPS: http:\/\/localhost:8080\/pki\/policy\/1\.0\n/,
    /OCSP - URI:http:\/\/localhost:8080\/pki\/ocsp\n\s+CA Issuers - URI:http:\/\/localhost:8080\/pki\/ca\/issuing-1\.cer/,
    /URI:http:\/\/localhost:8080\/pki\/crl\/issuing-1\.crl/,
  ])
    assert.match(text, part)
  assert.match(
    (await judge.openssl('x509', '-in', 'person.pem', '-noout', '-text')).text,
    /Key Agreement\n[\s\S]*email:soren@example\.dk/,
  )
  const { notBefore, notAfter } = readCertificate(
    Buffer.from(new X509Certificate(readFileSync(`${open.folder}/employee.pem`)).raw),
  )
  assert.deepEqual([notBefore, notAfter], [new Date(start.getTime() - 300_000), plusYears(start, 3)])
  const function_ = (await judge.openssl('x509', '-in', 'function.pem', '-noout', '-text')).text
  assert.doesNotMatch(function_, /Non Repudiation/)
})

test('I-04: a certificate request counts only when it is signed by the key it brings, and the key is fit', async () => {
  const order = { kind: 'person', personId: person.personId } as const
  await judge.openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', 'own.key')
  const csr = (await judge.openssl('req', '-new', '-key', 'own.key', '-subj', '/CN=Somebody Else/O=Root'))
    .text
  const issued = await issueCertificate(pki, order, { csr }, HOLDER)
  // The names in the request are not looked at.
  assert.match(new X509Certificate(issued.der).subject, /CN=Søren Ægir Østergård/)
  const der = Buffer.from(csr.replace(/-----[^-]+-----|\s/g, ''), 'base64')
  const field = async (key: Parameters<typeof issueCertificate>[2]) =>
    issueCertificate(pki, order, key, HOLDER).then(
      () => 'issued',
      (error) => error.faults?.[0]?.reason ?? error.code,
    )
  const forged = Buffer.from(der)
  forged[forged.length - 5]! ^= 1
  assert.equal(await field({ csr: forged }), 'signature-wrong')
  const renamed = Buffer.from(der)
  renamed[renamed.indexOf('Somebody')]! ^= 1
  assert.equal(await field({ csr: renamed }), 'signature-wrong')
  assert.equal(await field({ csr: der.subarray(0, -1) }), 'malformed')
  assert.equal(await field({ csr: Buffer.concat([der, Buffer.of(0)]) }), 'malformed')
  assert.equal(await field({ csr: 'no request' }), 'malformed')
  const weak = (
    await judge.openssl(
      'req',
      '-new',
      '-newkey',
      'rsa:1024',
      '-nodes',
      '-keyout',
      'weak.key',
      '-subj',
      '/CN=a',
    )
  ).text
  assert.equal(await field({ csr: weak.slice(weak.indexOf('-----BEGIN CERT')) }), 'key-weak')
  const sha1 = (await judge.openssl('req', '-new', '-sha1', '-key', 'own.key', '-subj', '/CN=a')).text
  assert.equal(await field({ csr: sha1 }), 'algorithm-unknown')
  const other = generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey.export({
    format: 'der',
    type: 'spki',
  })
  assert.equal(await field({ spki: other }), 'key-unfit')
  assert.equal(
    await field({ spki: generateKeyPairSync('ed25519').publicKey.export({ format: 'der', type: 'spki' }) }),
    'key-unfit',
  )
})

test('I-04: one holder keeps one number; a key is one holder’s, and a compromised key nobody’s again', async () => {
  const [one, two] = [await seedPerson(open.house), await seedPerson(open.house)]
  const key = offeredKey()
  const order = (personId: string) => ({ kind: 'person', personId }) as const
  // Twice at once for one person: one number.
  const [a, b] = await Promise.all(
    [0, 1].map(() => issueCertificate(pki, order(one.personId), offeredKey(), HOLDER)),
  )
  const number = (der: Buffer) => /serialNumber=(PID:[\d-]+)/.exec(new X509Certificate(der).subject)![1]
  assert.equal(number(a!.der), number(b!.der))
  const issued = await issueCertificate(pki, order(one.personId), key, HOLDER)
  assert.equal(number(issued.der), number(a!.der))
  await assert.rejects(issueCertificate(pki, order(two.personId), key, HOLDER), {
    code: 'certificate-key-used',
  })
  await revokeCertificate(pki, { serial: issued.serial, reason: 'key-lost', requester: HOLDER })
  await assert.rejects(issueCertificate(pki, order(one.personId), key, HOLDER), {
    code: 'certificate-key-used',
  })
  // An employee number is one human's for ever.
  const employee = { kind: 'employee', country: 'dk', enterprise: COMPANY, name: 'A', rid: '55' } as const
  await issueCertificate(pki, { ...employee, personId: one.personId }, offeredKey(), HOLDER)
  await assert.rejects(issueCertificate(pki, { ...employee, personId: two.personId }, offeredKey(), HOLDER), {
    code: 'request-invalid',
  })
})

test('I-04: revoked with reason and requester, for good; the list says so, and less than we know', async () => {
  const issued = await issueCertificate(
    pki,
    { kind: 'person', personId: person.personId },
    offeredKey(),
    HOLDER,
  )
  await requireGood('soon-revoked', issued.der)
  const revoke = (reason: Parameters<typeof revokeCertificate>[1]['reason'], part: 'holder' | 'support') =>
    revokeCertificate(pki, { serial: issued.serial, reason, requester: { part, personId: person.personId } })
  await assert.rejects(revoke('guardianship', 'holder'), { code: 'request-invalid' })
  await assert.rejects(
    revokeCertificate(pki, { serial: `4${'0'.repeat(31)}`, reason: 'wish', requester: HOLDER }),
    { code: 'not-found' },
  )
  await assert.rejects(revokeCertificate(pki, { serial: 'x', reason: 'wish', requester: HOLDER }), {
    code: 'not-found',
  })
  const revoked = await revoke('guardianship', 'support')
  assert.deepEqual(await revoke('wish', 'holder'), revoked, 'the first reason and time stay')
  await handlersOf(open.house)['publish-lists']()
  const row = await newestList(pki.db, 'issuing-1')
  const entry = readCrl(row!.list).entries.get(issued.serial)
  assert.equal(entry?.reason, 9, 'privilegeWithdrawn: not that there is a guardian')
  assert.deepEqual(entry?.at, revoked.revokedAt)
  judge.crl('list-1.pem', row!.list)
  const openssl = await judge.openssl(
    ...['verify', '-crl_check', '-CRLfile', 'list-1.pem', '-attime', String(now() + 1)],
    ...['-CAfile', 'roots.pem', '-untrusted', 'between.pem', 'soon-revoked.pem'],
  )
  assert.match(openssl.text, /error 23 at 0 depth lookup: certificate revoked/)
  const list = await judge.certtool('--crl-info', '--infile', 'list-1.pem')
  assert.match(list.text, new RegExp(`Serial Number \\(hex\\): ${issued.serial}`))
  const verified = await judge.certtool(
    '--verify-crl',
    '--load-ca-certificate',
    'between.pem',
    '--infile',
    'list-1.pem',
  )
  assert.doesNotMatch(verified.text, /not verified|invalid/i)
  const [mine] = (await certificatesOf(pki, person.personId)).filter(({ serial }) => serial === issued.serial)
  assert.deepEqual([mine?.state, mine?.reason], ['revoked', 'guardianship'])
})

test('I-04: everything is fetched where the certificates say it is', async () => {
  const app = await open.app(certificatesRoutes)
  const issuing = await app.inject({ url: '/pki/ca/issuing-1.cer' })
  assert.equal(issuing.headers['content-type'], 'application/pkix-cert')
  assert.deepEqual(issuing.rawPayload, authority('issuing-1'))
  const list = await app.inject({ url: '/pki/crl/issuing-1.crl' })
  assert.equal(list.headers['content-type'], 'application/pkix-crl')
  assert.deepEqual(list.rawPayload, (await newestList(pki.db, 'issuing-1'))!.list)
  const pem = await app.inject({ url: '/pki/crl/issuing-1.pem' })
  assert.match(pem.payload, /^-----BEGIN X509 CRL-----\n/)
  for (const url of [
    '/pki/ca/issuing-2.cer',
    '/pki/ca/issuing-1',
    '/pki/crl/x.crl',
    '/pki/crl/issuing-1.txt',
    '/pki/ca/%00.cer',
  ])
    assert.equal((await app.inject({ url })).statusCode, 404, url)
})
