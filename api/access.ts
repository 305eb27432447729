/** The wire of access for others (B-10, D-08): what an owner gives and takes back, what somebody was given and answers. */
import Type, { type Static } from 'typebox'
import { GrantedCapacity } from './acting-for.ts'
import { Place } from './keeping.ts'

const Id = Type.String({ format: 'uuid' })
const Instant = Type.String({ format: 'date-time', description: 'RFC 3339 in UTC.' })
const closed = { additionalProperties: false }

export const ACCESS_PATHS = {
  /** GET GivenAccesses, POST GiveAccess → 201 GivenAccess. */
  given: '/api/access/given',
  /** DELETE → GivenAccess: taken back at once. */
  givenOne: '/api/access/given/:grantId',
  /** GET HeldAccesses. */
  held: '/api/access/held',
  /** PUT ChangeHeld → HeldAccess; DELETE: given up. */
  heldOne: '/api/access/held/:grantId',
  /** POST AnswerAccess → HeldAccesses. */
  answer: '/api/access/held/:grantId/answer',
} as const

const PLACES_AT_ONCE_MAX = 50

/** The whole mailbox, some folders with those in them, or some senders' letters. */
export const AccessPart = Type.Union([
  Type.Object({ kind: Type.Literal('whole') }, closed),
  Type.Object(
    {
      kind: Type.Literal('folders'),
      places: Type.Array(Place, {
        minItems: 1,
        maxItems: PLACES_AT_ONCE_MAX,
        uniqueItems: true,
        description: 'inbox, archive or folders of one’s own; the trash is never shared.',
      }),
    },
    closed,
  ),
  Type.Object(
    {
      kind: Type.Literal('senders'),
      senderIds: Type.Array(Id, { minItems: 1, maxItems: PLACES_AT_ONCE_MAX, uniqueItems: true }),
    },
    closed,
  ),
])
export type AccessPart = Static<typeof AccessPart>

const DelegateCapacity = Type.Union([Type.Literal('delegate-reader'), Type.Literal('delegate-sender')])

export const GiveAccess = Type.Object(
  {
    digitalAddress: Type.String({ minLength: 1, maxLength: 240, description: 'Such as ola.nordmann#123A.' }),
    capacity: DelegateCapacity,
    part: AccessPart,
    endsOn: Type.Union([Type.String({ format: 'date' }), Type.Null()], {
      description: 'The last day, in the mailbox’s own country; null: until it is taken back.',
    }),
  },
  closed,
)
export type GiveAccess = Static<typeof GiveAccess>

/** `invited` says nothing of whether the address reaches anybody: it is the same for all of them until somebody accepts. */
const GivenState = Type.Enum(['invited', 'active', 'ended'])

export const GivenAccess = Type.Object({
  grantId: Id,
  capacity: GrantedCapacity,
  part: AccessPart,
  state: GivenState,
  address: Type.Union([Type.String(), Type.Null()], { description: 'As the owner typed it.' }),
  name: Type.Union([Type.String(), Type.Null()], { description: 'Once it was accepted.' }),
  givenAt: Instant,
  answerBy: Type.Union([Instant, Type.Null()]),
  acceptedAt: Type.Union([Instant, Type.Null()]),
  endsAt: Type.Union([Instant, Type.Null()]),
  endedAt: Type.Union([Instant, Type.Null()]),
  endedWhy: Type.Union([
    Type.Null(),
    Type.Enum(['taken-back', 'given-up', 'not-answered', 'day-came', 'replaced', 'died', 'not-dead']),
  ]),
})
export type GivenAccess = Static<typeof GivenAccess>

export const GivenAccesses = Type.Object({
  given: Type.Array(GivenAccess, { maxItems: 200, description: 'Newest first.' }),
  most: Type.Integer({ description: 'How many may be in force or waiting at one time.' }),
})
export type GivenAccesses = Static<typeof GivenAccesses>

export const HeldAccess = Type.Object({
  grantId: Id,
  ownerName: Type.String(),
  capacity: GrantedCapacity,
  part: Type.Enum(['whole', 'folders', 'senders']),
  state: Type.Enum(['invited', 'active']),
  notices: Type.Boolean({ description: 'E-mail notices of its new letters come to the holder too.' }),
  answerBy: Type.Union([Instant, Type.Null()]),
  endsAt: Type.Union([Instant, Type.Null()]),
})
export type HeldAccess = Static<typeof HeldAccess>

export const HeldAccesses = Type.Object({ held: Type.Array(HeldAccess, { maxItems: 200 }) })
export type HeldAccesses = Static<typeof HeldAccesses>

export const AnswerAccess = Type.Object({ accept: Type.Boolean(), notices: Type.Boolean() }, closed)
export type AnswerAccess = Static<typeof AnswerAccess>

export const ChangeHeld = Type.Object({ notices: Type.Boolean() }, closed)
export type ChangeHeld = Static<typeof ChangeHeld>

export const GrantParams = Type.Object({ grantId: Id })
export type GrantParams = Static<typeof GrantParams>
