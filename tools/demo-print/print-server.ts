/** A print house for the demo and for tests, on loopback: takes letters as docs/print-house.md describes, "prints" and "posts" them
 * within moments, and shows them on a page: the letter box at home. Keeps the last few hundred in memory.
 * Some streets behave badly on purpose: a road name with "Afvisvej" is refused, with "Returvej" comes back. */
import { createHash, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { isOwnHost, showDemoPage } from '../demo/demo-page.ts'
import { letterEntry } from './letter-entry.ts'
import type { PostedLetter } from './posted-letter.ts'

export type DemoPrintHouse = {
  url: string
  /** Newest first. */
  letters(): readonly PostedLetter[]
  /** From now on every request is answered by this status; undefined: as it should be. */
  fail(status: number | undefined): void
  close(): Promise<void>
}

const LETTERS_KEPT = 300
const BODY_BYTES_MAX = 12 * 1024 * 1024
const HOST = '127.0.0.1'

export async function startDemoPrintHouse(options: {
  port: number
  token: string
  /** Until a letter is printed, and again until it is posted. Default 1 second. */
  stepMs?: number
}): Promise<DemoPrintHouse> {
  const { token, stepMs = 1000 } = options
  const letters: PostedLetter[] = []
  let failing: number | undefined

  async function take(request: IncomingMessage, reply: ServerResponse): Promise<void> {
    const key = request.headers['idempotency-key']
    if (typeof key !== 'string' || !key) return json(reply, 400, { error: 'Idempotency-Key is missing' })
    const known = letters.find((letter) => letter.key === key)
    if (known) return json(reply, 200, { id: known.id, status: known.status })
    const body = await readBody(request)
    if (!body) return json(reply, 413, { error: 'larger than 12 MB' })
    const form = await new Response(Uint8Array.from(body), {
      headers: { 'content-type': request.headers['content-type'] ?? '' },
    })
      .formData()
      .catch(() => undefined)
    const job = await partOf(form, 'job')
    const pdf = await partOf(form, 'letter')
    const said =
      job &&
      (JSON.parse(job.toString('utf8')) as { sha256: string; postage: string; recipient: PostedLetter['to'] })
    const whole = pdf && said && createHash('sha256').update(pdf).digest('hex') === said.sha256
    if (!whole || !pdf.subarray(0, 5).equals(Buffer.from('%PDF-')))
      return json(reply, 422, { error: 'the job file and its PDF do not fit' })
    const line = said.recipient.lines.join(' ')
    if (line.includes('Afvisvej')) return json(reply, 422, { error: 'no such address' })
    const letter: PostedLetter = {
      id: randomUUID(),
      key,
      to: said.recipient,
      postage: said.postage,
      status: 'accepted',
      at: new Date().toISOString(),
      pdf,
    }
    letters.unshift(letter)
    letters.length = Math.min(letters.length, LETTERS_KEPT)
    setTimeout(() => (letter.status = 'printed'), stepMs).unref()
    setTimeout(() => (letter.status = line.includes('Returvej') ? 'returned' : 'posted'), 2 * stepMs).unref()
    return json(reply, 201, { id: letter.id, status: letter.status })
  }

  const server = createServer(async (request, reply) => {
    reply.setHeader('cache-control', 'no-store')
    reply.setHeader('x-content-type-options', 'nosniff')
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    try {
      if (!isOwnHost(request)) return json(reply, 404, {})
      if (path.startsWith('/v1/')) {
        if (request.headers.authorization !== `Bearer ${token}`) return json(reply, 401, {})
        if (failing !== undefined) return json(reply, failing, {})
        if (request.method === 'POST' && path === '/v1/jobs') return await take(request, reply)
        const found = letters.find((letter) => path === `/v1/jobs/${letter.id}`)
        return found ? json(reply, 200, { id: found.id, status: found.status }) : json(reply, 404, {})
      }
      const found = letters.find((letter) => path === `/letters/${letter.id}.pdf`)
      if (found) return void reply.writeHead(200, { 'content-type': 'application/pdf' }).end(found.pdf)
      if (path !== '/') return json(reply, 404, {})
      return showDemoPage(reply, {
        title: 'The letter box at home',
        lead: 'Letters on paper that the demo print house has printed.',
        entries: letters.map(letterEntry),
        none: 'No letter yet.',
      })
    } catch {
      return json(reply, 400, { error: 'not readable' })
    }
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port, HOST, resolve)
  })
  return {
    url: `http://${HOST}:${(server.address() as AddressInfo).port}`,
    letters: () => letters,
    fail: (status) => {
      failing = status
    },
    async close() {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

async function partOf(form: FormData | undefined, name: string): Promise<Buffer | undefined> {
  const part = form?.get(name)
  return part instanceof Blob ? Buffer.from(await part.arrayBuffer()) : undefined
}

async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length
    if (bytes > BODY_BYTES_MAX) return undefined
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks)
}

function json(reply: ServerResponse, status: number, body: unknown): void {
  reply.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
