/**
 * The sender's client: typed by the same consts that the post office validates with. Every call may be repeated: a POST has
 * an Idempotency-Key that stays the same over its own retries, and can be given to repeat it after a crash.
 *
 *     const brevhus = openClient({ url: 'https://post.example', senderId, keyFile: 'brevhus-key.pem' })
 *     const { letters } = await brevhus.sendLetters([order], { letter: { path: 'letter.pdf' } })
 *
 * @throws BrevhusProblem from every call that the post office refused or did not answer
 */
import { createHash, type KeyObject, randomUUID } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { Static } from 'typebox'
import type { BatchStatus, ErrorList, PostBatch, RefusedRow } from '#api/batches.ts'
import type {
  DocumentAnswer,
  LetterOrder,
  LetterReceipt,
  LetterStatus,
  PostLetters,
  PostLettersAnswer,
} from '#api/dispatch.ts'
import type { EventPage, PrintQueue, SenderEvent } from '#api/sender-events.ts'
import type { Mail, MailPage } from '#api/writing.ts'
import { accessTokens } from './access-tokens.ts'
import { problemOf } from './brevhus-problem.ts'
import { type EventsAsk, followEvents } from './event-feed.ts'
import { answerOf, type ExchangeOptions, openExchange } from './exchange.ts'
import { type LetterDocument, readDocument } from './letter-documents.ts'
import { readKeyFile, readSenderKey, type SenderKey } from './sender-key.ts'
import { type UploadFile, uploadTo } from './upload-file.ts'

export type ClientOptions = {
  /** Of the post office, such as https://post.example. Plain http only to this machine, unless `allowHttp`. */
  url: string
  senderId: string
  /** The private key as PEM, JWK or KeyObject, or the file it is in. It never leaves this process. */
  privateKey?: string | KeyObject
  keyFile?: string
  /** What the post office calls itself, when it is reached by another address. */
  audience?: string
  allowHttp?: boolean
  fetch?: typeof fetch
  /** Tries of one request in all; default 6. */
  triesMax?: number
  /** How long one request is tried, in milliseconds; default 120,000. */
  patienceMs?: number
  /** Ends whatever is under way. */
  signal?: AbortSignal
  /** Told before each wait for another try; `status` is undefined when nothing answered. */
  onWait?: (waitMs: number, status: number | undefined) => void
}

export type PostOptions = {
  /** 8 to 128 visible ASCII characters. Default: a new one for each call. */
  idempotencyKey?: string
  signal?: AbortSignal | undefined
}
export type PageAsk = { after?: number | undefined; limit?: number; language?: 'da' | 'nb' | 'sv' | 'en' }

export type BrevhusClient = ReturnType<typeof openClient>

const LOOPBACK = /^(localhost|127(?:\.\d+){3}|\[::1\])$/
/** Longer than the post office waits for events. */
const EVENTS_TIMEOUT_MS = 60_000

export function openClient(options: ClientOptions) {
  const url = readUrl(options)
  const exchange = openExchange({
    fetch: options.fetch ?? fetch,
    triesMax: options.triesMax ?? 6,
    patienceMs: options.patienceMs ?? 120_000,
    signal: options.signal,
    onWait: options.onWait,
  })
  let key: Promise<SenderKey> | undefined
  const tokens = accessTokens(exchange, {
    url,
    audience: `${options.audience?.replace(/\/+$/, '') ?? url}/oauth/token`,
    senderId: options.senderId,
    key: () => (key ??= keyOf(options)),
  })

  /** A request with a token. One that was taken back is replaced once. */
  async function ask(path: string, make: () => RequestInit, how?: ExchangeOptions): Promise<Response> {
    for (let renewed = false; ; renewed = true) {
      const token = await tokens.get()
      const response = await exchange(
        `${url}${path}`,
        () => {
          const request = make()
          return { ...request, headers: { ...request.headers, authorization: `Bearer ${token}` } }
        },
        how,
      )
      if (response.status !== 401 || renewed) return response
      tokens.forget(token)
      await response.body?.cancel()
    }
  }
  const get = async <A>(path: string, how?: ExchangeOptions) => answerOf<A>(await ask(path, () => ({}), how))

  function post(path: string, make: () => { body?: BodyInit; type?: string }, given: PostOptions = {}) {
    const idempotencyKey = given.idempotencyKey ?? randomUUID()
    return ask(
      path,
      () => {
        const { body, type } = make()
        return {
          method: 'POST',
          headers: {
            'idempotency-key': idempotencyKey,
            ...(type === undefined ? {} : { 'content-type': type }),
          },
          ...(body === undefined ? {} : { body }),
        }
      },
      { signal: given.signal },
    )
  }
  const postJson = async <A>(path: string, body: unknown, given?: PostOptions) =>
    answerOf<A>(await post(path, () => ({ body: JSON.stringify(body), type: 'application/json' }), given))

  /** One letter or up to 1,000. `documents` by the name under which the orders' `part` knows them. */
  async function postLetters(
    order: PostLetters,
    documents: Readonly<Record<string, LetterDocument>>,
    given?: PostOptions,
  ): Promise<PostLettersAnswer> {
    const parts = await Promise.all(
      Object.entries(documents).map(async ([name, document]) => ({
        name,
        ...(await readDocument(document)),
      })),
    )
    if (parts.length === 0) return postJson('/v1/letters', order, given)
    const form = () => {
      const body = new FormData()
      body.append('letters', JSON.stringify(order))
      for (const { name, bytes, mediaType, fileName } of parts)
        body.append(name, new Blob([bytes as Uint8Array<ArrayBuffer>], { type: mediaType }), fileName)
      return { body }
    }
    return answerOf(await post('/v1/letters', form, given))
  }

  async function uploadFile(file: UploadFile & { idempotencyKey?: string }): Promise<{ uploadId: string }> {
    const { size } = await stat(file.path)
    const idempotencyKey = file.idempotencyKey ?? randomUUID()
    const response = await ask(
      '/v1/uploads',
      () => ({
        method: 'POST',
        headers: {
          'idempotency-key': idempotencyKey,
          'tus-resumable': '1.0.0',
          'upload-length': String(size),
        },
      }),
      { signal: file.signal },
    )
    const location = response.headers.get('location')
    if (!response.ok || !location) throw problemOf(response.status, await response.text())
    const there = new URL(location, url)
    // A token goes nowhere but to the post office itself.
    if (there.origin !== new URL(url).origin) throw problemOf(response.status, '')
    await uploadTo(there.href, file, () => tokens.get())
    return { uploadId: there.pathname.split('/').at(-1)! }
  }

  const errorList = (batchId: string, { after, limit, language }: PageAsk = {}) =>
    get<ErrorList>(`/v1/batches/${segment(batchId)}/errors${query({ after, limit, language })}`)

  return {
    sendLetters: (
      letters: LetterOrder[],
      documents: Readonly<Record<string, LetterDocument>> = {},
      given?: PostOptions,
    ) => postLetters({ letters }, documents, given),
    /** S-07: what would happen; nothing is delivered. */
    dryRun: (
      letters: LetterOrder[],
      documents: Readonly<Record<string, LetterDocument>> = {},
      given?: PostOptions,
    ) => postLetters({ letters, dryRun: true }, documents, given),
    /** Once for many letters, which name it by its `documentId`. */
    async uploadDocument(document: LetterDocument, given?: PostOptions): Promise<DocumentAnswer> {
      const { bytes, mediaType } = await readDocument(document)
      const body = bytes as Uint8Array<ArrayBuffer>
      return answerOf(await post('/v1/documents', () => ({ body, type: mediaType }), given))
    },
    letterStatus: (letterId: string) => get<LetterStatus>(`/v1/letters/${segment(letterId)}`),
    /** @throws BrevhusProblem letter-already-delivered */
    cancel: async (letterId: string, given?: PostOptions) =>
      answerOf<LetterStatus>(await post(`/v1/letters/${segment(letterId)}/cancel`, () => ({}), given)),
    receipt: (letterId: string) =>
      get<Static<typeof LetterReceipt>>(`/v1/letters/${segment(letterId)}/receipt`),
    /** That the sender called the letter off. @throws BrevhusProblem not-found when it was not cancelled */
    cancellationReceipt: (letterId: string) =>
      get<Static<typeof LetterReceipt>>(`/v1/letters/${segment(letterId)}/cancellation-receipt`),

    /** Resumable: with the same key it goes on where it stopped, also from another process. */
    uploadFile,
    handInFile: (order: PostBatch, given?: PostOptions) =>
      postJson<Static<typeof BatchStatus>>('/v1/batches', order, given),
    /** B-18: what people wrote to you and answered, oldest first; it stays until `takeMail`. */
    async *mail(after?: string): AsyncGenerator<Mail, void, undefined> {
      for (let cursor = after; ; ) {
        const page = await get<MailPage>(`/v1/mail${query({ after: cursor })}`)
        yield* page.mail
        if (page.next === null) return
        cursor = page.next
      }
    },
    readMail: (mailId: string) => get<Mail>(`/v1/mail/${segment(mailId)}`),
    /** The content, checked against what the post office said of it. */
    async mailDocument(mail: Mail, documentNo: number): Promise<Uint8Array> {
      const response = await ask(`/v1/mail/${segment(mail.mailId)}/documents/${documentNo}`, () => ({}))
      if (!response.ok) throw problemOf(response.status, await response.text())
      const bytes = new Uint8Array(await response.arrayBuffer())
      const { sha256 } = mail.documents.find((document) => document.documentNo === documentNo)!
      if (createHash('sha256').update(bytes).digest('hex') !== sha256)
        throw new Error(`document ${documentNo} of ${mail.mailId} is not what it is said to be`)
      return bytes
    },
    /** You have it: the post office erases it. */
    async takeMail(mailId: string): Promise<void> {
      const response = await ask(`/v1/mail/${segment(mailId)}`, () => ({ method: 'DELETE' }))
      if (!response.ok) throw problemOf(response.status, await response.text())
    },
    batchStatus: (batchId: string) => get<Static<typeof BatchStatus>>(`/v1/batches/${segment(batchId)}`),
    errorList,
    /** S-16: rows that are not decided yet do not go. */
    cancelBatch: async (batchId: string, given?: PostOptions) =>
      answerOf<Static<typeof BatchStatus>>(
        await post(`/v1/batches/${segment(batchId)}/cancel`, () => ({}), given),
      ),
    /** The error list as a spreadsheet reads it; corrected, it is what `corrections` takes. */
    async errorListCsv(batchId: string, language: PageAsk['language'] = 'en'): Promise<Readable> {
      const path = `/v1/batches/${segment(batchId)}/errors${query({ format: 'csv', language })}`
      const response = await ask(path, () => ({}))
      if (!response.ok || !response.body) throw problemOf(response.status, await response.text())
      return Readable.fromWeb(response.body as never)
    },
    /** Refused rows once more, corrected; they go as a batch of their own with the first one's documents. The same list
     * handed in again is the same request. */
    async corrections(
      batchId: string,
      list: { bytes: Uint8Array; format: 'csv' | 'jsonl' },
      given: PostOptions = {},
    ): Promise<Static<typeof BatchStatus>> {
      const body = list.bytes as Uint8Array<ArrayBuffer>
      const type = list.format === 'csv' ? 'text/csv' : 'application/jsonl'
      const idempotencyKey =
        given.idempotencyKey ?? `correct-${createHash('sha256').update(batchId).update(body).digest('hex')}`
      const path = `/v1/batches/${segment(batchId)}/corrections`
      return answerOf(await post(path, () => ({ body, type }), { ...given, idempotencyKey }))
    },
    /** All refused rows, page by page. */
    async *refusedRows(
      batchId: string,
      language?: PageAsk['language'],
    ): AsyncGenerator<RefusedRow, void, undefined> {
      for (let after: number | undefined; ; ) {
        const page = await errorList(batchId, { after, limit: 1000, ...(language ? { language } : {}) })
        yield* page.rows
        if (page.next === undefined) return
        after = page.next
      }
    },

    events: (given: EventsAsk = {}): AsyncGenerator<SenderEvent, void, undefined> =>
      followEvents(
        (page) =>
          get<EventPage>(`/v1/events${query(page)}`, { signal: given.signal, timeoutMs: EVENTS_TIMEOUT_MS }),
        given,
      ),
    printQueue: (page: { after?: string; limit?: number } = {}) =>
      get<Static<typeof PrintQueue>>(`/v1/print-queue${query(page)}`),
    /** Gets an access token; says nothing but that the key, the sender and the address fit. */
    async checkAccess(): Promise<void> {
      await tokens.get()
    },
  }
}

function readUrl({ url, allowHttp }: ClientOptions): string {
  const read = URL.parse(url)
  if (!read || !['http:', 'https:'].includes(read.protocol))
    throw new TypeError(`${url} is not the address of a post office. It begins with https://.`)
  if (read.protocol === 'http:' && !allowHttp && !LOOPBACK.test(read.hostname))
    throw new TypeError('Plain http would show letters and tokens to the network between. Use https.')
  return `${read.origin}${read.pathname.replace(/\/+$/, '')}`
}

async function keyOf({ privateKey, keyFile }: ClientOptions): Promise<SenderKey> {
  if (privateKey !== undefined) return readSenderKey(privateKey)
  if (keyFile !== undefined) return readKeyFile(keyFile)
  throw new TypeError('Give the private key, or the file it is in.')
}

const segment = encodeURIComponent

function query(values: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  )
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`
}
