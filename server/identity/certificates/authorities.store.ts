/** SQL of `certificate_authority` and `revocation_list`. */
import { sql } from 'kysely'
import type { Db, Trx } from '#ground/db.ts'

export type AuthorityRow = {
  name: string
  kind: 'root' | 'issuing'
  issuerName: string
  number: number
  keyName: string
  responderKeyName: string | null
  certificate: Buffer
  notAfter: Date
}

const columns = sql`authority_name as name, kind, issuer_name as "issuerName", number, key_name as "keyName",
  responder_key_name as "responderKeyName", certificate, not_after as "notAfter"`

/** All of them, roots first, each kind from its first to its newest. */
export async function listAuthorities(db: Db | Trx): Promise<AuthorityRow[]> {
  const { rows } = await sql<AuthorityRow>`
    select ${columns} from certificate_authority order by kind desc, number limit 200`.execute(db)
  return rows
}

export async function findAuthority(db: Db | Trx, name: string): Promise<AuthorityRow | undefined> {
  const { rows } = await sql<AuthorityRow>`
    select ${columns} from certificate_authority where authority_name = ${name}`.execute(db)
  return rows[0]
}

export async function newestAuthority(
  db: Db | Trx,
  kind: AuthorityRow['kind'],
): Promise<AuthorityRow | undefined> {
  const { rows } = await sql<AuthorityRow>`
    select ${columns} from certificate_authority where kind = ${kind} order by number desc limit 1`.execute(
    db,
  )
  return rows[0]
}

export async function insertAuthority(trx: Trx, row: AuthorityRow, at: Date): Promise<void> {
  await sql`
    insert into certificate_authority (authority_name, kind, issuer_name, number, key_name, responder_key_name,
                                       certificate, not_after, made_at)
    values (${row.name}, ${row.kind}, ${row.issuerName}, ${row.number}, ${row.keyName}, ${row.responderKeyName},
            ${row.certificate}, ${row.notAfter}, ${at})`.execute(trx)
}

/** Two ceremonies, or two makers of one certificate, take turns. Held until the transaction ends. */
export async function lockAuthorities(trx: Trx, purpose: 'ceremony' | `responder ${string}`): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`certificates ${purpose}`}, 0))`.execute(trx)
}

export type ListRow = { number: number; thisUpdate: Date; nextUpdate: Date; list: Buffer }

export async function newestList(db: Db | Trx, authorityName: string): Promise<ListRow | undefined> {
  const { rows } = await sql<ListRow>`
    select number::int as number, this_update as "thisUpdate", next_update as "nextUpdate", list
      from revocation_list where authority_name = ${authorityName} order by revocation_list.number desc limit 1`.execute(
    db,
  )
  return rows[0]
}

/** Earlier lists than the few newest are nobody's business any more. */
const LISTS_KEPT = 10

/** False when there is a list of this number already. */
export async function insertList(trx: Trx, authorityName: string, row: ListRow): Promise<boolean> {
  const { rows } = await sql`
    insert into revocation_list (authority_name, number, this_update, next_update, list)
    values (${authorityName}, ${row.number}, ${row.thisUpdate}, ${row.nextUpdate}, ${row.list})
    on conflict do nothing returning authority_name`.execute(trx)
  await sql`
    delete from revocation_list where authority_name = ${authorityName} and number <= ${row.number - LISTS_KEPT}`.execute(
    trx,
  )
  return rows.length === 1
}
