/** The wire of writing to organisations and of answering letters (B-01, B-18): the writer's side, and the organisation's. */
import Type, { type Static } from 'typebox'
import { PERSON_LETTER } from '#rules/person-letter.ts'

const Id = Type.String({ format: 'uuid' })
const Instant = Type.String({ format: 'date-time' })
const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' })
const closed = { additionalProperties: false }

// ── GET /api/organisations ──────────────────────────────────────────────────────────────────────────

export const OrganisationQuery = Type.Object({ name: Type.Optional(Type.String({ maxLength: 100 })) }, closed)

/** Organisations that take mail; the operator's customer service first. */
export const Organisations = Type.Object({
  organisations: Type.Array(
    Type.Object({
      organisationId: Id,
      name: Type.String(),
      publicSector: Type.Boolean(),
      customerService: Type.Boolean(),
    }),
    { maxItems: 50 },
  ),
  more: Type.Boolean({ description: 'There are more: say more of the name.' }),
})
export type Organisations = Static<typeof Organisations>

// ── POST /api/organisations/letters ─────────────────────────────────────────────────────────────────

/** A sent letter cannot be recalled. The same `requestId` again is the same letter. */
export const WriteToOrganisation = Type.Object(
  {
    requestId: Id,
    to: Type.Union([
      Type.Object({ organisationId: Id }, closed),
      Type.Object({ replyTo: Id }, { ...closed, description: 'The letter that is answered.' }),
    ]),
    title: Type.String({ maxLength: 500 }),
    text: Type.String({ maxLength: 100_000 }),
    attachments: Type.Array(Id, {
      maxItems: PERSON_LETTER.attachmentsMax,
      uniqueItems: true,
      description: 'Documents of one’s own: their letterId.',
    }),
  },
  closed,
)
export type WriteToOrganisation = Static<typeof WriteToOrganisation>

export const WrittenToOrganisation = Type.Object({
  letterId: Id,
  to: Type.String({ description: 'Name of the organisation.' }),
  sentAt: Instant,
})
export type WrittenToOrganisation = Static<typeof WrittenToOrganisation>

/** GET /api/sent/:letterId/receipt: the file that `npm run verify-receipt` reads; `proof` once the log is sealed over it. */
export const SentReceipt = Type.Object({ receipt: Type.String(), proof: Type.Optional(Type.String()) })
export type SentReceipt = Static<typeof SentReceipt>

// ── GET /v1/mail, GET and DELETE /v1/mail/:mailId, GET …/documents/:documentNo ──────────────────────

export const MailQuery = Type.Object(
  {
    after: Type.Optional(Id),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 50 })),
  },
  closed,
)

export const Mail = Type.Object(
  {
    mailId: Id,
    receivedAt: Instant,
    from: Type.Object(
      {
        name: Type.String({ description: 'As registered.' }),
        digitalAddress: Type.Optional(Type.String({ description: 'What an answer may be addressed to.' })),
        writtenBy: Type.Optional(
          Type.String({ description: 'Name of who wrote on the other’s behalf: a delegate, an employee.' }),
        ),
      },
      closed,
    ),
    title: Type.String(),
    inReplyTo: Type.Optional(Type.String({ format: 'uuid', description: 'Your letter that is answered.' })),
    documents: Type.Array(
      Type.Object(
        {
          documentNo: Type.Integer({ minimum: 1, description: '1 is the letter itself, plain text.' }),
          mediaType: Type.String(),
          sizeBytes: Type.Integer({ minimum: 0 }),
          fileName: Type.String(),
          sha256: Sha256,
        },
        closed,
      ),
    ),
    receipt: Type.String({ description: 'JWS of the post office over the hand-over; names no writer.' }),
  },
  closed,
)
export type Mail = Static<typeof Mail>

export const MailPage = Type.Object(
  {
    mail: Type.Array(Mail),
    next: Type.Union([Type.String({ format: 'uuid' }), Type.Null()], {
      description: 'Null on the last page.',
    }),
  },
  closed,
)
export type MailPage = Static<typeof MailPage>

export const MailParams = Type.Object({ mailId: Id }, closed)
export const MailDocumentParams = Type.Object(
  { mailId: Id, documentNo: Type.Integer({ minimum: 1, maximum: 100 }) },
  closed,
)
