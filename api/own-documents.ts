/**
 * Documents of one's own (B-05): announced, sent in parts, and kept when the last part is there and the content was looked at. Each part is
 * durable and sealed before it is answered; one that was cut off is sent again from where GET says.
 */
import Type, { type Static } from 'typebox'
import { OWN_DOCUMENTS } from '#rules/own-documents.ts'
import { Place } from './keeping.ts'

const Id = Type.String({ format: 'uuid' })
const closed = { additionalProperties: false }

/** POST /api/uploads. The size is taken from the mailbox's room at once (D-23). */
export const BeginUpload = Type.Object(
  { sizeBytes: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }) },
  closed,
)
export type BeginUpload = Static<typeof BeginUpload>

export const Upload = Type.Object({
  uploadId: Id,
  sizeBytes: Type.Integer({ minimum: 1 }),
  receivedBytes: Type.Integer({ minimum: 0, description: 'Durable so far; the next part begins here.' }),
  partBytesMax: Type.Integer({ minimum: 1 }),
})
export type Upload = Static<typeof Upload>

export const UploadParams = Type.Object({ uploadId: Id })
export const UploadPartParams = Type.Object({
  uploadId: Id,
  offset: Type.Integer({ minimum: 0, maximum: OWN_DOCUMENTS.fileBytesMax }),
})

/** POST /api/uploads/:uploadId/finish */
export const FinishUpload = Type.Object(
  {
    fileName: Type.String({
      minLength: 1,
      maxLength: OWN_DOCUMENTS.fileNameMax,
      description:
        'Paths, invisible characters and characters that turn the writing direction are taken away.',
    }),
    place: Type.Optional(Place),
  },
  closed,
)
export type FinishUpload = Static<typeof FinishUpload>

/** Its kind is told by its content, and its name ends as that kind does. */
export const OwnDocument = Type.Object({
  letterId: Id,
  fileName: Type.String(),
  mediaType: Type.String(),
  sizeBytes: Type.Integer({ minimum: 1 }),
})
export type OwnDocument = Static<typeof OwnDocument>
