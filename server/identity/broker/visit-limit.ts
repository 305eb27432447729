/**
 * How often one network may have us ask an upstream: every press of a button is a request of ours to somebody else's machine, and nobody
 * shall turn this post office against it. Counted in this process; many people share a mobile operator's address, so it is generous.
 */
import type { Clock } from '#ground/clock.ts'
import { VISIT_LIMIT } from '#rules/upstream.ts'
import { networkOf } from '../visit.ts'

export type VisitLimit = { allows(address: string): boolean }

export function openVisitLimit(clock: Clock): VisitLimit {
  /** Moments of the last visits, oldest first, by network. */
  const visits = new Map<string, number[]>()
  return {
    allows(address) {
      const now = clock().getTime()
      const since = now - VISIT_LIMIT.seconds * 1000
      const network = networkOf(address)
      const recent = (visits.get(network) ?? []).filter((at) => at > since)
      if (recent.length >= VISIT_LIMIT.perNetwork) return false
      recent.push(now)
      // Moved to the end: what stands first has been quiet for longest.
      visits.delete(network)
      visits.set(network, recent)
      for (const oldest of visits.keys()) {
        if (visits.size <= VISIT_LIMIT.networks) break
        visits.delete(oldest)
      }
      return true
    },
  }
}
