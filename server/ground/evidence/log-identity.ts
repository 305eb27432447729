import type { House } from '#ground/house.ts'
import type { LogIdentity } from './checkpoint.ts'

/** The name and key of this post office's own log. It is read at `<origin>/checkpoint` (server/http/evidence.routes.ts). */
export function logOf(house: Pick<House, 'config' | 'signer'>): LogIdentity {
  return { origin: `${new URL(house.config.PUBLIC_URL).host}/evidence`, signer: house.signer }
}
