/** Which electronic IDs of others this post office takes (I-09): the variable UPSTREAMS, a list in JSON. Secrets stand in files, so that
 * neither the environment nor a log ever holds one. */
import {
  type ClientAuthentication,
  isUpstreamId,
  UPSTREAM_IDS,
  UPSTREAMS,
  type UpstreamId,
  type UpstreamProfile,
} from '#rules/upstream.ts'

export type UpstreamSetting = {
  readonly profile: UpstreamId
  readonly issuer: string
  readonly clientId: string
  readonly authentication: ClientAuthentication
  /** Path of a PEM private key (PKCS #8) for `private_key_jwt`, of the secret otherwise. */
  readonly secretFile: string
  /** `kid` of the key as it is registered there; null: none is sent. */
  readonly keyId: string | null
}

const ENTRY = {
  profile: UPSTREAM_IDS.join(' | '),
  issuer: 'an https address without query and fragment',
  clientId: 'text without spaces',
  authentication: 'private_key_jwt | client_secret_basic | client_secret_post',
  secretFile: 'a path',
  keyId: 'text without spaces; only with private_key_jwt',
} as const
const OPTIONAL: readonly string[] = ['keyId']

export const UPSTREAMS_ALLOWED = `a JSON list of objects with ${Object.keys(ENTRY).join(', ')} (keyId may be left out); profile: ${ENTRY.profile}`

/** All settings, or every fault there is: the words never repeat a value. @param publicUrl decides whether plain http on loopback will do */
export function readUpstreams(
  text: string,
  publicUrl: string,
): { settings: UpstreamSetting[]; faults: string[] } {
  const list = listOf(text)
  if (list === null) return { settings: [], faults: [`UPSTREAMS must be ${UPSTREAMS_ALLOWED}.`] }
  const faults: string[] = []
  const settings: UpstreamSetting[] = []
  for (const [index, entry] of list.entries()) {
    const found = faultsOf(entry, isLoopback(publicUrl)).map((fault) => `UPSTREAMS[${index}].${fault}`)
    faults.push(...found)
    if (found.length > 0) continue
    const { keyId = null, ...setting } = entry as Omit<UpstreamSetting, 'keyId'> & { keyId?: string }
    settings.push({ ...setting, keyId })
  }
  const twice = settings.filter(({ profile }, i) => settings.findIndex((s) => s.profile === profile) !== i)
  for (const { profile } of twice) faults.push(`UPSTREAMS names ${profile} twice. Allowed: once each.`)
  return { settings, faults }
}

function listOf(text: string): unknown[] | null {
  try {
    const read: unknown = JSON.parse(text)
    return Array.isArray(read) ? read : null
  } catch {
    return null
  }
}

function faultsOf(entry: unknown, loopbackWillDo: boolean): string[] {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return ['must be an object.']
  const given = entry as Readonly<Record<string, unknown>>
  const faults = Object.keys(given)
    .filter((name) => !Object.hasOwn(ENTRY, name))
    .map((name) => `${name.slice(0, 40)} is not known. Allowed: ${Object.keys(ENTRY).join(', ')}.`)
  const say = (name: keyof typeof ENTRY, more = '') =>
    faults.push(`${name}: allowed is ${ENTRY[name]}${more}.`)
  for (const name of Object.keys(ENTRY) as (keyof typeof ENTRY)[]) {
    const value = given[name]
    if (value === undefined && OPTIONAL.includes(name)) continue
    const text = typeof value === 'string' && value.length > 0 && value.length <= 1000
    if (!text || (name !== 'secretFile' && /\s/.test(value))) say(name)
  }
  if (faults.length > 0) return faults
  if (!isUpstreamId(given.profile)) {
    say('profile')
    return faults
  }
  const profile: UpstreamProfile = UPSTREAMS[given.profile]
  if (!profile.authentication.some((way) => way === given.authentication))
    faults.push(`authentication: ${given.profile} knows ${profile.authentication.join(', ')}.`)
  if (given.keyId !== undefined && given.authentication !== 'private_key_jwt') say('keyId')
  const issuer = given.issuer as string
  const ours = profile.issuers !== 'customer' && Object.hasOwn(profile.issuers, issuer)
  if (ours || (loopbackWillDo && isLoopback(issuer) && isPlain(issuer))) return faults
  if (profile.issuers !== 'customer')
    say('issuer', `; ${given.profile} is ${Object.keys(profile.issuers).join(' or ')}`)
  else if (!isPlain(issuer) || !issuer.startsWith('https://')) say('issuer')
  return faults
}

/** As an issuer is written (OpenID Connect Core §2): nothing hidden in it, and the URL parser agrees with its spelling. */
function isPlain(address: string): boolean {
  const url = URL.parse(address)
  if (!url || url.search || url.hash || url.username || url.password) return false
  return url.href === address || url.href === `${address}/`
}

/** `http://localhost…`: our own machine, for the demo and for tests. */
export function isLoopback(address: string): boolean {
  const url = URL.parse(address)
  if (url?.protocol !== 'http:') return false
  return ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname) || url.hostname.endsWith('.localhost')
}
