/**
 * Where a sign-in leads back to. Only places of our own web app, by an allow-list of shapes: a list of forbidden ones
 * has always missed something (`//evil`, `/\evil`, `/%09/evil`, `https:evil`).
 */
export const HOME = '/'

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'

/** Names of pages in lower case, and ids, five of them at most: `/in/<folder>/letters/<id>/proof`. Nothing else, no query, no fragment. */
const PLACE = new RegExp(`^/(?:[a-z][a-z0-9-]{0,39}(?:/(?:${UUID}|[a-z][a-z0-9-]{0,39})){0,4})?$`)

/** The pages with a query: links in verification e-mails (P-09) and invitations (I-03) need a sign-in in between. */
const LINKED = /^\/(?:verify-email|id\/invitation)\?token=[A-Za-z0-9_-]{43}$/

/** Consent to a service provider's sign-in; the name in the middle is the provider's own (I-08). */
const CONSENT = /^\/consent\/[A-Za-z0-9_-]{43}$/

/** Pages that would lead round in a circle, and addresses that are not pages. */
const NOT_PLACES = /^\/(?:sign-in|sign-out|api|v1|oauth|openid)(?:\/|$)/

/** The path itself when it is one of ours, otherwise the front page. Never throws. */
export function safeReturn(wanted: unknown): string {
  if (typeof wanted === 'string' && (LINKED.test(wanted) || CONSENT.test(wanted))) return wanted
  if (typeof wanted !== 'string' || !PLACE.test(wanted) || NOT_PLACES.test(wanted)) return HOME
  return wanted
}

/** The page of exactly that letter (B-06), or the front page when the id is none. */
export function letterPath(letterId: unknown): string {
  return typeof letterId === 'string' && new RegExp(`^${UUID}$`).test(letterId)
    ? `/letters/${letterId}`
    : HOME
}
