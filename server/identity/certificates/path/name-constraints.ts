/** Name constraints (RFC 5280 §4.2.1.10): what the authorities above a certificate allow it to be called. */
import type { GeneralName } from '../general-names.ts'
import { attributeOf, isBelow, isEmptyName, NAME_OIDS } from '../names.ts'
import type { Certificate } from '../read-certificate.ts'
import type { PathExtensions, Subtrees } from './extensions.ts'

export type NameVerdict = { kind: 'allowed' } | { kind: 'refused'; detail: string }

const ALLOWED: NameVerdict = { kind: 'allowed' }

/** Whether every name of the certificate is allowed by every constraint above it. */
export function checkNames(
  certificate: Certificate,
  extensions: PathExtensions,
  above: readonly Subtrees[],
  isFinal: boolean,
): NameVerdict {
  if (above.length === 0) return ALLOWED
  for (const name of namesOf(certificate, extensions, isFinal)) {
    for (const { permitted, excluded } of above) {
      const allowing = permitted.filter((base) => isOfKind(name, base))
      const forbidding = excluded.filter((base) => isOfKind(name, base))
      if (allowing.length === 0 && forbidding.length === 0) continue
      // A name we cannot compare might be anything: a constraint on its kind refuses it.
      const unreadable =
        name.kind === 'other' || (name.kind === 'uri' && hostOf(name.text) === undefined) || isOddEmail(name)
      if (unreadable)
        return { kind: 'refused', detail: 'a name can’t be held against a constraint on names of its kind' }
      if (forbidding.some((base) => lies(name, base)))
        return { kind: 'refused', detail: 'a name is excluded by an authority above' }
      if (allowing.length > 0 && !allowing.some((base) => lies(name, base)))
        return { kind: 'refused', detail: 'a name is outside what an authority above permits' }
    }
  }
  return ALLOWED
}

/** Subject, alternative names, and what hides in the subject: e-mail attributes, and a common name that is a host's when no host is
 * named as it should be. */
function namesOf(
  certificate: Certificate,
  { alternativeNames }: PathExtensions,
  isFinal: boolean,
): GeneralName[] {
  const names: GeneralName[] = [...alternativeNames]
  if (!isEmptyName(certificate.subject)) names.push({ kind: 'directory', name: certificate.subject })
  for (const attribute of certificate.subject.rdns.flat())
    if (attribute.type === NAME_OIDS.emailAddress) names.push({ kind: 'email', text: attribute.text ?? '' })
  const common = attributeOf(certificate.subject, NAME_OIDS.commonName)
  if (isFinal && common && !alternativeNames.some(({ kind }) => kind === 'dns') && HOST.test(common))
    names.push({ kind: 'dns', text: common })
  return names
}

const HOST = /^(?:[A-Za-z0-9_-]+\.)+[A-Za-z0-9_-]+$/

function isOfKind(name: GeneralName, base: GeneralName): boolean {
  if (name.kind === 'other' && base.kind === 'other') return name.tag === base.tag
  return name.kind === base.kind
}

function lies(name: GeneralName, base: GeneralName): boolean {
  if (name.kind === 'directory' && base.kind === 'directory') return isBelow(name.name, base.name)
  if (name.kind === 'ip' && base.kind === 'ip') return isInRange(name.octets, base.octets)
  if (name.kind === 'dns' && base.kind === 'dns') return isHostBelow(name.text, base.text)
  if (name.kind === 'uri' && base.kind === 'uri') return isHostOf(hostOf(name.text) ?? '', base.text)
  if (name.kind === 'email' && base.kind === 'email') return isMailboxOf(name.text, base.text)
  return false
}

function isInRange(octets: Buffer, range: Buffer): boolean {
  const length = range.length / 2
  return (
    octets.length === length &&
    octets.every((octet, i) => (octet & range[length + i]!) === (range[i]! & range[length + i]!))
  )
}

/** `example.com` is itself and everything below it; `.example.com` only what is below; nothing is everything. */
function isHostBelow(host: string, base: string): boolean {
  const [name, domain] = [host.toLowerCase(), base.toLowerCase()]
  if (domain === '' || name === domain) return true
  return name.endsWith(domain.startsWith('.') ? domain : `.${domain}`)
}

/** For URIs and mailboxes: `example.com` is that host alone, `.example.com` every host below it. */
function isHostOf(host: string, base: string): boolean {
  const [name, domain] = [host.toLowerCase(), base.toLowerCase()]
  return domain.startsWith('.') ? name.length > domain.length && name.endsWith(domain) : name === domain
}

/** The host of a URI when it is a name; undefined for an address, and where there is none. */
function hostOf(uri: string): string | undefined {
  const [, authority] = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/([^/?#]+)/.exec(uri) ?? []
  const host = authority?.replace(/^.*@/, '').replace(/:\d*$/, '')
  return host && HOST.test(host) && !/^[\d.]+$/.test(host) ? host : undefined
}

/** The local part counts exactly, the host without case. */
function isMailboxOf(mailbox: string, base: string): boolean {
  const at = mailbox.lastIndexOf('@')
  const [local, host] = [mailbox.slice(0, at), mailbox.slice(at + 1)]
  const baseAt = base.lastIndexOf('@')
  if (baseAt < 0) return isHostOf(host, base)
  return base.slice(0, baseAt) === local && base.slice(baseAt + 1).toLowerCase() === host.toLowerCase()
}

const isOddEmail = (name: GeneralName): boolean => name.kind === 'email' && !/^[^@]+@[^@]+$/.test(name.text)
