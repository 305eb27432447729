/**
 * A session has ended: every service provider it was used at and that wants to know is told, each by a job of its own, so that one that is down
 * keeps nobody else waiting (OpenID Connect Back-Channel Logout 1.0). May run twice: being told twice does no harm.
 */
import type Provider from 'oidc-provider'
import { asPostOffice } from '#ground/db.ts'
import { addJob, type Jobs } from '#ground/jobs.ts'
import type { Identity } from '../room.ts'
import { dropOfSession } from './artifact.store.ts'
import { endedSession } from './artifact-adapter.ts'
import { findServiceProvider } from './service-provider.store.ts'

export async function endServiceSessions(
  identity: Identity,
  { sessionId }: Jobs['end-service-sessions'],
): Promise<void> {
  const ended = await endedSession(identity, sessionId)
  if (!ended?.accountId) return
  const personId = ended.accountId
  const visited = Object.entries(ended.authorizations ?? {})
  await asPostOffice(identity.db, async (trx) => {
    for (const [clientId, { sid }] of visited) {
      const client = await findServiceProvider(trx, clientId)
      if (sid && client?.backChannelLogoutUri && !client.suspendedAt)
        await addJob(trx, 'log-out-at-service', { clientId, personId, sid })
    }
    // Tokens that were for this session only find it no more; the others have their own end.
    await dropOfSession(trx, sessionId)
  })
}

type LogoutClient = { backchannelLogout(personId: string, sid: string): Promise<void> }

/** @throws Error when the service provider does not take it: the job is tried again, later and later. */
export async function logOutAtService(
  provider: Provider,
  { clientId, personId, sid }: Jobs['log-out-at-service'],
): Promise<void> {
  const client = await provider.Client.find(clientId)
  if (!client?.backchannelLogoutUri) return
  await (client as unknown as LogoutClient).backchannelLogout(personId, sid)
}
