/** O-12: two thousand people who read their post at the same time. */
import { randomUUID } from 'node:crypto'
import type { LetterPage } from '#api/mailbox.ts'
import { cookieName } from '#identity/cookies.ts'
import { openSession } from '#identity/open-session.ts'
import type { BareOrder } from './bare-server.ts'
import { type Cluster, withClient } from './cluster.ts'
import { cpuSeconds, postgresCpuSeconds } from './cpu-time.ts'
import type { HttpOrder, HttpResult } from './http-load.ts'
import { type Figure, figureOf, median, mustBe, number, type Say, takeTurns } from './measure.ts'
import { asIdentity } from './people-who-sign-in.ts'
import { addressFor, type OfficeAddress, type OfficeProcess, startScript } from './processes.ts'
import type { ReadersOrder, ReadersResult } from './readers-load.ts'
import { type Addressee, fetchToken, type Town } from './town.ts'

export type ReadersAtOnce = { readers: number; rounds: number; seconds: number }

const LETTERS_EACH = 10
const LETTERS_A_REQUEST = 1000
const CONNECTIONS = 64
const WAIT_MS_MAX = 300
/** How long a reader looks at a page. */
const LOOK_MS = 5000

export async function readersAtOnce(
  cluster: Cluster,
  { town, address, http }: { town: Town; address: OfficeAddress; http: OfficeProcess },
  size: ReadersAtOnce,
  say: Say,
): Promise<Figure[]> {
  const people = town.addressees.slice(10, 10 + size.readers)
  await fill(town, address, people)
  say(`readers: ${number(people.length * LETTERS_EACH)} letters delivered`)
  const cookies = await signedIn(cluster, town, address, people)
  say(`readers: ${number(cookies.length)} sessions`)
  const host = `Host: ${new URL(address.publicUrl).host}`
  const requests = cookies.map(
    (cookie) =>
      `GET /api/letters HTTP/1.1\r\n${host}\r\nCookie: ${cookie}\r\nSec-Fetch-Site: same-origin\r\n\r\n`,
  )
  const sample = await exampleOf(address, cookies[0]!)
  const bare = await addressFor()
  const bareServer = startScript('./bare-server.ts', { port: bare.port, ...sample } satisfies BareOrder)
  const load = (port: number, secondsLong: number) =>
    startScript<HttpResult>('./http-load.ts', {
      port,
      connections: CONNECTIONS,
      seconds: secondsLong,
      requests,
      status: 200,
    } satisfies HttpOrder).result
  await load(address.port, 3)
  await load(bare.port, 1)
  const cpu = { server: 0, postgres: 0, answers: 0 }
  const rates = await takeTurns(
    size.rounds,
    {
      product: async () => {
        const before = { server: cpuSeconds(http.pid), postgres: postgresCpuSeconds(cluster.folder) }
        const result = await load(address.port, size.seconds)
        cpu.server += cpuSeconds(http.pid) - before.server
        cpu.postgres += postgresCpuSeconds(cluster.folder) - before.postgres
        cpu.answers += result.answers
        return result.perSecond
      },
      baseline: async () => (await load(bare.port, size.seconds)).perSecond,
    },
    { say, name: 'readers', unit: 'pages/s' },
  )
  process.kill(bareServer.pid, 'SIGHUP')
  await bareServer.result
  const waits: ReadersResult[] = []
  const waited = await takeTurns(
    size.rounds,
    {
      product: async () => {
        const order: ReadersOrder = {
          port: address.port,
          requests,
          everyMs: LOOK_MS,
          seconds: LOOK_MS / 1000 + 1,
        }
        const result = await startScript<ReadersResult>('./readers-load.ts', order).result
        waits.push(result)
        return result.p99Ms
      },
      baseline: async () => WAIT_MS_MAX,
    },
    { say, name: 'readers, waiting', unit: 'ms' },
  )
  const micro = (secondsEach: number) => `${number(secondsEach * 1e6)} µs`
  const readers = number(cookies.length)
  return [
    figureOf(
      {
        name: `${readers} readers, pages a second`,
        target: 0.3,
        better: 'higher',
        unit: 'pages/s',
        about:
          `GET /api/letters of ${readers} signed-in people with ${LETTERS_EACH} letters each, as fast as ${CONNECTIONS} connections take them; every answer 200. ` +
          'Against: `node:http` that reads the request, looks at nothing and answers the same head and the same bytes; the same load generator.',
        notes: [
          `${number(sample.body.length)} bytes a page`,
          `processor time a page: server ${micro(cpu.server / cpu.answers)}, PostgreSQL ${micro(cpu.postgres / cpu.answers)}`,
        ],
      },
      rates,
    ),
    figureOf(
      {
        name: `${readers} readers, waiting`,
        target: 1,
        better: 'lower',
        unit: 'ms p99',
        about:
          `The same ${readers} people at once, each over a connection of their own, looking at each page for ${LOOK_MS / 1000} s: 99th percentile of what they wait for one, ` +
          'counted from the moment it was due. Against: 300 ms, which is what was promised.',
        notes: [
          `p50 ${number(median(waits.map((wait) => wait.p50Ms)))} ms; ${number((cookies.length * 1000) / LOOK_MS)} pages a second asked for`,
        ],
      },
      waited,
    ),
  ]
}

async function fill(town: Town, address: OfficeAddress, people: readonly Addressee[]): Promise<void> {
  const token = await fetchToken(town, address.url, address.publicUrl)
  const all = people.flatMap((who) => Array.from({ length: LETTERS_EACH }, (_, n) => ({ who, n })))
  for (let at = 0; at < all.length; at += LETTERS_A_REQUEST) {
    const these = all.slice(at, at + LETTERS_A_REQUEST)
    const form = new FormData()
    const order = {
      letters: these.map(({ who, n }) => ({
        recipient: { country: who.country, nationalNumber: who.nationalNumber },
        title: `Brev ${n + 1}`,
        documents: [{ part: 'd' }],
      })),
    }
    form.set('letters', new Blob([JSON.stringify(order)], { type: 'application/json' }))
    form.set('d', new Blob(['Et brev'], { type: 'text/plain' }), 'd.txt')
    const answer = await fetch(`${address.url}/v1/letters`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'idempotency-key': randomUUID() },
      body: form,
    })
    const body = await answer.text()
    if (answer.status !== 202)
      throw new Error(`readers: letters were not taken: ${answer.status} ${body.slice(0, 300)}`)
    mustBe('readers: delivered', body.split('"outcome":"delivered"').length - 1, these.length)
  }
}

/** Sessions as a password opens them, without two thousand times the work of checking one: that is another row's. */
async function signedIn(
  cluster: Cluster,
  town: Town,
  address: OfficeAddress,
  people: readonly Addressee[],
): Promise<string[]> {
  const personIds = await withClient(cluster.postgres.adminUrl(town.database), async (client) => {
    const { rows } = await client.query<{ person_id: string; mailbox_id: string }>(
      'select person_id, mailbox_id from person where mailbox_id = any($1)',
      [people.map((who) => who.mailboxId)],
    )
    // They have an ID, but no password: nobody signs in with one here.
    await client.query(
      `insert into login (person_id, login_kind, created_at)
        select person_id, 'national-number', now() from unnest($1::uuid[]) as p (person_id) on conflict do nothing`,
      [rows.map((row) => row.person_id)],
    )
    return new Map(rows.map((row) => [row.mailbox_id, row.person_id]))
  })
  return asIdentity(town, address, async (identity) => {
    const name = cookieName(identity.site, 'session')
    const cookies: string[] = []
    for (const { mailboxId } of people) {
      const visit = {
        address: '127.0.0.1',
        userAgent: null,
        sessionHash: null,
        browserHash: null,
        deviceHash: null,
        devicePepper: null,
        checksum: Buffer.alloc(32),
      }
      const proof = {
        personId: personIds.get(mailboxId)!,
        mailboxId,
        level: 'low',
        method: 'password',
      } as const
      const { token } = await openSession(identity, proof, visit, async () => undefined)
      cookies.push(`${name}=${token.text}`)
    }
    return cookies
  })
}

async function exampleOf(address: OfficeAddress, cookie: string): Promise<Omit<BareOrder, 'port'>> {
  const answer = await fetch(`${address.url}/api/letters`, {
    headers: { cookie, 'sec-fetch-site': 'same-origin' },
  })
  const body = await answer.text()
  if (answer.status !== 200) throw new Error(`readers: answered ${answer.status} ${body.slice(0, 300)}`)
  mustBe('readers: letters of a page', (JSON.parse(body) as LetterPage).letters.length, LETTERS_EACH)
  const left = ['connection', 'date', 'keep-alive']
  return {
    status: 200,
    headers: Object.fromEntries([...answer.headers].filter(([name]) => !left.includes(name))),
    body,
  }
}
