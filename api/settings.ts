/** The wire of a person's settings: /api/settings and what lies below it. */
import Type, { type Static } from 'typebox'
import { COUNTED_MAX } from './counted.ts'
import { Count, Instant, Language } from './mailbox.ts'

// ── GET /api/settings and PUT /api/settings ─────────────────────────────────────────────────────────

export const ExchangeConsent = Type.Object({
  given: Type.Boolean({ description: 'Senders may find this person by name and address (A-03).' }),
  changedAt: Type.Union([Instant, Type.Null()]),
})
export type ExchangeConsent = Static<typeof ExchangeConsent>

/** What withdrawing the consent to number use would end, so that it is told before it happens (P-12). */
export const NumberConsent = Type.Object({
  givenAt: Instant,
  endsLetters: Type.Integer({
    minimum: 0,
    maximum: COUNTED_MAX,
    description: `Letters that would be erased; ${COUNTED_MAX} stands for that many or more.`,
  }),
  erasedAfterMonths: Type.Integer({ minimum: 0, description: '0: erased at once (dk); 3 in no.' }),
})
export type NumberConsent = Static<typeof NumberConsent>

/** B-09: `paused`: no new letters, the old ones readable. `canChange` is false after a death notice. */
export const MailboxLife = Type.Object({ paused: Type.Boolean(), canChange: Type.Boolean() })
export type MailboxLife = Static<typeof MailboxLife>

export const Settings = Type.Object({
  language: Language,
  noticesByEmail: Type.Boolean(),
  exchangeConsent: ExchangeConsent,
  numberConsent: NumberConsent,
  mailbox: MailboxLife,
})
export type Settings = Static<typeof Settings>

/** Only what is to change. */
export const ChangeSettings = Type.Object(
  { language: Type.Optional(Language), noticesByEmail: Type.Optional(Type.Boolean()) },
  { additionalProperties: false, minProperties: 1 },
)
export type ChangeSettings = Static<typeof ChangeSettings>

/** PUT /api/settings/exchange-consent; a withdrawal is in force before the answer returns (S-03). Answer: ExchangeConsent. */
export const SetExchangeConsent = Type.Object({ given: Type.Boolean() }, { additionalProperties: false })
export type SetExchangeConsent = Static<typeof SetExchangeConsent>

/** GET and PUT /api/settings/marketing-consent: whether the post office may write about itself. No unless it was said. */
export const MarketingConsent = Type.Object({
  given: Type.Boolean(),
  changedAt: Type.Union([Instant, Type.Null()]),
})
export type MarketingConsent = Static<typeof MarketingConsent>

export const SetMarketingConsent = Type.Object({ given: Type.Boolean() }, { additionalProperties: false })

/** POST /api/settings/withdraw-number-consent. `endsLetters` repeats the number shown, so that nobody confirms something else. */
export const WithdrawNumberConsent = Type.Object(
  { understood: Type.Literal(true), endsLetters: Count },
  { additionalProperties: false },
)
export type WithdrawNumberConsent = Static<typeof WithdrawNumberConsent>

/** The mailbox is closed and the session over; the content is erased at `erasedAt`. */
export const NumberConsentWithdrawn = Type.Object({ withdrawnAt: Instant, erasedAt: Instant })
export type NumberConsentWithdrawn = Static<typeof NumberConsentWithdrawn>

/** PUT /api/settings/paused: no new letters, or new letters again (B-09). Answer: MailboxLife. */
export const SetPaused = Type.Object({ paused: Type.Boolean() }, { additionalProperties: false })
export type SetPaused = Static<typeof SetPaused>

/** POST /api/settings/close-mailbox, confirmed like the withdrawal above. */
export const CloseMailbox = WithdrawNumberConsent
export type CloseMailbox = Static<typeof CloseMailbox>

/** The mailbox is closed and its sessions over; until `erasedAt` it can be opened again. */
export const MailboxClosed = Type.Object({ closedAt: Instant, erasedAt: Instant })
export type MailboxClosed = Static<typeof MailboxClosed>

// ── GET, POST and DELETE /api/settings/emails ───────────────────────────────────────────────────────

export const EmailAddress = Type.Object({
  emailId: Type.String({ format: 'uuid' }),
  address: Type.String({ format: 'email', maxLength: 254 }),
  state: Type.Enum(['verified', 'waiting', 'failing'], {
    description:
      'waiting: its verification link is not followed yet. failing: mail to it comes back; a new link, followed, ends that.',
  }),
  verifiedAt: Type.Union([Instant, Type.Null()]),
  linkExpiresAt: Type.Union([Instant, Type.Null()]),
})
export type EmailAddress = Static<typeof EmailAddress>

export const EmailAddresses = Type.Object({
  emails: Type.Array(EmailAddress, { maxItems: 3 }),
  most: Type.Integer({ minimum: 1, description: 'How many one person may have (D-12: 3).' }),
})
export type EmailAddresses = Static<typeof EmailAddresses>

/**
 * POST /api/settings/emails sends a verification mail and answers 202 with the EmailAddress, whether or not
 * somebody else holds that address; the same address again sends a new link and ends the old one.
 */
export const AddEmail = Type.Object(
  { address: Type.String({ format: 'email', minLength: 3, maxLength: 254 }) },
  { additionalProperties: false },
)
export type AddEmail = Static<typeof AddEmail>

export const EmailParams = Type.Object({ emailId: Type.String({ format: 'uuid' }) })
export type EmailParams = Static<typeof EmailParams>
