/** The wire of the one phone number of a person (D-12, P-09): /api/settings/phone; an enterprise's is at its own path (enterprise.ts). */
import { type Static, Type } from 'typebox'

const Instant = Type.String({ format: 'date-time' })
const closed = { additionalProperties: false }

export const PHONE_PATH = '/api/settings/phone'

export const Phone = Type.Object(
  {
    /** In international form; null: none. */
    number: Type.Union([Type.String(), Type.Null()]),
    state: Type.Enum(['none', 'waiting', 'verified', 'failing'], {
      description: 'failing: was verified, and SMS to it are refused by now.',
    }),
    verifiedAt: Type.Union([Instant, Type.Null()]),
    /** Until when the code that was sent is good. */
    codeExpiresAt: Type.Union([Instant, Type.Null()]),
    /** From when on the ID may send codes to it: a number must have stood for a while. */
    codesFrom: Type.Union([Instant, Type.Null()]),
  },
  closed,
)
export type Phone = Static<typeof Phone>

const Seen = Type.String({ maxLength: 40 })

/** From what was shown, in international form; `number` null takes it away. */
export const ChangePhone = Type.Object(
  {
    number: Type.Union([Seen, Type.Null()]),
    from: Type.Union([Seen, Type.Null()]),
  },
  closed,
)
export type ChangePhone = Static<typeof ChangePhone>

/** `number`: the one that was shown, in international form. */
export const VerifyPhone = Type.Object(
  { number: Seen, code: Type.String({ pattern: '^\\s*\\d{3}\\s?\\d{3}\\s*$', maxLength: 20 }) },
  closed,
)
export type VerifyPhone = Static<typeof VerifyPhone>
