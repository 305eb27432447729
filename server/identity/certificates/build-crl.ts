/** Makes one complete revocation list, CRL version 2 (RFC 5280 §5). */
import { AsnConvert, OctetString } from '@peculiar/asn1-schema'
import {
  CertificateList,
  Extension,
  Name,
  RevokedCertificate,
  TBSCertList,
  Time,
  Version,
} from '@peculiar/asn1-x509'
import { algorithmOf, arrayOf, authorityKey, crlNumber, derOf, type Signing, signWith } from './encode.ts'
import { EXTENSION } from './oids.ts'

export type RevokedEntry = { readonly serial: Buffer; readonly at: Date; readonly reason: number }

export type CrlParts = {
  readonly issuer: Buffer
  readonly issuerSpki: Buffer
  readonly number: number
  readonly thisUpdate: Date
  readonly nextUpdate: Date
  readonly revoked: readonly RevokedEntry[]
}

export async function buildCrl(parts: CrlParts, signing: Signing): Promise<Buffer> {
  const tbs = new TBSCertList({
    version: Version.v2,
    signature: algorithmOf(signing.kind),
    issuer: AsnConvert.parse(parts.issuer, Name),
    thisUpdate: new Time(parts.thisUpdate),
    nextUpdate: new Time(parts.nextUpdate),
    crlExtensions: [authorityKey(parts.issuerSpki), crlNumber(parts.number)],
  })
  // An empty list is left out altogether (RFC 5280 §5.1.2.6).
  if (parts.revoked.length > 0)
    tbs.revokedCertificates = parts.revoked.map(
      ({ serial, at, reason }) =>
        new RevokedCertificate({
          userCertificate: arrayOf(serial),
          revocationDate: new Time(at),
          ...(reason === 0 ? {} : { crlEntryExtensions: [reasonExtension(reason)] }),
        }),
    )
  const signed = derOf(tbs)
  return derOf(
    new CertificateList({
      tbsCertList: tbs,
      signatureAlgorithm: algorithmOf(signing.kind),
      signature: await signWith(signing, signed),
    }),
  )
}

/** ENUMERATED of one octet. */
const reasonExtension = (reason: number) =>
  new Extension({
    extnID: EXTENSION.crlReason,
    critical: false,
    extnValue: new OctetString(arrayOf(Buffer.of(0x0a, 1, reason))),
  })
