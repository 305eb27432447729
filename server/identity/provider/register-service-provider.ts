/** The operator lets an organisation sign people in, or stops it. Every fault of the order is told at once. */

import { createHash, randomBytes } from 'node:crypto'
import type { JSONWebKeySet, JWK } from 'jose'
import type { Fault } from '#api/problems.ts'
import { newId } from '#ground/ids.ts'
import { refuse } from '#ground/refuse.ts'
import { LANGUAGES } from '#rules/refusals.ts'
import type { Identity } from '../room.ts'
import type { SessionLanguage } from '../session.store.ts'
import { isLoopback } from './fetch-registered.ts'
import { addServiceProvider, type ServiceProvider } from './service-provider.store.ts'

export type ServiceProviderOrder = {
  country: 'dk' | 'no'
  organisationNumber: string
  /** In Swedish it may be left out: then it is shown as in Bokmål. */
  names: Record<Exclude<SessionLanguage, 'sv'>, string> & { sv?: string }
  /** Of the public sector: it signs in only who has agreed to public services (I-15). */
  publicSector: boolean
  profile: 'basic' | 'fapi2'
  redirectUris: readonly string[]
  postLogoutRedirectUris?: readonly string[]
  backChannelLogoutUri?: string
  /** Organisations that share a sector know a person by the same name; default: the host of the redirect address. */
  sector?: string
  /** Exactly one way to show who it is. */
  jwks?: JSONWebKeySet
  jwksUri?: string
  secretIn?: 'header' | 'body'
  /** The law that gives it a right to the national number; left out: it has none. */
  numberGround?: string
}

/** `secret` is told once: the post office keeps its hash only. */
export type Registered = { clientId: string; secret: string | null }

const URIS_MAX = 20
const NAME_MAX = 80
const KEYS_MAX = 20

/** @throws `request-invalid` with every fault. */
export async function registerServiceProvider(
  identity: Pick<Identity, 'db' | 'clock' | 'site'>,
  order: ServiceProviderOrder,
): Promise<Registered> {
  const faults = faultsOf(order, identity.site.secure)
  if (faults.length > 0) throw refuse('request-invalid', { faults })
  const now = identity.clock()
  const secret = order.secretIn === undefined ? null : randomBytes(32).toString('base64url')
  const row: ServiceProvider = {
    clientId: newId(now.getTime()),
    country: order.country,
    organisationNumber: order.organisationNumber,
    names: { ...order.names, sv: order.names.sv ?? order.names.nb },
    publicSector: order.publicSector,
    profile: order.profile,
    redirectUris: [...order.redirectUris],
    postLogoutRedirectUris: [...(order.postLogoutRedirectUris ?? [])],
    backChannelLogoutUri: order.backChannelLogoutUri ?? null,
    sector: order.sector ?? new URL(order.redirectUris[0]!).host,
    jwks: order.jwks ?? null,
    jwksUri: order.jwksUri ?? null,
    secretHash: secret === null ? null : createHash('sha256').update(secret).digest(),
    secretIn: order.secretIn ?? null,
    numberGround: order.numberGround ?? null,
    registeredAt: now,
    suspendedAt: null,
  }
  await addServiceProvider(identity.db, row)
  return { clientId: row.clientId, secret }
}

/** @param secure false on a demo post office, where service providers may stand on loopback without https. */
function faultsOf(order: ServiceProviderOrder, secure: boolean): Fault[] {
  const faults: Fault[] = []
  const fault = (field: string, message: string) => faults.push({ field, reason: 'not-allowed', message })
  for (const language of LANGUAGES) {
    const name = order.names[language] ?? order.names.nb
    if (!name.trim() || name.length > NAME_MAX || /[\p{Cc}\p{Cf}]/u.test(name))
      fault(`names.${language}`, `Give a name of 1 to ${NAME_MAX} visible characters.`)
  }
  const number = order.country === 'dk' ? /^\d{8}$/ : /^\d{9}$/
  if (!number.test(order.organisationNumber))
    fault(
      'organisationNumber',
      order.country === 'dk' ? 'A CVR number has 8 digits.' : 'An orgnr has 9 digits.',
    )
  if (order.numberGround !== undefined && order.numberGround.trim() === '')
    fault('numberGround', 'Name the law, section and all, or leave it out.')
  if (order.sector !== undefined && !/^[a-z0-9.-]{1,100}(:\d{1,5})?$/.test(order.sector))
    fault('sector', 'A sector is named like a host: post.example.')
  addressFaults(order, secure, fault)
  authenticationFaults(order, fault)
  return faults
}

type SayFault = (field: string, message: string) => void

function addressFaults(order: ServiceProviderOrder, secure: boolean, fault: SayFault): void {
  const { redirectUris, postLogoutRedirectUris = [], backChannelLogoutUri, jwksUri } = order
  if (redirectUris.length < 1 || redirectUris.length > URIS_MAX)
    fault('redirectUris', `Give 1 to ${URIS_MAX} addresses.`)
  const check = (field: string, address: string, called: boolean) => {
    const why = addressFault(address, secure, called)
    if (why) fault(field, `${address.slice(0, 200)}: ${why}`)
  }
  for (const address of redirectUris) check('redirectUris', address, false)
  for (const address of postLogoutRedirectUris) check('postLogoutRedirectUris', address, false)
  if (backChannelLogoutUri !== undefined) check('backChannelLogoutUri', backChannelLogoutUri, true)
  if (jwksUri !== undefined) check('jwksUri', jwksUri, true)
  // Pairwise subjects are made per host (Core §8.1).
  const hosts = new Set(
    redirectUris.filter((address) => URL.canParse(address)).map((one) => new URL(one).host),
  )
  if (hosts.size > 1)
    fault('redirectUris', 'All must be on one host; register another service provider for the other.')
}

/** @param called the post office itself calls it: then a bare IP address is refused too, since private networks are named so (SSRF). */
function addressFault(address: string, secure: boolean, called: boolean): string | null {
  if (!URL.canParse(address)) return 'this is no address.'
  const url = new URL(address)
  // Compared letter by letter later, so it must be written as browsers write it.
  if (url.href !== address) return `write it as ${url.href.slice(0, 200)}`
  if (url.hash || url.username || url.password) return 'no fragment and no user name.'
  const loopback = isLoopback(url.hostname)
  if (url.protocol === 'http:' && loopback && !secure) return null
  if (url.protocol !== 'https:') return 'must begin with https://.'
  if (loopback && secure) return 'this is the post office itself.'
  if (called && (/^[\d.]+$/.test(url.hostname) || url.hostname.startsWith('[')))
    return 'give a host name, no IP address.'
  return null
}

function authenticationFaults(order: ServiceProviderOrder, fault: SayFault): void {
  const ways = [order.jwks, order.jwksUri, order.secretIn].filter((way) => way !== undefined)
  if (ways.length !== 1)
    fault('jwks', 'Give exactly one of: public keys, an address of public keys, a secret.')
  if (order.profile === 'fapi2' && order.secretIn !== undefined)
    fault('secretIn', 'High risk (fapi2) needs keys: FAPI 2.0 knows no secrets.')
  if (!order.jwks) return
  const { keys } = order.jwks
  if (!Array.isArray(keys) || keys.length < 1 || keys.length > KEYS_MAX)
    fault('jwks', `Give 1 to ${KEYS_MAX} keys.`)
  else
    for (const key of keys) {
      const why = keyFault(key)
      if (why) fault('jwks', why)
    }
}

function keyFault(key: JWK): string | null {
  if (key.d !== undefined || key.k !== undefined)
    return 'this is a private key. Only its owner may have that one.'
  if (key.kty === 'EC' && key.crv === 'P-256') return null
  if (key.kty === 'OKP' && key.crv === 'Ed25519') return null
  const bits = key.kty === 'RSA' && typeof key.n === 'string' ? Buffer.from(key.n, 'base64url').length * 8 : 0
  return bits >= 2048 ? null : 'allowed are RSA from 2048 bits, P-256 and Ed25519.'
}
