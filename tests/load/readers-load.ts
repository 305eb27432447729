/** Readers with a moment between two pages, in a process of its own: each asks at its own times, whether or not the server keeps up, and
 * waiting for one's turn counts. */
import { Connection } from './letter-client.ts'
import { percentile, rounded } from './measure.ts'
import { scriptInput } from './processes.ts'

export type ReadersOrder = {
  port: number
  /** One request, again and again, for each reader. */
  requests: readonly string[]
  everyMs: number
  seconds: number
}
export type ReadersResult = { answers: number; p50Ms: number; p99Ms: number }

if (import.meta.main) process.stdout.write(JSON.stringify(await read(await scriptInput<ReadersOrder>())))

async function read(order: ReadersOrder): Promise<ReadersResult> {
  const latencies: number[] = []
  const lanes = order.requests.map((request) => ({
    connection: new Connection(order.port),
    request: Buffer.from(request, 'latin1'),
  }))
  const began = performance.now()
  const end = began + order.seconds * 1000
  await Promise.all(
    lanes.map(async ({ connection, request }, n) => {
      let due = began + (order.everyMs * n) / lanes.length
      for (; due < end; due += order.everyMs) {
        const wait = due - performance.now()
        if (wait > 0) await new Promise((done) => setTimeout(done, wait))
        const { status, body } = await connection.ask(request)
        if (status !== 200) throw new Error(`answered ${status} ${body.toString().slice(0, 300)}`)
        latencies.push(performance.now() - due)
      }
      connection.close()
    }),
  )
  return {
    answers: latencies.length,
    p50Ms: rounded(percentile(latencies, 0.5)),
    p99Ms: rounded(percentile(latencies, 0.99)),
  }
}
