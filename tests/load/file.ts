/** S-06 O-12: a file of very many recipients and one shared document against COPY of the rows it leaves behind. */
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { type Cluster, withClient } from './cluster.ts'
import { cpuSeconds, postgresCpuSeconds } from './cpu-time.ts'
import { archiveOf, handIn, type Office, untilDelivered, upload } from './file-client.ts'
import { type Figure, figureOf, mustBe, number, type Say, seconds, takeTurns } from './measure.ts'
import { addressFor, startOffice } from './processes.ts'
import { fetchToken, openTown } from './town.ts'

export type FileSize = { people: number; rows: number; rounds: number; profiles?: string | undefined }

/** What a file leaves behind. The jobs: one that tells the recipients for each chunk. */
const TABLES = [
  'letter',
  'letter_document',
  'letter_event',
  'dispatch_item',
  'evidence_chunk',
  'sender_event',
  'batch_chunk',
  'graphile_worker._private_jobs',
] as const

export async function file(cluster: Cluster, say: Say, size: FileSize): Promise<Figure[]> {
  const town = await openTown(cluster, { name: 'file', people: size.people, say })
  const address = await addressFor()
  const adminUrl = cluster.postgres.adminUrl(town.database)
  const http = await startOffice({ town, address, role: 'http', profiles: size.profiles })
  const files = await startOffice({ town, address, role: 'files', profiles: size.profiles })
  const cpu = { files: 0, postgres: 0, rounds: 0 }

  const send = async (rows: number, name: string): Promise<{ batchId: string; took: number }> => {
    const office: Office = { url: address.url, token: await fetchToken(town, address.url, address.publicUrl) }
    const archive = await archiveOf(town.addressees, rows, name)
    const uploadId = await upload(office, archive)
    const before = { files: cpuSeconds(files.pid), postgres: postgresCpuSeconds(cluster.folder) }
    const { took, result: batchId } = await seconds(async () => {
      const batch = await handIn(office, uploadId)
      await untilDelivered(office, batch, rows, ({ rowsDecided }) =>
        say(`file: ${number(rowsDecided)} of ${number(rows)} rows`),
      )
      return batch
    })
    cpu.files += cpuSeconds(files.pid) - before.files
    cpu.postgres += postgresCpuSeconds(cluster.folder) - before.postgres
    cpu.rounds += rows
    await countRows(adminUrl, batchId, rows, name)
    return { batchId, took }
  }

  say('file: warming up')
  // The program is compiled as it runs: a post office that has just been started is not what is measured.
  await send(Math.min(20_000, size.rows), 'warm')
  await clear(adminUrl)
  let dumped: string | undefined
  const folder = join(cluster.folder, 'data', 'file-rows')
  const product = async (round: number) => {
    const { took } = await send(size.rows, `round-${round}`)
    // The rows of the first round are what every COPY writes; then the tables are as empty as before.
    if (!dumped) dumped = await dump(adminUrl, folder, size.rows)
    await clear(adminUrl)
    return size.rows / took
  }
  const baseline = async () => {
    const { took } = await seconds(() => copyAll(adminUrl, folder))
    await withClient(adminUrl, async (client) => {
      const { rows } = await client.query<{ count: string }>('select count(*) from raw.letter')
      mustBe('file: rows of the COPY', Number(rows[0]!.count), size.rows)
      for (const table of TABLES) await client.query(`truncate raw.${bare(table)}`)
    })
    return size.rows / took
  }
  const rounds = await takeTurns(size.rounds, { product, baseline }, { say, name: 'file', unit: 'rows/s' })
  await files.stop()
  await http.stop()
  await cluster.drop(town.database)
  return [
    figureOf(
      {
        name: 'file',
        target: 0.5,
        better: 'higher',
        unit: 'rows/s',
        about:
          `A file of ${number(size.rows)} recipients (half by number, half by name and address) and one shared document of 20 KB through tus and POST /v1/batches, ` +
          'processes http and files: from the request that hands in the complete upload until its status says that all are delivered; it is read, checked, ' +
          'matched, written and committed in chunks. Against: `copy … from stdin` of exactly the rows the first round left behind ' +
          `(${TABLES.map((table) => `\`${bare(table)}\``).join(', ')}), one table after the other in one transaction, into empty tables with the same indexes and constraints.`,
        notes: [
          `${number(size.rows)} rows delivered in every round, each found once, in its mailbox, with its events`,
          `processor time a row: files process ${number((cpu.files / cpu.rounds) * 1e6)} µs, PostgreSQL ${number((cpu.postgres / cpu.rounds) * 1e6)} µs`,
        ],
      },
      rounds,
    ),
  ]
}

const bare = (table: string) => table.split('.').at(-1)!

async function countRows(adminUrl: string, batchId: string, rows: number, name: string): Promise<void> {
  await withClient(adminUrl, async (client) => {
    const { rows: found } = await client.query<Record<string, string>>(
      `select count(*) as items, count(distinct i.row_no) as row_numbers, count(l.letter_id) as letters,
         count(*) filter (where i.reference = $2 || '-' || i.row_no) as references,
         coalesce(sum(e.events), 0) / 2 as events
       from dispatch_item i
       left join letter l on l.mailbox_id = i.mailbox_id and l.letter_id = i.letter_id and l.delivered_at is not null
       left join lateral (select count(*) as events from letter_event
         where mailbox_id = i.mailbox_id and letter_id = i.letter_id) e on true
       where i.batch_id = $1`,
      [batchId, name],
    )
    for (const [what, count] of Object.entries(found[0]!)) mustBe(`file: ${what}`, Number(count), rows)
  })
}

/** The tables as empty as at the start, so that every round writes into the same. */
async function clear(adminUrl: string): Promise<void> {
  await withClient(adminUrl, async (client) => {
    await untilQuiet(client)
    // The log refuses to be emptied, as it must: here the benchmark's own superuser lays the lock aside.
    await client.query('set session_replication_role = replica')
    await client.query(`truncate ${TABLES.join(', ')} cascade`)
    await client.query('checkpoint')
  })
}

/** A job's own end comes a moment after what it did: emptying the table before would leave its queue locked for ever. */
async function untilQuiet(client: pg.Client): Promise<void> {
  for (const end = Date.now() + 10_000; Date.now() < end; await sleep(20)) {
    const { rows } = await client.query<{ busy: boolean }>(
      `select exists (select from graphile_worker._private_jobs where locked_at is not null)
         or exists (select from graphile_worker._private_job_queues where locked_at is not null) as busy`,
    )
    if (!rows[0]!.busy) return
  }
  throw new Error('file: a job still runs ten seconds after the file was done')
}

async function dump(adminUrl: string, folder: string, rows: number): Promise<string> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await withClient(adminUrl, async (client) => {
    await client.query('create schema raw')
    for (const table of TABLES) {
      await client.query(`create table raw.${bare(table)} (like ${table} including all)`)
      const columns = await writable(client, table)
      const out = client.query(copyTo(`copy ${table} (${columns}) to stdout`))
      await pipeline(out, createWriteStream(join(folder, bare(table))))
    }
    const { rows: found } = await client.query<{ count: string }>('select count(*) from letter')
    mustBe('file: dumped letters', Number(found[0]!.count), rows)
  })
  return folder
}

async function copyAll(adminUrl: string, folder: string): Promise<void> {
  await withClient(adminUrl, async (client) => {
    await client.query('begin')
    for (const table of TABLES) {
      const into = client.query(
        copyFrom(`copy raw.${bare(table)} (${await writable(client, table)}) from stdin`),
      )
      await pipeline(createReadStream(join(folder, bare(table))), into)
    }
    await client.query('commit')
  })
}

/** Generated columns are not copied, they come about. */
async function writable(client: pg.Client, table: string): Promise<string> {
  const { rows } = await client.query<{ name: string }>(
    `select attname as name from pg_attribute
     where attrelid = to_regclass($1) and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`,
    [table],
  )
  return rows.map(({ name }) => pg.escapeIdentifier(name)).join(', ')
}
