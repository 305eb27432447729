/** I-08 I-11 O-12: is this session, is this token still good? Against a server that looks at nothing and answers the same. */
import { randomBytes } from 'node:crypto'
import { SESSION_PATHS } from '#api/session.ts'
import { openProvider } from '#identity/provider/open-provider.ts'
import { registerServiceProvider } from '#identity/provider/register-service-provider.ts'
import type { BareOrder } from './bare-server.ts'
import type { Cluster } from './cluster.ts'
import { cpuSeconds, postgresCpuSeconds } from './cpu-time.ts'
import type { HttpOrder, HttpResult } from './http-load.ts'
import { type Figure, figureOf, median, number, type Say, takeTurns } from './measure.ts'
import { asIdentity, cookieOf, giveLogins, type Login, signIn } from './people-who-sign-in.ts'
import { addressFor, type OfficeAddress, startOffice, startScript } from './processes.ts'
import { openTown, type Town } from './town.ts'

export type SessionChecks = { people: number; rounds: number; seconds: number; profiles?: string | undefined }

const CONNECTIONS = 32
const SIGNED_IN = 32

type Row = { name: string; what: string; requests: readonly string[] }

export async function sessionChecks(cluster: Cluster, say: Say, size: SessionChecks): Promise<Figure[]> {
  const town = await openTown(cluster, { name: 'session_checks', people: size.people, say })
  const address = await addressFor()
  const logins = await giveLogins(cluster, town, address, SIGNED_IN)
  const http = await startOffice({ town, address, role: 'http', profiles: size.profiles })
  const host = `Host: ${new URL(address.publicUrl).host}`
  const sessions: string[] = []
  for (const login of logins) {
    const cookie = cookieOf((await signIn(address, login)).jar)
    sessions.push(
      `GET ${SESSION_PATHS.check} HTTP/1.1\r\n${host}\r\nCookie: ${cookie}\r\nSec-Fetch-Site: same-origin\r\n\r\n`,
    )
  }
  const rows: Row[] = [
    {
      name: 'session checks',
      what: `GET ${SESSION_PATHS.check} by the cookies of ${SIGNED_IN} people who have signed in, each asked of the database anew`,
      requests: sessions,
    },
    {
      name: 'token checks',
      what: `POST /openid/introspect of ${SIGNED_IN} access tokens by the service provider they were issued to (client_secret_basic)`,
      requests: (await issueTokens(town, address, logins)).map(({ token, authorization }) => {
        const body = new URLSearchParams({ token }).toString()
        return `POST /openid/introspect HTTP/1.1\r\n${host}\r\nAuthorization: ${authorization}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body}`
      }),
    },
  ]
  const figures: Figure[] = []
  for (const row of rows) figures.push(await measure(cluster, say, size, { ...row, address, pid: http.pid }))
  await http.stop()
  await cluster.drop(town.database)
  return figures
}

async function measure(
  cluster: Cluster,
  say: Say,
  size: SessionChecks,
  row: Row & { address: OfficeAddress; pid: number },
): Promise<Figure> {
  const { name, what, requests, address, pid } = row
  const order: Omit<HttpOrder, 'port'> = {
    connections: CONNECTIONS,
    seconds: size.seconds,
    requests,
    status: 200,
  }
  const bare = await addressFor()
  const sample = await exampleOf(address, requests[0]!)
  const bareServer = startScript('./bare-server.ts', { port: bare.port, ...sample } satisfies BareOrder)
  const results = { product: [] as HttpResult[], baseline: [] as HttpResult[] }
  const cpu = { server: 0, postgres: 0, bare: 0 }
  const load = (port: number, seconds = size.seconds) =>
    startScript<HttpResult>('./http-load.ts', { ...order, port, seconds } satisfies HttpOrder).result
  // The program is compiled as it runs, in steps: after three seconds its rate was still rising.
  await load(address.port, 8)
  await load(bare.port, 1)
  const rounds = await takeTurns(
    size.rounds,
    {
      product: async () => {
        const before = { server: cpuSeconds(pid), postgres: postgresCpuSeconds(cluster.folder) }
        const result = await load(address.port)
        cpu.server += cpuSeconds(pid) - before.server
        cpu.postgres += postgresCpuSeconds(cluster.folder) - before.postgres
        results.product.push(result)
        return result.perSecond
      },
      baseline: async () => {
        const before = cpuSeconds(bareServer.pid)
        const result = await load(bare.port)
        cpu.bare += cpuSeconds(bareServer.pid) - before
        results.baseline.push(result)
        return result.perSecond
      },
    },
    { say, name, unit: 'checks/s' },
  )
  process.kill(bareServer.pid, 'SIGHUP')
  await bareServer.result
  const answers = (side: keyof typeof results) => results[side].reduce((sum, r) => sum + r.answers, 0)
  const of = (side: keyof typeof results, pick: (result: HttpResult) => number) =>
    number(median(results[side].map(pick)))
  return figureOf(
    {
      name,
      target: 0.5,
      better: 'higher',
      unit: 'checks/s',
      about:
        `${what}; ${CONNECTIONS} connections, every answer 200. Against: \`node:http\` in a process of its own that reads the request, looks at nothing and answers ` +
        'the same head and the same bytes; the same load generator.',
      notes: [
        `p50 ${of('product', (r) => r.p50Ms)} ms, p99 ${of('product', (r) => r.p99Ms)} ms; bare p50 ${of('baseline', (r) => r.p50Ms)} ms, p99 ${of('baseline', (r) => r.p99Ms)} ms`,
        `processor time a check: server ${micro(cpu.server / answers('product'))}, PostgreSQL ${micro(cpu.postgres / answers('product'))}; bare ${micro(cpu.bare / answers('baseline'))}`,
      ],
    },
    rounds,
  )
}

const micro = (seconds: number) => `${number(seconds * 1e6)} µs`

/** One answer, to give the bare server its head and its bytes. */
async function exampleOf(address: OfficeAddress, request: string): Promise<Omit<BareOrder, 'port'>> {
  const [head = '', body] = request.split('\r\n\r\n')
  const [first = '', ...lines] = head.split('\r\n')
  const [method = '', path = ''] = first.split(' ')
  const headers = Object.fromEntries(
    lines
      .map((line) => line.split(': ') as [string, string])
      .filter(([name]) => !['Host', 'Content-Length'].includes(name)),
  )
  const answer = await fetch(address.url + path, { method, headers, ...(body ? { body } : {}) })
  const text = await answer.text()
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status} ${text.slice(0, 300)}`)
  const left = ['connection', 'date', 'keep-alive']
  return {
    status: 200,
    headers: Object.fromEntries([...answer.headers].filter(([name]) => !left.includes(name))),
    body: text,
  }
}

/** Access tokens as the code flow ends with them. */
function issueTokens(
  town: Town,
  address: OfficeAddress,
  logins: readonly Login[],
): Promise<{ token: string; authorization: string }[]> {
  return asIdentity(town, address, async (identity) => {
    const { clientId, secret } = await registerServiceProvider(identity, {
      country: 'dk',
      organisationNumber: '10150817',
      names: { da: 'Nordlys', nb: 'Nordlys', en: 'Nordlys' },
      publicSector: false,
      profile: 'basic',
      redirectUris: ['http://localhost:9/return'],
      secretIn: 'header',
    })
    const authorization = `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`
    const provider = await openProvider(identity, (error) => {
      throw error
    })()
    const client = await provider.Client.find(clientId)
    if (!client) throw new Error('the service provider was not registered')
    const tokens: { token: string; authorization: string }[] = []
    for (const { personId } of logins) {
      const grant = new provider.Grant({ accountId: personId, clientId })
      grant.addOIDCScope('openid profile')
      const grantId = await grant.save()
      const AccessToken = provider.AccessToken as unknown as new (
        token: object,
      ) => { save(seconds: number): Promise<string> }
      const token = new AccessToken({
        accountId: personId,
        client,
        grantId,
        gty: 'authorization_code',
        scope: 'openid profile',
        sessionUid: randomBytes(16).toString('hex'),
      })
      tokens.push({ token: await token.save(600), authorization })
    }
    return tokens
  })
}
