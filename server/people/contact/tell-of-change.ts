import type { Actor } from '#ground/actor.ts'
import type { Trx } from '#ground/db.ts'
import { addJob } from '#ground/jobs.ts'

/**
 * P-09: a change of contact details is told at every other one, and at the one that was there until now. Those of an enterprise are nobody's
 * own: its log says who changed them.
 */
export async function tellOfChange(
  trx: Trx,
  by: Actor,
  before: { alsoTo?: string[]; alsoToPhone?: string } = {},
): Promise<void> {
  if (by.actingFor) return
  await addJob(trx, 'tell-person', { personId: by.personId, about: 'contact-changed', facts: {}, ...before })
}
