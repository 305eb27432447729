/**
 * The wire between a sender and the post office (S-01 to S-07): one const per message is its validation, its type and
 * its OpenAPI. Senders prove who they are with a bearer token from /oauth/token. Every POST carries an Idempotency-Key.
 * Times are instants in UTC (RFC 3339), sizes are bytes, row numbers start at 1.
 */
import { type Static, Type } from 'typebox'

export const closed = { additionalProperties: false }
export const Id = Type.String({ format: 'uuid' })
export const Instant = Type.String({ format: 'date-time' })
export const Count = Type.Integer({ minimum: 0 })
export const Short = (maxLength: number, description: string) =>
  Type.String({ minLength: 1, maxLength, description })

export const IdempotencyHeaders = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({ description: '8 to 128 visible ASCII characters; kept for 24 hours. Required.' }),
  ),
})

// ── Whom a letter is for ───────────────────────────────────────────────────────────────────────────────────────

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

// ── POST /v1/letters ───────────────────────────────────────────────────────────────────────────────────────────

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

const MinimumLevel = Type.Union([Type.Literal('low'), Type.Literal('substantial'), Type.Literal('high')])

/** T-02, D-14, S-09: besides the notices the recipient has chosen. */
const NoticeWish = Type.Object(
  {
    sms: Type.Optional(
      Type.Boolean({ description: 'A text message too, if the recipient takes them; between 09 and 20.' }),
    ),
    remindAfterDays: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 30,
        description: 'Tells the recipient once more if it is unread.',
      }),
    ),
    answerBy: Type.Optional(
      Type.String({
        format: 'date',
        description:
          'A day in the recipient’s country; two days before it, an unread letter is told of once more.',
      }),
    ),
  },
  { ...closed, description: 'One reminder at most, whichever comes first.' },
)

const Day = Type.String({ format: 'date', description: 'A day in the recipient’s country: 2026-12-01.' })

/** B-17: what the letter wants of its reader. It stands with the letter and in the recipient's calendar. */
export const WantsOrder = Type.Union([
  Type.Object(
    {
      kind: Type.Literal('pay'),
      amountMinor: Type.Integer({
        minimum: 1,
        maximum: 1_000_000_000_000,
        description: 'In the currency’s minor unit (øre, cent).',
      }),
      currency: Type.Enum(['DKK', 'NOK', 'SEK', 'EUR']),
      dueOn: Day,
    },
    closed,
  ),
  Type.Object({ kind: Type.Literal('answer'), dueOn: Day }, closed),
  Type.Object(
    {
      kind: Type.Literal('appointment'),
      startsAt: Type.String({ format: 'date-time', description: 'RFC 3339 with its offset.' }),
      endsAt: Type.Optional(Type.String({ format: 'date-time', description: 'After startsAt.' })),
      place: Type.Optional(Short(200, 'Where, in words.')),
    },
    closed,
  ),
])
export type WantsOrder = Static<typeof WantsOrder>

export const letterFields = {
  wants: Type.Optional(WantsOrder),
  title: Short(200, 'The subject the recipient sees.'),
  sensitive: Type.Optional(
    Type.Boolean({ description: 'Default: true for senders of the public sector, else false (B-06).' }),
  ),
  minimumLevel: Type.Optional(MinimumLevel),
  replyAllowed: Type.Optional(
    Type.Boolean({
      description: 'Whether the recipient may answer (GET /v1/mail). Default: yes if you take mail at all.',
    }),
  ),
  notice: Type.Optional(NoticeWish),
  printAllowed: Type.Optional(
    Type.Boolean({
      description: 'Print and post it when there is no mailbox to reach (S-08). Default false.',
    }),
  ),
}

export const LetterOrder = Type.Object(
  {
    reference: Type.Optional({
      ...Short(100, 'Yours; comes back in answers, events and error lists. No control characters.'),
      // The database takes no zero byte, and nobody could read the others back.
      pattern: '^[^\\u0000-\\u001f\\u007f]*$',
    }),
    recipient: Recipient,
    ...letterFields,
    documents: Type.Array(DocumentOfLetter, {
      minItems: 1,
      maxItems: 20,
      description: 'The first is the letter, the others are attachments. A link (text/uri-list) is alone.',
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

// ── GET /v1/letters/:letterId, POST …/cancel, GET …/receipt ────────────────────────────────────────────────────

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
    receipt: Type.String({ description: 'JWS over the event: the submission, or the cancellation.' }),
    proof: Type.Optional(
      Type.String({
        description: 'C2SP tlog-proof that it is in the evidence log; there some seconds after the event.',
      }),
    ),
  },
  closed,
)

// ── POST /v1/documents ─────────────────────────────────────────────────────────────────────────────────────────

/** text/uri-list: a link to content that stays with the sender (B-07); then it is the letter's only document. */
export const DOCUMENT_TYPES = ['application/pdf', 'text/html', 'text/plain', 'text/uri-list'] as const
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
