/**
 * Guessing is slow, and only for who guesses (`#rules/lock-out.ts`). An attempt is counted as failed before the password is looked
 * at, and taken back on success: a hundred attempts at once can't slip through before the first failure is written.
 */
import { asPostOffice, type Trx } from '#ground/db.ts'
import { refuse } from '#ground/refuse.ts'
import { givesCredit, networkWaitEnd, signInDoor } from '#rules/lock-out.ts'
import type { Identity } from './room.ts'
import { fingerprint } from './sealed-secret.ts'
import {
  type Counter,
  countAttempt,
  countFailure,
  lockCounters,
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
    const door = signInDoor({
      nowMs: now.getTime(),
      knownDevice: attempt.known,
      sourceFailuresMs,
      strangerFailuresMs,
    })
    const seconds = Math.max(
      door.kind === 'wait' ? Math.ceil((door.untilMs - now.getTime()) / 1000) : 0,
      Math.ceil((networkWaitEnd(networkFailuresMs, now.getTime()) - now.getTime()) / 1000),
    )
    // Takes the count back with the transaction.
    if (seconds > 0) throw refuse('sign-in-wait', { retryAfterSeconds: seconds })
  })
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

/** A library or a mobile operator is not its careless users: whoever gets in takes one of the failures there back. */
async function givesOneBack(
  identity: Identity,
  trx: Trx,
  { name, visit }: Attempt,
  now: Date,
): Promise<boolean> {
  const key = (...parts: string[]) => fingerprint(identity.keys.throttle, ...parts)
  const counters = [
    { scope: 'credit-here', key: key(name, networkOf(visit.address)) },
    { scope: 'credit-anywhere', key: key(name) },
  ]
  const [here = [], anywhere = []] = await lockCounters(trx, counters, now)
  if (!givesCredit(here[0] ?? null, anywhere, now.getTime())) return false
  await countFailure(trx, counters, now)
  return true
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
