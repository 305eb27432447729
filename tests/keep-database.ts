// Holds the shared test PostgreSQL while tests come and go, and leaves when nobody has used it for five minutes.
// Started by tests/database.ts when no server runs; `npm test` does the same in its own process.
import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { type EmbeddedPostgres, startPostgres } from '#tools/embedded-postgres.ts'
import { CLONE_PREFIX, TEMPLATE_PREFIX, TEST_POSTGRES, templateName } from './database.ts'

const IDLE_MINUTES = 5
const LOOK_EVERY_MS = 10_000

/** Starts the test server and removes what earlier runs left: databases of killed tests, templates of older migrations. */
export async function startTestServer(): Promise<EmbeddedPostgres> {
  const server = await startPostgres({ dir: TEST_POSTGRES, durable: false })
  if (!server.adopted) {
    await asAdmin(server.adminUrl('postgres'), dropOrphans)
    await asAdmin(server.adminUrl('postgres'), dropOldTemplates)
  }
  return server
}

async function dropOldTemplates(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ datname: string }>(
    'select datname from pg_database where starts_with(datname, $1) and datname <> $2',
    [TEMPLATE_PREFIX, await templateName()],
  )
  for (const { datname } of rows) await client.query(`drop database if exists "${datname}"`)
}

async function dropOrphans(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ datname: string }>(
    'select datname from pg_database where starts_with(datname, $1)',
    [CLONE_PREFIX],
  )
  for (const { datname } of rows) {
    const pid = datname.slice(CLONE_PREFIX.length).split('_')[0]
    if (!existsSync(`/proc/${pid}`)) await client.query(`drop database if exists "${datname}" with (force)`)
  }
}

async function keep(): Promise<void> {
  const server = await startPostgres({ dir: TEST_POSTGRES, durable: false })
  if (server.adopted) return // somebody else was faster and keeps it
  // Counted in looks, not by the clock: a machine that slept for a while was not idle.
  for (let idle = 0; idle < (IDLE_MINUTES * 60_000) / LOOK_EVERY_MS; idle++) {
    await sleep(LOOK_EVERY_MS)
    const users = await asAdmin(server.adminUrl('postgres'), async (client) => {
      const { rows } = await client.query<{ users: number }>(
        `select count(*)::int as users from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
      )
      return rows[0]!.users
    }).catch(() => undefined)
    if (users === undefined) return // stopped by somebody
    if (users > 0) idle = 0
  }
  await server.stop()
}

async function asAdmin<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

if (import.meta.main) await keep()
