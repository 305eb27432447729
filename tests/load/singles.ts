/** S-05 O-12: single letters over HTTP against raw single-row inserts. */
import { type Cluster, withClient } from './cluster.ts'
import { cpuSeconds, postgresCpuSeconds } from './cpu-time.ts'
import { type Figure, figureOf, median, mustBe, number, type Say, takeTurns } from './measure.ts'
import { addressFor, runScript, startOffice } from './processes.ts'
import { RAW_INSERT, RAW_TABLE, type RawOrder, type RawResult } from './raw-inserts.ts'
import type { SinglesOrder, SinglesResult } from './singles-load.ts'
import { fetchToken, openTown } from './town.ts'

export type Singles = { people: number; rounds: number; seconds: number; profiles?: string | undefined }

const CONNECTIONS = 32

export async function singles(cluster: Cluster, say: Say, size: Singles): Promise<Figure[]> {
  const town = await openTown(cluster, { name: 'singles', people: size.people, say })
  const address = await addressFor()
  await withClient(town.databaseUrl, (client) => client.query(RAW_TABLE))
  const http = await startOffice({ town, address, role: 'http', profiles: size.profiles })
  const results = { product: [] as SinglesResult[], baseline: [] as RawResult[] }
  let delivered = 0
  let inserted = 0
  const cpu = { server: 0, postgres: 0, rawPostgres: 0 }
  const product = async (seconds: number) => {
    const token = await fetchToken(town, address.url, address.publicUrl)
    const order: SinglesOrder = {
      port: address.port,
      token,
      addressees: town.addressees.slice(0, 20_000),
      connections: CONNECTIONS,
      seconds,
    }
    const before = { server: cpuSeconds(http.pid), postgres: postgresCpuSeconds(cluster.folder) }
    const result = await runScript<SinglesResult>('./singles-load.ts', order)
    cpu.server += cpuSeconds(http.pid) - before.server
    cpu.postgres += postgresCpuSeconds(cluster.folder) - before.postgres
    delivered += result.letters
    return result
  }
  const baseline = async (seconds: number) => {
    const order: RawOrder = { databaseUrl: town.databaseUrl, connections: CONNECTIONS, seconds }
    const before = postgresCpuSeconds(cluster.folder)
    const result = await runScript<RawResult>('./raw-inserts.ts', order)
    cpu.rawPostgres += postgresCpuSeconds(cluster.folder) - before
    inserted += result.letters
    return result
  }
  say('singles: warming up')
  await product(2)
  await baseline(2)
  const rounds = await takeTurns(
    size.rounds,
    {
      product: async () => {
        const result = await product(size.seconds)
        results.product.push(result)
        return result.perSecond
      },
      baseline: async () => {
        const result = await baseline(size.seconds)
        results.baseline.push(result)
        return result.perSecond
      },
    },
    { say, name: 'singles', unit: 'letters/s' },
  )
  await http.stop()
  await countLetters(cluster.postgres.adminUrl(town.database), delivered, inserted)
  await cluster.drop(town.database)
  const of = (pick: (result: RawResult) => number, side: keyof typeof results) =>
    number(median(results[side].map(pick)))
  return [
    figureOf(
      {
        name: 'single letters',
        target: 0.9,
        better: 'higher',
        unit: 'letters/s',
        about:
          `POST /v1/letters of the real server process: one letter of 20 KB a request (multipart, its own Idempotency-Key), ${CONNECTIONS} ` +
          'connections, half by national number and half by name and address, each answered 202 and delivered after everything is durable. ' +
          `Against: ${CONNECTIONS} pg connections of one process, each a durable autocommit \`${RAW_INSERT}\` of 20 KB into \`${RAW_TABLE}\`.`,
        notes: [
          `p50 ${of((r) => r.p50Ms, 'product')} ms, p99 ${of((r) => r.p99Ms, 'product')} ms; raw insert p50 ${of((r) => r.p50Ms, 'baseline')} ms, p99 ${of((r) => r.p99Ms, 'baseline')} ms`,
          `processor time a letter: server ${micro(cpu.server / delivered)}, PostgreSQL ${micro(cpu.postgres / delivered)}; a raw insert: PostgreSQL ${micro(cpu.rawPostgres / inserted)}`,
          `${number(delivered)} letters acknowledged as delivered, and as many found in mailboxes, with event, item and Idempotency-Key each`,
        ],
      },
      rounds,
    ),
  ]
}

async function countLetters(adminUrl: string, delivered: number, inserted: number): Promise<void> {
  await withClient(adminUrl, async (client) => {
    const { rows } = await client.query<Record<string, string>>(`select
      (select count(*) from letter where delivered_at is not null) as letters,
      (select count(*) from letter_document where size_bytes = 20480) as documents,
      (select count(*) from letter_event where event = 'D.1 ContentConsignment') as events,
      (select count(*) from dispatch_item where outcome = 'deliver' and delivered_at is not null) as items,
      (select count(*) from idempotency_key) as keys,
      (select count(*) from raw_letter) as raw`)
    const { raw, ...counts } = rows[0]!
    for (const [what, count] of Object.entries(counts)) mustBe(`singles: ${what}`, Number(count), delivered)
    mustBe('singles: raw rows', Number(raw), inserted)
  })
}

const micro = (seconds: number) => `${number(seconds * 1e6)} µs`
