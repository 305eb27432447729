import { setTimeout as sleep } from 'node:timers/promises'
import { asPostOffice } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { describeError } from '#ground/log.ts'
import type { PopulationRegister } from '#ground/ports.ts'
import { applyPeople } from './apply-register.ts'
import { loadRegister, POPULATION_FEED } from './load-register.ts'
import { cursorOf, moveCursor } from './people.store.ts'

type Parts = Pick<House, 'config' | 'db' | 'clock' | 'log' | 'metrics'>

export type Followed =
  | { kind: 'applied'; changes: number; faulty: number }
  /** No snapshot was ever loaded, or the register does not know our cursor any more. */
  | { kind: 'start-anew' }

/** One step: asks for the changes after our cursor, waiting up to `waitSeconds` for the first, and puts them into force.
 * The people, the exchange index and the cursor change in one transaction, so that a crash leaves them agreeing and the
 * same changes may come again. Throws when the register cannot be reached or another process moved the cursor. */
export async function followOnce(
  house: Parts,
  register: PopulationRegister,
  options: { waitSeconds: number; signal?: AbortSignal },
): Promise<Followed> {
  const after = await asPostOffice(house.db, (trx) => cursorOf(trx, POPULATION_FEED))
  if (after === undefined) return { kind: 'start-anew' }
  const answer = await register.changes(after, options)
  if (answer.kind === 'start-anew') return answer
  if (answer.faulty > 0) house.log.error({ event: 'register-changes-faulty', count: answer.faulty, after })
  if (answer.next !== after) {
    await asPostOffice(house.db, async (trx) => {
      const now = house.clock()
      // first the cursor: a second follower waits on its row, then sees that it came too late and changes nothing
      if (!(await moveCursor(trx, POPULATION_FEED, after, answer.next, now))) {
        throw new Error('the register cursor was moved by another process')
      }
      await applyPeople(
        trx,
        answer.changes.map((change) => change.person),
        now,
      )
    })
  }
  const newest = answer.changes.at(-1)?.at
  house.metrics.registerDelay.set(
    newest ? Math.max(0, (house.clock().getTime() - newest.getTime()) / 1000) : 0,
  )
  return { kind: 'applied', changes: answer.changes.length, faulty: answer.faulty }
}

/** Below P-05's 60 s with room for the call itself: a register that comes back is caught up with in time. */
const BACK_OFF_MS_MAX = 15_000
const BACK_OFF_MS_FIRST = 250
const WAIT_SECONDS = 20

/** P-05: keeps following until told to stop: long-polls, so that a change is in force at once; backs off while the register
 * or the database is away; loads a new snapshot when the register asks for it. Resolves when `signal` is aborted. */
export async function followRegister(
  house: Parts,
  register: PopulationRegister,
  options: { signal: AbortSignal; waitSeconds?: number },
): Promise<void> {
  const { signal, waitSeconds = WAIT_SECONDS } = options
  let answeredAt = house.clock()
  for (let failures = 0; !signal.aborted; ) {
    try {
      const step = await followOnce(house, register, { waitSeconds, signal })
      if (step.kind === 'start-anew') {
        house.log.warn({ event: 'register-start-anew' })
        await loadRegister(house, register)
      }
      failures = 0
      answeredAt = house.clock()
    } catch (error) {
      if (signal.aborted) return
      failures++
      // What the register may have to say is at most that old; a gauge that stood still would hide it.
      house.metrics.registerDelay.set((house.clock().getTime() - answeredAt.getTime()) / 1000)
      house.log.warn({ event: 'register-not-followed', failures, err: describeError(error) })
      await sleep(Math.min(BACK_OFF_MS_MAX, BACK_OFF_MS_FIRST * 2 ** Math.min(failures, 10)), undefined, {
        signal,
      }).catch(() => {})
    }
  }
}
