/** Taking everything out (B-14): one archive of the mailbox, asked for, watched, downloaded, erased. */
import Type, { type Static } from 'typebox'

const Instant = Type.String({ format: 'date-time' })
const Count = Type.Integer({ minimum: 0 })

export const TakeOut = Type.Object({
  takeOutId: Type.String({ format: 'uuid' }),
  state: Type.Enum(['making', 'ready', 'failed'], {
    description: 'failed: it could not be made; ask for another.',
  }),
  askedAt: Instant,
  lettersTotal: Count,
  lettersDone: Count,
  sizeBytes: Count,
  readyAt: Type.Union([Instant, Type.Null()]),
  expiresAt: Type.Union([Instant, Type.Null()], { description: 'When it is erased; null while it is made.' }),
})
export type TakeOut = Static<typeof TakeOut>

/** GET /api/take-out. `notOpened`: letters this session may open and nobody has: taking out opens them. */
export const TakeOutPage = Type.Object({
  takeOut: Type.Union([TakeOut, Type.Null()]),
  letters: Count,
  notOpened: Count,
  locked: Type.Integer({
    minimum: 0,
    description: 'Letters this session could not open: not in an archive asked for now.',
  }),
  keepDays: Type.Integer({ minimum: 1 }),
})
export type TakeOutPage = Static<typeof TakeOutPage>

/** POST /api/take-out answers 202. One at a time: what is there already is erased first, by DELETE. */
export const AskTakeOut = Type.Object(
  {
    understood: Type.Literal(true, {
      description: 'That letters nobody has opened count as opened from then on.',
    }),
  },
  { additionalProperties: false },
)
export type AskTakeOut = Static<typeof AskTakeOut>

/** GET /api/take-out/:takeOutId/archive: the ZIP archive, with Range and If-Range. */
export const TakeOutParams = Type.Object({ takeOutId: Type.String({ format: 'uuid' }) })
export type TakeOutParams = Static<typeof TakeOutParams>
