/** A request as sign-in sees it, and who it comes from. */
import { createHash } from 'node:crypto'
import { isIPv6 } from 'node:net'
import { pepperOf } from './app-sessions/device-secret.ts'
import { readCookie } from './cookies.ts'
import type { Identity } from './room.ts'
import { fingerprint } from './sealed-secret.ts'
import type { SessionLanguage } from './session.store.ts'
import { tokenHash } from './session-token.ts'

/** The part of a fastify request that is read here. */
export type IncomingRequest = {
  readonly method: string
  readonly ip: string
  readonly headers: {
    readonly cookie?: string | undefined
    readonly origin?: string | undefined
    readonly 'user-agent'?: string | undefined
    readonly 'accept-language'?: string | undefined
    readonly [other: string]: string | string[] | undefined
  }
}

export type Visit = {
  readonly address: string
  readonly userAgent: string | null
  /** SHA-256 of the session cookie's token; null without a well-formed one. */
  readonly sessionHash: Buffer | null
  readonly browserHash: Buffer | null
  /** SHA-256 of the secret of a kept device. */
  readonly deviceHash: Buffer | null
  /** What its PIN is hashed with. */
  readonly devicePepper: Buffer | null
  /** Keyed fingerprint of what the browser tells of itself: not who it is, but whether it is another one (N-21). */
  readonly checksum: Buffer
}

/** All that is needed to look a session up. */
export function sessionHashOf(identity: Pick<Identity, 'site'>, request: IncomingRequest): Buffer | null {
  return tokenHash(readCookie(identity.site, request.headers.cookie, 'session'))
}

export function visitOf(identity: Identity, request: IncomingRequest): Visit {
  const cookie = (name: 'browser' | 'device') => readCookie(identity.site, request.headers.cookie, name)
  const device = cookie('device')
  const deviceHash = tokenHash(device)
  return {
    address: request.ip,
    userAgent: request.headers['user-agent'] ?? null,
    sessionHash: sessionHashOf(identity, request),
    browserHash: tokenHash(cookie('browser')),
    deviceHash,
    devicePepper: deviceHash && pepperOf(device!),
    // Asked for where something is written about the visit, which most requests are not.
    get checksum() {
      return checksumOf(identity, request.headers)
    },
  }
}

/** Headers that stay the same in one browser and differ between many. */
const TECHNICAL_HEADERS = [
  'user-agent',
  'accept-language',
  'accept-encoding',
  'sec-ch-ua',
  'sec-ch-ua-mobile',
  'sec-ch-ua-platform',
] as const

function checksumOf(identity: Identity, headers: IncomingRequest['headers']): Buffer {
  const told = TECHNICAL_HEADERS.map((name) => String(headers[name] ?? '').slice(0, 400))
  return fingerprint(identity.keys.device, ...told).subarray(0, 16)
}

/**
 * The network failures are counted for: an IPv4 address, or the /56 of an IPv6 address, which is what one household
 * usually gets and can renumber within.
 */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  if (mapped) return mapped[1]!
  const [head = '', tail] = address.split('%')[0]!.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0')
  const groups = [...left, ...zeros, ...right].map((group) => Number.parseInt(group, 16))
  return `${groups
    .slice(0, 3)
    .map((group) => group.toString(16))
    .join(':')}:${((groups[3] ?? 0) >> 8).toString(16)}00::/56`
}

export function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** The first of our languages that the browser asks for; Norwegian in any of its names is Bokmål. */
export function languageOf(chosen: string | undefined, acceptLanguage: string | undefined): SessionLanguage {
  if (chosen === 'da' || chosen === 'nb' || chosen === 'sv' || chosen === 'en') return chosen
  const wishes = (acceptLanguage ?? '')
    .slice(0, 200)
    .split(',')
    .map((wish) => {
      const [tag = '', ...options] = wish.trim().toLowerCase().split(';')
      const q = options
        .map((option) => /^\s*q=([\d.]+)$/.exec(option)?.[1])
        .find((found) => found !== undefined)
      return { primary: tag.split('-')[0]!, weight: q === undefined ? 1 : Number(q) }
    })
    .filter((wish) => wish.weight > 0)
    .sort((a, b) => b.weight - a.weight)
  for (const { primary } of wishes) {
    if (primary === 'da' || primary === 'en' || primary === 'nb' || primary === 'sv') return primary
    if (primary === 'no' || primary === 'nn') return 'nb'
  }
  return 'en'
}
