// After a run: every SQL text that any test made our code execute, however it was put together, is checked for joins
// that leave the mailbox. The static check in tests/house sees the texts as written; this one sees them as sent.
import pg from 'pg'
import { readCatalog } from '#tests/house/catalog.ts'
import { joinsOutsideMailbox } from '#tests/house/mailbox-joins.ts'

const STATEMENTS_MIN = 20

/** Complaints in words. `adminUrl` leads to the test server, which keeps pg_stat_statements. */
export async function checkExecutedSql(adminUrl: string): Promise<string[]> {
  const { tables } = await readCatalog()
  const mailboxTables = new Set(
    tables.filter(({ comment }) => /^dist:mailbox_id\b/.test(comment)).map(({ name }) => name),
  )
  const texts = await executedTexts(adminUrl)
  const ours = texts.filter((text) => [...mailboxTables].some((table) => text.includes(table)))
  const faults: string[] = []
  for (const text of ours) {
    // Utility statements are normalised into something that is no longer SQL; they join nothing.
    const found = await joinsOutsideMailbox(text, mailboxTables).catch(() => [])
    faults.push(
      ...found.map((fault) => `Executed SQL leaves the mailbox: ${fault}\n    ${text.replace(/\s+/g, ' ')}`),
    )
  }
  if (ours.length < STATEMENTS_MIN)
    faults.push(`Only ${ours.length} statements on mailbox tables were seen: the check is blind.`)
  else console.log(`\nJoins within a mailbox: ${ours.length} executed statements checked.`)
  return faults
}

/** Forgets what was executed before this run. */
export async function forgetExecutedSql(adminUrl: string): Promise<void> {
  await statistics(adminUrl, 'select pg_stat_statements_reset()')
}

async function executedTexts(adminUrl: string): Promise<string[]> {
  const rows = await statistics(
    adminUrl,
    `select distinct query from pg_stat_statements(true) where userid <> 'postgres'::regrole`,
  )
  return rows.map(({ query }) => query)
}

async function statistics(adminUrl: string, sql: string): Promise<{ query: string }[]> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    await client.query('create extension if not exists pg_stat_statements')
    return (await client.query<{ query: string }>(sql)).rows
  } finally {
    await client.end()
  }
}
