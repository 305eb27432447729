/** What the authority signs, put into DER by the @peculiar/asn1 packages. Only here is written; `read-*.ts` reads with a reader of
 * our own, so that each checks the other, and OpenSSL and GnuTLS check both. */
import { createHash } from 'node:crypto'
import { AsnConvert, OctetString } from '@peculiar/asn1-schema'
import {
  AccessDescription,
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  AuthorityInfoAccessSyntax,
  AuthorityKeyIdentifier,
  BasicConstraints,
  CertificatePolicies,
  CRLDistributionPoints,
  CRLNumber,
  DistributionPoint,
  DistributionPointName,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  GeneralName,
  KeyIdentifier,
  KeyUsage,
  Name,
  PolicyInformation,
  PolicyQualifierInfo,
  RelativeDistinguishedName,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
} from '@peculiar/asn1-x509'
import type { SigningKeyKind, SigningKeys } from '#ground/signing-keys.ts'
import { KEY_USAGES, type KeyUsage as Usage } from '#rules/certificate-profiles.ts'
import type { SubjectAttribute } from '#rules/certificate-subject.ts'
import { NAME_OIDS } from './names.ts'
import { ACCESS_METHOD, CPS_QUALIFIER, EXTENSION } from './oids.ts'
import { keyBits } from './signature-algorithms.ts'

export const derOf = (value: unknown): Buffer => Buffer.from(AsnConvert.serialize(value))
/** An ArrayBuffer of its own: the packages take nothing else. */
export const arrayOf = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer

/** ecdsa-with-SHA256 and -SHA384 (RFC 5758): no parameters. */
const ALGORITHMS = {
  'ec-p256': '1.2.840.10045.4.3.2',
  'ec-p384': '1.2.840.10045.4.3.3',
} as const satisfies Record<SigningKeyKind, string>

export const algorithmOf = (kind: SigningKeyKind) => new AlgorithmIdentifier({ algorithm: ALGORITHMS[kind] })

export type Signing = { readonly keys: SigningKeys; readonly name: string; readonly kind: SigningKeyKind }

export const signWith = async (signing: Signing, tbs: Buffer): Promise<ArrayBuffer> =>
  arrayOf(await signing.keys.sign(signing.name, tbs))

/** Country, numbers and the like are PrintableString as X.520 has them, names UTF8String. */
const PRINTABLE: readonly SubjectAttribute[] = ['country', 'serialNumber']

export type Names = readonly (readonly (readonly [SubjectAttribute, string])[])[]

export function nameOf(names: Names): Name {
  return new Name(
    names.map((attributes) => {
      const values = attributes.map(
        ([type, said]) =>
          new AttributeTypeAndValue({
            type: NAME_OIDS[type],
            value: new AttributeValue(
              PRINTABLE.includes(type) ? { printableString: said } : { utf8String: said },
            ),
          }),
      )
      // X.690 §11.6: the parts of a SET OF stand in the order of their encodings.
      values.sort((a, b) => Buffer.compare(derOf(a), derOf(b)))
      return new RelativeDistinguishedName(values)
    }),
  )
}

/** RFC 5280 §4.2.1.2 (1): SHA-1 of the key's bits; a name for the key, not a protection. */
export const keyIdentifier = (spki: Buffer): Buffer => createHash('sha1').update(keyBits(spki)).digest()

export const extensionsOf = (...list: (Extension | undefined)[]) =>
  new Extensions(list.filter((extension) => extension !== undefined))

const extension = (extnID: string, critical: boolean, value: unknown) =>
  new Extension({ extnID, critical, extnValue: new OctetString(arrayOf(derOf(value))) })

export const rawExtension = (extnID: string, critical: boolean, der: Uint8Array) =>
  new Extension({ extnID, critical, extnValue: new OctetString(arrayOf(der)) })

export const subjectKey = (spki: Buffer) =>
  extension(EXTENSION.subjectKeyIdentifier, false, new SubjectKeyIdentifier(arrayOf(keyIdentifier(spki))))

export const authorityKey = (issuerSpki: Buffer) =>
  extension(
    EXTENSION.authorityKeyIdentifier,
    false,
    new AuthorityKeyIdentifier({ keyIdentifier: new KeyIdentifier(arrayOf(keyIdentifier(issuerSpki))) }),
  )

export const authority = (pathLength: number) =>
  extension(
    EXTENSION.basicConstraints,
    true,
    new BasicConstraints({ cA: true, pathLenConstraint: pathLength }),
  )

export const noAuthority = () =>
  extension(EXTENSION.basicConstraints, true, new BasicConstraints({ cA: false }))

export function keyUsage(usages: readonly Usage[]) {
  const flags = usages.reduce((sum, usage) => sum | (1 << KEY_USAGES.indexOf(usage)), 0)
  return extension(EXTENSION.keyUsage, true, new KeyUsage(flags))
}

export const extendedKeyUsage = (purposes: readonly string[]) =>
  extension(EXTENSION.extendedKeyUsage, false, new ExtendedKeyUsage([...purposes]))

/** Policies, each with the address of the practice statement (I-17). */
export function policies(oids: readonly string[], statement: string) {
  const [uri] = [new GeneralName({ uniformResourceIdentifier: statement })]
  // The CPSuri is an IA5String: a GeneralName's [6] holds the same octets under another tag.
  const qualifier = Buffer.from(derOf(uri))
  qualifier[0] = 0x16
  const qualifiers = [
    new PolicyQualifierInfo({ policyQualifierId: CPS_QUALIFIER, qualifier: arrayOf(qualifier) }),
  ]
  return extension(
    EXTENSION.certificatePolicies,
    false,
    new CertificatePolicies(
      oids.map(
        (policyIdentifier) => new PolicyInformation({ policyIdentifier, policyQualifiers: qualifiers }),
      ),
    ),
  )
}

export function access(urls: { ocsp?: string; issuer?: string }) {
  const at = (accessMethod: string, url: string) =>
    new AccessDescription({
      accessMethod,
      accessLocation: new GeneralName({ uniformResourceIdentifier: url }),
    })
  return extension(
    EXTENSION.authorityInfoAccess,
    false,
    new AuthorityInfoAccessSyntax([
      ...(urls.ocsp ? [at(ACCESS_METHOD.ocsp, urls.ocsp)] : []),
      ...(urls.issuer ? [at(ACCESS_METHOD.caIssuers, urls.issuer)] : []),
    ]),
  )
}

export const revocationList = (url: string) =>
  extension(
    EXTENSION.crlDistributionPoints,
    false,
    new CRLDistributionPoints([
      new DistributionPoint({
        distributionPoint: new DistributionPointName({
          fullName: [new GeneralName({ uniformResourceIdentifier: url })],
        }),
      }),
    ]),
  )

export const emailName = (email: string) =>
  extension(
    EXTENSION.subjectAltName,
    false,
    new SubjectAlternativeName([new GeneralName({ rfc822Name: email })]),
  )

export const crlNumber = (number: number) => extension(EXTENSION.crlNumber, false, new CRLNumber(number))
