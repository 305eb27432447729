/** SQL of `openid_artifact`. Everything is found by hash: who reads the table holds no token. */
import { sql } from 'kysely'
import type { Db, Trx } from '#ground/db.ts'

export type ArtifactKey = { readonly model: string; readonly idHash: Buffer }

export type Artifact = ArtifactKey & {
  readonly contentSealed: Buffer
  readonly grantHash: Buffer | null
  readonly sessionId: string | null
  readonly personId: string | null
  readonly clientId: string | null
  readonly expiresAt: Date
}

export type FoundArtifact = { idHash: Buffer; contentSealed: Buffer; consumedAt: Date | null }

export async function putArtifact(db: Db | Trx, artifact: Artifact): Promise<void> {
  await sql`
    insert into openid_artifact (model, id_hash, content_sealed, grant_hash, session_id, person_id, client_id, expires_at)
    values (${artifact.model}, ${artifact.idHash}, ${artifact.contentSealed}, ${artifact.grantHash},
            ${artifact.sessionId}::uuid, ${artifact.personId}::uuid, ${artifact.clientId}::uuid, ${artifact.expiresAt})
        on conflict (model, id_hash) do update set
           content_sealed = excluded.content_sealed, grant_hash = excluded.grant_hash, session_id = excluded.session_id,
           person_id = excluded.person_id, client_id = excluded.client_id, expires_at = excluded.expires_at`.execute(
    db,
  )
}

/** The provider's view of a session; there is one of each. */
export async function putSessionArtifact(db: Db | Trx, artifact: Artifact): Promise<void> {
  await sql`
    with gone as (delete from openid_artifact
                   where model = 'Session' and session_id = ${artifact.sessionId}::uuid and id_hash <> ${artifact.idHash})
    insert into openid_artifact (model, id_hash, content_sealed, session_id, person_id, expires_at)
    values ('Session', ${artifact.idHash}, ${artifact.contentSealed}, ${artifact.sessionId}::uuid,
            ${artifact.personId}::uuid, ${artifact.expiresAt})
        on conflict (model, id_hash) do update set
           content_sealed = excluded.content_sealed, session_id = excluded.session_id, person_id = excluded.person_id,
           expires_at = excluded.expires_at`.execute(db)
}

/** Puts what may be there only once. False when it is there already and has not expired: a replay. */
export async function putFirst(db: Db | Trx, artifact: Artifact, now: Date): Promise<boolean> {
  const { rows } = await sql`
    insert into openid_artifact (model, id_hash, content_sealed, expires_at)
    values (${artifact.model}, ${artifact.idHash}, ${artifact.contentSealed}, ${artifact.expiresAt})
        on conflict (model, id_hash) do update set
           content_sealed = excluded.content_sealed, expires_at = excluded.expires_at
     where openid_artifact.expires_at <= ${now}
    returning model`.execute(db)
  return rows.length === 1
}

export async function findArtifact(db: Db, key: ArtifactKey): Promise<FoundArtifact | null> {
  const { rows } = await sql<FoundArtifact>`
    select id_hash as "idHash", content_sealed as "contentSealed", consumed_at as "consumedAt"
      from openid_artifact where model = ${key.model} and id_hash = ${key.idHash}`.execute(db)
  return rows[0] ?? null
}

/** The provider's view of one of our sessions; null once that session has ended. */
export async function findSessionArtifact(
  db: Db,
  sessionId: string,
  now: Date,
): Promise<FoundArtifact | null> {
  const { rows } = await sql<FoundArtifact>`
    select a.id_hash as "idHash", a.content_sealed as "contentSealed", a.consumed_at as "consumedAt"
      from openid_artifact a join session s on s.session_id = a.session_id
     where a.model = 'Session' and a.session_id = ${sessionId}::uuid and s.ended_at is null and s.ends_at > ${now}
     order by a.expires_at desc, a.id_hash limit 1`.execute(db)
  return rows[0] ?? null
}

/** The same after the session has ended, for those who must be told. */
export async function findEndedSessionArtifact(db: Db, sessionId: string): Promise<FoundArtifact | null> {
  const { rows } = await sql<FoundArtifact>`
    select id_hash as "idHash", content_sealed as "contentSealed", consumed_at as "consumedAt"
      from openid_artifact where model = 'Session' and session_id = ${sessionId}::uuid
     order by expires_at desc, id_hash limit 1`.execute(db)
  return rows[0] ?? null
}

/** Marks a code or refresh token as used. False when another request was faster. */
export async function consumeArtifact(db: Db, key: ArtifactKey, now: Date): Promise<boolean> {
  const { rows } = await sql`
    update openid_artifact set consumed_at = ${now}
     where model = ${key.model} and id_hash = ${key.idHash} and consumed_at is null
    returning model`.execute(db)
  return rows.length === 1
}

export async function dropArtifact(db: Db, key: ArtifactKey): Promise<void> {
  await sql`delete from openid_artifact where model = ${key.model} and id_hash = ${key.idHash}`.execute(db)
}

export async function dropOfGrant(db: Db, model: string, grantHash: Buffer): Promise<void> {
  await sql`delete from openid_artifact where model = ${model} and grant_hash = ${grantHash}`.execute(db)
}

/** Everything this person's consent gave this service provider: grant, codes and tokens. */
export async function dropOfPerson(trx: Trx, personId: string, clientId: string): Promise<void> {
  await sql`
    delete from openid_artifact
     where person_id = ${personId}::uuid and client_id = ${clientId}::uuid and model <> 'Session'`.execute(
    trx,
  )
}

/** A blocked ID (I-05): every grant, code and token, at all service providers. Sessions stay until those have been told of their end. */
export async function dropAllOfPerson(trx: Trx, personId: string): Promise<void> {
  await sql`
    delete from openid_artifact where person_id = ${personId}::uuid and model <> 'Session'`.execute(trx)
}

/** What was given in other sessions of this person: grants stay, and what this very session has led to. */
export async function dropOfOtherSessions(
  trx: Trx,
  { personId, keepSessionId }: { personId: string; keepSessionId: string },
): Promise<void> {
  await sql`
    delete from openid_artifact
     where person_id = ${personId}::uuid and model in ('AuthorizationCode', 'AccessToken', 'RefreshToken')
       and session_id is distinct from ${keepSessionId}::uuid`.execute(trx)
}

/** Everything that public-sector service providers were given by people who have not agreed to public services (I-15): of one person, or at
 * one service provider. */
export async function dropUnagreed(
  trx: Trx,
  scope: { personId: string } | { clientId: string },
): Promise<void> {
  await sql`
    delete from openid_artifact a using service_provider p
     where p.client_id = a.client_id and p.public_sector and a.model <> 'Session'
       and ${'personId' in scope ? sql`a.person_id = ${scope.personId}::uuid` : sql`a.client_id = ${scope.clientId}::uuid`}
       and not coalesce((select g.accepted from id_agreement g
                          where g.person_id = a.person_id and g.agreement = 'public-services-and-signature'
                          order by g.agreement_id desc limit 1), false)`.execute(trx)
}

/** The protocol's view of a session that has ended. */
export async function dropOfSession(trx: Trx, sessionId: string): Promise<void> {
  await sql`
    delete from openid_artifact where session_id = ${sessionId}::uuid and model = 'Session'`.execute(trx)
}
