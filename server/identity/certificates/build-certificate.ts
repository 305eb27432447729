/** Makes one signed certificate out of its parts. What the parts must be is the profiles' business. */

import { AsnConvert } from '@peculiar/asn1-schema'
import {
  Certificate,
  type Extension,
  Name,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from '@peculiar/asn1-x509'
import {
  algorithmOf,
  arrayOf,
  derOf,
  extensionsOf,
  type Names,
  nameOf,
  type Signing,
  signWith,
} from './encode.ts'

export type CertificateParts = {
  /** 16 random bytes, see `newSerial`. */
  readonly serial: Buffer
  /** The issuer's name in DER, byte by byte as in its own certificate. */
  readonly issuer: Buffer
  readonly subject: Names
  readonly notBefore: Date
  readonly notAfter: Date
  readonly spki: Buffer
  readonly extensions: readonly (Extension | undefined)[]
}

/** @returns the certificate in DER */
export async function buildCertificate(parts: CertificateParts, signing: Signing): Promise<Buffer> {
  const tbs = new TBSCertificate({
    version: Version.v3,
    serialNumber: arrayOf(parts.serial),
    signature: algorithmOf(signing.kind),
    issuer: AsnConvert.parse(parts.issuer, Name),
    validity: new Validity({ notBefore: parts.notBefore, notAfter: parts.notAfter }),
    subject: nameOf(parts.subject),
    subjectPublicKeyInfo: AsnConvert.parse(parts.spki, SubjectPublicKeyInfo),
    extensions: extensionsOf(...parts.extensions),
  })
  const signed = derOf(tbs)
  return derOf(
    new Certificate({
      tbsCertificate: tbs,
      signatureAlgorithm: algorithmOf(signing.kind),
      signatureValue: await signWith(signing, signed),
    }),
  )
}
