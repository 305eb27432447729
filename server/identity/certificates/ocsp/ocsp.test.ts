import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import type { App } from '#ground/routes.ts'
import { HOLDER, type OpenPki, offeredKey, openPki } from '#tests/pki.ts'
import { type SeededPerson, seedPerson } from '#tests/seed-people.ts'
import { certificatesRoutes } from '../certificates.routes.ts'
import { holdCeremony } from '../hold-ceremony.ts'
import { type IssuedCertificate, issueCertificate } from '../issue-certificate.ts'
import { revokeCertificate } from '../revoke-certificate.ts'
import { tendCertificates } from '../tend-certificates.ts'
import { answerOcsp } from './answer-ocsp.ts'

const HOUR = 3_600_000
let { open, pki, judge, authority } = {} as OpenPki
let person: SeededPerson
let app: App
let good: IssuedCertificate
let revoked: IssuedCertificate

before(async () => {
  ;({ open, pki, judge, authority } = await openPki())
  person = await seedPerson(open.house)
  app = await open.app(certificatesRoutes)
  good = await issue()
  revoked = await issue()
  await revokeCertificate(pki, { serial: revoked.serial, reason: 'compromise', requester: HOLDER })
  judge.pem('root.pem', authority('root-1'))
  judge.pem('issuing.pem', authority('issuing-1'))
  judge.pem('good.pem', good.der)
  judge.pem('revoked.pem', revoked.der)
})
after(() => open.close())

const issue = () => issueCertificate(pki, { kind: 'person', personId: person.personId }, offeredKey(), HOLDER)
const now = () => Math.floor(open.clock.now().getTime() / 1000)
const SUCCESSFUL = Buffer.from('0a0100', 'hex')
const isAnswer = (bytes: Buffer) => bytes.subarray(0, 12).includes(SUCCESSFUL)

/** The request OpenSSL makes for one or more certificates or serial numbers. */
async function request(...args: string[]): Promise<Buffer> {
  const made = await judge.openssl('ocsp', '-issuer', 'issuing.pem', ...args, '-reqout', 'request.der')
  assert.equal(made.code, 0, made.text)
  return readFileSync(`${open.folder}/request.der`)
}

const post = (payload: Buffer) =>
  app.inject({
    method: 'POST',
    url: '/pki/ocsp',
    payload,
    headers: { 'content-type': 'application/ocsp-request' },
  })
const get = (der: Buffer, write: (text: string) => string = encodeURIComponent) =>
  app.inject({ url: `/pki/ocsp/${write(der.toString('base64'))}` })

/** What OpenSSL makes of an answer to the request it made last, by our root alone. */
async function openssl(answer: Buffer, ...args: string[]): Promise<string> {
  judge.file('answer.der', answer)
  const said = await judge.openssl(
    ...['ocsp', '-issuer', 'issuing.pem', ...args, '-respin', 'answer.der', '-CAfile', 'root.pem'],
    ...['-verify_other', 'issuing.pem', '-attime', String(now() + 1), '-no_nonce'],
  )
  return said.text
}

test('I-04: good, revoked with reason and time, and unknown, as OpenSSL and GnuTLS read them', async () => {
  const goodAnswer = await post(await request('-cert', 'good.pem', '-no_nonce'))
  assert.equal(goodAnswer.headers['content-type'], 'application/ocsp-response')
  assert.match(
    await openssl(goodAnswer.rawPayload, '-cert', 'good.pem'),
    /^good\.pem: good\n[\s\S]*Response verify OK\n$/,
  )
  const revokedAnswer = await post(await request('-cert', 'revoked.pem', '-no_nonce'))
  const said = await openssl(revokedAnswer.rawPayload, '-cert', 'revoked.pem')
  assert.match(said, /^revoked\.pem: revoked\n[\s\S]*Response verify OK\n$/)
  assert.match(said, /Reason: keyCompromise\n\tRevocation Time: /)
  const unknown = await post(await request('-serial', '0x4aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '-no_nonce'))
  assert.match(
    await openssl(unknown.rawPayload, '-serial', '0x4aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'),
    /^0x4a+: unknown\n[\s\S]*Response verify OK\n$/,
  )
  for (const [name, answer, status] of [
    ['good', goodAnswer, /Certificate Status: good/],
    ['revoked', revokedAnswer, /Certificate Status: revoked[\s\S]*Revocation time/],
  ] as const) {
    judge.file(`${name}.der`, answer.rawPayload)
    const gnutls = await judge.ocsptool(
      ...['--verify-response', '--load-response', `${name}.der`, '--load-trust', 'issuing.pem'],
    )
    assert.match(gnutls.text, status, gnutls.text)
    assert.match(gnutls.text, /Verifying OCSP Response: Success/, gnutls.text)
  }
})

test('I-04: a nonce comes back as it came, of 1 to 128 octets, and such an answer is nobody else’s', async () => {
  const der = await request('-cert', 'good.pem')
  const [one, two] = [await post(der), await get(der)]
  assert.equal(one.headers['cache-control'], 'no-store')
  assert.equal(two.headers['cache-control'], 'no-store')
  judge.file('answer.der', one.rawPayload)
  const said = await judge.openssl(
    ...[
      'ocsp',
      '-reqin',
      'request.der',
      '-respin',
      'answer.der',
      '-CAfile',
      'root.pem',
      '-verify_other',
      'issuing.pem',
    ],
    ...['-attime', String(now() + 1)],
  )
  assert.match(said.text, /Response verify OK/)
  assert.doesNotMatch(said.text, /nonce/i)
  const plain = await request('-cert', 'good.pem', '-no_nonce')
  for (const [octets, answered] of [
    [1, true],
    [32, true],
    [128, true],
    [0, false],
    [129, false],
  ] as const) {
    const nonce = randomBytes(octets)
    const answer = await post(withNonce(plain, nonce))
    assert.equal(answer.rawPayload.length > 100, answered, `${octets} octets`)
    if (answered) assert.ok(octets === 1 || answer.rawPayload.includes(nonce))
    else assert.deepEqual(answer.rawPayload, Buffer.from('30030a0101', 'hex'))
  }
})

/** A short request with a nonce added to it. */
function withNonce(der: Buffer, nonce: Buffer): Buffer {
  const tlv = (tag: number, ...parts: Buffer[]) => {
    const content = Buffer.concat(parts)
    const length =
      content.length < 128
        ? [content.length]
        : content.length < 256
          ? [0x81, content.length]
          : [0x82, content.length >> 8, content.length & 255]
    return Buffer.concat([Buffer.of(tag, ...length), content])
  }
  const oid = Buffer.from('06092b0601050507300102', 'hex')
  const extensions = tlv(0xa2, tlv(0x30, tlv(0x30, oid, tlv(4, tlv(4, nonce)))))
  assert.ok(der[1]! < 128, 'a short request, its list begins at octet 4')
  return tlv(0x30, tlv(0x30, der.subarray(4), extensions))
}

test('I-04: an answer that was being signed while the certificate was revoked is not kept', async () => {
  const torn = await issue()
  judge.pem('torn.pem', torn.der)
  const der = await request('-cert', 'torn.pem', '-no_nonce')
  const slow = {
    ...pki,
    keys: {
      ...pki.keys,
      async sign(name: string, bytes: Uint8Array) {
        const signature = await pki.keys.sign(name, bytes)
        await revokeCertificate(pki, { serial: torn.serial, reason: 'wish', requester: HOLDER })
        return signature
      },
    },
  }
  assert.match(await openssl((await answerOcsp(slow, der)).bytes, '-cert', 'torn.pem'), /torn\.pem: good/)
  assert.match(await openssl((await post(der)).rawPayload, '-cert', 'torn.pem'), /torn\.pem: revoked/)
})

test('I-04: several certificates in one request are answered together; other issuers’ are not ours to speak of', async () => {
  const both = await post(await request('-cert', 'good.pem', '-cert', 'revoked.pem', '-no_nonce'))
  const said = await openssl(both.rawPayload, '-cert', 'good.pem', '-cert', 'revoked.pem')
  assert.match(said, /good\.pem: good[\s\S]*revoked\.pem: revoked/)
  const der = await request('-cert', 'good.pem', '-no_nonce')
  const foreign = Buffer.from(der)
  foreign[30]! ^= 1
  assert.deepEqual((await post(foreign)).rawPayload, Buffer.from('30030a0106', 'hex'), 'unauthorized')
  const unknownHash = await request('-sha512', '-cert', 'good.pem', '-no_nonce')
  assert.deepEqual((await post(unknownHash)).rawPayload, Buffer.from('30030a0106', 'hex'))
  await holdCeremony(pki, { organisation: 'Brevhus Demo', country: 'dk', rollOver: true })
  const old = await post(der)
  assert.match(
    await openssl(old.rawPayload, '-cert', 'good.pem'),
    /^good\.pem: good\n[\s\S]*Response verify OK/,
    'the old authority still answers',
  )
})

test('I-04: what is no request is answered as malformed, never by an error of ours', async () => {
  const der = await request('-cert', 'good.pem', '-no_nonce')
  const MALFORMED = Buffer.from('30030a0101', 'hex')
  for (const bad of [
    Buffer.of(0x30),
    Buffer.from('hello'),
    Buffer.concat([der, Buffer.of(0)]),
    der.subarray(0, -1),
    Buffer.from('30023000', 'hex'),
  ])
    assert.deepEqual((await post(bad)).rawPayload, MALFORMED)
  for (let at = 0; at < der.length; at++) {
    const torn = Buffer.from(der)
    torn[at]! ^= 0x21
    const answer = await post(torn)
    assert.equal(answer.statusCode, 200)
    assert.ok(isAnswer(answer.rawPayload) || answer.rawPayload.length === 5, `octet ${at}`)
  }
  assert.deepEqual((await app.inject({ url: '/pki/ocsp/%25%25' })).rawPayload, MALFORMED)
  assert.equal((await app.inject({ method: 'POST', url: '/pki/ocsp', payload: {} })).statusCode, 415)
  const long = await post(Buffer.alloc(9000, 0x30))
  assert.equal(long.statusCode, 413)
})

test('I-04: without a nonce one signature serves all, by GET too, until shortly before its end or a revocation', async () => {
  const fresh = await issue()
  judge.pem('fresh.pem', fresh.der)
  // The newest authority's: an earlier test may have rolled over.
  judge.pem('issuing.pem', fresh.issuer)
  const der = await request('-cert', 'fresh.pem', '-no_nonce')
  const first = await post(der)
  const second = await get(der)
  assert.deepEqual(second.rawPayload, first.rawPayload)
  assert.equal(second.headers['cache-control'], 'public, max-age=300, no-transform, must-revalidate')
  const plain = (text: string) => text
  assert.deepEqual((await get(der, plain)).rawPayload, first.rawPayload, 'clients differ in what they escape')
  open.clock.advance(10 * HOUR - 1000)
  assert.deepEqual((await post(der)).rawPayload, first.rawPayload)
  open.clock.advance(1000)
  const later = await post(der)
  assert.notDeepEqual(later.rawPayload, first.rawPayload)
  await revokeCertificate(pki, { serial: fresh.serial, reason: 'wish', requester: HOLDER })
  assert.match(
    await openssl((await post(der)).rawPayload, '-cert', 'fresh.pem'),
    /revoked\n[\s\S]*Response verify OK/,
  )
  const sha256 = await request('-sha256', '-cert', 'fresh.pem', '-no_nonce')
  assert.match(
    await openssl((await post(sha256)).rawPayload, '-sha256', '-cert', 'fresh.pem'),
    /revoked\n[\s\S]*Response verify OK/,
  )
})

test('I-04: the signer is delegated for a month, names no revocation service of its own, and is replaced in time', async () => {
  const signer = async () => {
    const answer = await post(await request('-cert', 'good.pem', '-no_nonce'))
    judge.file('answer.der', answer.rawPayload)
    const text = (await judge.openssl('ocsp', '-respin', 'answer.der', '-resp_text', '-noverify')).text
    assert.match(text, /OCSP Signing/)
    assert.match(text, /OCSP No Check/)
    assert.match(text, /X509v3 Key Usage: critical\s+Digital Signature\n/)
    assert.doesNotMatch(text, /CRL Distribution/)
    return /Certificate:[\s\S]*?Serial Number:\s+(\S+)/.exec(text)![1]
  }
  judge.pem('issuing.pem', authority('issuing-1'))
  const first = await signer()
  open.clock.advance(20 * 24 * HOUR)
  await tendCertificates(pki)
  const second = await signer()
  assert.notEqual(second, first)
  assert.match(
    await openssl(readFileSync(`${open.folder}/answer.der`), '-cert', 'good.pem'),
    /good\n[\s\S]*Response verify OK/,
  )
})
