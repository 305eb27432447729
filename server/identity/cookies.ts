/** Reading and writing our cookies. Every one is HttpOnly, SameSite=Lax, Path=/, and on https Secure and `__Host-` prefixed. */
import type { Site } from './site.ts'

export type CookieName =
  /** The session's token; gone when the browser closes (Q-02). */
  | 'session'
  /** A browser somebody has signed in from before. */
  | 'browser'
  /** The secret of a device that its person keeps (D-02). */
  | 'device'
  /** Binds the forms of a sign-in page to the browser that asked for them. */
  | 'form'
  /** Language chosen on a page for the signed-out. */
  | 'language'

const SECONDS_KEPT: Record<CookieName, number | null> = {
  session: null,
  // R6: device details live six months.
  browser: 180 * 24 * 3600,
  // D-02: 60 days since last use; set anew at every reopening.
  device: 60 * 24 * 3600,
  form: null,
  language: 365 * 24 * 3600,
}

export const COOKIE_NAMES = Object.keys(SECONDS_KEPT) as readonly CookieName[]

/** How long a browser keeps it; null: until it is closed. */
export const secondsKept = (name: CookieName): number | null => SECONDS_KEPT[name]

export function cookieName(site: Site, name: CookieName): string {
  const bare = name === 'session' ? 'brevhus' : `brevhus-${name}`
  return site.secure ? `__Host-${bare}` : bare
}

/** The cookie's value; undefined when it is missing or sent twice, which no browser does with ours. */
export function readCookie(site: Site, header: string | undefined, name: CookieName): string | undefined {
  if (!header || header.length > 8192) return undefined
  const wanted = `${cookieName(site, name)}=`
  let found: string | undefined
  for (let at = header.indexOf(wanted); at !== -1; at = header.indexOf(wanted, at + 1)) {
    if (!beginsCookie(header, at)) continue
    if (found !== undefined) return undefined
    const end = header.indexOf(';', at)
    found = header.slice(at + wanted.length, end === -1 ? undefined : end).trimEnd()
  }
  return found
}

/** Whether nothing but blanks stands between this place and the cookie before. */
function beginsCookie(header: string, at: number): boolean {
  let before = at - 1
  while (before >= 0 && (header[before] === ' ' || header[before] === '\t')) before -= 1
  return before < 0 || header[before] === ';'
}

export function writeCookie(site: Site, name: CookieName, value: string): string {
  const kept = SECONDS_KEPT[name]
  return `${cookieName(site, name)}=${value}; Path=/; HttpOnly; SameSite=Lax${
    site.secure ? '; Secure' : ''
  }${kept === null ? '' : `; Max-Age=${kept}`}`
}

export function clearCookie(site: Site, name: CookieName): string {
  return `${cookieName(site, name)}=; Path=/; HttpOnly; SameSite=Lax${site.secure ? '; Secure' : ''}; Max-Age=0`
}
