/** Load generator of ready-made requests, in a process of its own: every connection sends its next one when the last is
 * answered. The same for product and baseline, so that what it costs falls on both. */
import { Connection } from './letter-client.ts'
import { percentile, rounded } from './measure.ts'
import { scriptInput } from './processes.ts'

export type HttpOrder = {
  port: number
  connections: number
  seconds: number
  /** Whole requests as latin1, dealt to the connections in turn; each connection sends its own again and again. */
  requests: readonly string[]
  status: number
  /** Every answer's body must be exactly this, when given. */
  body?: string
  /** Every connection comes from a loopback address of its own, as different households do. */
  ownAddresses?: boolean
}

export type HttpResult = { answers: number; perSecond: number; p50Ms: number; p99Ms: number }

if (import.meta.main) process.stdout.write(JSON.stringify(await send(await scriptInput<HttpOrder>())))

async function send(order: HttpOrder): Promise<HttpResult> {
  const wanted = order.body === undefined ? undefined : Buffer.from(order.body)
  const latencies: number[] = []
  const began = performance.now()
  const end = began + order.seconds * 1000
  await Promise.all(
    Array.from({ length: order.connections }, async (_, lane) => {
      const requests = order.requests
        .filter((_, i) => i % order.connections === lane)
        .map((request) => Buffer.from(request, 'latin1'))
      const connection = new Connection(order.port, order.ownAddresses ? `127.0.1.${lane + 1}` : undefined)
      for (let i = 0; performance.now() < end; i++) {
        const sentAt = performance.now()
        const { status, body } = await connection.ask(requests[i % requests.length]!)
        latencies.push(performance.now() - sentAt)
        if (status !== order.status || (wanted && !body.equals(wanted)))
          throw new Error(`answered ${status} ${body.toString().slice(0, 300)}`)
      }
      connection.close()
    }),
  )
  const took = (performance.now() - began) / 1000
  if (latencies.length === 0) throw new Error('nothing was answered')
  return {
    answers: latencies.length,
    perSecond: latencies.length / took,
    p50Ms: rounded(percentile(latencies, 0.5)),
    p99Ms: rounded(percentile(latencies, 0.99)),
  }
}
