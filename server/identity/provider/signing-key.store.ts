/** SQL of `openid_key`. */
import { sql } from 'kysely'
import type { Db, Trx } from '#ground/db.ts'

export type SigningKeyRow = {
  kid: string
  algorithm: 'RSA' | 'EC'
  privateSealed: Buffer
  createdAt: Date
  signsFrom: Date
}

export async function listSigningKeys(db: Db | Trx): Promise<SigningKeyRow[]> {
  const { rows } = await sql<SigningKeyRow>`
    select kid, algorithm, private_sealed as "privateSealed", created_at as "createdAt", signs_from as "signsFrom"
      from openid_key order by signs_from desc, kid limit 100`.execute(db)
  return rows
}

/** One process makes keys at a time; the others wait and then find them. */
export async function lockSigningKeys(trx: Trx): Promise<void> {
  await sql`lock table openid_key in share row exclusive mode`.execute(trx)
}

export async function addSigningKey(trx: Trx, row: SigningKeyRow): Promise<void> {
  await sql`
    insert into openid_key (kid, algorithm, private_sealed, created_at, signs_from)
    values (${row.kid}, ${row.algorithm}, ${row.privateSealed}, ${row.createdAt}, ${row.signsFrom})`.execute(
    trx,
  )
}

export async function dropSigningKeys(trx: Trx, kids: readonly string[]): Promise<void> {
  await sql`delete from openid_key where kid = any(${kids}::text[])`.execute(trx)
}
