/**
 * The sign-in back-off law. A person's user ID is no secret, so whoever knows it can fail on purpose: failures from elsewhere must
 * slow the guesser, never shut the owner out. Hence three counters:
 * - the source (this device cookie, or this network when there is none) waits for its own failures;
 * - the account, counted over strangers' sources only, slows strangers, by at most five minutes at a time;
 * - a known device (signed in here before, proven by its cookie) is not slowed by strangers at all.
 * Nothing here blocks for good: a full block is an act of a person, an administrator or fraud staff (I-05).
 */
export const LOCK_OUT = {
  /** Wrong tries before the first wait. */
  sourceFree: 3,
  sourceFirstWaitSeconds: 30,
  sourceWaitMaxSeconds: 15 * 60,
  /** Strangers' failures on one account, together, before strangers wait. */
  strangersFree: 20,
  strangersFirstWaitSeconds: 10,
  strangersWaitMaxSeconds: 5 * 60,
  /**
   * Strangers' failures from one network, over all names: trying one password on many. Behind one address may be a library or a mobile
   * operator, so every person who gets in from there takes a failure back; an attacker's own accounts do so in few networks only.
   */
  networkFree: 10,
  networkFirstWaitSeconds: 60,
  networkWaitMaxSeconds: 2 * 60 * 60,
  /** Networks in which one person takes a failure back within a day, each once. */
  creditNetworks: 3,
  /** Older failures are forgotten. */
  memorySeconds: 24 * 60 * 60,
  /** Wrong one-time codes in a row that block the device (not the person): each came after a right password. */
  deviceCodesMax: 10,
} as const

export type SignInHistory = {
  nowMs: number
  /** Whether this source has signed in to this account before. */
  knownDevice: boolean
  /** Times (ms) of this source's failures on this account since its last success, any order. */
  sourceFailuresMs: readonly number[]
  /** Times (ms) of all strangers' failures on this account, this source's included if it is a stranger. */
  strangerFailuresMs: readonly number[]
}

export type SignInDoor = { kind: 'try' } | { kind: 'wait'; untilMs: number; because: 'source' | 'strangers' }

/** Whether a try may be made now. A try that must wait is not checked and does not count as a failure. */
export function signInDoor(history: SignInHistory): SignInDoor {
  const { nowMs, knownDevice } = history
  const own = waitEnd(
    history.sourceFailuresMs,
    nowMs,
    LOCK_OUT.sourceFree,
    LOCK_OUT.sourceFirstWaitSeconds,
    LOCK_OUT.sourceWaitMaxSeconds,
  )
  const strangers = knownDevice
    ? 0
    : waitEnd(
        history.strangerFailuresMs,
        nowMs,
        LOCK_OUT.strangersFree,
        LOCK_OUT.strangersFirstWaitSeconds,
        LOCK_OUT.strangersWaitMaxSeconds,
      )
  const untilMs = Math.max(own, strangers)
  if (untilMs <= nowMs) return { kind: 'try' }
  return { kind: 'wait', untilMs, because: own >= strangers ? 'source' : 'strangers' }
}

/** Until when (ms) strangers wait in a network with these failures; 0: they need not. */
export function networkWaitEnd(failuresMs: readonly number[], nowMs: number): number {
  return waitEnd(
    failuresMs,
    nowMs,
    LOCK_OUT.networkFree,
    LOCK_OUT.networkFirstWaitSeconds,
    LOCK_OUT.networkWaitMaxSeconds,
  )
}

/**
 * Whether somebody who has just got in from a network takes one of its failures back.
 * @param thereMs when they last did so in this network; null: never
 * @param anywhereMs when they did so in any network
 */
export function givesCredit(thereMs: number | null, anywhereMs: readonly number[], nowMs: number): boolean {
  const since = nowMs - LOCK_OUT.memorySeconds * 1000
  if (thereMs !== null && thereMs > since) return false
  return anywhereMs.filter((at) => at > since).length < LOCK_OUT.creditNetworks
}

/** Seconds to wait after so many failures: none while they are free, then doubling up to the longest. */
export function waitSeconds(
  failures: number,
  free: number,
  firstSeconds: number,
  maxSeconds: number,
): number {
  if (failures < free) return 0
  return Math.min(maxSeconds, firstSeconds * 2 ** Math.min(failures - free, 30))
}

function waitEnd(
  failuresMs: readonly number[],
  nowMs: number,
  free: number,
  firstSeconds: number,
  maxSeconds: number,
): number {
  // A time ahead of now (a clock set back) counts as now, so that nobody waits for a clock.
  const recent = failuresMs
    .map((at) => Math.min(at, nowMs))
    .filter((at) => at > nowMs - LOCK_OUT.memorySeconds * 1000)
  const latest = recent.reduce((max, at) => Math.max(max, at), 0)
  const wait = waitSeconds(recent.length, free, firstSeconds, maxSeconds)
  return wait === 0 ? 0 : latest + wait * 1000
}

/** Whether wrong codes in a row block the device they were for. The person's other devices go on working. */
export function deviceDoor(wrongCodesInARow: number): 'open' | 'blocked' {
  return wrongCodesInARow >= LOCK_OUT.deviceCodesMax ? 'blocked' : 'open'
}
