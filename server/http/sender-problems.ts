/** The problems a sender's program can meet at /v1, for its documentation: by status, with the words of the registry. A test
 * fails when an answer below /v1 carries a code that is not here. */
import { PROBLEMS, type ProblemCode } from '#api/problems.ts'

/** What only people in their mailbox meet. Everything else can come to a sender. */
const NOT_FOR_SENDERS: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'sign-in-needed',
  'sign-in-failed',
  'sign-in-wait',
  'level-too-low',
  'origin-foreign',
  'device-not-usable',
  'password-too-weak',
  'email-not-added',
  'link-used-up',
  'letter-locked',
  'content-erased',
  'content-damaged',
  'mailbox-exists',
  'sign-up-not-possible',
  'mailbox-not-open',
])

export const SENDER_PROBLEMS = (Object.keys(PROBLEMS) as ProblemCode[]).filter(
  (code) => !NOT_FOR_SENDERS.has(code),
)

type Kind = { takesBody: boolean; takesId: boolean }

/** Statuses an address can answer with, by what it takes. */
const STATUSES: readonly { status: number; when: (kind: Kind) => boolean }[] = [
  { status: 400, when: ({ takesBody }) => takesBody },
  { status: 401, when: () => true },
  { status: 403, when: () => true },
  { status: 404, when: ({ takesId }) => takesId },
  { status: 409, when: ({ takesBody }) => takesBody },
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
export function problemReferences(kind: Kind): Record<string, { $ref: string }> {
  return Object.fromEntries(
    STATUSES.filter(({ when }) => when(kind)).map(({ status }) => [
      String(status),
      { $ref: `#/components/responses/Problem${status}` },
    ]),
  )
}
