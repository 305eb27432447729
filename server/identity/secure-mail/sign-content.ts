/** Signs with a key that never leaves where keys are kept: CMS SignedData beside its content (RFC 5652 §5, RFC 8551 §2.5). */
import { createHash } from 'node:crypto'
import {
  Attribute,
  CertificateChoices,
  CertificateSet,
  ContentInfo,
  DigestAlgorithmIdentifier,
  DigestAlgorithmIdentifiers,
  EncapsulatedContentInfo,
  IssuerAndSerialNumber,
  SignatureAlgorithmIdentifier,
  SignedData,
  SignerIdentifier,
  SignerInfo,
  SignerInfos,
} from '@peculiar/asn1-cms'
import { AsnConvert, AsnObjectIdentifierConverter, OctetString } from '@peculiar/asn1-schema'
import { Certificate, Name } from '@peculiar/asn1-x509'
import { SIGNING_KEY_KINDS } from '#ground/signing-keys.ts'
import { algorithmOf, arrayOf, derOf, type Signing } from '../certificates/encode.ts'
import { readCertificate } from '../certificates/read-certificate.ts'
import { wrapped } from './ber.ts'
import { ATTRIBUTE, CONTENT, DIGESTS } from './cms-oids.ts'

export type MailSigner = {
  readonly signing: Signing
  /** Of the signer, then of the authorities below the root. */
  readonly certificates: readonly Buffer[]
}

/** @param content in the form it is sent in, lines ended by CRLF
 * @returns ContentInfo in DER */
export async function signContent(signer: MailSigner, content: Buffer, at: Date): Promise<Buffer> {
  const hash = SIGNING_KEY_KINDS[signer.signing.kind]
  const digest = Object.entries(DIGESTS).find(([, name]) => name === hash)![0]
  const attributes = [
    attribute(ATTRIBUTE.contentType, oidDer(CONTENT.data)),
    attribute(ATTRIBUTE.signingTime, utcTime(at)),
    attribute(ATTRIBUTE.messageDigest, wrapped(0x04, createHash(hash).update(content).digest())),
  ].sort((a, b) => Buffer.compare(derOf(a), derOf(b)))
  const signature = await signer.signing.keys.sign(
    signer.signing.name,
    wrapped(0x31, ...attributes.map(derOf)),
  )
  const signed = new SignedData({
    version: 1,
    digestAlgorithms: new DigestAlgorithmIdentifiers([new DigestAlgorithmIdentifier({ algorithm: digest })]),
    encapContentInfo: new EncapsulatedContentInfo({ eContentType: CONTENT.data }),
    certificates: new CertificateSet(
      signer.certificates.map(
        (der) => new CertificateChoices({ certificate: AsnConvert.parse(der, Certificate) }),
      ),
    ),
    signerInfos: new SignerInfos([
      new SignerInfo({
        version: 1,
        sid: new SignerIdentifier({ issuerAndSerialNumber: namedBy(signer.certificates[0]!) }),
        digestAlgorithm: new DigestAlgorithmIdentifier({ algorithm: digest }),
        signedAttrs: attributes,
        signatureAlgorithm: new SignatureAlgorithmIdentifier(algorithmOf(signer.signing.kind)),
        signature: new OctetString(signature),
      }),
    ]),
  })
  return contentInfo(CONTENT.signedData, derOf(signed))
}

export const contentInfo = (contentType: string, der: Buffer): Buffer =>
  derOf(new ContentInfo({ contentType, content: arrayOf(der) }))

/** How CMS names a certificate: its issuer's name, byte by byte, and its number. */
export function namedBy(certificate: Buffer): IssuerAndSerialNumber {
  const { issuer, serial } = readCertificate(certificate)
  return new IssuerAndSerialNumber({
    issuer: AsnConvert.parse(issuer.der, Name),
    serialNumber: arrayOf(Buffer.from(serial, 'hex')),
  })
}

const attribute = (attrType: string, value: Buffer) =>
  new Attribute({ attrType, attrValues: [arrayOf(value)] })

export const oidDer = (name: string): Buffer => Buffer.from(AsnObjectIdentifierConverter.toASN(name).toBER())

/** RFC 5652 §11.3: UTCTime until 2049. */
const utcTime = (at: Date): Buffer =>
  wrapped(0x17, Buffer.from(`${at.toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`))
