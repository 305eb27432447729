/**
 * Addresses at which a browser maker's push service takes a message (RFC 8030). The browser names one and our server calls it, so it is held to
 * a list: otherwise anybody signed in could have us call any address of our own network (SSRF).
 */
const PUSH_ENDPOINT_CHARACTERS_MAX = 1000

/** Chromium and its relatives, Firefox, Edge, Safari. `*.` stands for one or more labels. */
export const KNOWN_PUSH_SERVICES = [
  'https://fcm.googleapis.com',
  'https://updates.push.services.mozilla.com',
  'https://*.push.services.mozilla.com',
  'https://*.notify.windows.com',
  'https://*.push.apple.com',
] as const

/** @param services origins: scheme, host and port, the host's first label may be `*` */
export function isPushEndpoint(text: string, services: readonly string[]): boolean {
  if (text.length > PUSH_ENDPOINT_CHARACTERS_MAX || !URL.canParse(text)) return false
  const url = new URL(text)
  if (url.username !== '' || url.password !== '' || url.hash !== '') return false
  return services.some((service) => {
    const wild = /^([a-z]+:\/\/)\*\.(.+)$/.exec(service)
    if (!wild) return url.origin === service
    const [, scheme = '', host = ''] = wild
    return `${url.protocol}//` === scheme && url.port === '' && url.hostname.endsWith(`.${host}`)
  })
}
