/** I-04: why a certificate is revoked, by whom it may be asked for, and what a relying party is told (RFC 5280 §5.3.1). The
 * public code is coarser than our reason on purpose: a list anybody can read must not tell of a death or a guardianship. */

export type Requester = 'holder' | 'administrator' | 'support' | 'system'

export type CertifiedParty = 'person' | 'enterprise'

export type RevocationReason = {
  readonly about: string
  readonly crlReason:
    | 'unspecified'
    | 'keyCompromise'
    | 'affiliationChanged'
    | 'superseded'
    | 'cessationOfOperation'
    | 'privilegeWithdrawn'
  readonly requesters: readonly Requester[]
  /** Whose certificates it can be about; left out: anybody's. */
  readonly of?: CertifiedParty
}

/** FACTS of the field: revoked on wish, suspected compromise, key lost, wrong content, death, guardianship, bankruptcy, breach. */
export const REVOCATION_REASONS = {
  wish: {
    about: 'the holder, or the company it was ordered by, wants it no more',
    crlReason: 'cessationOfOperation',
    requesters: ['holder', 'administrator', 'support'],
  },
  compromise: {
    about: 'somebody else has, or may have, the key',
    crlReason: 'keyCompromise',
    requesters: ['holder', 'administrator', 'support', 'system'],
  },
  'key-lost': {
    about: 'the key is gone, in nobody’s hands as far as is known',
    // A lost key can turn up with somebody: relying parties treat it like a stolen one.
    crlReason: 'keyCompromise',
    requesters: ['holder', 'administrator', 'support'],
  },
  'wrong-content': {
    about: 'name, number or e-mail in it is not, or no longer, right',
    crlReason: 'affiliationChanged',
    requesters: ['holder', 'administrator', 'support', 'system'],
  },
  renewed: {
    about: 'a newer certificate took its place before its end',
    crlReason: 'superseded',
    requesters: ['holder', 'administrator', 'system'],
  },
  death: {
    about: 'the holder has died',
    crlReason: 'cessationOfOperation',
    requesters: ['support', 'system'],
    of: 'person',
  },
  guardianship: {
    about: 'the holder came under guardianship',
    crlReason: 'privilegeWithdrawn',
    requesters: ['support', 'system'],
    of: 'person',
  },
  bankruptcy: {
    about: 'the company went bankrupt or was dissolved',
    crlReason: 'cessationOfOperation',
    requesters: ['support', 'system'],
    of: 'enterprise',
  },
  breach: {
    about: 'the terms were broken',
    crlReason: 'privilegeWithdrawn',
    requesters: ['support'],
  },
} as const satisfies Record<string, RevocationReason>

export type RevocationCause = keyof typeof REVOCATION_REASONS

const CRL_REASONS = {
  unspecified: 0,
  keyCompromise: 1,
  affiliationChanged: 3,
  superseded: 4,
  cessationOfOperation: 5,
  privilegeWithdrawn: 9,
} as const satisfies Record<RevocationReason['crlReason'], number>

export const crlReasonOf = (cause: RevocationCause): number =>
  CRL_REASONS[REVOCATION_REASONS[cause].crlReason]

export function mayRevoke(cause: RevocationCause, requester: Requester): boolean {
  return (REVOCATION_REASONS[cause].requesters as readonly Requester[]).includes(requester)
}

/** Whether support may give this reason for certificates of a person, or of an enterprise. */
export function supportMayRevoke(cause: string, of: CertifiedParty): cause is RevocationCause {
  if (!Object.hasOwn(REVOCATION_REASONS, cause)) return false
  const reason: RevocationReason = REVOCATION_REASONS[cause as RevocationCause]
  return mayRevoke(cause as RevocationCause, 'support') && (reason.of ?? of) === of
}
