/** The wire of confirming one's contact details every 90 days (D-13): /api/settings/contact. */
import { type Static, Type } from 'typebox'

const Instant = Type.String({ format: 'date-time' })
const closed = { additionalProperties: false }

export const CONTACT_PATH = '/api/settings/contact'

export const Contact = Type.Object({
  /** Whether it is time to say that these are right. */
  due: Type.Boolean(),
  confirmedAt: Type.Union([Instant, Type.Null()]),
  emails: Type.Array(
    Type.Object({
      emailId: Type.String({ format: 'uuid' }),
      address: Type.String(),
      /** Mail to it comes back: it is not used until it is verified again. */
      failing: Type.Boolean(),
    }),
    { maxItems: 3 },
  ),
  phone: Type.Union([Type.Object({ number: Type.String(), failing: Type.Boolean() }), Type.Null()]),
})
export type Contact = Static<typeof Contact>

/** POST …/confirm repeats what was shown, so that nobody confirms something else. Answer: Contact. */
export const ConfirmContact = Type.Object(
  {
    emailIds: Type.Array(Type.String({ format: 'uuid' }), { maxItems: 3 }),
    phone: Type.Union([Type.String({ maxLength: 40 }), Type.Null()]),
  },
  closed,
)
export type ConfirmContact = Static<typeof ConfirmContact>
