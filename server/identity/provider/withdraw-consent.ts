/** The person's own view of whom they have agreed to hand data over to, and the way to take it back (N-18, I-12). */
import { asPostOffice } from '#ground/db.ts'
import { requireLevel } from '#ground/require-level.ts'
import type { Identity } from '../room.ts'
import type { PresentSession } from '../session.store.ts'
import { reachOf } from '../session-of.ts'
import { dropOfPerson } from './artifact.store.ts'
import { type ConsentRow, endConsent, listConsents } from './consent.store.ts'

export async function ownConsents(
  identity: Pick<Identity, 'db'>,
  session: PresentSession,
): Promise<ConsentRow[]> {
  requireLevel({ level: session.level, reach: reachOf(session) }, 'read-consents')
  return listConsents(identity.db, session.personId)
}

/** From this moment on no token of theirs opens anything. False when there was no consent to withdraw. */
export async function withdrawConsent(
  identity: Pick<Identity, 'db' | 'clock'>,
  session: PresentSession,
  clientId: string,
): Promise<boolean> {
  requireLevel({ level: session.level, reach: reachOf(session) }, 'withdraw-consent')
  return asPostOffice(identity.db, async (trx) => {
    const withdrawn = await endConsent(trx, session.personId, clientId, identity.clock())
    if (withdrawn) await dropOfPerson(trx, session.personId, clientId)
    return withdrawn
  })
}
