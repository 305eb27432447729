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
  const all = countersOf(identity, attempt)
  const counters = attempt.known ? [all.fromBrowser] : [all.fromHere, all.strangers, all.network]
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
  return begunBy(attempt, all, now)
}

function begunBy({ known }: Attempt, counters: Counters, now: Date): Begun {
  const { strangers, network } = counters
  const source = known ? counters.fromBrowser : counters.fromHere
  return {
    async succeed(trx) {
      // The owner's success from a known browser says nothing of the strangers, and one of many in a network little.
      if (known) return settleCounters(trx, [source], null)
      const credit = await givesOneBack(trx, counters, now)
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
export const countersToSee = (identity: Identity, attempt: Omit<Attempt, 'known'>): Counter[] =>
  Object.values(countersOf(identity, attempt))

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
  const all = seenOf(counters)
  const { fromHere, strangers, network, fromBrowser, creditHere, creditAnywhere } = all
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
    ...begunBy(attempt, all, now),
    choices: counted.choices,
    settling: {
      credited: credit ? [creditHere, creditAnywhere] : [],
      cleared: known ? [source] : [source, strangers],
      back: known ? null : { counter: network, failures: credit ? 2 : 1 },
    },
  }
}

/** A library or a mobile operator is not its careless users: whoever gets in takes one of the failures there back. */
async function givesOneBack(trx: Trx, { creditHere, creditAnywhere }: Counters, now: Date): Promise<boolean> {
  const counters = [creditHere, creditAnywhere]
  const [here = [], anywhere = []] = await lockCounters(trx, counters, now)
  if (!givesCredit(here[0] ?? null, anywhere, now.getTime())) return false
  await countFailure(trx, counters, now)
  return true
}

/** In the order they are seen in. */
const KINDS = ['fromHere', 'strangers', 'network', 'fromBrowser', 'creditHere', 'creditAnywhere'] as const
type Counters = Record<(typeof KINDS)[number], Counter>

const seenOf = (seen: readonly SeenCounter[]): Record<keyof Counters, SeenCounter> =>
  Object.fromEntries(KINDS.map((kind, i) => [kind, seen[i]!])) as Record<keyof Counters, SeenCounter>

/** `fromHere` and `fromBrowser` are the two a source is counted by: a stranger's network, or the browser that is known. */
function countersOf(identity: Identity, { about, name, visit }: Omit<Attempt, 'known'>): Counters {
  const key = (...parts: string[]) => fingerprint(identity.keys.throttle, ...parts)
  const network = networkOf(visit.address)
  const { browserHash } = visit
  const byName = key(name)
  const source = (from: string): Counter => ({ scope: `${about}-source`, key: key(name, from) })
  const fromHere = source(`network ${network}`)
  return {
    fromHere,
    strangers: { scope: `${about}-strangers`, key: byName },
    network: { scope: 'network', key: key(network) },
    fromBrowser: browserHash ? source(`browser ${browserHash.toString('hex')}`) : fromHere,
    creditHere: { scope: 'credit-here', key: key(name, network) },
    creditAnywhere: { scope: 'credit-anywhere', key: byName },
  }
}
