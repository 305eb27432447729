/**
 * The wire between a sender and the post office (S-01 to S-07): one const per message is its validation, its type and
 * its OpenAPI. Senders prove who they are with a bearer token from /oauth/token. Every POST carries an Idempotency-Key.
 * Times are instants in UTC (RFC 3339), sizes are bytes, row numbers start at 1.
 */
import { type Static, Type } from 'typebox'

const closed = { additionalProperties: false }
const Id = Type.String({ format: 'uuid' })
const Instant = Type.String({ format: 'date-time' })
const Count = Type.Integer({ minimum: 0 })
const Short = (maxLength: number, description: string) =>
  Type.String({ minLength: 1, maxLength, description })

export const IdempotencyHeaders = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({ description: '8 to 128 visible ASCII characters; kept for 24 hours. Required.' }),
  ),
})

// ── Whom a letter is for ────────────────────────────────────────────────────────────────────────────────────

/** S-01: a known national number always wins; else a digital address; else first and last name with address, first name
 * with address, address (or KVHX) alone; else e-mail. Every field is judged by rules/recipient.ts, row by row. */
export const Recipient = Type.Object(
  {
    country: Type.Optional(
      Type.Union([Type.Literal('dk'), Type.Literal('no')], {
        description: 'Of number and address; default: the sender’s.',
      }),
    ),
    nationalNumber: Type.Optional(Short(20, 'CPR or fødselsnummer, with or without separators.')),
    enterpriseNumber: Type.Optional(Short(20, 'CVR or organisasjonsnummer.')),
    digitalAddress: Type.Optional(Short(120, 'given.family#123A or #123A.')),
    firstName: Type.Optional(Short(200, 'The first given name.')),
    lastName: Type.Optional(Short(200, 'The last word of the name.')),
    street: Type.Optional(Short(200, 'Road, house number, floor and door, as registered.')),
    postcode: Type.Optional(Short(10, 'Four digits.')),
    city: Type.Optional(Short(100, 'Postal district.')),
    kvhx: Type.Optional(Short(30, 'Key of a Danish address, instead of street and postcode.')),
    email: Type.Optional(Short(320, 'An address the recipient has verified.')),
  },
  closed,
)
export type Recipient = Static<typeof Recipient>

// ── POST /v1/letters ────────────────────────────────────────────────────────────────────────────────────────

export const DocumentOfLetter = Type.Union([
  Type.Object(
    {
      part: Type.String({
        pattern: '^[A-Za-z0-9._-]{1,100}$',
        description: 'Name of the part of this multipart request.',
      }),
      fileName: Type.Optional(Short(150, 'What the recipient sees.')),
    },
    closed,
  ),
  Type.Object(
    { documentId: Id, fileName: Type.Optional(Short(150, 'What the recipient sees.')) },
    { ...closed, description: 'Uploaded before by POST /v1/documents.' },
  ),
])

export const MinimumLevel = Type.Union([
  Type.Literal('low'),
  Type.Literal('substantial'),
  Type.Literal('high'),
])

const letterFields = {
  title: Short(200, 'The subject the recipient sees.'),
  sensitive: Type.Optional(
    Type.Boolean({ description: 'Default: true for senders of the public sector, else false (B-06).' }),
  ),
  minimumLevel: Type.Optional(MinimumLevel),
  printAllowed: Type.Optional(
    Type.Boolean({
      description: 'Print and post it when there is no mailbox to reach (S-08). Default false.',
    }),
  ),
}

export const LetterOrder = Type.Object(
  {
    reference: Type.Optional(Short(100, 'Yours; comes back in answers, events and error lists.')),
    recipient: Recipient,
    ...letterFields,
    documents: Type.Array(DocumentOfLetter, {
      minItems: 1,
      maxItems: 20,
      description: 'The first is the letter, the others are attachments.',
    }),
  },
  closed,
)
export type LetterOrder = Static<typeof LetterOrder>

export const PostLetters = Type.Object(
  {
    letters: Type.Array(LetterOrder, { minItems: 1, maxItems: 1000 }),
    dryRun: Type.Optional(
      Type.Boolean({ description: 'Tells what would happen and delivers nothing (S-07).' }),
    ),
  },
  closed,
)
export type PostLetters = Static<typeof PostLetters>

export const RowFault = Type.Object(
  { field: Type.String(), reason: Type.String(), message: Type.String() },
  closed,
)
export type RowFault = Static<typeof RowFault>

export const Suggestion = Type.Object(
  { street: Type.String(), postcode: Type.String(), city: Type.String() },
  {
    ...closed,
    description: 'A near address from the public address register. Says nothing of who lives there.',
  },
)
export type Suggestion = Static<typeof Suggestion>

export const LetterOutcome = Type.Union([
  Type.Literal('delivered', { description: 'In the mailbox.' }),
  Type.Literal('accepted', { description: 'Ours to deliver; waits for the content scanner.' }),
  Type.Literal('print', { description: 'In the print queue.' }),
  Type.Literal('refused', { description: 'Not delivered; code and reason say why.' }),
])
export type LetterOutcome = Static<typeof LetterOutcome>

export const LetterAnswer = Type.Object(
  {
    row: Type.Integer({ minimum: 1 }),
    letterId: Type.Optional(Id),
    reference: Type.Optional(Type.String()),
    outcome: LetterOutcome,
    code: Type.Optional(Type.String({ description: 'Why it was refused; see rules/refusals.' })),
    reason: Type.Optional(Type.String({ description: 'The same in plain words.' })),
    faults: Type.Optional(Type.Array(RowFault)),
    suggestion: Type.Optional(Suggestion),
    warnings: Type.Optional(Type.Array(Type.String())),
    receipt: Type.Optional(
      Type.String({ description: 'Signed receipt (JWS) that Brevhus took or refused the letter. Keep it.' }),
    ),
  },
  closed,
)
export type LetterAnswer = Static<typeof LetterAnswer>

export const PostLettersAnswer = Type.Object(
  { submissionId: Type.Optional(Id), dryRun: Type.Boolean(), letters: Type.Array(LetterAnswer) },
  closed,
)
export type PostLettersAnswer = Static<typeof PostLettersAnswer>

// ── GET /v1/letters/:letterId, POST …/cancel, GET …/receipt ─────────────────────────────────────────────────

export const LetterParams = Type.Object({ letterId: Id }, closed)

export const LetterStatus = Type.Object(
  {
    letterId: Id,
    batchId: Id,
    row: Type.Integer({ minimum: 1 }),
    reference: Type.Optional(Type.String()),
    state: Type.Union([
      Type.Literal('accepted'),
      Type.Literal('delivered'),
      Type.Literal('opened'),
      Type.Literal('print'),
      Type.Literal('refused'),
      Type.Literal('cancelled'),
    ]),
    code: Type.Optional(Type.String()),
    reason: Type.Optional(Type.String()),
    acceptedAt: Instant,
    deliveredAt: Type.Optional(Instant),
    openedAt: Type.Optional(Instant),
  },
  closed,
)
export type LetterStatus = Static<typeof LetterStatus>

export const LetterReceipt = Type.Object(
  {
    receipt: Type.String({ description: 'JWS over the submission event.' }),
    proof: Type.Optional(
      Type.String({
        description: 'C2SP tlog-proof that it is in the evidence log; there some seconds after acceptance.',
      }),
    ),
  },
  closed,
)

// ── POST /v1/documents ──────────────────────────────────────────────────────────────────────────────────────

export const DOCUMENT_TYPES = ['application/pdf', 'text/html', 'text/plain'] as const
export type DocumentType = (typeof DOCUMENT_TYPES)[number]
export const DOCUMENT_BYTES_MAX = 20 * 1024 * 1024

export const DocumentAnswer = Type.Object(
  {
    documentId: Id,
    mediaType: Type.String(),
    sizeBytes: Count,
    sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  },
  closed,
)
export type DocumentAnswer = Static<typeof DocumentAnswer>

// ── Files: POST /v1/batches and what belongs to it ──────────────────────────────────────────────────────────

export const PostBatch = Type.Object(
  {
    uploadId: Type.String({ format: 'uuid', description: 'A complete upload (tus) to /v1/uploads.' }),
    dryRun: Type.Optional(Type.Boolean()),
  },
  closed,
)
export type PostBatch = Static<typeof PostBatch>

/** manifest.json at the top of the archive. */
export const BatchManifest = Type.Object(
  {
    version: Type.Literal(1),
    recipients: Short(200, 'Path of the recipient list in the archive: .csv or .jsonl, UTF-8.'),
    documents: Type.Array(Short(200, 'Path in the archive.'), {
      minItems: 1,
      maxItems: 20,
      description:
        'What every recipient gets unless the row names its own documents. The first is the letter.',
    }),
    ...letterFields,
  },
  { ...closed, description: 'manifest.json at the top of the archive.' },
)
export type BatchManifest = Static<typeof BatchManifest>

/** A line of the recipient list. In CSV the same names are the header line, `documents` is separated by `;`. */
export const RecipientRow = Type.Object(
  {
    ...Recipient.properties,
    reference: Type.Optional(Short(100, 'Yours; comes back in events and error lists.')),
    title: Type.Optional(Short(200, 'Instead of the manifest’s.')),
    documents: Type.Optional(Type.Array(Short(200, 'Path in the archive.'), { minItems: 1, maxItems: 20 })),
  },
  { ...closed, description: 'A line of the recipient list.' },
)
export type RecipientRow = Static<typeof RecipientRow>

export const BatchParams = Type.Object({ batchId: Id }, closed)

export const BatchState = Type.Union([
  Type.Literal('reading', { description: 'The file is being checked; nothing is sent before all of it is.' }),
  Type.Literal('refused', {
    description: 'The file is wrong as a file; `problem` says where. Nothing was sent.',
  }),
  Type.Literal('sending'),
  Type.Literal('done'),
  Type.Literal('dry-run-done'),
  Type.Literal('cancelled'),
])

export const BatchStatus = Type.Object(
  {
    batchId: Id,
    state: BatchState,
    dryRun: Type.Boolean(),
    rows: Count,
    rowsDecided: Count,
    delivered: Count,
    waiting: Count,
    print: Count,
    refused: Count,
    createdAt: Instant,
    closedAt: Type.Optional(Instant),
    problem: Type.Optional(Type.Unknown({ description: 'A problem document (RFC 9457) without trace id.' })),
    errorList: Type.Optional(Type.String({ description: 'Where the refused rows are, when there are any.' })),
  },
  closed,
)
export type BatchStatus = Static<typeof BatchStatus>

export const ErrorListQuery = Type.Object(
  {
    after: Type.Optional(Type.Integer({ minimum: 0, description: 'Row number to go on from; default 0.' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000, default: 1000 })),
    format: Type.Optional(Type.Union([Type.Literal('json'), Type.Literal('csv')], { default: 'json' })),
    language: Type.Optional(
      Type.Union([Type.Literal('da'), Type.Literal('nb'), Type.Literal('en')], { default: 'en' }),
    ),
  },
  closed,
)

export const RefusedRow = Type.Object(
  {
    row: Type.Integer({ minimum: 1 }),
    reference: Type.Optional(Type.String()),
    given: Type.Record(Type.String(), Type.Unknown(), {
      description: 'The recipient as you gave it; numbers masked.',
    }),
    code: Type.String(),
    reason: Type.String({ description: 'Plain words.' }),
    faults: Type.Optional(Type.Array(RowFault)),
    suggestion: Type.Optional(Suggestion),
  },
  closed,
)
export type RefusedRow = Static<typeof RefusedRow>

export const ErrorList = Type.Object(
  { rows: Type.Array(RefusedRow), next: Type.Optional(Type.Integer()) },
  closed,
)
export type ErrorList = Static<typeof ErrorList>

// ── GET /v1/events ──────────────────────────────────────────────────────────────────────────────────────────

export const EventsQuery = Type.Object(
  {
    after: Type.Optional(Type.String({ maxLength: 100, description: 'Opaque; `next` of the page before.' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 200 })),
    waitSeconds: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 25,
        default: 0,
        description: 'How long to wait when there is nothing new.',
      }),
    ),
  },
  closed,
)

export const SENDER_EVENTS = [
  'accepted',
  'delivered',
  'opened',
  'print',
  'refused',
  'cancelled',
  'batch',
] as const

export const SenderEvent = Type.Object(
  {
    event: Type.Union(SENDER_EVENTS.map((event) => Type.Literal(event))),
    at: Instant,
    batchId: Type.Optional(Id),
    letterId: Type.Optional(Id),
    code: Type.Optional(Type.String({ description: 'Why refused; for `batch` the new state.' })),
  },
  closed,
)
export type SenderEvent = Static<typeof SenderEvent>

export const EventPage = Type.Object(
  {
    events: Type.Array(SenderEvent),
    next: Type.String({ description: 'Cursor; also when the page is empty.' }),
  },
  closed,
)
export type EventPage = Static<typeof EventPage>

// ── GET /v1/print-queue ─────────────────────────────────────────────────────────────────────────────────────

export const PrintQueueQuery = Type.Object(
  {
    after: Type.Optional(Id),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 200 })),
  },
  closed,
)
export const PrintQueue = Type.Object(
  {
    waiting: Count,
    letters: Type.Array(Type.Object({ letterId: Id, batchId: Id, queuedAt: Instant }, closed)),
    next: Type.Optional(Id),
  },
  closed,
)

// ── POST /oauth/token (RFC 6749 §4.4 with RFC 7523 §2.2) ────────────────────────────────────────────────────

export const TokenRequest = Type.Object({
  grant_type: Type.Literal('client_credentials'),
  client_assertion_type: Type.Literal('urn:ietf:params:oauth:client-assertion-type:jwt-bearer'),
  client_assertion: Type.String({ minLength: 20, maxLength: 8000 }),
  client_id: Type.Optional(Type.String({ maxLength: 100 })),
  scope: Type.Optional(Type.String({ maxLength: 200 })),
})
export type TokenRequest = Static<typeof TokenRequest>

export const TokenAnswer = Type.Object(
  { access_token: Type.String(), token_type: Type.Literal('Bearer'), expires_in: Count },
  closed,
)

/** RFC 6749 §5.2. */
export const TokenProblem = Type.Object({ error: Type.String(), error_description: Type.String() }, closed)
