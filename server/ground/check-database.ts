/** Looks at the database before anything is kept in it: whether it answers, is new enough, and whether the role is one that
 * row-level security binds. PostgreSQL lets a superuser past every policy without a word, so nobody would notice. */
import pg from 'pg'
import { ConfigError } from '#ground/config.ts'

const VERSION_MIN = 150_000
const WITHIN_MS = 10_000

export type DatabaseFacts = {
  /** As PostgreSQL counts: 170010 is 17.10 */
  version: number
  encoding: string
  superuser: boolean
  bypassesRowSecurity: boolean
  owner: boolean
}

/** Each a sentence of what is wrong and what to do; none: the database may be used. */
export function databaseFaults(facts: DatabaseFacts): string[] {
  const faults: string[] = []
  if (facts.version < VERSION_MIN)
    faults.push(`PostgreSQL ${Math.floor(facts.version / 10_000)} is too old. Use 15 or newer.`)
  if (facts.encoding !== 'UTF8')
    faults.push(`The database's encoding is ${facts.encoding}. Create it with encoding UTF8.`)
  if (facts.superuser || facts.bypassesRowSecurity)
    faults.push(
      'Its role is a superuser or bypasses row-level security: one mailbox would not be locked against another. ' +
        'Use a role that is NOSUPERUSER NOBYPASSRLS.',
    )
  if (!facts.owner)
    faults.push(
      'Its role does not own the database and cannot make the schema. Use: alter database … owner to ….',
    )
  return faults
}

/** A connection of its own to a database that may be used. The caller ends it.
 * @throws ConfigError that says what is wrong with DATABASE_URL, without repeating it */
export async function connectChecked(databaseUrl: string, name: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: name,
    connectionTimeoutMillis: WITHIN_MS,
  })
  try {
    await client.connect()
  } catch (error) {
    const code = (error as { code?: unknown }).code
    const said = typeof code === 'string' ? ` (${code})` : ''
    throw new ConfigError(
      `DATABASE_URL: the database does not answer or refuses us${said}. Is it running, and are host, port, role, password and database name right?`,
    )
  }
  const faults = databaseFaults(await factsOf(client))
  if (faults.length === 0) return client
  await client.end()
  throw new ConfigError(`DATABASE_URL leads to a database that is not usable:\n  ${faults.join('\n  ')}`)
}

async function factsOf(client: pg.Client): Promise<DatabaseFacts> {
  const { rows } = await client.query<DatabaseFacts>(`
    select current_setting('server_version_num')::int as version, pg_encoding_to_char(d.encoding) as encoding,
      r.rolsuper as superuser, r.rolbypassrls as "bypassesRowSecurity", pg_has_role(d.datdba, 'usage') as owner
    from pg_roles r, pg_database d where r.rolname = current_user and d.datname = current_database()`)
  return rows[0]!
}
