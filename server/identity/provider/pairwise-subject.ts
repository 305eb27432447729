import { createHmac } from 'node:crypto'
import type { Identity } from '../room.ts'

/** One person, another name in every sector: service providers can't compare whom they know (Core §8.1). */
export function pairwiseSubject(identity: Pick<Identity, 'keys'>, personId: string, sector: string): string {
  return createHmac('sha256', identity.keys.pairwise)
    .update(`${sector.length}:${sector}${personId}`)
    .digest('base64url')
}
