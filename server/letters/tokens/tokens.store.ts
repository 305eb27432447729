/** All SQL of personal tokens. */
import { sql } from 'kysely'
import type { Trx } from '#ground/db.ts'
import type { TokenScope } from '#rules/personal-tokens.ts'

export type StoredToken = {
  tokenId: string
  name: string
  scopes: TokenScope[]
  madeAt: Date
  expiresAt: Date
  lastUsedAt: Date | null
}

const COLUMNS = sql`t.token_id as "tokenId", t.name, t.scopes, t.made_at as "madeAt", t.expires_at as "expiresAt",
  t.last_used_at as "lastUsedAt"`

/**
 * The ID that made it was blocked since, or its owner came back and made everything invalid. It does not come back with the ID: whoever had
 * the one may have made the other. Expressions of SQL.
 */
export const outlived = (person: string, madeAt: string): string => `exists (select from login v
  where v.person_id = ${person} and v.void_before >= ${madeAt})`
const OUTLIVED = outlived('t.person_id', 't.made_at')

/** Of `person p` and `login l` too: a token works no more once its maker's ID is blocked, or they have died (N-11). */
export const LIVING = `p.status <> 'deceased' and l.blocked_at is null and not ${OUTLIVED}`

export async function readTokens(trx: Trx, mailboxId: string, now: Date): Promise<StoredToken[]> {
  const { rows } = await sql<StoredToken>`
    select ${COLUMNS} from personal_token t where mailbox_id = ${mailboxId} and expires_at > ${now}
      and not ${sql.raw(OUTLIVED)}
    order by token_id desc`.execute(trx)
  return rows
}

export async function insertToken(
  trx: Trx,
  mailboxId: string,
  token: Omit<StoredToken, 'lastUsedAt'> & { personId: string; hash: Buffer },
): Promise<void> {
  await sql`insert into personal_token (mailbox_id, token_id, person_id, name, token_hash, scopes, made_at, expires_at)
    values (${mailboxId}, ${token.tokenId}, ${token.personId}, ${token.name}, ${token.hash}, ${token.scopes}::text[],
      ${token.madeAt}, ${token.expiresAt})`.execute(trx)
}

/** Held, so that two at once do not both find room for one more. */
export async function holdMailbox(trx: Trx, mailboxId: string): Promise<void> {
  await sql`select from mailbox where mailbox_id = ${mailboxId} for no key update`.execute(trx)
}

export async function deleteToken(trx: Trx, mailboxId: string, tokenId: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    delete from personal_token where mailbox_id = ${mailboxId} and token_id = ${tokenId}`.execute(trx)
  return numAffectedRows === 1n
}

/** A living token and whose it is. */
export async function findToken(
  trx: Trx,
  mailboxId: string,
  hash: Buffer,
  now: Date,
): Promise<(StoredToken & { personId: string }) | undefined> {
  const { rows } = await sql<StoredToken & { personId: string }>`
    select ${COLUMNS}, t.person_id as "personId" from personal_token t
    join person p on p.person_id = t.person_id join login l on l.person_id = t.person_id
    where t.mailbox_id = ${mailboxId} and t.token_hash = ${hash} and t.expires_at > ${now}
      and ${sql.raw(LIVING)}`.execute(trx)
  return rows[0]
}

/** Those of these tokens that still work. */
export async function readLiving(
  trx: Trx,
  mailboxId: string,
  tokenIds: readonly string[],
  now: Date,
): Promise<string[]> {
  const { rows } = await sql<{ tokenId: string }>`
    select t.token_id as "tokenId" from personal_token t
    join person p on p.person_id = t.person_id join login l on l.person_id = t.person_id
    where t.mailbox_id = ${mailboxId} and t.token_id = any(${tokenIds}::uuid[]) and t.expires_at > ${now}
      and ${sql.raw(LIVING)}`.execute(trx)
  return rows.map(({ tokenId }) => tokenId)
}

export async function noteUse(trx: Trx, mailboxId: string, tokenId: string, at: Date): Promise<void> {
  await sql`update personal_token set last_used_at = ${at} where mailbox_id = ${mailboxId} and token_id = ${tokenId}`.execute(
    trx,
  )
}

/** For the post office. */
export async function dropExpiredTokens(trx: Trx, now: Date): Promise<void> {
  await sql`delete from personal_token where expires_at <= ${now}`.execute(trx)
}
