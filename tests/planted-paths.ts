/** Chains with one fault each, and what is to be said of them. */
import type { PathFault } from '#identity/certificates/path/validate-path.ts'
import {
  COMMON_NAME,
  daysFrom,
  type Ext,
  ext,
  keyNo,
  type ListSpec,
  name,
  ORGANISATION,
  type Spec,
  simpleName,
  soundChain,
  soundLists,
} from './chain-maker.ts'
import { ia5, int, NULL, namedBits, oid, seq, tlv, utf8 } from './der-writer.ts'

export type Case = {
  chain: Spec[]
  lists: ListSpec[]
  /** Acceptable policies, the use; undefined: none is asked for. */
  policies?: readonly string[]
  purpose?: 'client' | 'server' | 'mail'
}

export const P1 = '1.3.6.1.4.1.32473.7.1'
export const P2 = '1.3.6.1.4.1.32473.7.2'
export const ANY = '2.5.29.32.0'

export const sound = (between = 1): Case => {
  const chain = soundChain(between)
  return { chain, lists: soundLists(chain) }
}

export const last = (one: Case) => one.chain.at(-1)!
export const between = (one: Case) => one.chain[1]!

export const policies = (...oids: string[]) =>
  ext('2.5.29.32', false, seq(...oids.map((one) => seq(oid(one)))))
export const alternative = (...names: Buffer[]) => ext('2.5.29.17', false, seq(...names))
const email = (text: string) => tlv(0x81, Buffer.from(text))
export const dns = (text: string) => tlv(0x82, Buffer.from(text))
const uri = (text: string) => tlv(0x86, Buffer.from(text))
const ip = (...parts: number[]) => tlv(0x87, Buffer.from(parts))
const directory = (subject: Buffer) => tlv(0xa4, subject)
export const constraints = (permitted: Buffer[], excluded: Buffer[] = []) =>
  ext(
    '2.5.29.30',
    true,
    seq(
      ...(permitted.length > 0 ? [tlv(0xa0, ...permitted.map((base) => seq(base)))] : []),
      ...(excluded.length > 0 ? [tlv(0xa1, ...excluded.map((base) => seq(base)))] : []),
    ),
  )
export const policyConstraints = (explicit: number) =>
  ext('2.5.29.36', true, seq(tlv(0x80, Buffer.of(explicit))))
export const inhibitAny = (skip: number) => ext('2.5.29.54', true, int(skip))
const place = (text: string) => tlv(0xa0, tlv(0xa0, uri(text)))
const listPlace = (text: string) => ext('2.5.29.31', false, seq(seq(place(text))))
const issuingPoint = (...parts: Buffer[]) => ext('2.5.29.28', true, seq(...parts))
const FLAG = Buffer.of(0xff)

/** One change to a sound chain each. `fault`: what ours must say; undefined: both must take it. `stricter`: OpenSSL takes it. */
export type Planted = { change: (one: Case) => void; between?: number; fault?: PathFault; stricter?: true }

export const PLANTED: Record<string, Planted> = {
  'nothing wrong': { change: () => {} },
  'nothing between root and end': { change: () => {}, between: 0 },
  'three authorities between': { change: () => {}, between: 3 },
  'a signature with one bit turned': {
    change: (one) => (last(one).spoil = (der) => turned(der, der.length - 3)),
    fault: 'signature-wrong',
  },
  'a body changed after signing': {
    change: (one) => (last(one).spoil = (der) => turned(der, der.indexOf('End'))),
    fault: 'signature-wrong',
  },
  'signed by somebody else': {
    change: (one) => (last(one).signer = keyNo(5).privateKey),
    fault: 'signature-wrong',
  },
  'an issuer of another name': {
    change: (one) => (last(one).issuer = simpleName('Nobody')),
    fault: 'no-path',
  },
  'not valid yet': { change: (one) => (last(one).notBefore = daysFrom(1)), fault: 'not-yet-valid' },
  ended: { change: (one) => (last(one).notAfter = daysFrom(-1)), fault: 'ended' },
  'an authority that ended': { change: (one) => (between(one).notAfter = daysFrom(-1)), fault: 'ended' },
  'a root that ended': { change: (one) => (one.chain[0]!.notAfter = daysFrom(-1)), fault: 'ended' },
  'an end certificate that issues': {
    change: (one) => Object.assign(between(one), { authority: false, keyUsage: [0] }),
    fault: 'not-an-authority',
  },
  'an authority without basic constraints': {
    change: (one) => (between(one).without = ['2.5.29.19']),
    fault: 'not-an-authority',
  },
  'basic constraints not critical': {
    change: (one) => (between(one).basicCritical = false),
    fault: 'not-an-authority',
  },
  'an authority of version 1': {
    change: (one) => (between(one).version = 0),
    fault: 'key-identifier-missing',
  },
  'an authority that may not sign certificates': {
    change: (one) => (between(one).keyUsage = [0, 6]),
    fault: 'key-usage',
  },
  'an authority without key usage': {
    change: (one) => (between(one).keyUsage = undefined),
    fault: 'key-usage',
  },
  'an authority that may not sign lists': {
    change: (one) => (between(one).keyUsage = [5]),
    fault: 'revocation-unknown',
  },
  'a path length that fits': { change: (one) => (one.chain[0]!.pathLength = 2), between: 2 },
  'a path length of the root too short': {
    change: (one) => (one.chain[0]!.pathLength = 1),
    between: 2,
    fault: 'path-too-long',
  },
  'a path length of an authority too short': {
    change: (one) => (between(one).pathLength = 0),
    between: 2,
    fault: 'path-too-long',
  },
  'an unknown critical extension': {
    change: (one) => last(one).more.push(ext('1.3.6.1.4.1.32473.99', true, NULL)),
    fault: 'extension-unknown',
  },
  'an unknown extension that is not critical': {
    change: (one) => last(one).more.push(ext('1.3.6.1.4.1.32473.99', false, NULL)),
  },
  'an unknown critical extension of an authority': {
    change: (one) => between(one).more.push(ext('1.3.6.1.4.1.32473.99', true, NULL)),
    fault: 'extension-unknown',
  },
  'an extension twice': {
    change: (one) => last(one).more.push(policies(P1), policies(P1)),
    fault: 'unreadable',
  },
  'no authority key identifier': {
    change: (one) => (last(one).without = ['2.5.29.35']),
    fault: 'key-identifier-missing',
  },
  'no subject key identifier of an authority': {
    change: (one) => (between(one).without = ['2.5.29.14']),
    fault: 'key-identifier-missing',
  },
  'signed by SHA-1': {
    change: (one) => (last(one).hash = 'sha1'),
    fault: 'algorithm-refused',
    stricter: true,
  },
  'signed by SHA-384': { change: (one) => (last(one).hash = 'sha384') },
  'a negative serial number': {
    change: (one) => (last(one).serial = Buffer.of(0xff, 1)),
    fault: 'unreadable',
    stricter: true,
  },
  'two signature algorithms': {
    change: (one) =>
      (last(one).spoil = (der) =>
        turned(der, der.lastIndexOf(Buffer.from('06082a8648ce3d040302', 'hex')) + 9, 1)),
    fault: 'unreadable',
  },
  'a directory name within': {
    change: (one) => between(one).more.push(constraints([directory(name([ORGANISATION, 'Test']))])),
  },
  'a directory name within, in other letters and spaces': {
    change: (one) => between(one).more.push(constraints([directory(name([ORGANISATION, '  tEST ']))])),
  },
  'a directory name outside': {
    change: (one) => between(one).more.push(constraints([directory(name([ORGANISATION, 'Other']))])),
    fault: 'name-refused',
  },
  'a directory name excluded': {
    change: (one) => between(one).more.push(constraints([], [directory(simpleName('End'))])),
    fault: 'name-refused',
  },
  'a directory name outside what the root permits, two steps below': {
    between: 2,
    change: (one) => {
      one.chain[0]!.more.push(constraints([directory(name([ORGANISATION, 'Test']))]))
      last(one).subject = name([ORGANISATION, 'Else'], [COMMON_NAME, 'End'])
    },
    fault: 'name-refused',
  },
  ...names('a mailbox at the host', email('a@example.com'), email('example.com'), true),
  ...names('a mailbox at a host below', email('a@x.example.com'), email('example.com'), false),
  ...names(
    'a mailbox at a host below, where those are permitted',
    email('a@x.example.com'),
    email('.example.com'),
    true,
  ),
  ...names('the one mailbox', email('a@EXAMPLE.com'), email('a@example.com'), true),
  ...names('another mailbox', email('A@example.com'), email('a@example.com'), false),
  ...names('a host', dns('www.example.com'), dns('example.com'), true),
  ...names('a host whose name only ends alike', dns('wwwexample.com'), dns('example.com'), false),
  ...names('a host in capitals', dns('WWW.Example.COM'), dns('example.com'), true),
  ...names('a host above', dns('com'), dns('example.com'), false),
  ...names('a URI at the host', uri('https://example.com:8443/x'), uri('example.com'), true),
  ...names('a URI at a host below', uri('https://a.example.com/'), uri('example.com'), false),
  ...names(
    'a URI at a host below, where those are permitted',
    uri('https://a.example.com/'),
    uri('.example.com'),
    true,
  ),
  ...names('a URI without a host', uri('urn:isbn:1'), uri('example.com'), false),
  ...names('an address in the range', ip(10, 1, 2, 3), ip(10, 0, 0, 0, 255, 0, 0, 0), true),
  ...names('an address outside the range', ip(11, 1, 2, 3), ip(10, 0, 0, 0, 255, 0, 0, 0), false),
  ...names('an address of the other family', ip(...Array(16).fill(1)), ip(10, 0, 0, 0, 255, 0, 0, 0), false),
  'a host excluded': {
    change: (one) => {
      between(one).more.push(constraints([], [dns('example.com')]))
      last(one).more.push(alternative(dns('www.example.com')))
    },
    fault: 'name-refused',
  },
  'an e-mail in the subject outside': {
    change: (one) => {
      between(one).more.push(constraints([email('example.com')]))
      last(one).subject = seq(
        ...[simpleName('End').subarray(2), tlv(0x31, seq(oid('1.2.840.113549.1.9.1'), ia5('a@other.com')))],
      )
    },
    fault: 'name-refused',
  },
  'a host in the common name outside': {
    change: (one) => {
      between(one).more.push(constraints([dns('example.com')]))
      last(one).subject = simpleName('www.other.com')
    },
    fault: 'name-refused',
  },
  'a mask with holes': {
    change: (one) => {
      between(one).more.push(constraints([ip(10, 0, 0, 0, 255, 0, 255, 0)]))
      last(one).more.push(alternative(ip(10, 1, 0, 3)))
    },
    fault: 'extension-malformed',
    stricter: true,
  },
  'a name of a kind nobody can compare, constrained': {
    change: (one) => {
      const other = tlv(0xa0, oid('1.3.6.1.4.1.32473.5'), tlv(0xa0, utf8('x')))
      between(one).more.push(constraints([other]))
      last(one).more.push(alternative(other))
    },
    fault: 'name-refused',
  },
  'the policy that is asked for': { change: (one) => asks(one, [P1], policies(P1), policies(P1, P2)) },
  'any policy above': { change: (one) => asks(one, [P1], policies(ANY), policies(P1)) },
  'any policy at the end': { change: (one) => asks(one, [P1], policies(P1), policies(ANY)) },
  'another policy': { change: (one) => asks(one, [P1], policies(P2), policies(P2)), fault: 'policy-refused' },
  'a policy that ends on the way': {
    change: (one) => asks(one, [P1], policies(P2), policies(P1)),
    fault: 'policy-refused',
  },
  'no policy where one is asked for': {
    change: (one) => asks(one, [P1], undefined, policies(P1)),
    fault: 'policy-refused',
  },
  'any policy inhibited': {
    change: (one) => {
      asks(one, [P1], policies(P1), policies(ANY))
      between(one).more.push(inhibitAny(0))
    },
    fault: 'policy-refused',
  },
  'any policy inhibited only later': {
    change: (one) => {
      asks(one, [P1], policies(P1), policies(ANY))
      between(one).more.push(inhibitAny(1))
    },
  },
  'a policy required by an authority, and missing': {
    change: (one) => between(one).more.push(policyConstraints(0), policies(P1)),
    fault: 'policy-refused',
  },
  'a policy required further below than the path goes': {
    change: (one) => between(one).more.push(policyConstraints(3)),
  },
  'policies mapped onto others': {
    change: (one) => {
      asks(one, [P1], policies(P1), policies(P2))
      between(one).more.push(ext('2.5.29.33', false, seq(seq(oid(P1), oid(P2)))))
    },
    fault: 'policy-mapping',
    stricter: true,
  },
  'a policy named twice': {
    change: (one) => last(one).more.push(policies(P1, P1)),
    fault: 'extension-malformed',
  },
  revoked: { change: (one) => one.lists[1]!.entries.push({ serial: last(one).serial }), fault: 'revoked' },
  'an authority that was revoked': {
    change: (one) => one.lists[0]!.entries.push({ serial: between(one).serial }),
    fault: 'revoked',
  },
  'another one revoked': { change: (one) => one.lists[1]!.entries.push({ serial: Buffer.of(0x41, 1) }) },
  'no list of the issuer': { change: (one) => one.lists.pop(), fault: 'revocation-unknown' },
  'no list of the root': { change: (one) => one.lists.shift(), fault: 'revocation-unknown' },
  'a list out of date': {
    change: (one) => (one.lists[1]!.nextUpdate = daysFrom(-0.5)),
    fault: 'revocation-unknown',
  },
  'a list of tomorrow': {
    change: (one) => Object.assign(one.lists[1]!, { thisUpdate: daysFrom(0.5) }),
    fault: 'revocation-unknown',
  },
  'a list that never ends': {
    change: (one) => delete one.lists[1]!.nextUpdate,
    fault: 'revocation-unknown',
    stricter: true,
  },
  'a list signed by another key': {
    change: (one) => (one.lists[1]!.signer = keyNo(5).privateKey),
    fault: 'revocation-unknown',
  },
  'a list with one bit turned': {
    change: (one) => (one.lists[1]!.spoil = (der) => turned(der, der.length - 3)),
    fault: 'revocation-unknown',
  },
  'a list of another issuer': {
    change: (one) => (one.lists[1]!.issuer = simpleName('Nobody')),
    fault: 'revocation-unknown',
  },
  'a list of end certificates': { change: (one) => one.lists[1]!.more.push(issuingPoint(tlv(0x81, FLAG))) },
  'a list of end certificates for an authority': {
    change: (one) => one.lists[0]!.more.push(issuingPoint(tlv(0x81, FLAG))),
    fault: 'revocation-unknown',
  },
  'a list of authorities for an end certificate': {
    change: (one) => one.lists[1]!.more.push(issuingPoint(tlv(0x82, FLAG))),
    fault: 'revocation-unknown',
  },
  'a list of attribute certificates': {
    change: (one) => one.lists[1]!.more.push(issuingPoint(tlv(0x85, FLAG))),
    fault: 'revocation-unknown',
  },
  'a list of some reasons': {
    change: (one) => one.lists[1]!.more.push(issuingPoint(tlv(0x83, namedBits(1).subarray(2)))),
    fault: 'revocation-unknown',
  },
  'an indirect list': {
    change: (one) => one.lists[1]!.more.push(issuingPoint(tlv(0x84, FLAG))),
    fault: 'revocation-unknown',
  },
  'a list of the certificate’s distribution point': {
    change: (one) => {
      last(one).more.push(listPlace('http://a.example/1.crl'))
      one.lists[1]!.more.push(issuingPoint(place('http://a.example/1.crl')))
    },
  },
  'a list of another distribution point': {
    change: (one) => {
      last(one).more.push(listPlace('http://a.example/1.crl'))
      one.lists[1]!.more.push(issuingPoint(place('http://a.example/2.crl')))
    },
    fault: 'revocation-unknown',
  },
  'a list with an unknown critical extension': {
    change: (one) => one.lists[1]!.more.push(ext('1.3.6.1.4.1.32473.99', true, NULL)),
    fault: 'revocation-unknown',
  },
  'an entry with an unknown critical extension': {
    change: (one) =>
      one.lists[1]!.entries.push({
        serial: Buffer.of(0x41, 1),
        more: [ext('1.3.6.1.4.1.32473.99', true, NULL)],
      }),
    fault: 'revocation-unknown',
  },
}

function turned(der: Buffer, at: number, bit = 1): Buffer {
  const copy = Buffer.from(der)
  copy[at]! ^= bit
  return copy
}

function names(what: string, named: Buffer, base: Buffer, allowed: boolean): Record<string, Planted> {
  const change = (one: Case) => {
    between(one).more.push(constraints([base]))
    last(one).more.push(alternative(named))
  }
  return { [what]: allowed ? { change } : { change, fault: 'name-refused' } }
}

function asks(one: Case, acceptable: readonly string[], above: Ext | undefined, end: Ext): void {
  one.policies = acceptable
  if (above) between(one).more.push(above)
  last(one).more.push(end)
}
