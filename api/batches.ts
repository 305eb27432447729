/** The wire of files of many letters (S-04, S-07): an archive is uploaded by tus, handed in as a batch, watched, and its refused
 * rows come back as an error list. Row numbers start at 1 and are those of the recipient list without its header. */
import { type Static, Type } from 'typebox'
import {
  Count,
  closed,
  Id,
  Instant,
  letterFields,
  Recipient,
  RowFault,
  Short,
  Suggestion,
} from '#api/dispatch.ts'

/** Of one archive. */
export const UPLOAD_BYTES_MAX = 2 * 1024 * 1024 * 1024

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

const BatchState = Type.Union([
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
    corrects: Type.Optional({ ...Id, description: 'The batch whose refused rows these are.' }),
    problem: Type.Optional(Type.Unknown({ description: 'A problem document (RFC 9457) without trace id.' })),
    errorList: Type.Optional(Type.String({ description: 'Where the refused rows are, when there are any.' })),
  },
  closed,
)
export type BatchStatus = Static<typeof BatchStatus>

export const BatchListQuery = Type.Object(
  {
    before: Type.Optional({ ...Id, description: '`next` of the page before.' }),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  },
  closed,
)

export const BatchList = Type.Object({ batches: Type.Array(BatchStatus), next: Type.Optional(Id) }, closed)
export type BatchList = Static<typeof BatchList>

export const ErrorListQuery = Type.Object(
  {
    after: Type.Optional(Type.Integer({ minimum: 0, description: 'Row number to go on from; default 0.' })),
    limit: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 10_000,
        description: 'Rows at most; default 1,000 in JSON, all of them in CSV.',
      }),
    ),
    format: Type.Optional(Type.Union([Type.Literal('json'), Type.Literal('csv')], { default: 'json' })),
    language: Type.Optional(
      Type.Union([Type.Literal('da'), Type.Literal('nb'), Type.Literal('sv'), Type.Literal('en')], {
        default: 'en',
      }),
    ),
  },
  closed,
)

export const RefusedRow = Type.Object(
  {
    row: Type.Integer({ minimum: 1 }),
    reference: Type.Optional(Type.String()),
    given: Type.Record(Type.String(), Type.Unknown(), {
      description: 'The row as you gave it; numbers masked.',
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

/** In the CSV form of the error list these stand beside the columns of a row; handed back with corrections they are ignored. */
export const EXPLAINING_COLUMNS = [
  'code',
  'reason',
  'faults',
  'suggestedStreet',
  'suggestedPostcode',
  'suggestedCity',
] as const
