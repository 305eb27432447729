/** A print house over HTTPS: one multipart request hands over a letter (job file and PDF), one GET tells what became of it.
 * The protocol is described in docs/print-house.md. */
import { createHash } from 'node:crypto'
import { ConfigError } from '#ground/config.ts'
import { type PrintHouse, PrintRefused, type PrintStatus } from '#ground/paper.ts'

export type PrintHouseOptions = {
  /** Such as https://print.example; plain http on loopback only. */
  url: string
  token: string
  /** For a whole exchange. Default 30 seconds. */
  timeoutMs?: number
}

/** The print house gave no usable answer; the job is tried again later. */
class PrintHouseUnavailable extends Error {
  override readonly name = 'PrintHouseUnavailable'
  readonly code: string
  constructor(code: string) {
    super('the print house gave no usable answer')
    this.code = code
  }
}

const STATUSES: readonly PrintStatus[] = ['accepted', 'printed', 'posted', 'returned', 'refused']
/** Answers that no second try will change: the letter itself is not taken. */
const REFUSALS = new Set([400, 413, 415, 422])

export function openHttpPrintHouse(options: PrintHouseOptions): PrintHouse {
  const { url, token, timeoutMs = 30_000 } = options
  requireTls(url)

  async function ask(path: string, request: RequestInit): Promise<{ id: string; status: PrintStatus }> {
    let answer: Response
    let said: unknown
    try {
      answer = await fetch(new URL(path, url), {
        ...request,
        headers: { authorization: `Bearer ${token}`, accept: 'application/json', ...request.headers },
        signal: AbortSignal.timeout(timeoutMs),
        redirect: 'error',
      })
      if (REFUSALS.has(answer.status)) {
        await answer.body?.cancel()
        throw new PrintRefused(`the print house answered ${answer.status}`)
      }
      said = answer.ok ? await answer.json() : await answer.body?.cancel()
    } catch (error) {
      if (error instanceof PrintRefused) throw error
      // Not the cause itself: it may quote the address it was sent to.
      throw new PrintHouseUnavailable((error as { name?: string }).name ?? 'failed')
    }
    const { id, status } = (said ?? {}) as { id?: unknown; status?: unknown }
    const known = STATUSES.find((one) => one === status)
    if (typeof id !== 'string' || !/^[\w-]{1,100}$/.test(id) || !known)
      throw new PrintHouseUnavailable(`HTTP ${answer.status}`)
    return { id, status: known }
  }

  return {
    async handOver({ letterId, pdf, to, priority }) {
      const form = new FormData()
      const job = {
        reference: letterId,
        recipient: { ...to, country: to.country.toUpperCase() },
        postage: priority,
        colour: false,
        duplex: false,
        undeliverable: 'return-notice-and-shred',
        sha256: createHash('sha256').update(pdf).digest('hex'),
      }
      form.append('job', new Blob([JSON.stringify(job)], { type: 'application/json' }), 'job.json')
      form.append('letter', new Blob([Uint8Array.from(pdf)], { type: 'application/pdf' }), 'letter.pdf')
      const { id, status } = await ask('/v1/jobs', {
        method: 'POST',
        body: form,
        headers: { 'idempotency-key': letterId },
      })
      if (status === 'refused') throw new PrintRefused('the print house refused the letter')
      return { job: id }
    },
    status: async (job) => (await ask(`/v1/jobs/${encodeURIComponent(job)}`, { method: 'GET' })).status,
  }
}

function requireTls(url: string): void {
  const { protocol, hostname } = new URL(url)
  const loopback = hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]'
  if (protocol !== 'https:' && !loopback)
    throw new ConfigError('PRINT_URL must be https: the letters carry codes and addresses')
}
