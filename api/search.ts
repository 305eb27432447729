/** Finding letters by their words (B-01), and what one notes on a letter for oneself. */
import Type, { type Static } from 'typebox'
import { SEARCH } from '#rules/search/query.ts'
import { Listed } from './keeping.ts'
import { LetterRow } from './mailbox.ts'
import { NOTE_LENGTH_MAX } from './note-length.ts'

const Day = Type.String({ format: 'date', description: 'A day in the account’s country: 2026-12-01.' })
const Only = Type.Boolean({ description: 'True: only these.' })

/** POST /api/search: what is looked for is in no address, which servers and browsers keep. Every word must be in the letter, the last one may be unfinished; what stands in quotation marks, word for word. */
export const SearchAsked = Type.Object(
  {
    words: Type.Optional(Type.String({ maxLength: SEARCH.textMax })),
    sender: Type.Optional(
      Type.String({ maxLength: SEARCH.textMax, description: 'Words of the sender’s name.' }),
    ),
    since: Type.Optional(Day),
    until: Type.Optional(Day),
    in: Type.Optional(Listed),
    unread: Type.Optional(Only),
    attachments: Type.Optional(Only),
    after: Type.Optional(
      Type.String({ maxLength: 200, description: 'Opaque; from `next` of the answer before.' }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, default: 25 })),
  },
  { additionalProperties: false },
)
export type SearchAsked = Static<typeof SearchAsked>

/** A text in pieces; those that were looked for are marked. */
export const Marked = Type.Array(Type.Object({ text: Type.String(), found: Type.Boolean() }), {
  maxItems: 70,
})
export type Marked = Static<typeof Marked>

export const SearchHit = Type.Object({
  letter: LetterRow,
  title: Type.Union([Marked, Type.Null()], { description: 'Null when it is hidden at this level.' }),
  sender: Type.Union([Marked, Type.Null()]),
  note: Type.Union([Marked, Type.Null()], { description: 'One’s own note, when it was found there.' }),
  inside: Type.Union([Marked, Type.Null()], {
    description: 'Where it stands in the letter, once the letter was opened.',
  }),
  insideUnopened: Type.Boolean({
    description:
      'It stands inside the letter; where is shown when the letter was opened, for opening is on record.',
  }),
})
export type SearchHit = Static<typeof SearchHit>

/** First those of which subject, sender or note say it all, then the others; the newest first in each. */
export const SearchAnswer = Type.Object({
  instead: Type.Union(
    [
      Type.Object({
        words: Type.String({
          maxLength: 1000,
          description: 'What was typed, with words that are near instead of those that were not found.',
        }),
        shown: Type.Boolean({
          description:
            'True: nothing was found, and these hits are for these words; ask for them when `next` is followed. False: something was found, these would find more.',
        }),
      }),
      Type.Null(),
    ],
    { description: 'For the very words as they were typed, put them in quotation marks.' },
  ),
  hits: Type.Array(SearchHit, { maxItems: 50 }),
  next: Type.Union([Type.String(), Type.Null()], {
    description: 'There may be more: ask again with it as `after`.',
  }),
  waiting: Type.Integer({
    minimum: 0,
    maximum: 10_000,
    description: 'Letters whose words are still being read; 10000 stands for that many or more.',
  }),
})
export type SearchAnswer = Static<typeof SearchAnswer>

// ── PUT /api/letters/:letterId/note ─────────────────────────────────────────────────────────────────

/** The sender never sees it. Empty: the note is taken away. `from`: what one saw there, as colleagues and attorneys write too. */
export const SetNote = Type.Object(
  {
    text: Type.String({ maxLength: NOTE_LENGTH_MAX }),
    from: Type.Union([Type.String({ maxLength: NOTE_LENGTH_MAX }), Type.Null()]),
  },
  { additionalProperties: false },
)
export type SetNote = Static<typeof SetNote>

export const NoteSet = Type.Object({ note: Type.Union([Type.String(), Type.Null()]) })
export type NoteSet = Static<typeof NoteSet>
