/**
 * How often one network may ask for revocation lists and OCSP answers: they are for everybody and nobody signs in for them, so one
 * careless or malicious program must not take the time of all others. Generous, since a company's computers share an address, and
 * counted in this process.
 */
import type { Clock } from '#ground/clock.ts'
import { networkOf } from '../visit.ts'

export const ASKING_LIMIT = { perMinute: 600, networks: 50_000 } as const

export type AskingLimit = {
  /** Counts this one. 0, or the seconds until the next may come. */
  waitSeconds(address: string): number
}

export function openAskingLimit(clock: Clock): AskingLimit {
  let minute = 0
  let asked = new Map<string, number>()
  return {
    waitSeconds(address) {
      const now = clock().getTime()
      const present = Math.floor(now / 60_000)
      // More networks than that in a minute is a flood from everywhere: it begins anew, and no memory fills.
      if (present !== minute || asked.size >= ASKING_LIMIT.networks) {
        minute = present
        asked = new Map()
      }
      const network = networkOf(address)
      const count = (asked.get(network) ?? 0) + 1
      asked.set(network, count)
      return count <= ASKING_LIMIT.perMinute ? 0 : Math.ceil(((minute + 1) * 60_000 - now) / 1000)
    },
  }
}
