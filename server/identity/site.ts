import { ConfigError } from '#ground/config.ts'

/** Our own address as browsers see it: what cookies, passkeys and the same-origin check are bound to. */
export type Site = {
  /** `https://post.example`, without a path. */
  readonly origin: string
  /** WebAuthn relying party id: the host name. */
  readonly rpId: string
  /** Cookies are Secure and `__Host-` prefixed. False on plain http, which is allowed on loopback only. */
  readonly secure: boolean
}

/** @throws ConfigError when the address is plain http and not loopback: cookies would travel in the open. */
export function siteOf(publicUrl: string): Site {
  const url = new URL(publicUrl)
  const loopback =
    ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname) || url.hostname.endsWith('.localhost')
  if (url.protocol !== 'https:' && !loopback) {
    throw new ConfigError('PUBLIC_URL must be https: plain http is for loopback demonstrations only.')
  }
  return { origin: url.origin, rpId: url.hostname, secure: url.protocol === 'https:' }
}
