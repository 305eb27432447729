/** The wire of what happens to a sender's letters afterwards: the event feed (GET /v1/events) and the print queue. */
import { type Static, Type } from 'typebox'
import { COUNTED_MAX } from '#api/counted.ts'
import { closed, Id, Instant } from '#api/dispatch.ts'

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

const SENDER_EVENTS = [
  'accepted',
  'delivered',
  'opened',
  'print',
  'refused',
  'cancelled',
  'batch',
  /** Somebody wrote: `mailId` for GET /v1/mail/:mailId. */
  'mail',
] as const

export const SenderEvent = Type.Object(
  {
    event: Type.Enum([...SENDER_EVENTS]),
    at: Instant,
    batchId: Type.Optional(Id),
    letterId: Type.Optional(Id),
    mailId: Type.Optional(Id),
    code: Type.Optional(
      Type.String({
        description:
          'Why refused; for a letter that goes all the same what it warns of (`sensitive-without-number`, `address-only`); `not-printed` for a letter that was cancelled because nobody printed it in sixty days; for `batch` the new state.',
      }),
    ),
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

export const PrintQueueQuery = Type.Object(
  {
    after: Type.Optional(Id),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 200 })),
  },
  closed,
)
export const PrintQueue = Type.Object(
  {
    waiting: Type.Integer({
      minimum: 0,
      maximum: COUNTED_MAX,
      description: `Letters that wait; ${COUNTED_MAX} stands for that many or more.`,
    }),
    letters: Type.Array(Type.Object({ letterId: Id, batchId: Id, queuedAt: Instant }, closed)),
    next: Type.Optional(Id),
  },
  closed,
)
