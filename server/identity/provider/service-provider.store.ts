/** SQL of `service_provider`. */
import type { JSONWebKeySet } from 'jose'
import { sql } from 'kysely'
import type { Db, Trx } from '#ground/db.ts'
import type { SessionLanguage } from '../session.store.ts'

export type ServiceProvider = {
  clientId: string
  country: 'dk' | 'no'
  organisationNumber: string
  names: Record<SessionLanguage, string>
  publicSector: boolean
  profile: 'basic' | 'fapi2'
  redirectUris: string[]
  postLogoutRedirectUris: string[]
  backChannelLogoutUri: string | null
  sector: string
  jwks: JSONWebKeySet | null
  jwksUri: string | null
  secretHash: Buffer | null
  secretIn: 'header' | 'body' | null
  numberGround: string | null
  registeredAt: Date
  suspendedAt: Date | null
}

const COLUMNS = sql.raw(`client_id as "clientId", country, organisation_number as "organisationNumber",
  json_build_object('da', name_da, 'nb', name_nb, 'sv', name_sv, 'en', name_en) as names,
  public_sector as "publicSector", profile, redirect_uris as "redirectUris",
  post_logout_redirect_uris as "postLogoutRedirectUris", back_channel_logout_uri as "backChannelLogoutUri", sector,
  jwks, jwks_uri as "jwksUri", secret_hash as "secretHash", secret_in as "secretIn", number_ground as "numberGround",
  registered_at as "registeredAt", suspended_at as "suspendedAt"`)

export async function addServiceProvider(db: Db | Trx, row: ServiceProvider): Promise<void> {
  await sql`
    insert into service_provider (client_id, country, organisation_number, name_da, name_nb, name_sv, name_en,
      public_sector, profile, redirect_uris, post_logout_redirect_uris, back_channel_logout_uri, sector, jwks, jwks_uri, secret_hash, secret_in,
      number_ground, registered_at)
    values (${row.clientId}, ${row.country}, ${row.organisationNumber}, ${row.names.da}, ${row.names.nb}, ${row.names.sv}, ${row.names.en},
      ${row.publicSector}, ${row.profile}, ${row.redirectUris}, ${row.postLogoutRedirectUris}, ${row.backChannelLogoutUri}, ${row.sector},
      ${row.jwks && JSON.stringify(row.jwks)}::json, ${row.jwksUri}, ${row.secretHash}, ${row.secretIn},
      ${row.numberGround}, ${row.registeredAt})`.execute(db)
}

export async function findServiceProvider(db: Db | Trx, clientId: string): Promise<ServiceProvider | null> {
  const { rows } = await sql<ServiceProvider>`
    select ${COLUMNS} from service_provider where client_id = ${clientId}::uuid`.execute(db)
  return rows[0] ?? null
}

export async function listServiceProviders(db: Db): Promise<ServiceProvider[]> {
  const { rows } = await sql<ServiceProvider>`
    select ${COLUMNS} from service_provider order by client_id limit 1000`.execute(db)
  return rows
}

/** False when there is no such one, or it is suspended already. */
export async function suspendServiceProvider(db: Db, clientId: string, now: Date): Promise<boolean> {
  const { rows } = await sql`
    update service_provider set suspended_at = ${now}
     where client_id = ${clientId}::uuid and suspended_at is null returning client_id`.execute(db)
  return rows.length === 1
}

/** False when there is no such one. */
export async function setPublicSector(trx: Trx, clientId: string, publicSector: boolean): Promise<boolean> {
  const { rows } = await sql`
    update service_provider set public_sector = ${publicSector} where client_id = ${clientId}::uuid returning client_id`.execute(
    trx,
  )
  return rows.length === 1
}

/** Addresses the post office itself may call: exactly those the operator has entered, of organisations not suspended. */
export async function mayFetch(db: Db, address: string): Promise<boolean> {
  const { rows } = await sql`
    select client_id from service_provider
     where suspended_at is null and (jwks_uri = ${address} or back_channel_logout_uri = ${address}) limit 1`.execute(
    db,
  )
  return rows.length === 1
}
