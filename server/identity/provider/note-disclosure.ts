/** A sign-in at a service provider, for the person's usage history: when, at which level, what kinds of data, by what right (I-06, N-15, N-18). */
import { newId } from '#ground/ids.ts'
import type { Level } from '#rules/levels.ts'
import type { Identity } from '../room.ts'
import { isNumberClaim } from './claims-asked.ts'
import { addDisclosure } from './consent.store.ts'

/** Where is kept only for who has chosen so (N-22). Values are never kept. */
export async function noteDisclosure(
  identity: Pick<Identity, 'db' | 'clock'>,
  disclosure: {
    personId: string
    sessionId: string
    service: string
    claims: readonly string[]
    level: Level
    numberGround: string | null
  },
): Promise<void> {
  const { numberGround, ...rest } = disclosure
  const at = identity.clock()
  const legalGround =
    numberGround && disclosure.claims.some(isNumberClaim) ? `consent; ${numberGround}` : 'consent'
  await addDisclosure(identity.db, { ...rest, eventId: newId(at.getTime()), at, legalGround })
}
