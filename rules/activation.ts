/**
 * Codes that issue an ID, recover it, or stand in for a password once: how long each lives and who may get one how (I-01, I-20).
 * Lives and tries: FACTS "MitID activation" and issue 3, point 1; the cooling-off: FACTS "Code card (NemID)", an hour.
 */
export type CodeChannel = 'letter' | 'in-person' | 'sms'
export type CodePurpose = 'enrol' | 'recover' | 'temporary-password'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

export const ACTIVATION = {
  livesMs: { letter: 30 * DAY, 'in-person': 48 * HOUR, sms: 30 * MINUTE },
  /** Wrong secret parts that end a code. */
  triesMax: 3,
  /** An SMS may carry a code only to a number that has stood unchanged this long. */
  phoneUnchangedMs: 120 * HOUR,
  /** Recovery: time for its owner to hear of it and to block, before the code does anything. */
  coolingOffMs: HOUR,
  /** After the code: time to choose user ID and password. */
  choosingMs: 20 * MINUTE,
  /** At the desk: time for a second member of staff to look at the passport too. */
  secondLookMs: HOUR,
  /** After that, in the session it opened: time to register the first devices. */
  devicesMs: HOUR,
  /** Letters to one person: the next after a day at the earliest, and three in thirty days. Nobody is buried in ours. */
  ordersEveryMs: DAY,
  ordersPerMonth: 3,
  /** Temporary passwords by SMS to one person in 24 hours: who holds a second factor may order again, not flood a phone. */
  smsPerDay: 5,
  /** Orders from one network in 24 hours, over all numbers. */
  ordersPerNetwork: 10,
} as const

/** When a code ordered now begins and ends to be good. Recovery waits, whatever the channel; the life counts from then. */
export function lifeOfCode(
  purpose: CodePurpose,
  channel: CodeChannel,
  orderedAtMs: number,
): { usableFromMs: number; expiresAtMs: number } {
  const usableFromMs = orderedAtMs + (purpose === 'enrol' ? 0 : ACTIVATION.coolingOffMs)
  return { usableFromMs, expiresAtMs: usableFromMs + ACTIVATION.livesMs[channel] }
}

/**
 * What a member of staff signs who has seen the passport of somebody at the desk. A code is handed over when two of them have.
 * @param actId names this one act; the same signature does not count twice
 */
export const lookedText = (look: { actId: string; number: string; reason: string }): string =>
  ['brevhus desk passport seen v1', look.actId, look.number, look.reason].join('\n')

export type CodeState = {
  usableFromMs: number
  expiresAtMs: number
  wrongTries: number
  endedAtMs: number | null
}

/** `wait`: the cooling-off is not over. Ended, expired and used up are one answer to whoever types the code. */
export function codeDoor(code: CodeState, nowMs: number): 'open' | 'wait' | 'over' {
  if (code.endedAtMs !== null || nowMs >= code.expiresAtMs || code.wrongTries >= ACTIVATION.triesMax)
    return 'over'
  return nowMs < code.usableFromMs ? 'wait' : 'open'
}

/** Whether one more letter may go to this person, given when the last ones were ordered (any order). */
export function mayOrder(orderedAtMs: readonly number[], nowMs: number): boolean {
  const month = orderedAtMs.filter((at) => at > nowMs - 30 * DAY)
  return (
    month.length < ACTIVATION.ordersPerMonth && month.every((at) => at <= nowMs - ACTIVATION.ordersEveryMs)
  )
}

/** Whether one more SMS with a code may go to this person. */
export const mayText = (orderedAtMs: readonly number[], nowMs: number): boolean =>
  orderedAtMs.filter((at) => at > nowMs - DAY).length < ACTIVATION.smsPerDay

/** Never by SMS alone: to a verified number that has not changed lately, and only beside something else the person has. */
export function mayUseSms(
  phone: { verifiedAtMs: number | null; addedAtMs: number } | null,
  nowMs: number,
): boolean {
  return (
    phone !== null && phone.verifiedAtMs !== null && nowMs - phone.addedAtMs >= ACTIVATION.phoneUnchangedMs
  )
}
