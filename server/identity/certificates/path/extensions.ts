/** The extensions that decide a path, out of their encodings (RFC 5280 §4.2). A known extension that can't be read is a fault even
 * where it would not be asked for: nobody knows what its signer meant. */
import {
  booleanDefaultFalse,
  count,
  type Der,
  DerError,
  done,
  expect,
  namedBits,
  oid,
  optional,
  readDer,
  sequence,
  TAG,
} from '../der.ts'
import { type GeneralName, namesInside, readGeneralName, readGeneralNames } from '../general-names.ts'
import { EXTENSION, OCSP } from '../oids.ts'
import type { Certificate, ExtensionMap } from '../read-certificate.ts'
import { onlyOne } from '../read-certificate.ts'

export type Subtrees = {
  readonly permitted: readonly GeneralName[]
  readonly excluded: readonly GeneralName[]
}

export type PathExtensions = {
  readonly authority: boolean
  readonly pathLength: number | undefined
  /** Bits as numbered in RFC 5280 §4.2.1.3; undefined when the certificate does not say. */
  readonly keyUsage: ReadonlySet<number> | undefined
  readonly purposes: readonly string[] | undefined
  readonly constraints: Subtrees | undefined
  readonly policies: readonly string[] | undefined
  readonly requireExplicitPolicy: number | undefined
  readonly inhibitPolicyMapping: number | undefined
  readonly inhibitAnyPolicy: number | undefined
  readonly mapsPolicies: boolean
  readonly alternativeNames: readonly GeneralName[]
  readonly subjectKey: Buffer | undefined
  readonly authorityKey: Buffer | undefined
  /** Where the certificate's list is said to be: the full names of its distribution points. */
  readonly listPlaces: readonly GeneralName[]
}

export const KEY_CERT_SIGN = 5
export const CRL_SIGN = 6
export const DIGITAL_SIGNATURE = 0

/** What a validator of ours takes account of. Anything else that is critical refuses the certificate. */
const UNDERSTOOD: ReadonlySet<string> = new Set([
  EXTENSION.keyUsage,
  EXTENSION.subjectAltName,
  EXTENSION.basicConstraints,
  EXTENSION.nameConstraints,
  EXTENSION.crlDistributionPoints,
  EXTENSION.certificatePolicies,
  EXTENSION.policyMappings,
  EXTENSION.policyConstraints,
  EXTENSION.extendedKeyUsage,
  EXTENSION.inhibitAnyPolicy,
  OCSP.noCheck,
])

/** The first critical extension that is not understood. RFC 5280 has the key identifiers never critical. */
export function unknownCritical(extensions: ExtensionMap): string | undefined {
  for (const [name, { critical }] of extensions) if (critical && !UNDERSTOOD.has(name)) return name
  return undefined
}

/** @throws DerError */
export function readPathExtensions({ extensions }: Certificate): PathExtensions {
  const read = <T>(name: string, reader: (element: Der) => T): T | undefined => {
    const extension = extensions.get(name)
    return extension && reader(readDer(extension.value))
  }
  const basic = read(EXTENSION.basicConstraints, readBasic)
  const limits = read(EXTENSION.policyConstraints, readPolicyConstraints)
  return {
    authority: basic?.authority ?? false,
    pathLength: basic?.pathLength,
    keyUsage: read(EXTENSION.keyUsage, readKeyUsage),
    purposes: read(EXTENSION.extendedKeyUsage, (element) => filled(sequence(element)).map((one) => oid(one))),
    constraints: read(EXTENSION.nameConstraints, readConstraints),
    policies: read(EXTENSION.certificatePolicies, readPolicies),
    requireExplicitPolicy: limits?.requireExplicitPolicy,
    inhibitPolicyMapping: limits?.inhibitPolicyMapping,
    inhibitAnyPolicy: read(EXTENSION.inhibitAnyPolicy, (element) => count(element)),
    mapsPolicies: extensions.has(EXTENSION.policyMappings),
    alternativeNames: extensions.has(EXTENSION.subjectAltName)
      ? readGeneralNames(extensions.get(EXTENSION.subjectAltName)!.value)
      : [],
    subjectKey: read(EXTENSION.subjectKeyIdentifier, (element) => expect(element, TAG.octetString).content),
    authorityKey: read(EXTENSION.authorityKeyIdentifier, readAuthorityKey),
    listPlaces: read(EXTENSION.crlDistributionPoints, readListPlaces) ?? [],
  }
}

function filled<T>(list: T[]): T[] {
  if (list.length === 0) throw new DerError('a list is empty')
  return list
}

function readBasic(element: Der) {
  const parts = sequence(element)
  const authority = booleanDefaultFalse(optional(parts, TAG.boolean))
  const length = optional(parts, TAG.integer)
  done(parts)
  if (length && !authority) throw new DerError('a path length without an authority')
  return { authority, pathLength: length && count(length) }
}

function readKeyUsage(element: Der): ReadonlySet<number> {
  const usages = namedBits(element)
  // RFC 5280 §4.2.1.3: at least one bit is set.
  if (usages.size === 0) throw new DerError('a key usage without a use')
  return usages
}

function readConstraints(element: Der): Subtrees {
  const parts = sequence(element)
  const permitted = optional(parts, 0xa0)
  const excluded = optional(parts, 0xa1)
  done(parts)
  if (!permitted && !excluded) throw new DerError('name constraints that constrain nothing')
  return { permitted: permitted ? subtrees(permitted) : [], excluded: excluded ? subtrees(excluded) : [] }
}

function subtrees(wrapper: Der): GeneralName[] {
  // [0] and [1] are implicit: their content is the list itself.
  const list = sequence({ tag: TAG.sequence, bytes: wrapper.bytes, content: wrapper.content })
  return filled(list).map((one) => {
    const [base, ...limits] = sequence(one)
    // RFC 5280 §4.2.1.10: minimum is 0, which DER leaves out, and maximum is absent.
    if (limits.length > 0 || !base) throw new DerError('a subtree has a minimum or a maximum')
    const name = readGeneralName(base)
    if (name.kind === 'ip') requireMask(name.octets)
    return name
  })
}

/** RFC 4632: ones, then zeros. */
function requireMask(octets: Buffer): void {
  if (octets.length !== 8 && octets.length !== 32)
    throw new DerError('an address range has neither 8 nor 32 octets')
  const mask = octets.subarray(octets.length / 2)
  const bits = [...mask].map((octet) => octet.toString(2).padStart(8, '0')).join('')
  if (!/^1*0*$/.test(bits)) throw new DerError('an address range has a mask with holes')
}

function readPolicies(element: Der): string[] {
  const policies = filled(sequence(element)).map((one) => {
    const [name, qualifiers, ...more] = sequence(one)
    done(more)
    if (qualifiers) filled(sequence(qualifiers))
    return oid(name)
  })
  if (new Set(policies).size !== policies.length) throw new DerError('a policy is named twice')
  return policies
}

function readPolicyConstraints(element: Der) {
  const parts = sequence(element)
  const explicit = optional(parts, 0x80)
  const mapping = optional(parts, 0x81)
  done(parts)
  if (!explicit && !mapping) throw new DerError('policy constraints that constrain nothing')
  return {
    requireExplicitPolicy: explicit && count(explicit, 0x80),
    inhibitPolicyMapping: mapping && count(mapping, 0x81),
  }
}

export function readAuthorityKey(element: Der): Buffer | undefined {
  const parts = sequence(element)
  const identifier = optional(parts, 0x80)
  const names = optional(parts, 0xa1)
  const serial = optional(parts, 0x82)
  done(parts)
  if (names) namesInside(names)
  if ((names === undefined) !== (serial === undefined))
    throw new DerError('an issuer without its number, or the other way round')
  return identifier?.content
}

/** Points that cover only some reasons, or name another signer of the list, are left out: such lists are not taken. */
function readListPlaces(element: Der): GeneralName[] {
  return filled(sequence(element)).flatMap((point) => {
    const parts = sequence(point)
    const name = optional(parts, 0xa0)
    const reasons = optional(parts, 0x81)
    const issuer = optional(parts, 0xa2)
    done(parts)
    if (!name && !issuer) throw new DerError('a distribution point without a name')
    return name && !reasons && !issuer ? fullNames(name) : []
  })
}

/** DistributionPointName: only the form with full names; relative ones name nothing we compare. */
export function fullNames(wrapper: Der): GeneralName[] {
  const form = onlyOne(wrapper)
  if (form.tag === 0xa1) return []
  if (form.tag !== 0xa0) throw new DerError('a distribution point name is of an unknown form')
  return filled(namesInside(form))
}
