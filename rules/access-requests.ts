import { type CalendarDate, monthsAfter } from './calendar-date.ts'

/**
 * N-08: formal requests for access are free once every six months and at most twice a year; both limits hold. Looking and
 * downloading while signed in are free and unlimited (N-10, G1). A further request is answered with a fee or a date, never with
 * silence (I-12, GDPR Art. 12(5)).
 */
export const ACCESS_REQUESTS = {
  monthsBetween: 6,
  freePerYear: 2,
  /** GDPR Art. 12(3): one month; shorter here, because the answer goes by post. */
  answerWithinDays: 14,
  /** Operator-set; a reasonable fee for the cost of answering, in the smallest unit. */
  feeMinor: { DKK: 200_00, NOK: 250_00 },
} as const

export type RequestVerdict =
  | { readonly kind: 'free' }
  /** Free again from this day on; until then at the fee. */
  | { readonly kind: 'fee-or-later'; readonly freeFrom: CalendarDate }

/**
 * @param answeredFree days of earlier free requests, in any order
 * @param today the person's own calendar day
 */
export function judgeAccessRequest(
  answeredFree: readonly CalendarDate[],
  today: CalendarDate,
): RequestVerdict {
  const days = answeredFree.toSorted()
  const last = days.at(-1)
  if (last === undefined) return { kind: 'free' }
  const afterLast = monthsAfter(last, ACCESS_REQUESTS.monthsBetween)
  // The month's end can make two halves shorter than a year (31 August, 28 February, 28 August): the year limit holds then.
  const yearsFirst = days.at(-ACCESS_REQUESTS.freePerYear)
  const afterYear = yearsFirst === undefined ? afterLast : monthsAfter(yearsFirst, 12)
  const freeFrom = [afterLast, afterYear].sort()[1]!
  return today >= freeFrom ? { kind: 'free' } : { kind: 'fee-or-later', freeFrom }
}

/** The first day of the person on which it is answered at the latest: a further request waits for the day that is free. */
export function answerFrom(verdict: RequestVerdict, today: CalendarDate): CalendarDate {
  return verdict.kind === 'free' ? today : verdict.freeFrom
}

/** Free of the fee only because the day has come, or paid: then it counts against nobody's two a year. */
export function isDue(request: { answerFrom: CalendarDate; feePaid: boolean }, today: CalendarDate): boolean {
  return request.feePaid || today >= request.answerFrom
}
