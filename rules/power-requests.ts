/**
 * B-11, B-12, D-07, D-09, D-10: who may ask to act in another's mailbox, with which papers, with whose consent, until when, and how
 * staff decide. Pure. One table, readable by a lawyer: a row is what is asked for.
 */
import { addMonths } from './add-months.ts'
import { PROFILES, type ProfileId } from './profiles.ts'

export const POWER_KINDS = ['guardian', 'attorney', 'heir'] as const
export type PowerKind = (typeof POWER_KINDS)[number]

export const PAPER_KINDS = [
  /** D-09: the authority's decision that appoints the guardian. */
  'appointment',
  /** D-10 */
  'power-of-attorney',
  /** D-10: that the principal can no longer look after it themselves. */
  'doctors-certificate',
  /** D-07 */
  'probate-certificate',
  /** Whatever else helps to decide. */
  'other',
] as const
export type PaperKind = (typeof PAPER_KINDS)[number]

type Asked = {
  readonly papers: readonly PaperKind[]
  /** D-10: the other attorneys of the same power say yes themselves. */
  readonly consents: boolean
  /** Whether the one in whose mailbox they would act lives or has died. */
  readonly of: 'living' | 'deceased'
}

export const POWER_REQUESTS = {
  guardian: { papers: ['appointment'], consents: false, of: 'living' },
  attorney: { papers: ['power-of-attorney', 'doctors-certificate'], consents: true, of: 'living' },
  heir: { papers: ['probate-certificate'], consents: false, of: 'deceased' },
} as const satisfies Record<PowerKind, Asked>

export const POWER_REQUEST_LIMITS = {
  /** Two different members of staff, whichever way it goes. */
  votes: 2,
  /** Ours: characters of a reason: "ok" is none. */
  reasonCharactersMin: 10,
  /** Ours: of one person at one time. */
  openMax: 5,
  coAttorneysMax: 9,
  paperBytesMax: 10_000_000,
  /** Ours: days one that was not handed in is kept. */
  begunDays: 7,
  /** Ours: days the other attorneys have to answer. */
  consentDays: 30,
  /** Ours: days within which staff decide. */
  decideDays: 30,
  /** R3: years a closed one is kept, with its papers. */
  keepYears: 5,
} as const

/** Kinds of file that cannot run and are seen everywhere. */
export const PAPER_TYPES = ['application/pdf', 'image/png', 'image/jpeg'] as const

export const isPaperOf = (kind: PowerKind, paper: PaperKind): boolean =>
  paper === 'other' || (POWER_REQUESTS[kind].papers as readonly PaperKind[]).includes(paper)

export const missingPapers = (kind: PowerKind, given: readonly PaperKind[]): PaperKind[] =>
  POWER_REQUESTS[kind].papers.filter((paper) => !given.includes(paper))

export type Verdict = 'approve' | 'refuse'

export type Vote = {
  readonly staff: string
  /** The person of the register behind the name: two names of one person are one vote. */
  readonly personId: string
  readonly verdict: Verdict
}

/** Decided once two different people say the same; those who have a part in it don't count. */
export function outcomeOf(votes: readonly Vote[], interested: readonly string[]): Verdict | 'undecided' {
  const saying = (verdict: Verdict) =>
    new Set(
      votes
        .filter((vote) => vote.verdict === verdict && !interested.includes(vote.personId))
        .map((vote) => vote.personId),
    ).size
  if (saying('refuse') >= POWER_REQUEST_LIMITS.votes) return 'refuse'
  return saying('approve') >= POWER_REQUEST_LIMITS.votes ? 'approve' : 'undecided'
}

/** What a member of staff signs: they can't be made to have said it of another request, of other papers, or for another reason. */
export const votedText = (vote: {
  requestId: string
  contentDigest: string
  verdict: Verdict
  reason: string
}): string =>
  ['brevhus power request vote v1', vote.requestId, vote.contentDigest, vote.verdict, vote.reason].join('\n')

// ── Estates (B-12) ──────────────────────────────────────────────────────────────────────────────────

/** D-07: until when heirs can ask; null: as long as there is anything. */
export function heirsUntil(profile: ProfileId, deathNoticeAt: Date): Date | null {
  const { heirsMonths } = PROFILES[profile].death
  return heirsMonths === null ? null : addMonths(deathNoticeAt, heirsMonths)
}

/** D-06: the end of the time after which it is deleted, unless an heir has it. */
export const estateDeletedAt = (profile: ProfileId, deathNoticeAt: Date): Date =>
  addMonths(deathNoticeAt, PROFILES[profile].death.deleteAfterMonths)

export type EstateFacts = {
  readonly profile: ProfileId
  readonly deathNoticeAt: Date
  /** An heir has access now: in `no` the account is theirs, in `dk` there is access left. */
  readonly heirHasIt: boolean
  /** An heir asked in time and nobody has decided yet: what they ask for is not destroyed meanwhile. */
  readonly requestWaits: boolean
}

export function isEstateDue(estate: EstateFacts, now: Date): boolean {
  if (estate.heirHasIt || estate.requestWaits) return false
  return estateDeletedAt(estate.profile, estate.deathNoticeAt) <= now
}

/** Why an approved request can't be carried out at all: staff are told, nobody else. */
export type Obstacle = 'nobody' | 'no-mailbox' | 'deceased' | 'living' | 'too-late' | 'consent-missing'

export function obstacleOf(asked: {
  kind: PowerKind
  subject: { status: string; profile: ProfileId | null; deathNoticeAt: Date | null } | null
  submittedAt: Date
  consentsMissing: number
}): Obstacle | null {
  const { kind, subject } = asked
  if (!subject) return 'nobody'
  const died = subject.status === 'deceased'
  if (POWER_REQUESTS[kind].of === 'living' && died) return 'deceased'
  if (POWER_REQUESTS[kind].of === 'deceased' && !died) return 'living'
  if (!subject.profile) return 'no-mailbox'
  if (asked.consentsMissing > 0) return 'consent-missing'
  if (kind === 'heir') {
    if (!subject.deathNoticeAt) return 'living'
    const until = heirsUntil(subject.profile, subject.deathNoticeAt)
    if (until && asked.submittedAt >= until) return 'too-late'
  }
  return null
}
