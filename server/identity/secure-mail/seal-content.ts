/**
 * Encrypts for the holder of one certificate (RFC 5652 §6, RFC 5083): with AES-256 under a key that is fresh each time, which their RSA
 * key unwraps or their EC key agrees on. Two suites: the one of S/MIME 4.0, where nobody can change what is sealed, and the one of
 * programs that say they do not know it yet.
 */
import {
  constants,
  createCipheriv,
  createHash,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  type KeyObject,
  publicEncrypt,
  randomBytes,
} from 'node:crypto'
import {
  ContentEncryptionAlgorithmIdentifier,
  EncryptedContent,
  EncryptedContentInfo,
  EnvelopedData,
  KeyAgreeRecipientIdentifier,
  KeyAgreeRecipientInfo,
  KeyEncryptionAlgorithmIdentifier,
  KeyTransRecipientInfo,
  OriginatorIdentifierOrKey,
  OriginatorPublicKey,
  RecipientEncryptedKey,
  RecipientEncryptedKeys,
  RecipientIdentifier,
  RecipientInfo,
  RecipientInfos,
} from '@peculiar/asn1-cms'
import { OctetString } from '@peculiar/asn1-schema'
import { AlgorithmIdentifier } from '@peculiar/asn1-x509'
import { arrayOf, derOf } from '../certificates/encode.ts'
import { readCertificate } from '../certificates/read-certificate.ts'
import { keyBits } from '../certificates/signature-algorithms.ts'
import { wrapped } from './ber.ts'
import { CIPHER, CONTENT, EC, RSA, SHA256 } from './cms-oids.ts'
import { contentInfo, namedBy, oidDer } from './sign-content.ts'

/** As the S/MIME type is called (RFC 8551 §3.2.2). */
export type SealedKind = 'authEnveloped-data' | 'enveloped-data'
export type Sealed = { readonly kind: SealedKind; readonly der: Buffer }

/**
 * What the recipient's program has said of itself decides. Of whom nothing is known, they get what every program opens: RFC 8551
 * §2.7.1.2 would have GCM, which neither what Thunderbird is built on (NSS 3.87) nor GnuPG 2.2 opens.
 * @param capabilities object identifiers
 */
export const suiteFor = (capabilities: readonly string[]): SealedKind =>
  capabilities.includes(CIPHER.aes256gcm) ? 'authEnveloped-data' : 'enveloped-data'

/** @param certificate of the recipient, DER; that it counts, and is for this, is the caller's to know */
export function sealContent(certificate: Buffer, content: Buffer, kind: SealedKind): Sealed {
  const key = randomBytes(32)
  const recipientInfos = new RecipientInfos([recipientOf(certificate, key, kind)])
  if (kind === 'enveloped-data') {
    const iv = randomBytes(16)
    const cipher = createCipheriv('aes-256-cbc', key, iv)
    const sealed = Buffer.concat([cipher.update(content), cipher.final()])
    const encryptedContentInfo = inside(CIPHER.aes256cbc, wrapped(0x04, iv), sealed)
    // RFC 5652 §6.1: 2 where a key is agreed on, 0 where it is only transported.
    const version = recipientInfos[0]!.kari ? 2 : 0
    const der = derOf(new EnvelopedData({ version, recipientInfos, encryptedContentInfo }))
    return { kind, der: contentInfo(CONTENT.envelopedData, der) }
  }
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  const sealed = Buffer.concat([cipher.update(content), cipher.final()])
  const parameters = wrapped(0x30, wrapped(0x04, nonce), wrapped(0x02, Buffer.of(16)))
  const der = wrapped(
    0x30,
    wrapped(0x02, Buffer.of(0)),
    derOf(recipientInfos),
    derOf(inside(CIPHER.aes256gcm, parameters, sealed)),
    wrapped(0x04, cipher.getAuthTag()),
  )
  return { kind, der: contentInfo(CONTENT.authEnvelopedData, der) }
}

const inside = (algorithm: string, parameters: Buffer, sealed: Buffer) =>
  new EncryptedContentInfo({
    contentType: CONTENT.data,
    contentEncryptionAlgorithm: new ContentEncryptionAlgorithmIdentifier({
      algorithm,
      parameters: arrayOf(parameters),
    }),
    encryptedContent: new EncryptedContent({ value: new OctetString(sealed) }),
  })

function recipientOf(certificate: Buffer, key: Buffer, kind: SealedKind): RecipientInfo {
  const publicKey = createPublicKey({ key: readCertificate(certificate).spki, format: 'der', type: 'spki' })
  return publicKey.asymmetricKeyType === 'ec'
    ? agreeing(certificate, publicKey, key)
    : transporting(certificate, publicKey, key, kind)
}

/** RFC 5753: an EC key of ours for this one mail, the key derived as X9.63 has it, wrapped as RFC 3394 has it. */
function agreeing(certificate: Buffer, publicKey: KeyObject, key: Buffer): RecipientInfo {
  const { namedCurve } = publicKey.asymmetricKeyDetails ?? {}
  const ours = generateKeyPairSync('ec', { namedCurve: namedCurve! })
  const secret = diffieHellman({ privateKey: ours.privateKey, publicKey })
  const wrap = wrapped(0x30, oidDer(CIPHER.aes256wrap))
  const bits = Buffer.of(0, 0, 1, 0)
  const shared = wrapped(0x30, wrap, wrapped(0xa2, wrapped(0x04, bits)))
  const wrapping = createHash('sha256')
    .update(secret)
    .update(Buffer.of(0, 0, 0, 1))
    .update(shared)
    .digest()
  const cipher = createCipheriv('aes256-wrap', wrapping, Buffer.alloc(8, 0xa6))
  const encryptedKey = new OctetString(Buffer.concat([cipher.update(key), cipher.final()]))
  const rid = new KeyAgreeRecipientIdentifier({ issuerAndSerialNumber: namedBy(certificate) })
  return new RecipientInfo({
    kari: new KeyAgreeRecipientInfo({
      version: 3,
      originator: new OriginatorIdentifierOrKey({
        originatorKey: new OriginatorPublicKey({
          algorithm: new AlgorithmIdentifier({ algorithm: EC.publicKey }),
          publicKey: arrayOf(keyBits(ours.publicKey.export({ format: 'der', type: 'spki' }))),
        }),
      }),
      keyEncryptionAlgorithm: new KeyEncryptionAlgorithmIdentifier({
        algorithm: EC.agreement,
        parameters: arrayOf(wrap),
      }),
      recipientEncryptedKeys: new RecipientEncryptedKeys([new RecipientEncryptedKey({ rid, encryptedKey })]),
    }),
  })
}

/** RFC 8017: OAEP with SHA-256; PKCS #1 v1.5 for programs of the older suite, which know no other. */
function transporting(
  certificate: Buffer,
  publicKey: KeyObject,
  key: Buffer,
  kind: SealedKind,
): RecipientInfo {
  const oaep = kind === 'authEnveloped-data'
  const sha256 = wrapped(0x30, oidDer(SHA256), Buffer.of(5, 0))
  const parameters = oaep
    ? wrapped(0x30, wrapped(0xa0, sha256), wrapped(0xa1, wrapped(0x30, oidDer(RSA.mgf1), sha256)))
    : Buffer.of(5, 0)
  const encryptedKey = oaep
    ? publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, key)
    : publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_PADDING }, key)
  return new RecipientInfo({
    ktri: new KeyTransRecipientInfo({
      version: 0,
      rid: new RecipientIdentifier({ issuerAndSerialNumber: namedBy(certificate) }),
      keyEncryptionAlgorithm: new KeyEncryptionAlgorithmIdentifier({
        algorithm: oaep ? RSA.oaep : RSA.encryption,
        parameters: arrayOf(parameters),
      }),
      encryptedKey: new OctetString(encryptedKey),
    }),
  })
}
