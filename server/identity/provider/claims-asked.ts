/**
 * What a service provider can be given, and which scope asks for it (OpenID Connect Core §5.4). Every value comes from the register or from the
 * person's own settings; nothing is derived that they couldn't see there.
 */
export const CLAIMS_OF_SCOPE = {
  profile: ['name', 'given_name', 'family_name'],
  email: ['email', 'email_verified'],
  address: ['address'],
  phone: ['phone_number', 'phone_number_verified'],
  // N-15, N-16: only for who has a legal ground; the name is ours, the two countries have none in common.
  national_number: ['national_number', 'national_number_country'],
} as const satisfies Record<string, readonly string[]>

export type Claim = (typeof CLAIMS_OF_SCOPE)[keyof typeof CLAIMS_OF_SCOPE][number]

const NUMBER: readonly string[] = CLAIMS_OF_SCOPE.national_number

export const isNumberClaim = (claim: string): boolean => NUMBER.includes(claim)

/** What a request asks for, by scope and by the parameter `claims` (Core §5.5), in the order of our table. */
export function claimsAsked(params: Readonly<Record<string, unknown>>): Claim[] {
  const scopes = typeof params.scope === 'string' ? params.scope.split(' ') : []
  const named = namedClaims(params.claims)
  return Object.entries(CLAIMS_OF_SCOPE).flatMap(([scope, claims]) =>
    claims.filter((claim) => scopes.includes(scope) || named.has(claim)),
  )
}

function namedClaims(parameter: unknown): Set<string> {
  if (typeof parameter !== 'string') return new Set()
  const asked = JSON.parse(parameter) as Record<string, object | undefined>
  return new Set([...Object.keys(asked.userinfo ?? {}), ...Object.keys(asked.id_token ?? {})])
}

/** `acr_values` and `claims.id_token.acr`, both in order of preference; the essential ones bind (Core §5.5.1.1). */
export function acrAsked(params: Readonly<Record<string, unknown>>): string[] {
  const claims = typeof params.claims === 'string' ? JSON.parse(params.claims) : {}
  const { value, values, essential } = (claims.id_token?.acr ?? {}) as {
    value?: unknown
    values?: unknown
    essential?: unknown
  }
  const inClaims = [
    ...(typeof value === 'string' ? [value] : []),
    ...(Array.isArray(values) ? values : []),
  ].filter((acr): acr is string => typeof acr === 'string')
  const inParameter =
    typeof params.acr_values === 'string' ? params.acr_values.split(' ').filter(Boolean) : []
  if (inClaims.length === 0) return inParameter
  // Asked twice: an essential claim has the last word, otherwise the parameter says what the claim didn't.
  return essential === true ? inClaims : [...new Set([...inClaims, ...inParameter])]
}
