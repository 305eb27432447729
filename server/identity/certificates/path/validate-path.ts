/** Decides whether a certificate can be trusted (RFC 5280 §6): finds a way from it up to an anchor and checks every step. Our own, and
 * stricter than need be where the standard leaves a choice; held against OpenSSL (docs/divergences/certificate-paths.md). */
import { KEY_USAGES, type KeyUsage } from '#rules/certificate-profiles.ts'
import { DerError } from '../der.ts'
import { isEmptyName, sameName } from '../names.ts'
import { type Certificate, readCertificate } from '../read-certificate.ts'
import { checkSignature } from '../signature-algorithms.ts'
import { KEY_CERT_SIGN, readPathExtensions, type Subtrees, unknownCritical } from './extensions.ts'
import { checkNames } from './name-constraints.ts'
import { beginPolicies, endPolicies, type PolicyAsk, preparePolicies, takePolicies } from './policies.ts'
import { type Evidence, type InPath, standingOf } from './revocation.ts'

export type PathAsk = {
  /** The certificate in question, DER. */
  readonly certificate: Uint8Array
  /** Certificates that may stand between it and an anchor, in any order; nothing is trusted because it stands here. */
  readonly intermediates?: readonly Uint8Array[]
  /** Certificates of the authorities that are trusted. */
  readonly anchors: readonly Uint8Array[]
  readonly at: Date
  /** Object identifier of the use (extended key usage); an authority above that names uses must name it too. */
  readonly purpose?: string
  /** What the key must be allowed to do. */
  readonly keyUsage?: readonly KeyUsage[]
  readonly policies?: PolicyAsk
  /** `all`: every certificate below the anchor must be shown not to be revoked. `none` only where revocation is asked elsewhere. */
  readonly revocation: 'none' | ({ readonly of: 'all' | 'end' } & Evidence)
}

export type PathFault =
  | 'unreadable'
  | 'no-path'
  | 'signature-wrong'
  | 'algorithm-refused'
  | 'key-weak'
  | 'not-yet-valid'
  | 'ended'
  | 'not-an-authority'
  | 'path-too-long'
  | 'key-identifier-missing'
  | 'key-usage'
  | 'purpose'
  | 'extension-unknown'
  | 'extension-malformed'
  | 'name-refused'
  | 'policy-refused'
  | 'policy-mapping'
  | 'revoked'
  | 'revocation-unknown'

export type PathVerdict =
  /** `path`: from the certificate up to the anchor, both included. */
  | { readonly kind: 'valid'; readonly path: readonly Certificate[]; readonly policies: readonly string[] }
  /** `depth`: 0 is the certificate in question. */
  | { readonly kind: 'refused'; readonly fault: PathFault; readonly depth: number; readonly detail: string }

type Refused = Extract<PathVerdict, { kind: 'refused' }>

const CERTIFICATES_IN_PATH_MAX = 8
const PATHS_TRIED_MAX = 32
const CANDIDATES_MAX = 64

const refused = (fault: PathFault, depth: number, detail: string): Refused => ({
  kind: 'refused',
  fault,
  depth,
  detail,
})

export function validatePath(ask: PathAsk): PathVerdict {
  const subject = reading(ask.certificate)
  if (typeof subject === 'string') return refused('unreadable', 0, subject)
  const anchors = readable(ask.anchors)
  const between = readable(ask.intermediates ?? [])
  let first: Refused | undefined
  let tried = 0
  for (const path of pathsUp([subject], between, anchors)) {
    const verdict = checkPath(path, ask)
    if (verdict.kind === 'valid') return verdict
    first ??= verdict
    if (++tried >= PATHS_TRIED_MAX) break
  }
  return first ?? refused('no-path', 0, 'no way leads from the certificate to an authority that is trusted')
}

function reading(der: Uint8Array): Certificate | string {
  try {
    return readCertificate(der)
  } catch (error) {
    if (error instanceof DerError) return error.message
    throw error
  }
}

/** What can't be read leads nowhere. */
const readable = (ders: readonly Uint8Array[]): Certificate[] =>
  ders
    .slice(0, CANDIDATES_MAX)
    .map(reading)
    .filter((one) => typeof one !== 'string')

/** Every way up by names and key identifiers, anchors first; from the certificate to the anchor. */
function* pathsUp(
  path: readonly Certificate[],
  between: readonly Certificate[],
  anchors: readonly Certificate[],
): Generator<readonly Certificate[]> {
  const last = path.at(-1)!
  for (const anchor of anchors) {
    // A certificate that is itself an anchor is trusted as such only when somebody is above it or it signs itself.
    if (anchor.der.equals(last.der)) yield path
    else if (sameName(anchor.subject, last.issuer)) yield [...path, anchor]
  }
  if (path.length >= CERTIFICATES_IN_PATH_MAX - 1) return
  for (const one of between) {
    if (path.some((known) => known.der.equals(one.der)) || !sameName(one.subject, last.issuer)) continue
    yield* pathsUp([...path, one], between, anchors)
  }
}

/** @param up from the certificate to the anchor */
function checkPath(up: readonly Certificate[], ask: PathAsk): PathVerdict {
  const steps: InPath[] = []
  for (const [depth, certificate] of up.entries()) {
    const step = readStep(certificate, depth)
    if ('kind' in step) return step
    steps.push(step)
  }
  return checkSteps(steps, ask)
}

function readStep(certificate: Certificate, depth: number): InPath | Refused {
  const unknown = unknownCritical(certificate.extensions)
  if (unknown)
    return refused('extension-unknown', depth, `the critical extension ${unknown} is not understood`)
  try {
    return { certificate, extensions: readPathExtensions(certificate) }
  } catch (error) {
    if (error instanceof DerError) return refused('extension-malformed', depth, error.message)
    throw error
  }
}

function checkSteps(steps: readonly InPath[], ask: PathAsk): PathVerdict {
  const length = steps.length - 1
  const asked = ask.policies ?? {}
  let policies = beginPolicies(asked, length)
  let room = Number.POSITIVE_INFINITY
  const constraints: Subtrees[] = []
  // From the anchor down.
  for (let depth = length; depth >= 0; depth--) {
    const step = steps[depth]!
    const issuer = steps[depth + 1]
    const { certificate, extensions } = step
    const isFinal = depth === 0
    const selfIssued = sameName(certificate.subject, certificate.issuer)
    const fault = checkStep(step, issuer, depth, ask)
    if (fault) return fault
    if (issuer) {
      if (!selfIssued || isFinal) {
        const names = checkNames(certificate, extensions, constraints, isFinal)
        if (names.kind === 'refused') return refused('name-refused', depth, names.detail)
      }
      const taken = takePolicies(policies, extensions.policies, { selfIssued, isFinal })
      if (!taken)
        return refused('policy-refused', depth, 'no certificate policy is left, and one is required')
      policies = taken
    }
    if (isFinal) break
    const authority = checkAuthority(step, depth, ask)
    if (authority) return authority
    if (issuer) {
      if (!selfIssued && --room < 0)
        return refused('path-too-long', depth, 'an authority above allows fewer authorities below it')
      policies = preparePolicies(policies, extensions, selfIssued)
    }
    room = Math.min(room, extensions.pathLength ?? Number.POSITIVE_INFINITY)
    if (extensions.constraints) constraints.push(extensions.constraints)
  }
  const valid = length === 0 ? [] : endPolicies(policies, steps[0]!.extensions, asked)
  if (!valid)
    return refused('policy-refused', 0, 'the path is valid for none of the policies that are asked for')
  const use = checkUse(steps[0]!, ask)
  if (use) return use
  return (
    checkRevocation(steps, ask) ?? {
      kind: 'valid',
      path: steps.map(({ certificate }) => certificate),
      policies: valid,
    }
  )
}

/** What every certificate must show, the anchor too. */
function checkStep(
  step: InPath,
  issuer: InPath | undefined,
  depth: number,
  { at }: PathAsk,
): Refused | undefined {
  const { certificate, extensions } = step
  if (certificate.notBefore > at)
    return refused('not-yet-valid', depth, `valid from ${certificate.notBefore.toISOString()}`)
  if (certificate.notAfter < at) return refused('ended', depth, `ended ${certificate.notAfter.toISOString()}`)
  if (isEmptyName(certificate.issuer)) return refused('name-refused', depth, 'its issuer has no name')
  if (isEmptyName(certificate.subject) && extensions.alternativeNames.length === 0)
    return refused('name-refused', depth, 'it has no name at all')
  // An anchor is trusted by being on our list; its own signature shows no more than that its bytes are whole.
  if (!issuer) return undefined
  if (!extensions.authorityKey)
    return refused('key-identifier-missing', depth, 'it does not say by which key it was signed')
  if (issuer.extensions.subjectKey && !extensions.authorityKey.equals(issuer.extensions.subjectKey))
    return refused('signature-wrong', depth, 'it was signed by another key of its issuer')
  switch (
    checkSignature(issuer.certificate.spki, certificate.algorithm, certificate.tbs, certificate.signature)
  ) {
    case 'good':
      return undefined
    case 'algorithm-unknown':
      return refused(
        'algorithm-refused',
        depth,
        `signatures of method ${certificate.algorithm.oid} are not taken`,
      )
    case 'key-weak':
      return refused('key-weak', depth + 1, 'the key of its issuer is too weak')
    case 'bad':
      return refused('signature-wrong', depth, 'it is not signed by its issuer')
  }
}

/** What a certificate must show that stands above another (RFC 5280 §6.1.4 (k) to (n), §4.2). */
function checkAuthority(
  { certificate, extensions }: InPath,
  depth: number,
  { purpose }: PathAsk,
): Refused | undefined {
  if (certificate.version !== 3 || !extensions.authority)
    return refused('not-an-authority', depth, 'it is no authority')
  if (!certificate.extensions.get('2.5.29.19')?.critical)
    return refused('not-an-authority', depth, 'that it is an authority is not marked critical')
  if (!extensions.keyUsage?.has(KEY_CERT_SIGN))
    return refused('key-usage', depth, 'its key may not sign certificates')
  if (!extensions.subjectKey) return refused('key-identifier-missing', depth, 'it does not name its key')
  if (isEmptyName(certificate.subject)) return refused('name-refused', depth, 'an authority has no name')
  if (extensions.mapsPolicies)
    return refused('policy-mapping', depth, 'it maps policies onto others, which is not taken')
  if (purpose && extensions.purposes && !extensions.purposes.includes(purpose))
    return refused('purpose', depth, 'an authority above is for other uses')
  return undefined
}

function checkUse({ extensions }: InPath, { purpose, keyUsage = [] }: PathAsk): Refused | undefined {
  // RFC 5280 §4.2.1.12: "any" need not be taken for the one that is asked for, and nobody we trust says so.
  if (purpose && extensions.purposes && !extensions.purposes.includes(purpose))
    return refused('purpose', 0, 'it is for other uses')
  const missing = keyUsage.find(
    (usage) => extensions.keyUsage && !extensions.keyUsage.has(KEY_USAGES.indexOf(usage)),
  )
  return missing && refused('key-usage', 0, `its key is not for ${missing}`)
}

function checkRevocation(steps: readonly InPath[], { revocation, at }: PathAsk): Refused | undefined {
  if (revocation === 'none') return undefined
  const last = revocation.of === 'all' ? steps.length - 1 : Math.min(1, steps.length - 1)
  for (let depth = 0; depth < last; depth++) {
    const standing = standingOf(steps[depth]!, steps[depth + 1]!, revocation, at)
    if (standing.kind === 'revoked') return refused('revoked', depth, 'it was revoked')
    if (standing.kind === 'unknown') return refused('revocation-unknown', depth, standing.detail)
  }
  return undefined
}
