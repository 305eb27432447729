/** O-12: two thousand people who read their post at the same time. */
import { randomUUID } from 'node:crypto'
import type { LetterPage } from '#api/mailbox.ts'
import { BACKGROUND_HEADER } from '#api/session.ts'
import { cookieName } from '#identity/cookies.ts'
import { openSession } from '#identity/open-session.ts'
import type { BareOrder } from './bare-server.ts'
import { type Cluster, withClient } from './cluster.ts'
import { cpuSeconds, postgresCpuSeconds } from './cpu-time.ts'
import type { HttpOrder, HttpResult } from './http-load.ts'
import { type Figure, figureOf, median, mustBe, number, type Rounds, type Say, takeTurns } from './measure.ts'
import { asIdentity } from './people-who-sign-in.ts'
import { addressFor, type OfficeAddress, type OfficeProcess, startScript } from './processes.ts'
import type { ReadersOrder, ReadersResult } from './readers-load.ts'
import { type Addressee, fetchToken, type Town } from './town.ts'

export type ReadersAtOnce = { readers: number; rounds: number; seconds: number }

const LETTERS_EACH = 10
/** As the web app asks for it. */
const PAGE = '/api/letters?limit=50'
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
  const asking = (path: string) =>
    cookies.map(
      (cookie) =>
        `GET ${path} HTTP/1.1\r\n${host}\r\nCookie: ${cookie}\r\nSec-Fetch-Site: same-origin\r\n\r\n`,
    )
  const requests = asking(PAGE)
  const sample = await exampleOf(address, cookies[0]!)
  const measured = { cluster, address, http, size, say }
  // Another length is another page, and so many are not kept.
  const others = [49, 48, 47, 46, 45].flatMap((limit) => asking(`/api/letters?limit=${limit}`))
  const anew = await againstBare(measured, {
    name: 'pages made anew',
    unit: 'pages/s',
    requests: others,
    example: sample,
  })
  const whole = await againstBare(measured, { name: 'readers', unit: 'pages/s', requests, example: sample })
  const looks = await looksOf(address, host, cookies)
  const left = await againstBare(measured, { name: 'pages left open', unit: 'looks/s', ...looks })
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
  const readers = number(cookies.length)
  const against =
    'Against: `node:http` that reads the request, looks at nothing and answers the same head and the same bytes; the same load generator.'
  return [
    figureOf(
      {
        name: `${readers} readers, pages made anew`,
        target: 0.3,
        better: 'higher',
        unit: 'pages/s',
        about:
          `GET /api/letters of ${readers} signed-in people with ${LETTERS_EACH} letters each, as fast as ${CONNECTIONS} connections take them, each time a page that was not asked for lately: ` +
          `every subject is opened; every answer 200. ${against}`,
        notes: [anew.note],
      },
      anew.rates,
    ),
    figureOf(
      {
        name: `${readers} readers, pages a second`,
        target: 0.3,
        better: 'higher',
        unit: 'pages/s',
        about:
          `GET ${PAGE} of the same ${readers} people, each coming back to their own page with nothing in hand while nothing is new: whether they may and whether it is the same is asked of the ` +
          `database each time, the page is kept sealed under the session's own token; every answer 200. ${against}`,
        notes: [`${number(sample.body.length)} bytes a page`, whole.note],
      },
      whole.rates,
    ),
    figureOf(
      {
        name: `${readers} readers, pages left open`,
        target: 0.3,
        better: 'higher',
        unit: 'looks/s',
        about:
          `What the web app asks each minute of a page left open, of the same ${readers} people: the same page with the tag of the one it has (If-None-Match, in the background), as fast as ${CONNECTIONS} connections take them. ` +
          'Nothing has arrived, every answer is 304. Against: `node:http` that looks at nothing and answers the same head.',
        notes: [left.note],
      },
      left.rates,
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

type Measured = {
  cluster: Cluster
  address: OfficeAddress
  http: OfficeProcess
  size: ReadersAtOnce
  say: Say
}
type Asked = { name: string; unit: string; requests: readonly string[]; example: Omit<BareOrder, 'port'> }

/** The product and a server that looks at nothing, in turns, by the same load generator. */
async function againstBare(
  { cluster, address, http, size, say }: Measured,
  { name, unit, requests, example }: Asked,
): Promise<{ rates: Rounds; note: string }> {
  const bare = await addressFor()
  const bareServer = startScript('./bare-server.ts', { port: bare.port, ...example } satisfies BareOrder)
  const load = (port: number, secondsLong: number) =>
    startScript<HttpResult>('./http-load.ts', {
      port,
      connections: CONNECTIONS,
      seconds: secondsLong,
      requests,
      status: example.status,
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
    { say, name, unit },
  )
  process.kill(bareServer.pid, 'SIGHUP')
  await bareServer.result
  const micro = (secondsEach: number) => `${number((secondsEach / cpu.answers) * 1e6)} µs`
  return {
    rates,
    note: `processor time an answer: server ${micro(cpu.server)}, PostgreSQL ${micro(cpu.postgres)}`,
  }
}

/** Each reader's page is fetched once, and asked for again by its tag from then on. */
async function looksOf(
  address: OfficeAddress,
  host: string,
  cookies: readonly string[],
): Promise<Pick<Asked, 'requests' | 'example'>> {
  const requests: string[] = []
  for (const cookie of cookies) {
    const answer = await fetch(address.url + PAGE, { headers: { cookie, 'sec-fetch-site': 'same-origin' } })
    await answer.arrayBuffer()
    const tag = answer.headers.get('etag')
    if (answer.status !== 200 || !tag) throw new Error(`readers: a page without a tag: ${answer.status}`)
    requests.push(
      `GET ${PAGE} HTTP/1.1\r\n${host}\r\nCookie: ${cookie}\r\nSec-Fetch-Site: same-origin\r\n${BACKGROUND_HEADER}: 1\r\nIf-None-Match: ${tag}\r\n\r\n`,
    )
  }
  const tag = /If-None-Match: (.*)\r\n/.exec(requests[0]!)![1]!
  return { requests, example: await exampleOf(address, cookies[0]!, tag) }
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

/** With `tag`: the answer to who has the page. */
async function exampleOf(
  address: OfficeAddress,
  cookie: string,
  tag?: string,
): Promise<Omit<BareOrder, 'port'>> {
  const answer = await fetch(address.url + PAGE, {
    headers: { cookie, 'sec-fetch-site': 'same-origin', ...(tag ? { 'if-none-match': tag } : {}) },
  })
  const body = await answer.text()
  if (answer.status !== (tag ? 304 : 200))
    throw new Error(`readers: answered ${answer.status} ${body.slice(0, 300)}`)
  if (!tag)
    mustBe('readers: letters of a page', (JSON.parse(body) as LetterPage).letters.length, LETTERS_EACH)
  const left = ['connection', 'date', 'keep-alive']
  return {
    status: answer.status,
    headers: Object.fromEntries([...answer.headers].filter(([name]) => !left.includes(name))),
    body,
  }
}
