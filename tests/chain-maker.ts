/** Certificates, chains and lists for tests of path validation: sound unless told otherwise, and wrong in any way one wants. */
import {
  createHash,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto'
import { bitString, int, namedBits, octets, oid, seq, set, TRUE, time, tlv, utf8 } from './der-writer.ts'

export type Ext = { readonly id: string; readonly critical: boolean; readonly value: Buffer }
export const ext = (id: string, critical: boolean, value: Buffer): Ext => ({ id, critical, value })

export type Spec = {
  subject: Buffer
  /** Default: the subject of the one above. */
  issuer?: Buffer
  key: { publicKey: KeyObject; privateKey: KeyObject }
  /** Default: the key of the one above. */
  signer?: KeyObject
  serial: Buffer
  notBefore: Date
  notAfter: Date
  authority: boolean
  pathLength?: number
  basicCritical?: boolean
  /** Bits; undefined: no key usage. */
  keyUsage: readonly number[] | undefined
  without?: readonly string[]
  more: Ext[]
  version?: number
  hash?: 'sha256' | 'sha384' | 'sha1'
  /** The last change before the certificate goes out, after it was signed. */
  spoil?: (der: Buffer) => Buffer
}

/** Keys are costly for a busy machine: a few are made once and dealt out. */
const keys = Array.from({ length: 8 }, () => generateKeyPairSync('ec', { namedCurve: 'P-256' }))
export const keyNo = (n: number) => keys[n % keys.length]!

export const name = (...rdns: readonly (readonly [string, string])[]): Buffer =>
  seq(...rdns.map(([type, text]) => set(seq(oid(type), utf8(text)))))
export const ORGANISATION = '2.5.4.10'
export const COMMON_NAME = '2.5.4.3'
export const simpleName = (common: string) => name([ORGANISATION, 'Test'], [COMMON_NAME, common])

const DAY = 86_400_000
export const AT = new Date('2026-11-22T12:00:00.000Z')
export const daysFrom = (days: number) => new Date(AT.getTime() + days * DAY)

const newSerial = () => {
  const serial = randomBytes(16)
  serial[0] = (serial[0]! & 0x3f) | 0x40
  return serial
}

/** A sound chain from the root (first) to the end certificate (last). */
export function soundChain(between: number): Spec[] {
  return Array.from({ length: between + 2 }, (_, i) => {
    const isEnd = i === between + 1
    return {
      subject: simpleName(i === 0 ? 'Root' : isEnd ? 'End' : `Between ${i}`),
      key: keyNo(i),
      serial: newSerial(),
      notBefore: daysFrom(-30),
      notAfter: daysFrom(300),
      authority: !isEnd,
      keyUsage: isEnd ? [0, 1] : [5, 6],
      more: [],
    }
  })
}

const ALGORITHM_OF_HASH = {
  sha1: '1.2.840.10045.4.1',
  sha256: '1.2.840.10045.4.3.2',
  sha384: '1.2.840.10045.4.3.3',
}
const algorithm = (hash: keyof typeof ALGORITHM_OF_HASH = 'sha256') => seq(oid(ALGORITHM_OF_HASH[hash]))
const spkiOf = (key: KeyObject): Buffer => createPublicKey(key).export({ format: 'der', type: 'spki' })
/** Of an EC key on P-256: the 65 octets at its end. */
const keyId = (key: KeyObject): Buffer => createHash('sha1').update(spkiOf(key).subarray(-65)).digest()

function build(spec: Spec, above: Spec): Buffer {
  const signer = spec.signer ?? above.key.privateKey
  const hash = spec.hash ?? 'sha256'
  const standard: Ext[] = [
    ext(
      '2.5.29.19',
      spec.basicCritical ?? true,
      spec.authority ? seq(TRUE, ...(spec.pathLength === undefined ? [] : [int(spec.pathLength)])) : seq(),
    ),
    ...(spec.keyUsage ? [ext('2.5.29.15', true, namedBits(...spec.keyUsage))] : []),
    ext('2.5.29.14', false, octets(keyId(spec.key.privateKey))),
    ...(spec === above ? [] : [ext('2.5.29.35', false, seq(tlv(0x80, keyId(above.key.privateKey))))]),
  ]
  const extensions = [...standard.filter(({ id }) => !spec.without?.includes(id)), ...spec.more]
  const tbs = seq(
    ...(spec.version === 0 ? [] : [tlv(0xa0, int(spec.version ?? 2))]),
    int(spec.serial),
    algorithm(hash),
    spec.issuer ?? above.subject,
    seq(time(spec.notBefore), time(spec.notAfter)),
    spec.subject,
    spkiOf(spec.key.privateKey),
    ...(extensions.length === 0 || spec.version === 0 ? [] : [tlv(0xa3, seq(...extensions.map(extension)))]),
  )
  const der = seq(tbs, algorithm(hash), bitString(sign(hash, tbs, signer)))
  return spec.spoil ? spec.spoil(der) : der
}

const extension = ({ id, critical, value }: Ext) => seq(oid(id), ...(critical ? [TRUE] : []), octets(value))

/** In the order of the specs: root first. */
export const buildChain = (specs: readonly Spec[]): Buffer[] =>
  specs.map((spec, i) => build(spec, specs[Math.max(0, i - 1)]!))

export type ListSpec = {
  issuer: Buffer
  signer: KeyObject
  thisUpdate: Date
  nextUpdate?: Date
  entries: { serial: Buffer; more?: Ext[] }[]
  more: Ext[]
  spoil?: (der: Buffer) => Buffer
}

/** One sound, empty list for each authority. */
export function soundLists(specs: readonly Spec[]): ListSpec[] {
  return specs.slice(0, -1).map((spec) => ({
    issuer: spec.subject,
    signer: spec.key.privateKey,
    thisUpdate: daysFrom(-1),
    nextUpdate: daysFrom(1),
    entries: [],
    more: [],
  }))
}

export function buildList(list: ListSpec): Buffer {
  const entries = list.entries.map(({ serial, more = [] }) =>
    seq(int(serial), time(daysFrom(-2)), ...(more.length > 0 ? [seq(...more.map(extension))] : [])),
  )
  const extensions = [
    ext('2.5.29.35', false, seq(tlv(0x80, keyId(list.signer)))),
    ext('2.5.29.20', false, int(7)),
    ...list.more,
  ]
  const tbs = seq(
    int(1),
    algorithm(),
    list.issuer,
    time(list.thisUpdate),
    ...(list.nextUpdate ? [time(list.nextUpdate)] : []),
    ...(entries.length > 0 ? [seq(...entries)] : []),
    tlv(0xa0, seq(...extensions.map(extension))),
  )
  const der = seq(tbs, algorithm(), bitString(sign('sha256', tbs, list.signer)))
  return list.spoil ? list.spoil(der) : der
}

/** What an extended key usage names (RFC 5280 §4.2.1.12), and what OpenSSL calls it. */
export const USES = {
  client: { id: '1.3.6.1.5.5.7.3.2', openssl: 'sslclient' },
  server: { id: '1.3.6.1.5.5.7.3.1', openssl: 'sslserver' },
  mail: { id: '1.3.6.1.5.5.7.3.4', openssl: 'smimesign' },
} as const
export const ANY_USE = '2.5.29.37.0'
export const NO_KNOWN_USE = '1.3.6.1.4.1.32473.37'

export const uses = (...ids: string[]) => ext('2.5.29.37', false, seq(...ids.map((id) => oid(id))))
