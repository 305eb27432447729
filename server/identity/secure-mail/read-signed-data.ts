/**
 * Reads CMS SignedData (RFC 5652 §5) by one signer and checks that the signature is whole. Whether the certificate counts is for
 * `trustCertificate` alone: nothing here trusts.
 */
import { createHash } from 'node:crypto'
import {
  type Der,
  DerError,
  done,
  elementsOf,
  expect,
  oid,
  optional,
  readDer,
  sequence,
  TAG,
  time,
} from '../certificates/der.ts'
import { readName, sameName } from '../certificates/names.ts'
import { readPathExtensions } from '../certificates/path/extensions.ts'
import { type Certificate, onlyOne, readCertificate } from '../certificates/read-certificate.ts'
import {
  checkSignature,
  readAlgorithm,
  type SignatureAlgorithm,
  type SignatureVerdict,
} from '../certificates/signature-algorithms.ts'
import { derFromBer } from './ber.ts'
import { ATTRIBUTE, CONTENT, DIGESTS, RSA } from './cms-oids.ts'
import { checkPss } from './rsa-pss.ts'

export type SignedData =
  | {
      readonly kind: 'whole'
      /** Of the signer, as it came along; not judged. */
      readonly certificate: Buffer
      /** What was signed. */
      readonly content: Buffer
      readonly signedAt: Date
      /** What the signature covers, in DER: the same for the same act of signing, however the signature is written. */
      readonly covered: Buffer
      /** Object identifiers of what the signer's program can do (RFC 8551 §2.5.2); empty when it says nothing. */
      readonly capabilities: readonly string[]
    }
  | {
      readonly kind: 'refused'
      readonly why: 'unreadable' | 'not-signed' | 'several-signers' | 'algorithm-refused' | 'signature-wrong'
    }

const CERTIFICATES_MAX = 16
const NULL = Buffer.of(5, 0)
/** `rsaEncryption` as the signature's method means: with the hash that is named beside it (RFC 3370 §3.2). */
const RSA_WITH: Readonly<Record<string, string>> = {
  sha256: '1.2.840.113549.1.1.11',
  sha384: '1.2.840.113549.1.1.12',
  sha512: '1.2.840.113549.1.1.13',
}
/** The hash within each method that names one. */
const HASH_OF: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
}

/** @param detached what the signature stands beside; null: it is inside */
export function readSignedData(cms: Uint8Array, detached: Buffer | null): SignedData {
  try {
    return read(readDer(derFromBer(cms)), detached)
  } catch (error) {
    if (error instanceof DerError) return refused('unreadable')
    throw error
  }
}

const refused = (why: Extract<SignedData, { kind: 'refused' }>['why']): SignedData => ({
  kind: 'refused',
  why,
})

function read(contentInfo: Der, detached: Buffer | null): SignedData {
  const [type, wrapper, ...more] = sequence(contentInfo)
  done(more)
  if (oid(type) !== CONTENT.signedData) return refused('not-signed')
  const fields = sequence(onlyOne(expect(wrapper, 0xa0)))
  expect(fields.shift(), TAG.integer)
  expect(fields.shift(), TAG.set)
  const inside = readContent(fields.shift())
  const certificates = optional(fields, 0xa0)
  optional(fields, 0xa1)
  const signers = elementsOf(expect(fields.shift(), TAG.set))
  done(fields)
  if (signers.length === 0) return refused('not-signed')
  if (signers.length > 1) return refused('several-signers')
  const content = detached ?? inside
  // One content: not one inside and another beside it.
  if (content === null || (detached !== null && inside !== null)) return refused('unreadable')
  return checkSigner(signers[0]!, certificates ? elementsOf(certificates) : [], content)
}

function readContent(element: Der | undefined): Buffer | null {
  const fields = sequence(element)
  if (oid(fields.shift()) !== CONTENT.data) throw new DerError('what was signed is no data')
  const wrapper = optional(fields, 0xa0)
  done(fields)
  return wrapper ? expect(onlyOne(wrapper), TAG.octetString).content : null
}

function checkSigner(signer: Der, certificates: readonly Der[], content: Buffer): SignedData {
  const fields = sequence(signer)
  expect(fields.shift(), TAG.integer)
  const id = fields.shift()
  const digest = readAlgorithm(fields.shift())
  const attributes = optional(fields, 0xa0)
  const method = readAlgorithm(fields.shift())
  const signature = expect(fields.shift(), TAG.octetString).content
  optional(fields, 0xa1)
  done(fields)
  // Without signed attributes nobody knows when it was signed.
  if (!attributes || !id) return refused('unreadable')
  const hash = Object.hasOwn(DIGESTS, digest.oid) ? DIGESTS[digest.oid as keyof typeof DIGESTS] : undefined
  const check = hash && checkOf(method, hash)
  if (!hash || !check) return refused('algorithm-refused')
  const certificate = certificates
    .filter(({ tag }) => tag === TAG.sequence)
    .slice(0, CERTIFICATES_MAX)
    .flatMap(readable)
    .find((one) => isOf(id, one))
  if (!certificate) return refused('unreadable')
  // RFC 5652 §5.4: signed as a SET OF, whatever tag it stands under.
  const covered = Buffer.from(attributes.bytes)
  covered[0] = TAG.set
  const said = readAttributes(attributes)
  if (oid(said.one(ATTRIBUTE.contentType)) !== CONTENT.data) return refused('unreadable')
  const signedAt = time(said.one(ATTRIBUTE.signingTime))
  const whole = expect(said.one(ATTRIBUTE.messageDigest), TAG.octetString).content
  if (!createHash(hash).update(content).digest().equals(whole)) return refused('signature-wrong')
  switch (check(certificate.spki, covered, signature)) {
    case 'good':
      break
    case 'bad':
      return refused('signature-wrong')
    case 'algorithm-unknown':
    case 'key-weak':
      return refused('algorithm-refused')
  }
  const capabilities = said.capabilities()
  return { kind: 'whole', certificate: certificate.der, content, signedAt, covered, capabilities }
}

/** What else comes along may be anything. */
function readable({ bytes }: Der): Certificate[] {
  try {
    return [readCertificate(bytes)]
  } catch (error) {
    if (error instanceof DerError) return []
    throw error
  }
}

type Check = (spki: Buffer, covered: Buffer, signature: Buffer) => SignatureVerdict

function checkOf(method: SignatureAlgorithm, hash: string): Check | undefined {
  if (method.oid === RSA.pss)
    return (spki, covered, signature) => checkPss(spki, method, hash, covered, signature)
  const algorithm = methodOf(method, hash)
  return algorithm && ((spki, covered, signature) => checkSignature(spki, algorithm, covered, signature))
}

function methodOf(method: SignatureAlgorithm, hash: string): SignatureAlgorithm | undefined {
  if (method.oid === RSA.encryption) return { ...method, oid: RSA_WITH[hash]!, parameters: NULL }
  // The hash of the content and that of the attributes are the same: one name for both.
  return HASH_OF[method.oid] === hash ? method : undefined
}

/** By issuer and serial number, or by the key's own name. */
function isOf(id: Der, certificate: Certificate): boolean {
  if (id.tag === 0x80) return readPathExtensions(certificate).subjectKey?.equals(id.content) ?? false
  const [issuer, serial, ...more] = sequence(id)
  done(more)
  return (
    sameName(readName(issuer), certificate.issuer) &&
    expect(serial, TAG.integer).content.toString('hex') === certificate.serial
  )
}

function readAttributes(set: Der) {
  const values = new Map<string, Der[]>()
  for (const element of elementsOf(set)) {
    const [type, list, ...more] = sequence(element)
    done(more)
    const name = oid(type)
    if (values.has(name)) throw new DerError('an attribute is there twice')
    values.set(name, elementsOf(expect(list, TAG.set)))
  }
  return {
    /** RFC 5652 §11: these have one value each. */
    one(name: string): Der {
      const [value, ...more] = values.get(name) ?? []
      if (!value || more.length > 0) throw new DerError('an attribute is missing, or says two things')
      return value
    },
    capabilities(): string[] {
      const [list] = values.get(ATTRIBUTE.capabilities) ?? []
      return list ? sequence(list).map((one) => oid(sequence(one)[0])) : []
    },
  }
}
