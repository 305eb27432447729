/**
 * Sessions that have idled out or reached their end are over without anybody ending them. This writes it down, so that the service
 * providers they were used at are told (Back-Channel Logout; the database asks for that when a session ends, migration 0021).
 */
import { asPostOffice } from '#ground/db.ts'
import { PROFILES, type ProfileId } from '#rules/profiles.ts'
import type { Identity } from './room.ts'
import { endRunOut } from './session.store.ts'

/** May run twice. Returns how many sessions it wrote down. */
export async function endIdleSessions(identity: Pick<Identity, 'db' | 'clock'>): Promise<number> {
  const now = identity.clock()
  let ended = 0
  for (const [profile, { session }] of Object.entries(PROFILES) as [
    ProfileId,
    (typeof PROFILES)[ProfileId],
  ][])
    ended += await asPostOffice(identity.db, (trx) =>
      endRunOut(trx, { profile, idleMinutes: session.idleMinutes, now }),
    )
  return ended
}
