/** The wire of people who write to each other (S-13, D-16 to D-19): finding, blocking, hiding, writing, and what was sent. */
import Type, { type Static } from 'typebox'
import { LetterDocument } from './mailbox.ts'

const Instant = Type.String({ format: 'date-time' })
const closed = { additionalProperties: false }
const Typed = (maxLength: number) => Type.String({ maxLength })

export const PEOPLE_PATHS = {
  /** POST FindPeople → PeopleFound. A POST, so that whom one looks for stands in no log on the way. */
  find: '/api/people/find',
  /** GET and PUT Visibility. */
  visibility: '/api/people/visibility',
  /** GET PersonBlocks; POST BlockPerson → PersonBlocks. */
  blocks: '/api/people/blocks',
  /** DELETE → PersonBlocks. */
  block: '/api/people/blocks/:blockId',
  /** POST multipart: `letter` (WritePersonLetter as JSON) and up to five parts `attachment` (PDF) → PersonLetterSent. */
  letters: '/api/people/letters',
  /** GET SentLetters. */
  sent: '/api/sent',
  /** GET SentLetter; DELETE takes the sender's own copy away. */
  sentLetter: '/api/sent/:letterId',
  /** GET the bytes. */
  sentDocument: '/api/sent/:letterId/documents/:documentNo',
} as const

/** Two names, or one name and a place; judged by rules/person-search.ts. */
export const FindPeople = Type.Object(
  { name: Typed(400), postcode: Type.Optional(Typed(20)), city: Type.Optional(Typed(240)) },
  closed,
)
export type FindPeople = Static<typeof FindPeople>

export const PersonFound = Type.Object({
  name: Type.String({ description: 'As in the population register.' }),
  postcode: Type.String(),
  city: Type.String(),
  digitalAddress: Type.String({ description: 'What one writes to.' }),
})
export type PersonFound = Static<typeof PersonFound>

/** Empty for whoever has no mailbox, is hidden, protected, or has blocked the one who asks: one answer for all (D-18). */
export const PeopleFound = Type.Object({ people: Type.Array(PersonFound, { maxItems: 30 }) })
export type PeopleFound = Static<typeof PeopleFound>

export const Visibility = Type.Object(
  {
    found: Type.Boolean({
      description: 'Others’ search may find this person. The digital address always reaches.',
    }),
  },
  closed,
)
export type Visibility = Static<typeof Visibility>

export const PersonBlocks = Type.Object({
  blocks: Type.Array(
    Type.Object({
      blockId: Type.String({ format: 'uuid' }),
      name: Type.String({ description: 'The name on the letter, or the address that was typed.' }),
      since: Instant,
    }),
    { maxItems: 1000 },
  ),
})
export type PersonBlocks = Static<typeof PersonBlocks>

/** The one who wrote this letter, or the holder of this digital address. */
export const BlockPerson = Type.Union([
  Type.Object({ letterId: Type.String({ format: 'uuid' }) }, closed),
  Type.Object({ digitalAddress: Typed(240) }, closed),
])
export type BlockPerson = Static<typeof BlockPerson>

export const BlockParams = Type.Object({ blockId: Type.String({ format: 'uuid' }) })

export const WritePersonLetter = Type.Object(
  { to: Typed(240), title: Typed(500), text: Typed(100_000) },
  { ...closed, description: 'A delivered letter cannot be recalled (D-19).' },
)
export type WritePersonLetter = Static<typeof WritePersonLetter>

export const PersonLetterSent = Type.Object({ letterId: Type.String({ format: 'uuid' }), to: Type.String() })
export type PersonLetterSent = Static<typeof PersonLetterSent>

export const SentLetterRow = Type.Object({
  letterId: Type.String({ format: 'uuid' }),
  to: Type.String({ description: 'The digital address it went to, or the name of the organisation.' }),
  title: Type.String(),
  sentAt: Instant,
  attachments: Type.Integer({ minimum: 0 }),
  writtenBy: Type.Optional(
    Type.String({ description: 'Who wrote it in the owner’s name; left out: the owner (B-10).' }),
  ),
  provable: Type.Boolean({ description: 'To an organisation: GET /api/sent/:letterId/receipt.' }),
})
export type SentLetterRow = Static<typeof SentLetterRow>

/** Newest first; `next` is null on the last page. */
export const SentLetters = Type.Object({
  letters: Type.Array(SentLetterRow, { maxItems: 50 }),
  next: Type.Union([Type.String(), Type.Null()]),
})
export type SentLetters = Static<typeof SentLetters>

export const SentQuery = Type.Object({ after: Type.Optional(Type.String({ format: 'uuid' })) }, closed)

export const SentLetter = Type.Object({ ...SentLetterRow.properties, documents: Type.Array(LetterDocument) })
export type SentLetter = Static<typeof SentLetter>

export const SentParams = Type.Object({ letterId: Type.String({ format: 'uuid' }) })
export const SentDocumentParams = Type.Object({
  letterId: Type.String({ format: 'uuid' }),
  documentNo: Type.Integer({ minimum: 1, maximum: 100 }),
})
