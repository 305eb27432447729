/** The upstreams of this post office as they stand open: settings and secrets read at start, discovery when first needed. */
import { createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Clock } from '#ground/clock.ts'
import { ConfigError } from '#ground/config.ts'
import { readUpstreams, type UpstreamSetting } from '#ground/upstream-settings.ts'
import { UPSTREAMS, type UpstreamId, type UpstreamProfile } from '#rules/upstream.ts'
import { openRelyingParty, type RelyingParty } from './relying-party.ts'

export type Upstream = {
  readonly id: UpstreamId
  readonly profile: UpstreamProfile
  readonly issuer: string
  /** The only origins it is asked at, and a browser is sent to. */
  readonly origins: ReadonlySet<string>
  readonly relyingParty: RelyingParty
}

export type Upstreams = ReadonlyMap<string, Upstream>

/** @throws ConfigError that names every setting and every file that can't be used */
export function openUpstreams(
  config: { readonly UPSTREAMS: string; readonly PUBLIC_URL: string },
  clock: Clock,
): Upstreams {
  const { settings, faults } = readUpstreams(config.UPSTREAMS, config.PUBLIC_URL)
  const secrets = settings.map((setting) => readSecret(setting, faults))
  if (faults.length > 0) throw new ConfigError(`The configuration is not usable:\n  ${faults.join('\n  ')}`)
  return new Map(
    settings.map((setting, i) => {
      const { profile: id, issuer } = setting
      const profile: UpstreamProfile = UPSTREAMS[id]
      const others = profile.issuers === 'customer' ? [] : (profile.issuers[issuer] ?? [])
      const origins = new Set([issuer, ...others].map((address) => new URL(address).origin))
      const relyingParty = openRelyingParty({ profile, setting, secret: secrets[i]!, origins, clock })
      return [id, { id, profile, issuer, origins, relyingParty }]
    }),
  )
}

/** The text of the file, held against what it is used for; a fault is added instead of thrown, so that all are told. */
function readSecret({ profile, authentication, secretFile }: UpstreamSetting, faults: string[]): string {
  const say = (fault: string) => faults.push(`UPSTREAMS: secretFile of ${profile} ${fault}.`)
  let text = ''
  try {
    text = readFileSync(secretFile, 'utf8').trim()
  } catch {
    say('can not be read')
    return text
  }
  if (authentication !== 'private_key_jwt') {
    // OpenID Connect Core §16.19: a secret must not be guessable.
    if (text.length < 16) say('must hold at least 16 characters')
    return text
  }
  try {
    const key = createPrivateKey(text)
    if (key.asymmetricKeyType !== 'rsa' || (key.asymmetricKeyDetails?.modulusLength ?? 0) < 2048)
      say('must hold an RSA key of at least 2048 bits')
    return key.export({ type: 'pkcs8', format: 'pem' }).toString()
  } catch {
    say('must hold a private key in PEM')
    return text
  }
}
