/**
 * Guessing is slow, and only for who guesses (`#rules/lock-out.ts`). An attempt is counted as failed before the password is looked
 * at, and taken back on success: a hundred attempts at once can't slip through before the first failure is written.
 */
import { asPostOffice, type Trx } from '#ground/db.ts'
import { refuse } from '#ground/refuse.ts'
import { LOCK_OUT, signInDoor, waitSeconds } from '#rules/lock-out.ts'
import type { Identity } from './room.ts'
import { fingerprint } from './sealed-secret.ts'
import {
  type Counter,
  clearCounters,
  countFailure,
  lockCounters,
  stampFailure,
  takeBackFailure,
} from './throttle.store.ts'
import { networkOf, type Visit } from './visit.ts'

/**
 * Trying one password on many names: what a whole network may fail, over all names together. Loose, because behind one address
 * may be a library or a mobile operator; known browsers are not asked.
 */
export const NETWORK_WAIT = { free: 40, firstSeconds: 30, maxSeconds: 15 * 60 } as const

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

/** @throws `sign-in-wait` with the seconds to wait; nothing is counted then. */
export async function beginAttempt(identity: Identity, attempt: Attempt): Promise<Begun> {
  const { source, strangers, network } = countersOf(identity, attempt)
  const counters = attempt.known ? [source] : [source, strangers, network]
  const now = identity.clock()
  const wait = await asPostOffice(identity.db, async (trx) => {
    const [sourceFailuresMs = [], strangerFailuresMs = [], networkFailuresMs = []] = await lockCounters(
      trx,
      counters,
      now,
    )
    const door = signInDoor({
      nowMs: now.getTime(),
      knownDevice: attempt.known,
      sourceFailuresMs,
      strangerFailuresMs,
    })
    const seconds = Math.max(
      door.kind === 'wait' ? Math.ceil((door.untilMs - now.getTime()) / 1000) : 0,
      networkWait(networkFailuresMs, now.getTime()),
    )
    if (seconds === 0) await countFailure(trx, counters, now)
    return seconds
  })
  if (wait > 0) throw refuse('sign-in-wait', { retryAfterSeconds: wait })
  return {
    async succeed(trx) {
      // The owner's success from a known browser says nothing of the strangers, and one of many in a network little.
      await clearCounters(trx, attempt.known ? [source] : [source, strangers])
      if (!attempt.known) await takeBackFailure(trx, [network])
    },
    fail: (trx) => stampFailure(trx, [source], now),
  }
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

function networkWait(failuresMs: readonly number[], nowMs: number): number {
  const recent = failuresMs.filter((at) => at > nowMs - LOCK_OUT.memorySeconds * 1000)
  const wait = waitSeconds(
    recent.length,
    NETWORK_WAIT.free,
    NETWORK_WAIT.firstSeconds,
    NETWORK_WAIT.maxSeconds,
  )
  return wait === 0 ? 0 : Math.max(0, Math.ceil((Math.max(...recent) + wait * 1000 - nowMs) / 1000))
}
