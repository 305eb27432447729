/** Raw baseline of single letters, in a process of its own: the simplest thing that is durable too. Every connection
 * inserts one row of 20 KB after the other and waits for each commit. */
import pg from 'pg'
import { newId } from '#ground/ids.ts'
import { documentFor } from './letter-client.ts'
import { percentile, rounded } from './measure.ts'
import { scriptInput } from './processes.ts'

export const RAW_TABLE = 'create table raw_letter (id uuid primary key, body bytea not null)'
export const RAW_INSERT = 'insert into raw_letter (id, body) values ($1, $2)'

export type RawOrder = { databaseUrl: string; connections: number; seconds: number }
export type RawResult = { letters: number; perSecond: number; p50Ms: number; p99Ms: number }

if (import.meta.main) process.stdout.write(JSON.stringify(await insertRaw(await scriptInput<RawOrder>())))

async function insertRaw({ databaseUrl, connections, seconds }: RawOrder): Promise<RawResult> {
  const clients = await Promise.all(
    Array.from({ length: connections }, async () => {
      const client = new pg.Client({ connectionString: databaseUrl })
      await client.connect()
      return client
    }),
  )
  const latencies: number[] = []
  const began = performance.now()
  const end = began + seconds * 1000
  await Promise.all(
    clients.map(async (client) => {
      while (performance.now() < end) {
        const id = newId()
        const body = documentFor(id)
        const sentAt = performance.now()
        await client.query({ name: 'insert', text: RAW_INSERT, values: [id, body] })
        latencies.push(performance.now() - sentAt)
      }
    }),
  )
  const took = (performance.now() - began) / 1000
  await Promise.all(clients.map((client) => client.end()))
  return {
    letters: latencies.length,
    perSecond: latencies.length / took,
    p50Ms: rounded(percentile(latencies, 0.5)),
    p99Ms: rounded(percentile(latencies, 0.99)),
  }
}
