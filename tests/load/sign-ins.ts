/** I-01 O-12: people signing in on the real page against the password check alone. */
import type { Argon2Order, Argon2Result } from './argon2-rate.ts'
import { type Cluster, withClient } from './cluster.ts'
import { cpuSeconds, postgresCpuSeconds } from './cpu-time.ts'
import type { HttpOrder, HttpResult } from './http-load.ts'
import { type Figure, figureOf, median, mustBe, number, type Say, takeTurns } from './measure.ts'
import { giveLogins, PASSWORD, signIn, signInRequest } from './people-who-sign-in.ts'
import { addressFor, runScript, startOffice } from './processes.ts'
import { openTown } from './town.ts'

export type SignIns = {
  people: number
  signingIn: number
  rounds: number
  seconds: number
  profiles?: string | undefined
}

/** Enough to keep both cores busy; more would only wait longer. */
const CONNECTIONS = 16

export async function signIns(cluster: Cluster, say: Say, size: SignIns): Promise<Figure[]> {
  const town = await openTown(cluster, { name: 'sign_ins', people: size.people, say })
  const address = await addressFor()
  const logins = await giveLogins(cluster, town, address, size.signingIn)
  const http = await startOffice({ town, address, role: 'http', profiles: size.profiles })
  const requests: string[] = []
  for (const [i, login] of logins.entries()) {
    const browser = await signIn(address, login)
    // Half come back with the browser they are known by, half with one that is new to them. None still has a session.
    const without = i % 2 === 0 ? ['brevhus'] : ['brevhus', 'brevhus-browser']
    requests.push(signInRequest(address, login, browser, without))
  }
  const results: HttpResult[] = []
  const cpu = { server: 0, postgres: 0 }
  let answers = 0
  const product = async (seconds: number) => {
    const order: HttpOrder = {
      port: address.port,
      connections: CONNECTIONS,
      seconds,
      requests,
      status: 303,
      ownAddresses: true,
    }
    const before = { server: cpuSeconds(http.pid), postgres: postgresCpuSeconds(cluster.folder) }
    const result = await runScript<HttpResult>('./http-load.ts', order)
    cpu.server += cpuSeconds(http.pid) - before.server
    cpu.postgres += postgresCpuSeconds(cluster.folder) - before.postgres
    answers += result.answers
    return result
  }
  const baseline = async (seconds: number) => {
    const order: Argon2Order = { password: PASSWORD, atOnce: CONNECTIONS, seconds }
    return (await runScript<Argon2Result>('./argon2-rate.ts', order)).perSecond
  }
  say('sign-ins: warming up')
  await product(8)
  await baseline(1)
  Object.assign(cpu, { server: 0, postgres: 0 })
  const unmeasured = answers
  const rounds = await takeTurns(
    size.rounds,
    {
      product: async () => {
        const result = await product(size.seconds)
        results.push(result)
        return result.perSecond
      },
      baseline: () => baseline(size.seconds),
    },
    { say, name: 'sign-ins', unit: 'sign-ins/s' },
  )
  await http.stop()
  const written = await withClient(cluster.postgres.adminUrl(town.database), async (client) => {
    const { rows } = await client.query<{ sessions: string; events: string }>(`select
      (select count(*) from session where level = 'low') as sessions,
      (select count(*) from sign_in_event where outcome = 'signed-in' and method = 'password') as events`)
    return rows[0]!
  })
  mustBe('sign-ins: sessions', Number(written.sessions), answers + logins.length)
  mustBe('sign-ins: history', Number(written.events), answers + logins.length)
  await cluster.drop(town.database)
  const of = (pick: (result: HttpResult) => number) => number(median(results.map(pick)))
  return [
    figureOf(
      {
        name: 'sign-ins',
        target: 0.8,
        better: 'higher',
        unit: 'sign-ins/s',
        about:
          `POST /sign-in of the real server process with user ID and password, ${number(size.signingIn)} people, ${CONNECTIONS} connections from as many addresses, half of them with a browser ` +
          'that is known and half with a new one, each answered after session, history and guessing counters are durable. ' +
          `Against: the same password check alone (argon2id, 19 MiB, 2 passes), ${CONNECTIONS} at once, in a process that does nothing else.`,
        notes: [
          `p50 ${of((r) => r.p50Ms)} ms, p99 ${of((r) => r.p99Ms)} ms`,
          `processor time a sign-in: server ${number((cpu.server / (answers - unmeasured)) * 1e3)} ms, PostgreSQL ${number((cpu.postgres / (answers - unmeasured)) * 1e3)} ms`,
          `${number(answers)} sign-ins answered, and as many sessions and lines of history found`,
        ],
      },
      rounds,
    ),
  ]
}
