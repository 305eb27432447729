/** The wire of a person's one phone number (D-12, P-09): /api/settings/phone. */
import { type Static, Type } from 'typebox'

const Instant = Type.String({ format: 'date-time' })
const closed = { additionalProperties: false }

export const PHONE_PATH = '/api/settings/phone'

export const Phone = Type.Object(
  {
    /** In international form; null: none. */
    number: Type.Union([Type.String(), Type.Null()]),
    state: Type.Union([Type.Literal('none'), Type.Literal('waiting'), Type.Literal('verified')]),
    verifiedAt: Type.Union([Instant, Type.Null()]),
    /** Until when the code that was sent is good. */
    codeExpiresAt: Type.Union([Instant, Type.Null()]),
    /** From when on the ID may send codes to it: a number must have stood for a while. */
    codesFrom: Type.Union([Instant, Type.Null()]),
  },
  closed,
)
export type Phone = Static<typeof Phone>

export const ChangePhone = Type.Object({ number: Type.String({ maxLength: 40 }) }, closed)
export const VerifyPhone = Type.Object(
  { code: Type.String({ pattern: '^\\s*\\d{3}\\s?\\d{3}\\s*$', maxLength: 20 }) },
  closed,
)
