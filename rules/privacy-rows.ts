/**
 * Why a stored datum is held and until when, by the privacy row its column belongs to (the rules E-10 to E-50, N-01 to N-30; the
 * periods R0 to R30). One table, so that an answer to a request for access (G1, N-08) says the same as the deletion does.
 */
export type Why =
  | 'service'
  | 'identify'
  | 'register'
  | 'activity'
  | 'message'
  | 'security'
  | 'consent'
  | 'payment'
  | 'own'
  | 'staff'
  | 'certificate'
  | 'agreement'
export type Until =
  /** R1, R2 */
  | 'account'
  /** R4 */
  | 'five-years'
  /** R5 */
  | 'five-years-after-matter'
  /** R6 */
  | 'six-months'
  /** R14 */
  | 'accounting'
  /** N-07 */
  | 'six-years-after-id'
  /** E-24: until withdrawn, the proof R4 after. */
  | 'withdrawn-and-five-years'
  /** R30 */
  | 'letter'

export type Row = { readonly why: Why; readonly until: Until }

export const PRIVACY_ROWS = {
  'E-10': { why: 'service', until: 'account' },
  'E-11': { why: 'own', until: 'five-years-after-matter' },
  'E-12': { why: 'message', until: 'five-years-after-matter' },
  'E-13': { why: 'activity', until: 'five-years' },
  'E-14': { why: 'service', until: 'account' },
  'E-16': { why: 'service', until: 'account' },
  'E-17': { why: 'identify', until: 'account' },
  'E-18': { why: 'service', until: 'account' },
  'E-19': { why: 'register', until: 'account' },
  'E-20': { why: 'security', until: 'six-months' },
  'E-22': { why: 'own', until: 'five-years' },
  'E-23': { why: 'own', until: 'five-years-after-matter' },
  'E-24': { why: 'consent', until: 'withdrawn-and-five-years' },
  'E-25': { why: 'own', until: 'account' },
  'E-26': { why: 'message', until: 'five-years' },
  'E-27': { why: 'payment', until: 'accounting' },
  'E-28': { why: 'own', until: 'account' },
  'E-49': { why: 'staff', until: 'five-years' },
  'E-50': { why: 'security', until: 'six-years-after-id' },
  'N-01': { why: 'agreement', until: 'six-years-after-id' },
  'N-02': { why: 'agreement', until: 'six-years-after-id' },
  'N-03': { why: 'register', until: 'six-years-after-id' },
  'N-05': { why: 'agreement', until: 'six-years-after-id' },
  'N-11': { why: 'security', until: 'six-years-after-id' },
  'N-12': { why: 'certificate', until: 'six-years-after-id' },
  'N-18': { why: 'consent', until: 'five-years' },
  'N-22': { why: 'security', until: 'five-years' },
  R30: { why: 'own', until: 'letter' },
} as const satisfies Record<string, Row>

/** The row a column's comment begins with; null for a column of which nobody is told anything ("none: …"). */
export function rowOf(comment: string): keyof typeof PRIVACY_ROWS | null {
  const id = /^[A-Z]-?\d{1,2}\b/.exec(comment)?.[0] ?? ''
  return Object.hasOwn(PRIVACY_ROWS, id) ? (id as keyof typeof PRIVACY_ROWS) : null
}
