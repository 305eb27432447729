/** The electronic IDs a person has shown here, to see and to undo (I-09). */
import type { ElectronicIds } from '#api/session.ts'
import { asPostOffice } from '#ground/db.ts'
import { addJob } from '#ground/jobs.ts'
import { refuse } from '#ground/refuse.ts'
import type { ProfileId } from '#rules/profiles.ts'
import { UPSTREAMS } from '#rules/upstream.ts'
import type { Identity } from '../room.ts'
import { describeBrowser } from '../user-agent.ts'
import type { Visit } from '../visit.ts'
import { listLinks, removeLink } from './upstream.store.ts'
import type { Upstreams } from './upstreams.ts'

export async function ownElectronicIds(
  identity: Identity,
  session: { personId: string },
): Promise<ElectronicIds> {
  const links = await listLinks(identity.db, session.personId)
  return {
    electronicIds: links.map(({ linkId, upstream, linkedAt, lastUsedAt }) => ({
      id: linkId,
      name: UPSTREAMS[upstream].name,
      linkedAt: linkedAt.toISOString(),
      lastUsedAt: lastUsedAt.toISOString(),
    })),
  }
}

/** @throws `not-found` for one that is not theirs */
export async function forgetElectronicId(
  identity: Identity,
  session: { personId: string },
  visit: Visit,
  linkId: string,
): Promise<ElectronicIds> {
  const { personId } = session
  await asPostOffice(identity.db, async (trx) => {
    const removed = await removeLink(trx, personId, linkId)
    if (removed === null) throw refuse('not-found')
    const facts = {
      at: identity.clock().toISOString(),
      device: UPSTREAMS[removed].name,
      browser: describeBrowser(visit.userAgent) ?? '',
    }
    await addJob(trx, 'tell-person', { personId, about: 'device-removed', facts })
  })
  return ownElectronicIds(identity, session)
}

/** Those that can be about this person: a Danish number is in no Norwegian electronic ID. */
export function upstreamsFor(
  identity: Pick<Identity, 'upstreams'>,
  session: { profile: ProfileId },
): Upstreams {
  return new Map([...identity.upstreams].filter(([, { profile }]) => profile.country === session.profile))
}

/** The brands this person may step up with, each once. */
export function brandsFor(identity: Pick<Identity, 'upstreams'>, session: { profile: ProfileId }): string[] {
  return [...new Set([...upstreamsFor(identity, session).values()].map(({ profile }) => profile.name))]
}

/** Whether one of those that are offered here was shown by this person before. */
export async function hasElectronicId(identity: Identity, personId: string): Promise<boolean> {
  if (identity.upstreams.size === 0) return false
  const links = await listLinks(identity.db, personId)
  return links.some(({ upstream }) => identity.upstreams.has(upstream))
}
