/** The wire of printed code cards (I-02). */
import { type Static, Type } from 'typebox'
import { TotpCode } from './session.ts'

const Id = Type.String({ format: 'uuid' })
const closed = { additionalProperties: false }

/** A key of a printed code card. The same until somebody answers it, so that looking burns nothing (I-02). */
export const CardChallenge = Type.Object(
  {
    cardId: Id,
    /** Printed on the card: `123 456 789`. */
    serial: Type.String(),
    /** Four digits to find on the card. */
    key: Type.String(),
  },
  closed,
)
export type CardChallenge = Static<typeof CardChallenge>

/** The six digits beside the key that was shown: an answer from another window to another key is none, and uses nothing up. */
export const StepUpByCard = Type.Object(
  { cardId: Id, key: Type.String({ pattern: '^\\d{4}$' }), code: TotpCode },
  closed,
)
export type StepUpByCard = Static<typeof StepUpByCard>
