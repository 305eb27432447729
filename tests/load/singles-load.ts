/** Load generator of single letters, in a process of its own. Closed loop (`perSecond` absent): every connection sends its
 * next letter when the last is answered. Open loop: letters leave at their time whether or not others wait, and latency
 * counts from that time, so that a stall is felt by all who came during it. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Connection, letterRequest, mustBeDelivered } from './letter-client.ts'
import { percentile, rounded } from './measure.ts'
import { scriptInput } from './processes.ts'
import type { Addressee } from './town.ts'

export type SinglesOrder = {
  port: number
  token: string
  addressees: readonly Addressee[]
  connections: number
  seconds: number
  /** Open loop at this rate. */
  perSecond?: number
  /** Open loop: goes on after `seconds` until this file exists. */
  untilFile?: string
}

export type SinglesResult = {
  letters: number
  perSecond: number
  p50Ms: number
  p99Ms: number
  maxMs: number
}

if (import.meta.main) {
  const order = await scriptInput<SinglesOrder>()
  process.stdout.write(
    JSON.stringify(await (order.perSecond ? openLoop(order, order.perSecond) : closedLoop(order))),
  )
}

/** Half of the letters by national number, half by name and address, each to the next person. */
function requests({ addressees, token }: SinglesOrder): () => Buffer[] {
  let sent = Math.floor(Math.random() * addressees.length)
  return () => {
    const by = sent % 2 === 0 ? 'number' : 'name-address'
    return letterRequest(addressees[sent++ % addressees.length]!, by, randomUUID(), token)
  }
}

async function closedLoop(order: SinglesOrder): Promise<SinglesResult> {
  const next = requests(order)
  const latencies: number[] = []
  const began = performance.now()
  const end = began + order.seconds * 1000
  await Promise.all(
    Array.from({ length: order.connections }, async () => {
      const connection = new Connection(order.port)
      while (performance.now() < end) {
        const request = next()
        const sentAt = performance.now()
        mustBeDelivered(await connection.ask(...request))
        latencies.push(performance.now() - sentAt)
      }
      connection.close()
    }),
  )
  return resultOf(latencies, (performance.now() - began) / 1000)
}

async function openLoop(order: SinglesOrder, perSecond: number): Promise<SinglesResult> {
  const { existsSync } = await import('node:fs')
  const next = requests(order)
  const latencies: number[] = []
  const idle: Connection[] = Array.from({ length: order.connections }, () => new Connection(order.port))
  const takers: ((connection: Connection) => void)[] = []
  const take = () => {
    const connection = idle.pop()
    return connection
      ? Promise.resolve(connection)
      : new Promise<Connection>((resolve) => takers.push(resolve))
  }
  const give = (connection: Connection) => {
    const taker = takers.shift()
    if (taker) taker(connection)
    else idle.push(connection)
  }
  const send = async (dueAt: number) => {
    const connection = await take()
    mustBeDelivered(await connection.ask(...next()))
    latencies.push(performance.now() - dueAt)
    give(connection)
  }
  const began = performance.now()
  const underWay: Promise<void>[] = []
  const goesOn = (due: number) =>
    due < order.seconds * 1000 || (order.untilFile !== undefined && !existsSync(order.untilFile))
  for (let i = 0; goesOn((i / perSecond) * 1000); i++) {
    const dueAt = began + (i / perSecond) * 1000
    const early = dueAt - performance.now()
    if (early > 0) await sleep(early)
    underWay.push(send(dueAt))
  }
  await Promise.all(underWay)
  for (const connection of idle) connection.close()
  return resultOf(latencies, (performance.now() - began) / 1000)
}

function resultOf(latencies: readonly number[], seconds: number): SinglesResult {
  if (latencies.length === 0) throw new Error('not one letter was sent')
  return {
    letters: latencies.length,
    perSecond: latencies.length / seconds,
    p50Ms: rounded(percentile(latencies, 0.5)),
    p99Ms: rounded(percentile(latencies, 0.99)),
    maxMs: rounded(Math.max(...latencies)),
  }
}
