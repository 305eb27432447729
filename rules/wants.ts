import { PROFILES } from './profiles.ts'

/** What a letter wants of its reader (B-17): to pay or to answer by a day, or to come at a time. */
export type Wants =
  | { kind: 'pay'; amountMinor: number; currency: 'DKK' | 'NOK' | 'SEK' | 'EUR'; dueOn: string }
  | { kind: 'answer'; dueOn: string }
  /** Instants of RFC 3339. */
  | { kind: 'appointment'; startsAt: string; endsAt: string | null; place: string | null }

// The Swedish way of writing a day is that of ISO 8601.
const DAYS = new Intl.DateTimeFormat('sv-SE', { timeZone: PROFILES.dk.timeZone })

/**
 * The day a calendar finds it by; of an appointment that on which it begins where its reader lives. It is decided before it is known whose
 * mailbox it comes to, which is no matter: Copenhagen and Oslo keep the same time.
 */
export const wantsDay = (wants: Wants): string =>
  wants.kind === 'appointment' ? DAYS.format(new Date(wants.startsAt)) : wants.dueOn

export type WantsGiven =
  | Exclude<Wants, { kind: 'appointment' }>
  | { kind: 'appointment'; startsAt: string; endsAt?: string; place?: string }

/** As it is kept: instants in UTC, nothing left out. */
export function readWants(given: WantsGiven): Wants {
  if (given.kind !== 'appointment') return given
  const utc = (instant: string) => new Date(instant).toISOString()
  const { startsAt, endsAt, place } = given
  return {
    kind: given.kind,
    startsAt: utc(startsAt),
    endsAt: endsAt ? utc(endsAt) : null,
    place: place ?? null,
  }
}

/** What a schema cannot say: an end before its beginning, or days long. Undefined when nothing is wrong. */
export function wantsFault(
  given: WantsGiven,
): { field: string; reason: string; message: string } | undefined {
  if (given.kind !== 'appointment' || given.endsAt === undefined) return undefined
  const minutes = (Date.parse(given.endsAt) - Date.parse(given.startsAt)) / 60_000
  if (minutes > 0 && minutes <= APPOINTMENT_DAYS_MAX * 1440) return undefined
  const message = `Must be after startsAt, and at most ${APPOINTMENT_DAYS_MAX} days after it.`
  return { field: 'wants.endsAt', reason: 'not-after-start', message }
}

const APPOINTMENT_DAYS_MAX = 31

export const CALENDAR = {
  /** Days back that the calendar still shows what was due. */
  pastDays: 31,
  /** Days ahead. */
  aheadDays: 730,
  entriesMax: 500,
  remindDaysMost: 30,
} as const
