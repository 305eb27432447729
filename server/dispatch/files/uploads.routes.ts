/** /v1/uploads: files come in by tus 1.0 (https://tus.io/protocols/resumable-upload), so that a broken line costs at most
 * the last 1 MiB. tus gets the request as it is, unbuffered; what it refuses is said as a problem like everywhere else. */
import { createHash } from 'node:crypto'
import { ReadableStream } from 'node:stream/web'
import { Server } from '@tus/server'
import type { FastifyReply, FastifyRequest, FastifySchema } from 'fastify'
import { UPLOAD_BYTES_MAX } from '#api/batches.ts'
import type { Fault, ProblemCode } from '#api/problems.ts'
import { readIdempotencyKey } from '#dispatch/counter/idempotency.ts'
import { readTusId, SealedUploads, tusId } from '#dispatch/files/sealed-uploads.ts'
import type { SenderOf } from '#dispatch/senders/admit-senders.ts'
import type { House } from '#ground/house.ts'
import { isId } from '#ground/ids.ts'
import { refuse } from '#ground/refuse.ts'
import type { App } from '#ground/routes.ts'

const PATH = '/v1/uploads'

const NEEDED = '`Tus-Resumable: 1.0.0` and a bearer token are needed.'

/** The status with which tus refuses, and what we call it. */
const REFUSED: Readonly<Record<number, ProblemCode>> = {
  403: 'request-malformed',
  404: 'not-found',
  409: 'upload-offset-wrong',
  410: 'not-found',
  412: 'request-malformed',
  413: 'body-too-large',
  415: 'content-type-unsupported',
  // An extension we do not offer, such as a length told later.
  501: 'request-malformed',
}

export async function uploadRoutes(app: App, house: House, senderOf: SenderOf): Promise<void> {
  const names = new WeakMap<Request, string>()
  const failures = new WeakMap<Request, unknown>()
  const tus = new Server({
    path: PATH,
    datastore: new SealedUploads(house),
    maxSize: UPLOAD_BYTES_MAX,
    namingFunction: (request) => names.get(request)!,
    generateUrl: (_request, { id }) => `${PATH}/${readTusId(id).uploadId}`,
    // No page of ours uploads by tus, and no other site's may.
    allowedOrigins: [house.config.PUBLIC_URL],
    onResponseError: (request, error) => {
      failures.set(request, error)
      return undefined
    },
  })

  /** A request about one upload of this sender; `id` undefined: about none yet. */
  async function answer(request: FastifyRequest, reply: FastifyReply, id: string | undefined, name?: string) {
    // An extension we do not offer, which tus would pass over: whoever sends a checksum believes that it is held against the bytes.
    if (request.headers['upload-checksum'] !== undefined)
      throw refuse('request-malformed', { faults: headerFaults(request, 'upload-checksum') })
    const asked = new Request(`http://uploads${PATH}${id === undefined ? '' : `/${id}`}`, {
      method: request.method,
      headers: Object.entries(request.headers).flatMap(([header, value]): [string, string][] =>
        typeof value === 'string' ? [[header, value]] : [],
      ),
      ...(request.method === 'PATCH' || request.method === 'POST'
        ? { body: ReadableStream.from(untilCut(request.raw)) as never, duplex: 'half' as const }
        : {}),
    })
    if (name !== undefined) names.set(asked, name)
    const answered = await tus.handleWeb(asked)
    if (answered.status >= 400)
      throw problemOf(failures.get(asked), request, answered.status, await answered.text())
    answered.headers.delete('content-length')
    return reply.code(answered.status).headers(Object.fromEntries(answered.headers)).send()
  }

  await app.register(async (uploads) => {
    uploads.removeAllContentTypeParsers()
    // The body stays in the socket until tus asks for it.
    uploads.addContentTypeParser('*', (_request, _payload, done) => done(null))
    const one = `${PATH}/:uploadId`

    uploads.options(PATH, { schema: about('What this tus server can do (tus)') }, (request, reply) =>
      answer(request, reply, undefined),
    )
    uploads.post(
      PATH,
      {
        schema: about(
          'Begin a resumable upload (tus)',
          `${NEEDED} \`Upload-Length\` (at most ${UPLOAD_BYTES_MAX / 2 ** 30} GiB) must be known. The same Idempotency-Key gives the same upload again. Location is where it goes on.`,
        ),
      },
      async (request, reply) => {
        const { senderId } = senderOf(request)
        const key = readIdempotencyKey(request.headers)
        return answer(request, reply, undefined, tusId({ senderId, uploadId: uploadIdOf(senderId, key) }))
      },
    )
    for (const [method, summary, description] of [
      ['HEAD', 'How much of an upload is durable', 'In `Upload-Offset`.'],
      [
        'PATCH',
        'Go on with an upload',
        'From `Upload-Offset` on, as application/offset+octet-stream. Answered when all of it is durable. A request may take a minute: send large files in pieces of some 16 MiB.',
      ],
      ['DELETE', 'Give an upload up', 'Its content is gone for good.'],
    ] as const)
      uploads.route<{ Params: { uploadId: string } }>({
        method,
        url: one,
        schema: about(`${summary} (tus)`, `${NEEDED} ${description}`),
        handler: async (request, reply) => {
          const { senderId } = senderOf(request)
          const { uploadId } = request.params
          if (!isId(uploadId)) throw refuse('not-found')
          return answer(request, reply, tusId({ senderId, uploadId }))
        },
      })
  })
}

/** Summary, description and tags belong to OpenAPI; fastify's own type does not know them. */
const about = (summary: string, description?: string) =>
  ({ summary, ...(description === undefined ? {} : { description }), tags: ['files'] }) as FastifySchema

/** A line that breaks ends the body: what came before is kept. */
async function* untilCut(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body
  } catch {
    // The next request goes on from what is durable.
  }
}

function problemOf(error: unknown, request: FastifyRequest, status: number, text: string): unknown {
  // Ours, or a failure of ours: the edge knows what to say of it.
  if (error instanceof Error) return error
  const code = REFUSED[status] ?? (status < 500 ? 'request-malformed' : 'internal-error')
  if (code === 'internal-error' || text === '') return refuse(code)
  // More came than the upload was begun for; what belongs to it is kept.
  if (status === 413 && request.method === 'PATCH')
    return refuse('request-malformed', { faults: [PAST_ITS_END] })
  return refuse(code, { detail: `tus: ${text.trim()}.`, faults: headerFaults(request, text) })
}

const PAST_ITS_END: Fault = {
  field: 'body',
  reason: 'too-large',
  message:
    'It goes past the Upload-Length that this upload was begun with. Ask by HEAD for its Upload-Offset and go on from there, or begin a new upload with the right length.',
}

/** What tus 1.0 takes in each header it may refuse. */
const TAKEN: Readonly<Record<string, string>> = {
  'tus-resumable': '1.0.0',
  'upload-offset': 'the number of bytes that are durable, as HEAD tells it',
  'upload-length': `the size of the whole in bytes, from 1 to ${UPLOAD_BYTES_MAX}`,
  'upload-defer-length': 'nothing: Upload-Length must be known when an upload begins',
  'upload-metadata': 'pairs of a name and a value in base64, separated by commas',
  'upload-concat': 'nothing: an upload is sent as one',
  'upload-checksum':
    'nothing: what arrives is sealed at once, and a list or an archive that came to harm is refused when it is read',
  'content-type': 'application/offset+octet-stream',
}

/** tus names the headers it refuses in its text, and says no more of them. */
function headerFaults(request: FastifyRequest, text: string): Fault[] {
  const said = text.toLowerCase()
  return Object.entries(TAKEN).flatMap(([header, taken]) => {
    // Extensions we do not offer are called by their own names: creation-defer-length, concatenation.
    if (!said.includes(header.replace(/^upload-(?=defer|concat)/, ''))) return []
    const reason =
      request.headers[header] === undefined ? 'missing' : said.includes('conflict') ? 'conflict' : 'form'
    return [{ field: `headers.${header}`, reason, message: `Allowed: ${taken}.` }]
  })
}

/** RFC 9562 §5.8, version 8: of the sender and its own key, so that a repeated creation finds the same upload. */
function uploadIdOf(senderId: string, key: string): string {
  const hash = createHash('sha256').update(`brevhus upload v1 ${senderId} ${key}`).digest().subarray(0, 16)
  hash[6] = (hash[6]! & 0x0f) | 0x80
  hash[8] = (hash[8]! & 0x3f) | 0x80
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
