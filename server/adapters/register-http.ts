import { setTimeout as sleep } from 'node:timers/promises'
import type { PopulationRegister, RegisterPage } from '#ground/ports.ts'
import { readAddress, readChange, readPerson } from './register-rows.ts'

export type RegisterHttpOptions = {
  /** Such as http://127.0.0.1:8091 */
  url: string
  token: string
  pageRows?: number
  /** For one answer to arrive whole, the waiting time of the change feed apart. */
  timeoutMs?: number
  /** How often one call is tried before it fails. */
  triesMax?: number
  /** Wait before the second try; doubles with every further one. */
  retryAfterMs?: number
}

/** The register did not give a usable answer within the tries it had. `status` is the last HTTP status, if there was one. */
export class RegisterUnavailable extends Error {
  override readonly name = 'RegisterUnavailable'
  readonly code = 'register-unavailable'
  readonly status: number | undefined
  constructor(message: string, status: number | undefined, cause?: unknown) {
    super(message, { cause })
    this.status = status
  }
}

const ANSWER_BYTES_MAX = 64 * 1024 * 1024

type Answer = { status: number; headers: Headers; rows: unknown[] }

/** The population register over HTTP: NDJSON pages with cursors, guarded by a bearer token. Reads are repeatable, so a
 * failed one is simply tried again; a 4xx is an answer and is not. */
export function registerHttp(options: RegisterHttpOptions): PopulationRegister {
  const { pageRows = 2_000, timeoutMs = 30_000, triesMax = 4, retryAfterMs = 250 } = options

  async function get(path: string, extraMs: number, signal?: AbortSignal): Promise<Answer> {
    let last: { status?: number; error?: unknown } = {}
    for (let tried = 0; tried < triesMax; tried++) {
      // the signal of the caller ends the waiting too
      if (tried > 0) await sleep(retryAfterMs * 2 ** (tried - 1), undefined, signal ? { signal } : {})
      try {
        const limit = AbortSignal.timeout(timeoutMs + extraMs)
        const response = await fetch(new URL(path, options.url), {
          headers: { authorization: `Bearer ${options.token}`, accept: 'application/x-ndjson' },
          redirect: 'error', // the token goes to the register and nowhere else
          signal: signal ? AbortSignal.any([limit, signal]) : limit,
        })
        if (response.ok) {
          return { status: response.status, headers: response.headers, rows: await readRows(response) }
        }
        await response.body?.cancel()
        if (response.status < 500 && response.status !== 429) {
          return { status: response.status, headers: response.headers, rows: [] }
        }
        last = { status: response.status }
      } catch (error) {
        if (signal?.aborted) throw error
        last = { error }
      }
    }
    throw new RegisterUnavailable(
      `the register gave no usable answer in ${triesMax} tries${last.status ? ` (HTTP ${last.status})` : ''}`,
      last.status,
      last.error,
    )
  }

  async function getPage<Row>(name: string, after: string, read: (value: unknown) => Row | undefined) {
    const answer = await get(`/v1/${name}?after=${encodeURIComponent(after)}&limit=${pageRows}`, 0)
    if (answer.status !== 200) throw refused(answer.status)
    const rows: Row[] = []
    for (const value of answer.rows) {
      const row = read(value)
      if (row !== undefined) rows.push(row)
    }
    const page: RegisterPage<Row> = {
      rows,
      faulty: answer.rows.length - rows.length,
      total: Number(answer.headers.get('total-count') ?? 0),
      changeCursor: answer.headers.get('change-cursor') ?? '0',
    }
    return { page, next: answer.headers.get('next-cursor') ?? undefined }
  }

  async function* pages<Row>(name: string, read: (value: unknown) => Row | undefined) {
    let coming = getPage(name, '', read)
    for (;;) {
      const { page, next } = await coming
      if (next !== undefined) {
        // the next page travels while this one is worked on: two pages are held at most
        coming = getPage(name, next, read)
        coming.catch(() => {}) // looked at when its turn comes
      }
      yield page
      if (next === undefined) return
    }
  }

  return {
    people: () => pages('people', readPerson),
    addresses: () => pages('addresses', readAddress),
    async changes(after, { waitSeconds, signal }) {
      const path = `/v1/changes?after=${encodeURIComponent(after)}&limit=${pageRows}&wait=${waitSeconds}`
      const answer = await get(path, waitSeconds * 1000, signal)
      if (answer.status === 410) return { kind: 'start-anew' }
      if (answer.status !== 200) throw refused(answer.status)
      const changes = answer.rows.map(readChange).filter((change) => change !== undefined)
      const next = answer.headers.get('next-cursor')
      if (next === null) throw new RegisterUnavailable('the register answered without a cursor', 200)
      return { kind: 'changes', changes, faulty: answer.rows.length - changes.length, next }
    },
  }
}

const refused = (status: number) =>
  new RegisterUnavailable(
    status === 401 || status === 403
      ? 'the register refused our token: check REGISTER_TOKEN'
      : `the register refused the request (HTTP ${status}): check REGISTER_URL`,
    status,
  )

async function readRows(response: Response): Promise<unknown[]> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of response.body ?? []) {
    size += part.length
    if (size > ANSWER_BYTES_MAX)
      throw new Error(`the register's answer is longer than ${ANSWER_BYTES_MAX} bytes`)
    parts.push(part)
  }
  const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts))
  if (text === '') return []
  // every whole line ends: an answer cut off in mid-line is none
  if (!text.endsWith('\n')) throw new Error("the register's answer ends in mid-line")
  return JSON.parse(`[${text.slice(0, -1).replaceAll('\n', ',')}]`) as unknown[]
}
