/** The problems a sender's program can meet at /v1, for its documentation: by status, with the words of the registry. A test
 * fails when an answer below /v1 carries a code or a status that its address does not name here. */
import { PROBLEMS, type ProblemCode } from '#api/problems.ts'
import { SENDER_PROBLEMS as OF_SENDERS } from '#api/sender-problems.ts'

/** What every program can meet; the other codes are of people in their mailbox. */
const OF_EVERYBODY: readonly ProblemCode[] = [
  'request-malformed',
  'request-invalid',
  'body-too-large',
  'content-type-unsupported',
  'not-found',
  'too-many-requests',
  'busy',
  'unavailable',
  'receipt-erased',
  'internal-error',
]

export const SENDER_PROBLEMS: readonly ProblemCode[] = [
  ...OF_EVERYBODY,
  ...(Object.keys(OF_SENDERS) as (keyof typeof OF_SENDERS)[]),
]

type Kind = { takesBody: boolean; takesId: boolean; wantsHeaders: boolean }
type Address = { method: string; url: string }

/** `url` as a pattern, of the router or of OpenAPI. */
const kindOf = ({ method, url }: Address): Kind => ({
  takesBody: !/^(?:get|head)$/i.test(method),
  takesId: /[{:]/.test(url),
  // Whatever is done carries a key; a HEAD is a question by tus.
  wantsHeaders: !/^get$/i.test(method),
})

/** Statuses an address can answer with, by what it takes. */
const STATUSES: readonly { status: number; when: (kind: Kind) => boolean }[] = [
  { status: 400, when: ({ wantsHeaders }) => wantsHeaders },
  { status: 401, when: () => true },
  { status: 403, when: () => true },
  // A body names things too: a file its upload.
  { status: 404, when: ({ takesId, takesBody }) => takesId || takesBody },
  { status: 409, when: ({ takesBody }) => takesBody },
  { status: 410, when: ({ takesId, takesBody }) => takesId && !takesBody },
  { status: 413, when: ({ takesBody }) => takesBody },
  { status: 415, when: ({ takesBody }) => takesBody },
  { status: 422, when: () => true },
  { status: 429, when: () => true },
  { status: 500, when: () => true },
  { status: 503, when: () => true },
]

/** Reusable OpenAPI responses, named `Problem404`. */
export function problemResponses(): Record<string, object> {
  return Object.fromEntries(
    STATUSES.map(({ status }) => {
      const codes = SENDER_PROBLEMS.filter((code) => PROBLEMS[code].status === status)
      const said = codes.map((code) => `- \`${code}\`: ${PROBLEMS[code].title} ${PROBLEMS[code].remedy}`)
      const retry = [429, 503].includes(status)
        ? { headers: { 'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer' } } } }
        : {}
      return [
        `Problem${status}`,
        {
          description: said.join('\n'),
          ...retry,
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      ]
    }),
  )
}

/** The problem answers of one address, as references to those. */
export function problemReferences(address: Address): Record<string, { $ref: string }> {
  const kind = kindOf(address)
  return Object.fromEntries(
    STATUSES.filter(({ when }) => when(kind)).map(({ status }) => [
      String(status),
      { $ref: `#/components/responses/Problem${status}` },
    ]),
  )
}
