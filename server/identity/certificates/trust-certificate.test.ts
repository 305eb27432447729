import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { EXTENDED_KEY_USAGES } from '#rules/certificate-profiles.ts'
import { COMPANY, HOLDER, type OpenPki, offeredKey, openPki } from '#tests/pki.ts'
import { buildCertificate } from './build-certificate.ts'
import { type IssuedCertificate, issueCertificate } from './issue-certificate.ts'
import { answerOcsp } from './ocsp/answer-ocsp.ts'
import { validatePath } from './path/validate-path.ts'
import { readCertificate } from './read-certificate.ts'
import { revokeCertificate } from './revoke-certificate.ts'
import { newSerial } from './serial.ts'
import { tendCertificates } from './tend-certificates.ts'
import { trustCertificate } from './trust-certificate.ts'

const HOUR = 3_600_000
let { open, pki, judge, authority } = {} as OpenPki
before(async () => {
  ;({ open, pki, judge, authority } = await openPki())
})
after(() => open.close())

const employee = (rid: string): Promise<IssuedCertificate> =>
  issueCertificate(
    pki,
    { kind: 'employee', country: 'dk', enterprise: COMPANY, name: 'Bodil Krag', rid, personId: null },
    offeredKey(),
    HOLDER,
  )
const faultOf = async (der: Buffer, use = {}) => {
  const trust = await trustCertificate(pki, der, use)
  return trust.kind === 'trusted' ? 'trusted' : trust.why.fault
}

test('I-02 I-04: our own certificate is trusted for what it is for, until the moment it is revoked or ends', async () => {
  const issued = await employee('1')
  assert.equal(
    await faultOf(issued.der, { purpose: EXTENDED_KEY_USAGES.clientAuth, keyUsage: ['nonRepudiation'] }),
    'trusted',
  )
  assert.equal(await faultOf(issued.der, { purpose: EXTENDED_KEY_USAGES.ocspSigning }), 'purpose')
  assert.equal(await faultOf(issued.der, { keyUsage: ['keyCertSign'] }), 'key-usage')
  // At once, before any list says so.
  await revokeCertificate(pki, { serial: issued.serial, reason: 'compromise', requester: HOLDER })
  assert.equal(await faultOf(issued.der), 'revoked')
  const other = await employee('2')
  open.clock.advance(25 * HOUR)
  assert.equal(await faultOf(other.der), 'revocation-unknown', 'without a fresh list nothing is trusted')
  await tendCertificates(pki)
  assert.equal(await faultOf(other.der), 'trusted')
  open.clock.advance(-26 * HOUR)
  assert.equal(await faultOf(other.der), 'not-yet-valid')
  open.clock.advance(26 * HOUR)
})

test('I-04: what our key signed and our records do not know is not trusted, nor is a certificate of our own machinery', async () => {
  const issuer = readCertificate(authority('issuing-1'))
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const real = readCertificate((await employee('3')).der)
  const { authorityKey } = await import('./encode.ts')
  const forged = await buildCertificate(
    {
      serial: newSerial(),
      issuer: issuer.subject.der,
      subject: [[['commonName', 'Behind our back']]],
      notBefore: real.notBefore,
      notAfter: real.notAfter,
      spki: publicKey.export({ format: 'der', type: 'spki' }),
      extensions: [authorityKey(issuer.spki)],
    },
    { keys: pki.keys, name: 'issuing-1', kind: 'ec-p384' },
  )
  assert.equal(await faultOf(forged), 'no-path')
  assert.equal(await faultOf(authority('issuing-1')), 'no-path')
})

test('I-04: an OCSP answer is evidence: fresh, of the named signer, about this certificate; otherwise it is none', async () => {
  const [one, two] = [await employee('4'), await employee('5')]
  judge.pem('issuing.pem', authority('issuing-1'))
  judge.pem('one.pem', one.der)
  await judge.openssl(
    'ocsp',
    '-issuer',
    'issuing.pem',
    '-cert',
    'one.pem',
    '-no_nonce',
    '-reqout',
    'request.der',
  )
  const request = readFileSync(`${open.folder}/request.der`)
  const good = (await answerOcsp(pki, request)).bytes
  const fault = (certificate: Buffer, answer: Buffer, at = open.clock.now()) => {
    const verdict = validatePath({
      certificate,
      intermediates: [authority('issuing-1')],
      anchors: [authority('root-1')],
      at,
      revocation: { of: 'end', answers: [answer] },
    })
    return verdict.kind === 'valid' ? 'valid' : verdict.fault
  }
  assert.equal(fault(one.der, good), 'valid')
  assert.equal(fault(two.der, good), 'revocation-unknown', 'about another certificate')
  const hours = (n: number) => new Date(open.clock.now().getTime() + n * HOUR)
  assert.equal(fault(one.der, good, hours(11)), 'valid')
  assert.equal(fault(one.der, good, hours(13)), 'revocation-unknown', 'out of date')
  for (let at = 0; at < good.length; at += 7) {
    const torn = Buffer.from(good)
    torn[at]! ^= 1
    assert.equal(fault(one.der, torn), 'revocation-unknown', `octet ${at}`)
  }
  await revokeCertificate(pki, { serial: one.serial, reason: 'wish', requester: HOLDER })
  assert.equal(fault(one.der, (await answerOcsp(pki, request)).bytes), 'revoked')
})
