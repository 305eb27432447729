/**
 * How long everything of the OpenID provider lives, in seconds unless the name says otherwise. Read by the provider, never by a service
 * provider.
 */
const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

export const OPENID_SECONDS = {
  // FAPI 2.0 Security Profile §5.3.2.1: an authorization code lives at most 60 seconds.
  AuthorizationCode: MINUTE,
  // RFC 9700 §4.10: short-lived, so that a stolen one is soon worthless.
  AccessToken: 10 * MINUTE,
  IdToken: 10 * MINUTE,
  // A person at the sign-in page may have to find their code device.
  Interaction: 30 * MINUTE,
  // N-18: so long a service may fetch data without the person signing in, as the consent page says. Each use gives a new token, good to the same end.
  RefreshToken: 60 * DAY,
  // I-11: as long as a web session can last. The session itself is asked on every use.
  Session: 8 * HOUR,
  // A grant must outlive its refresh tokens.
  Grant: 61 * DAY,
} as const

/** Clocks of others: a JWT may come this much before its time (FAPI 2.0 §5.3.2.1: accept 10 seconds, refuse beyond 60). */
export const CLOCK_TOLERANCE_SECONDS = 10

/** FAPI 2.0 §5.3.2.1: beyond a minute ahead a JWT is refused. */
export const ISSUED_AHEAD_SECONDS_MAX = MINUTE

/** Keys that sign ID tokens. */
export const SIGNING_KEY_DAYS = {
  /** A new key is made when the newest has signed this long (NIST SP 800-57 part 1: private signature keys, well within one to three years). */
  signs: 90,
  /** It is published this long before it signs: relying parties cache key sets for about a day. */
  publishedBefore: 7,
  /** And this long after: ID tokens come back as `id_token_hint`. */
  publishedAfter: 30,
} as const
