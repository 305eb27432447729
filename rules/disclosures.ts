/**
 * I-07: giving a person's data to others without their consent. Every disclosure names one of these grounds; none of them, no
 * disclosure. `tell`: the person is told, unless the ground allows to keep it from them and staff say why (an investigation).
 */
export const DISCLOSED = [
  'identity',
  'national-number',
  'usage-history',
  'previous-use-ip',
  'suspicious-uses',
] as const
export type Disclosed = (typeof DISCLOSED)[number]
export type RecipientKind = 'police' | 'bank' | 'authority'

export type LegalGround = {
  readonly source: string
  readonly recipient: RecipientKind
  readonly what: readonly Disclosed[]
  readonly tell: 'always' | 'unless-forbidden'
  /** Whether it holds against a person who has blocked their personal data (I-19): a duty does, an interest does not. */
  readonly againstBlock: boolean
}

export const LEGAL_GROUNDS = {
  'suspected-fraud': {
    source: 'N-06: suspected fraud may go to the police',
    recipient: 'police',
    what: ['identity', 'previous-use-ip', 'suspicious-uses'],
    tell: 'unless-forbidden',
    againstBlock: true,
  },
  'court-order': {
    source: 'N-16: obligation by an order of a court',
    recipient: 'police',
    what: ['identity', 'national-number', 'usage-history', 'previous-use-ip', 'suspicious-uses'],
    tell: 'unless-forbidden',
    againstBlock: true,
  },
  'bank-against-fraud': {
    source: 'N-17: previous-use addresses to the person’s own bank, against fraud',
    recipient: 'bank',
    what: ['previous-use-ip'],
    tell: 'always',
    againstBlock: false,
  },
  'authority-number': {
    source: 'N-15: the national number to public authorities within law',
    recipient: 'authority',
    what: ['national-number'],
    tell: 'always',
    againstBlock: true,
  },
  'legal-obligation': {
    source: 'N-16: legal, regulatory or governmental obligation',
    recipient: 'authority',
    what: ['identity', 'usage-history'],
    tell: 'unless-forbidden',
    againstBlock: true,
  },
} as const satisfies Record<string, LegalGround>

export type LegalGroundId = keyof typeof LEGAL_GROUNDS

export type DisclosureFault = 'ground-unknown' | 'not-covered' | 'must-be-told' | 'data-blocked'

/** Why it may not be given; null when it may. */
export function disclosureFault(asked: {
  ground: string
  what: Disclosed
  /** Kept from the person. */
  untold: boolean
  dataBlocked: boolean
}): DisclosureFault | null {
  if (!Object.hasOwn(LEGAL_GROUNDS, asked.ground)) return 'ground-unknown'
  const ground: LegalGround = LEGAL_GROUNDS[asked.ground as LegalGroundId]
  if (!ground.what.includes(asked.what)) return 'not-covered'
  if (asked.untold && ground.tell === 'always') return 'must-be-told'
  if (asked.dataBlocked && !ground.againstBlock) return 'data-blocked'
  return null
}
