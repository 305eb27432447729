/**
 * Guessing is slow, and only for who guesses (`#rules/lock-out.ts`). An attempt is counted as failed before the password is looked
 * at, and taken back on success: a hundred attempts at once can't slip through before the first failure is written.
 */
import { asPostOffice, type Trx } from '#ground/db.ts'
import { refuse } from '#ground/refuse.ts'
import { givesCredit, networkWaitEnd, signInDoor } from '#rules/lock-out.ts'
import type { Identity } from './room.ts'
import { fingerprint } from './sealed-secret.ts'
import type { LookedUp } from './sign-in-look-up.store.ts'
import {
  type Choices,
  type Counter,
  countAttempt,
  countFailure,
  countSeen,
  lockCounters,
  type SeenCounter,
  settleCounters,
  stampFailure,
} from './throttle.store.ts'
import { networkOf, type Visit } from './visit.ts'

export type Attempt = {
  readonly about: 'password' | 'code'
  /** The name as typed, or the person's id; counted whether or not anybody has it. */
  readonly name: string
  readonly visit: Visit
  /** The visit's browser has signed in as this person before. */
  readonly known: boolean
}

export type Begun = {
  /** Call in the transaction that acts on the success. */
  succeed(trx: Trx): Promise<void>
  /**
   * Call in the transaction that notes the failure. The failure is counted already; this writes it once more, so that a
   * refusal is a written and committed row whether or not anybody has that name, and takes the same time.
   */
  fail(trx: Trx): Promise<void>
}

/** What a success writes to the counters, as a part of a larger statement. */
export type Settling = {
  /** Counted once more, if they are still as they were seen; otherwise the whole statement has to fail. */
  readonly credited: readonly SeenCounter[]
  readonly cleared: readonly Counter[]
  /** Of this one the newest failures are taken back. */
  readonly back: { readonly counter: Counter; readonly failures: number } | null
}

/** @throws `sign-in-wait` with the seconds to wait; nothing is counted then. */
export async function beginAttempt(identity: Identity, attempt: Attempt): Promise<Begun> {
  const { source, strangers, network } = countersOf(identity, attempt)
  const counters = attempt.known ? [source] : [source, strangers, network]
  const now = identity.clock()
  await asPostOffice(identity.db, async (trx) => {
    const [sourceFailuresMs = [], strangerFailuresMs = [], networkFailuresMs = []] = await countAttempt(
      trx,
      counters,
      now,
    )
    const seconds = waitOf(attempt.known, now, { sourceFailuresMs, strangerFailuresMs, networkFailuresMs })
    // Takes the count back with the transaction.
    if (seconds > 0) throw refuse('sign-in-wait', { retryAfterSeconds: seconds })
  })
  return begunBy(identity, attempt, now)
}

function begunBy(identity: Identity, attempt: Attempt, now: Date): Begun {
  const { source, strangers, network } = countersOf(identity, attempt)
  return {
    async succeed(trx) {
      // The owner's success from a known browser says nothing of the strangers, and one of many in a network little.
      if (attempt.known) return settleCounters(trx, [source], null)
      const credit = await givesOneBack(identity, trx, attempt, now)
      await settleCounters(trx, [source, strangers], { counter: network, failures: credit ? 2 : 1 })
    },
    fail: (trx) => stampFailure(trx, [source], now),
  }
}

type Failures = Record<'sourceFailuresMs' | 'strangerFailuresMs' | 'networkFailuresMs', readonly number[]>

/** Seconds to wait; 0: none. */
function waitOf(knownDevice: boolean, now: Date, failures: Failures): number {
  const nowMs = now.getTime()
  const { sourceFailuresMs, strangerFailuresMs, networkFailuresMs } = failures
  const door = signInDoor({ nowMs, knownDevice, sourceFailuresMs, strangerFailuresMs })
  return Math.max(
    door.kind === 'wait' ? Math.ceil((door.untilMs - nowMs) / 1000) : 0,
    Math.ceil((networkWaitEnd(networkFailuresMs, nowMs) - nowMs) / 1000),
  )
}

/** All counters an attempt may concern, to be read before it is known whose name and whose browser it is. */
export function countersToSee(
  identity: Identity,
  about: Attempt['about'],
  name: string,
  visit: Visit,
): Counter[] {
  const { source, strangers, network } = countersOf(identity, { about, name, visit, known: false })
  const known = countersOf(identity, { about, name, visit, known: true }).source
  return [source, strangers, network, known, ...creditsOf(identity, name, visit)]
}

/**
 * The same as `beginAttempt` in one round trip, by the counters as they were just seen (`countersToSee`). When another attempt came in between,
 * `beginAttempt` takes its turn behind it. `settling` is null then.
 * @throws `sign-in-wait` with the seconds to wait; nothing is counted then.
 */
export async function beginSeen(
  identity: Identity,
  attempt: Attempt,
  { counters, login }: LookedUp,
): Promise<Begun & { settling: Settling | null; choices: Choices | null }> {
  const [fromHere, strangers, network, fromBrowser, creditHere, creditAnywhere] = counters as [
    SeenCounter,
    SeenCounter,
    SeenCounter,
    SeenCounter,
    SeenCounter,
    SeenCounter,
  ]
  const { known } = attempt
  const now = identity.clock()
  const source = known ? fromBrowser : fromHere
  const seconds = waitOf(known, now, {
    sourceFailuresMs: source.failedAtMs,
    strangerFailuresMs: known ? [] : strangers.failedAtMs,
    networkFailuresMs: known ? [] : network.failedAtMs,
  })
  if (seconds > 0) throw refuse('sign-in-wait', { retryAfterSeconds: seconds })
  const counted = await countSeen(
    identity.db,
    known ? [source] : [source, strangers, network],
    login?.mailboxId ?? null,
    now,
  )
  if (!counted) return { ...(await beginAttempt(identity, attempt)), settling: null, choices: null }
  const credit =
    !known && givesCredit(creditHere.failedAtMs[0] ?? null, creditAnywhere.failedAtMs, now.getTime())
  return {
    ...begunBy(identity, attempt, now),
    choices: counted.choices,
    settling: {
      credited: credit ? [creditHere, creditAnywhere] : [],
      cleared: known ? [source] : [source, strangers],
      back: known ? null : { counter: network, failures: credit ? 2 : 1 },
    },
  }
}

/** A library or a mobile operator is not its careless users: whoever gets in takes one of the failures there back. */
async function givesOneBack(
  identity: Identity,
  trx: Trx,
  { name, visit }: Attempt,
  now: Date,
): Promise<boolean> {
  const counters = creditsOf(identity, name, visit)
  const [here = [], anywhere = []] = await lockCounters(trx, counters, now)
  if (!givesCredit(here[0] ?? null, anywhere, now.getTime())) return false
  await countFailure(trx, counters, now)
  return true
}

function creditsOf(identity: Identity, name: string, visit: Visit): [here: Counter, anywhere: Counter] {
  const key = (...parts: string[]) => fingerprint(identity.keys.throttle, ...parts)
  return [
    { scope: 'credit-here', key: key(name, networkOf(visit.address)) },
    { scope: 'credit-anywhere', key: key(name) },
  ]
}

function countersOf(
  identity: Identity,
  { about, name, visit, known }: Attempt,
): Record<string, Counter> & {
  source: Counter
  strangers: Counter
  network: Counter
} {
  const key = (...parts: string[]) => fingerprint(identity.keys.throttle, ...parts)
  const network = networkOf(visit.address)
  const source =
    known && visit.browserHash ? `browser ${visit.browserHash.toString('hex')}` : `network ${network}`
  return {
    source: { scope: `${about}-source`, key: key(name, source) },
    strangers: { scope: `${about}-strangers`, key: key(name) },
    network: { scope: 'network', key: key(network) },
  }
}
