/**
 * Does a state-changing request come from our own pages? Cookies say who, never why: this is the other half
 * (OWASP CSRF: Fetch Metadata, then Origin). SameSite=Lax stands behind it.
 */
export type OriginHeaders = {
  readonly method: string
  readonly secFetchSite: string | undefined
  readonly origin: string | undefined
}

const READING = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * True for reading requests and for those our own pages sent. Browsers send Sec-Fetch-Site on https and loopback and page script
 * can't forge it; older ones send Origin. A request with neither is refused: it is no browser's, and a
 * cookie has no business in it.
 */
export function isOurs(request: OriginHeaders, ownOrigin: string): boolean {
  if (READING.has(request.method)) return true
  // `same-site` is a neighbour on another subdomain, `none` a typed address, which is never a POST.
  if (request.secFetchSite !== undefined) return request.secFetchSite === 'same-origin'
  return request.origin === ownOrigin
}
