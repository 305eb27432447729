/**
 * The protocol library's storage, on PostgreSQL. The id of an artifact is the token itself, so it is hashed, left out of the content and put
 * back when found; the content is sealed, because it names people and what they were asked.
 */
import { createHash } from 'node:crypto'
import { type Adapter, type AdapterPayload, errors } from 'oidc-provider'
import type { Identity } from '../room.ts'
import { seal, unseal } from '../sealed-secret.ts'
import {
  type ArtifactKey,
  consumeArtifact,
  dropArtifact,
  dropOfGrant,
  type FoundArtifact,
  findArtifact,
  findEndedSessionArtifact,
  findSessionArtifact,
  putArtifact,
  putFirst,
  putSessionArtifact,
} from './artifact.store.ts'
import { clientMetadata } from './client-metadata.ts'
import { findServiceProvider } from './service-provider.store.ts'

export type ProviderIdentity = Pick<Identity, 'db' | 'clock' | 'keys' | 'site'>

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const uuidOrNull = (value: unknown): string | null =>
  typeof value === 'string' && UUID.test(value) ? value : null

export function artifactAdapter(identity: ProviderIdentity, model: string): Adapter {
  if (model === 'Client') return clientAdapter(identity)
  const { db, clock } = identity
  const key = (id: string): ArtifactKey => ({ model, idHash: hashOf(id) })
  return {
    async upsert(id, payload, expiresIn = 0) {
      const { jti, ...rest } = payload
      // The id of a session is no key to anything here: sessions are found by our own cookie (bind-session.ts).
      const content = model === 'Session' ? { ...rest, jti } : rest
      const artifact = {
        ...key(id),
        contentSealed: seal(identity.keys.openid, Buffer.from(JSON.stringify(content)), boundTo(key(id))),
        grantHash: payload.grantId === undefined ? null : hashOf(payload.grantId),
        sessionId: uuidOrNull(payload.uid) ?? uuidOrNull(payload.sessionUid),
        personId: uuidOrNull(payload.accountId),
        clientId: uuidOrNull(payload.clientId),
        expiresAt: new Date(clock().getTime() + expiresIn * 1000),
      }
      if (model === 'Session') return putSessionArtifact(db, artifact)
      if (model !== 'ReplayDetection') return putArtifact(db, artifact)
      // The library has looked before; of two at the same moment only one gets here first.
      if (!(await putFirst(db, artifact, clock()))) throw new errors.InvalidRequest('already used')
    },
    async find(id) {
      return openArtifact(identity, model, await findArtifact(db, key(id)), id)
    },
    async findByUid(uid) {
      const sessionId = uuidOrNull(uid)
      return sessionId
        ? openArtifact(identity, model, await findSessionArtifact(db, sessionId, clock()), sessionId)
        : undefined
    },
    async findByUserCode() {
      return undefined
    },
    async consume(id) {
      // Two requests with one code at the same moment: the library has found both unused, the row has the last word.
      if (!(await consumeArtifact(db, key(id), clock()))) throw new errors.InvalidGrant('already used')
    },
    destroy: (id) => dropArtifact(db, key(id)),
    revokeByGrantId: (grantId) => dropOfGrant(db, model, hashOf(grantId)),
  }
}

/** What the protocol remembers of a session that has ended: which service providers must be told. */
export async function endedSession(
  identity: ProviderIdentity,
  sessionId: string,
): Promise<AdapterPayload | undefined> {
  const found = await findEndedSessionArtifact(identity.db, sessionId)
  return openArtifact(identity, 'Session', found, sessionId)
}

/** Service providers are rows the operator has entered; the library only ever reads them. */
function clientAdapter({ db, site }: ProviderIdentity): Adapter {
  const never = async (): Promise<never> => {
    throw new Error('Service providers are not changed by the protocol')
  }
  return {
    async find(id) {
      const clientId = uuidOrNull(id)
      const row = clientId && (await findServiceProvider(db, clientId))
      return row && !row.suspendedAt ? (clientMetadata(row, site) as AdapterPayload) : undefined
    },
    upsert: never,
    findByUid: never,
    findByUserCode: never,
    consume: never,
    destroy: never,
    revokeByGrantId: never,
  }
}

/** @param id put back where it was left out */
export function openArtifact(
  identity: ProviderIdentity,
  model: string,
  found: FoundArtifact | null,
  id: string,
): AdapterPayload | undefined {
  if (!found) return undefined
  const content = unseal(identity.keys.openid, found.contentSealed, boundTo({ model, idHash: found.idHash }))
  const payload = JSON.parse(content.toString()) as AdapterPayload
  if (model !== 'Session') payload.jti = id
  if (found.consumedAt) payload.consumed = Math.floor(found.consumedAt.getTime() / 1000)
  return payload
}

function boundTo({ model, idHash }: ArtifactKey): string {
  return `${model} ${idHash.toString('hex')}`
}

/** A plain hash is enough: ids have 256 random bits. Pushed requests and grants are named by ids of the same length. */
function hashOf(id: string): Buffer {
  return createHash('sha256').update(id).digest()
}
