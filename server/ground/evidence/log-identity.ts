import type { House } from '#ground/house.ts'
import type { LogIdentity } from './checkpoint.ts'

/** The name and key of this post office's own log. The name is a setting of its own and not PUBLIC_URL: an address may
 * move, but heads signed under another name are another log, and the sealer refuses to go on with this one. */
export function logOf(house: Pick<House, 'config' | 'signer'>): LogIdentity {
  return { origin: house.config.EVIDENCE_ORIGIN, signer: house.signer }
}
