import { createHash, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Ledger, openLedger, parseOrder, SimulateError } from './ledger.ts'
import { populationOf } from './population.ts'

export interface RegisterOptions {
  people: number
  seed: number
  /** Callers must send it as `Authorization: Bearer …`. */
  token: string
  /** 0 lets the system choose. */
  port: number
  /** Where simulated changes are kept; without it they die with the process. */
  file?: string
}

export interface RunningRegister {
  url: string
  ledger: Ledger
  close(): Promise<void>
}

const PAGE_DEFAULT = 1_000
const PAGE_MAX = 10_000
const WAIT_SECONDS_MAX = 20
const BODY_BYTES_MAX = 64 * 1024
const LINES_PER_WRITE = 250

/** The register over HTTP, on loopback only: it stands in for a national service, it is not one. */
export async function startRegister(options: RegisterOptions): Promise<RunningRegister> {
  const population = populationOf(options)
  const ledger = openLedger(population, {
    seed: options.seed,
    ...(options.file === undefined ? {} : { file: options.file }),
  })
  const closing = new AbortController()
  const secret = digest(options.token)

  const server: Server = createServer((req, res) => {
    answer(req, res).catch((error: unknown) => {
      if (res.headersSent) return res.destroy()
      if (error instanceof SimulateError) {
        const status = { 'order-invalid': 400, 'unknown-person': 404, 'not-possible': 409 }[error.code]
        return problem(res, status, error.code, error.field, error.message)
      }
      if (error instanceof BadRequest)
        return problem(res, error.status, 'bad-request', error.field, error.message)
      process.stderr.write(`register: ${error instanceof Error ? error.stack : String(error)}\n`)
      problem(res, 500, 'internal-error', '', 'the register failed; see its log')
    })
  })

  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const url = new URL(req.url ?? '/', 'http://register')
    if (req.method === 'GET' && url.pathname === '/health') {
      return json(res, 200, { people: ledger.people, addresses: population.addresses, cursor: ledger.cursor })
    }
    const sent = /^Bearer (.+)$/.exec(req.headers.authorization ?? '')?.[1]
    if (sent === undefined || !timingSafeEqual(digest(sent), secret)) {
      res.setHeader('www-authenticate', 'Bearer')
      return problem(res, 401, 'unauthorized', 'authorization', 'send the register token as a bearer token')
    }
    if (req.method === 'GET' && url.pathname === '/v1/people') {
      return page(res, url, ledger.people, (index) => ledger.person(index))
    }
    if (req.method === 'GET' && url.pathname === '/v1/addresses') {
      return page(res, url, population.addresses, (index) => population.address(index))
    }
    if (req.method === 'GET' && url.pathname === '/v1/changes') return changes(req, res, url)
    if (req.method === 'POST' && url.pathname === '/simulate') {
      const done = ledger.apply(parseOrder(await body(req)))
      return json(res, 200, { cursor: ledger.cursor, changes: done })
    }
    problem(res, 404, 'not-found', '', 'there is nothing here')
  }

  /** A snapshot page. `change-cursor` says from where to follow the changes so that none is missed. */
  async function page(res: ServerResponse, url: URL, total: number, at: (index: number) => unknown) {
    const after = whole(url, 'after', 0, Number.MAX_SAFE_INTEGER, 0)
    const limit = whole(url, 'limit', 1, PAGE_MAX, PAGE_DEFAULT)
    const end = Math.min(total, after + limit)
    res.setHeader('change-cursor', ledger.cursor)
    res.setHeader('total-count', total)
    if (end < total) res.setHeader('next-cursor', end)
    await lines(res, after, end, at)
  }

  async function changes(req: IncomingMessage, res: ServerResponse, url: URL) {
    const after = whole(url, 'after', 0, Number.MAX_SAFE_INTEGER, 0)
    const limit = whole(url, 'limit', 1, PAGE_MAX, PAGE_DEFAULT)
    const waitMs = whole(url, 'wait', 0, WAIT_SECONDS_MAX, WAIT_SECONDS_MAX) * 1000
    if (after > ledger.cursor) {
      return problem(
        res,
        410,
        'cursor-unknown',
        'after',
        'this register has not come that far: load a new snapshot',
      )
    }
    if (after === ledger.cursor) {
      const gone = new AbortController()
      req.on('close', () => gone.abort())
      await ledger.waitForChange(waitMs, AbortSignal.any([gone.signal, closing.signal]))
    }
    const found = ledger.since(after, limit)
    res.setHeader('next-cursor', found.at(-1)?.cursor ?? after)
    await lines(res, 0, found.length, (index) => found[index])
  }

  server.listen(options.port, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ledger,
    async close() {
      closing.abort()
      const closed = once(server, 'close')
      server.close()
      setTimeout(() => server.closeAllConnections(), 500).unref()
      await closed
      ledger.close()
    },
  }
}

async function lines(res: ServerResponse, from: number, to: number, at: (index: number) => unknown) {
  res.writeHead(200, { 'content-type': 'application/x-ndjson; charset=utf-8', 'cache-control': 'no-store' })
  for (let start = from; start < to; start += LINES_PER_WRITE) {
    let text = ''
    for (let i = start; i < Math.min(to, start + LINES_PER_WRITE); i++) text += `${JSON.stringify(at(i))}\n`
    if (!res.write(text) && !res.destroyed) await Promise.race([once(res, 'drain'), once(res, 'close')])
    if (res.destroyed) return
  }
  res.end()
}

class BadRequest extends Error {
  readonly field: string
  readonly status: number
  constructor(field: string, message: string, status = 400) {
    super(message)
    this.field = field
    this.status = status
  }
}

function whole(url: URL, name: string, min: number, max: number, fallback: number): number {
  const text = url.searchParams.get(name)
  if (text === null || text === '') return fallback
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN
  if (!(value >= min && value <= max)) throw new BadRequest(name, `a whole number from ${min} to ${max}`)
  return value
}

async function body(req: IncomingMessage): Promise<unknown> {
  let size = 0
  const parts: Buffer[] = []
  for await (const part of req as AsyncIterable<Buffer>) {
    size += part.length
    if (size > BODY_BYTES_MAX) throw new BadRequest('', `at most ${BODY_BYTES_MAX} bytes`, 413)
    parts.push(part)
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'))
  } catch {
    throw new BadRequest('', 'the body is not JSON')
  }
}

const digest = (text: string) => createHash('sha256').update(text).digest()

function json(res: ServerResponse, status: number, value: unknown) {
  res.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
  res.end(JSON.stringify(value))
}

const problem = (res: ServerResponse, status: number, code: string, field: string, detail: string) =>
  json(res, status, { code, field, detail })
