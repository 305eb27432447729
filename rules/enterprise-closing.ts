/**
 * P-02, B-09, D-05: everything in an enterprise's mailbox is lost when it is closed, and one stolen or angry administrator must not be enough.
 * Two close it together: one asks, another who was an administrator before that confirms. Where there is only one, the request stands for
 * fourteen days, in which everybody who should know has been told, before the same one may confirm.
 */
const ENTERPRISE_CLOSING = {
  /** Ours. */
  aloneDays: 14,
  /** Ours: after that it has to be asked for again. */
  validDays: 28,
} as const

export type ClosingRequest = { readonly askedBy: string; readonly askedAt: Date }

export type ClosingAnswer =
  | 'confirm'
  /** Somebody else who administers has to. */
  | 'needs-another'
  /** The only administrator waits until `readyAt`. */
  | 'wait'

const DAY_MS = 86_400_000

export const readyAt = ({ askedAt }: ClosingRequest): Date =>
  new Date(askedAt.getTime() + ENTERPRISE_CLOSING.aloneDays * DAY_MS)

export const closingEnds = ({ askedAt }: ClosingRequest): Date =>
  new Date(askedAt.getTime() + ENTERPRISE_CLOSING.validDays * DAY_MS)

/** Void once its time is over, or who asked administers no longer. */
export function stillAsked(
  request: ClosingRequest,
  administrators: readonly { employeeId: string }[],
  now: Date,
): boolean {
  return now < closingEnds(request) && administrators.some(({ employeeId }) => employeeId === request.askedBy)
}

/**
 * What this administrator may do about a request that is still asked.
 * @param administrators all whose employment goes on, with since when: one named after the request was made does not count, or whoever
 * asked could name their own second.
 */
export function mayConfirm(
  request: ClosingRequest,
  by: string,
  administrators: readonly { employeeId: string; since: Date }[],
  now: Date,
): ClosingAnswer {
  const others = administrators.filter(
    ({ employeeId, since }) => employeeId !== request.askedBy && since < request.askedAt,
  )
  if (others.some(({ employeeId }) => employeeId === by)) return 'confirm'
  if (by !== request.askedBy || others.length > 0) return 'needs-another'
  return now < readyAt(request) ? 'wait' : 'confirm'
}
