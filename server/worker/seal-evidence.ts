/** O-04: gives the newest leaves their place in the evidence log and signs the head. */
import { sql } from 'kysely'
import { EvidenceLogDamaged, seal } from '#ground/evidence/log.ts'
import { logOf } from '#ground/evidence/log-identity.ts'
import type { House } from '#ground/house.ts'

/** When it returns, every leaf committed before the call is under a signed head. */
export async function sealEvidence(house: House): Promise<void> {
  await seal(house.db, logOf(house))
}

const EVERY_MS = 1000
/** A log that does not add up needs a person; until then it is tried, and said, once a minute. */
const EVERY_MS_WHEN_DAMAGED = 60_000

export type Sealer = { stop(): Promise<void> }

/**
 * Seals every second in which leaves were written, so that a head stands about a second after an event. A loop and no
 * job: a job enqueued by every chunk would be one row they all wait for. With nothing to seal it costs one look at an
 * empty partial index. Any number of processes may run it.
 */
export function keepSealing(house: House, everyMs: number = EVERY_MS): Sealer {
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  // The first round signs the empty log, so that there is a head from the start.
  let underWay = round(true)

  async function round(first: boolean): Promise<void> {
    let pause = everyMs
    try {
      if (first || (await hasUnsealed(house))) await sealEvidence(house)
    } catch (error) {
      const damaged = error instanceof EvidenceLogDamaged
      if (damaged) pause = EVERY_MS_WHEN_DAMAGED
      house.log.error({ event: damaged ? 'evidence-log-damaged' : 'sealing-failed', err: error })
    }
    if (!stopped)
      timer = setTimeout(() => {
        underWay = round(false)
      }, pause)
  }

  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await underWay
    },
  }
}

async function hasUnsealed(house: House): Promise<boolean> {
  const { rows } = await sql<{ unsealed: boolean }>`
    select exists (select from evidence_chunk where first_position is null) as unsealed`.execute(house.db)
  return rows[0]!.unsealed
}
