/** A sender's client cut down to the bone: HTTP/1.1 on one kept connection, one request at a time, bodies made of ready
 * pieces. On two cores every cycle of the load generator is one that the server does not get. */
import { connect, type Socket } from 'node:net'
import type { Addressee } from './town.ts'

export type Answer = { status: number; body: Buffer }

const HEAD_END = Buffer.from('\r\n\r\n')

export class Connection {
  readonly #socket: Socket
  readonly #opened: Promise<void>
  #waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | undefined
  #parts: Buffer[] = []
  #bytes = 0
  /** Bytes of the whole answer, once its head was read. */
  #wanted = 0
  #headBytes = 0
  #status = 0

  /** `from`: a loopback address to come from. */
  constructor(port: number, from?: string) {
    this.#socket = connect({
      port,
      host: '127.0.0.1',
      noDelay: true,
      ...(from ? { localAddress: from } : {}),
    })
    this.#opened = new Promise((resolve, reject) => {
      this.#socket.once('connect', resolve)
      this.#socket.once('error', reject)
    })
    this.#opened.catch(() => {})
    this.#socket.on('data', (part) => this.#read(part))
    this.#socket.on('error', (error) => this.#fail(error))
    this.#socket.on('close', () => this.#fail(new Error('the server closed the connection')))
  }

  /** Rejects when the connection ends before the whole answer is there. */
  async ask(...pieces: readonly Buffer[]): Promise<Answer> {
    await this.#opened
    if (this.#socket.destroyed) throw new Error('the connection is closed')
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
      this.#socket.cork()
      for (const piece of pieces) this.#socket.write(piece)
      this.#socket.uncork()
    })
  }

  close(): void {
    this.#socket.destroy()
  }

  #read(part: Buffer): void {
    this.#parts.push(part)
    this.#bytes += part.length
    if (this.#wanted === 0) {
      const all = this.#parts.length === 1 ? part : Buffer.concat(this.#parts)
      this.#parts = [all]
      const end = all.indexOf(HEAD_END)
      if (end < 0) return
      const head = all.toString('latin1', 0, end)
      const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1]
      const status = Number(head.slice(9, 12))
      if (length === undefined && status !== 304 && status !== 204) {
        this.#fail(new Error(`an answer without content-length: ${head}`))
        return
      }
      this.#status = status
      this.#headBytes = end + HEAD_END.length
      this.#wanted = this.#headBytes + Number(length ?? 0)
    }
    if (this.#bytes < this.#wanted) return
    const all = this.#parts.length === 1 ? this.#parts[0]! : Buffer.concat(this.#parts)
    const waiting = this.#waiting
    const answer = { status: this.#status, body: all.subarray(this.#headBytes, this.#wanted) }
    this.#parts = []
    this.#bytes = 0
    this.#wanted = 0
    this.#waiting = undefined
    waiting?.resolve(answer)
  }

  #fail(error: Error): void {
    this.#waiting?.reject(error)
    this.#waiting = undefined
    this.#socket.destroy()
  }
}

const DOCUMENT_BYTES = 20 * 1024
const KEY_AT = 16
const filling = fillingOf(DOCUMENT_BYTES)

/** A PDF of exactly 20 KB by its look, different for every key, and the same again for the same key. */
export function documentFor(key: string): Buffer {
  const document = Buffer.from(filling)
  document.write(key.padEnd(40, '.'), KEY_AT, 'latin1')
  return document
}

/** Bytes that do not compress, as those of a PDF do not; from a small generator, the same in every process. */
function fillingOf(size: number): Buffer {
  const bytes = Buffer.alloc(size)
  let state = 0x2545f491
  for (let i = 0; i < size; i++) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    bytes[i] = state & 0xff
  }
  bytes.write('%PDF-1.7\n%', 0, 'latin1')
  const end = 'startxref\n9\n%%EOF\n'
  bytes.write(end, size - end.length, 'latin1')
  return bytes
}

const BOUNDARY = 'brevhus-bench-boundary'
const between = Buffer.from(
  `\r\n--${BOUNDARY}\r\nContent-Disposition: form-data; name="letter"; filename="letter.pdf"\r\nContent-Type: application/pdf\r\n\r\n`,
)
const after = Buffer.from(`\r\n--${BOUNDARY}--\r\n`)

/** POST /v1/letters with one letter and its document, ready to be sent. */
export function letterRequest(
  to: Addressee,
  by: 'number' | 'name-address',
  key: string,
  token: string,
): Buffer[] {
  const recipient =
    by === 'number'
      ? { country: to.country, nationalNumber: to.nationalNumber }
      : {
          country: to.country,
          firstName: to.firstName,
          lastName: to.lastName,
          street: to.street,
          postcode: to.postcode,
          city: to.city,
        }
  const order = {
    letters: [{ reference: key, recipient, title: 'Årsopgørelse 2026', documents: [{ part: 'letter' }] }],
  }
  const before = Buffer.from(
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="letters"\r\nContent-Type: application/json\r\n\r\n${JSON.stringify(order)}`,
  )
  const length = before.length + between.length + DOCUMENT_BYTES + after.length
  const head = Buffer.from(
    `POST /v1/letters HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\nIdempotency-Key: ${key}\r\n` +
      `Content-Type: multipart/form-data; boundary=${BOUNDARY}\r\nContent-Length: ${length}\r\n\r\n`,
    'latin1',
  )
  return [Buffer.concat([head, before, between, documentFor(key), after])]
}

const DELIVERED = Buffer.from('"outcome":"delivered"')

/** Anything but a letter in its mailbox is a failure of the benchmark. */
export function mustBeDelivered(answer: Answer): void {
  if (answer.status !== 202 || !answer.body.includes(DELIVERED))
    throw new Error(`a letter was not delivered: ${answer.status} ${answer.body.toString('utf8', 0, 600)}`)
}
