/** The wire of an enterprise's own settings and of the life of its mailbox (P-02, B-09): /api/enterprise. */
import Type, { type Static } from 'typebox'
import { COUNTED_MAX } from './counted.ts'
import { Instant, Language } from './mailbox.ts'

const Id = Type.String({ format: 'uuid' })
const closed = { additionalProperties: false }

export const ENTERPRISE_PATHS = {
  /** GET EnterpriseSettings; PUT ChangeEnterprise → EnterpriseSettings. */
  all: '/api/enterprise',
  /** POST AddEmail → 202 EmailAddress; GET EmailAddresses. */
  emails: '/api/enterprise/emails',
  /** DELETE → 204. */
  email: '/api/enterprise/emails/:emailId',
  /** GET Phone, PUT ChangePhone → 202 Phone. */
  phone: '/api/enterprise/phone',
  /** POST VerifyPhone → Phone. */
  verifyPhone: '/api/enterprise/phone/verify',
  /** PUT SetPaused → EnterpriseSettings. */
  paused: '/api/enterprise/paused',
  /** POST asks, DELETE takes it back: → EnterpriseSettings. */
  closing: '/api/enterprise/closing',
  /** POST ConfirmClosing → MailboxClosed. */
  confirm: '/api/enterprise/closing/confirm',
  /** GET ClosedEnterprises, in one's own name: those one administered and may open again. */
  closed: '/api/enterprises/closed',
  /** POST → ClosedEnterprises. */
  reopen: '/api/enterprises/closed/:employeeId/reopen',
} as const

export const EnterpriseSettings = Type.Object({
  name: Type.String(),
  country: Type.Enum(['dk', 'no']),
  number: Type.String({ description: 'CVR number or organisasjonsnummer.' }),
  language: Language,
  noticesByEmail: Type.Boolean({ description: 'Of new letters, to the enterprise’s own addresses.' }),
  noticesBySms: Type.Boolean({
    description: 'To the enterprise’s own number, where a sender asks for one; never of all letters.',
  }),
  paused: Type.Boolean(),
  administrators: Type.Array(Type.Object({ employeeId: Id, name: Type.String(), me: Type.Boolean() }), {
    description: 'Who administers it now.',
  }),
  closing: Type.Union([
    Type.Null(),
    Type.Object({
      askedBy: Type.String(),
      askedAt: Instant,
      may: Type.Enum(['confirm', 'needs-another', 'wait']),
      readyAt: Type.Union([Instant, Type.Null()], {
        description: 'When the only administrator may confirm.',
      }),
      endsAt: Instant,
    }),
  ]),
  endsLetters: Type.Integer({ minimum: 0, maximum: COUNTED_MAX }),
  erasedAfterMonths: Type.Integer({ minimum: 0 }),
})
export type EnterpriseSettings = Static<typeof EnterpriseSettings>

/** Only what is to change; two may administer it. */
export const ChangeEnterprise = Type.Object(
  {
    language: Type.Optional(Type.Object({ from: Language, to: Language }, closed)),
    noticesByEmail: Type.Optional(Type.Boolean()),
    noticesBySms: Type.Optional(Type.Boolean()),
  },
  { ...closed, minProperties: 1 },
)
export type ChangeEnterprise = Static<typeof ChangeEnterprise>

export const ClosedEnterprises = Type.Object({
  enterprises: Type.Array(
    Type.Object({
      employeeId: Id,
      name: Type.String(),
      erasedAt: Type.String({
        format: 'date-time',
        description: 'When nobody can read its letters any more.',
      }),
    }),
  ),
})
export type ClosedEnterprises = Static<typeof ClosedEnterprises>
export const ReopenParams = Type.Object({ employeeId: Id })
