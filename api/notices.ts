/** The wire of what a person wants to be told, and how (T-01, T-02, D-14): /api/settings/notices. */
import { type Static, Type } from 'typebox'

const Instant = Type.String({ format: 'date-time' })
const Hour = Type.Integer({ minimum: 0, maximum: 23 })
const closed = { additionalProperties: false }

export const NOTICE_PATHS = {
  /** GET NoticeSettings; PUT ChangeNotices → NoticeSettings. */
  notices: '/api/settings/notices',
  /** PUT SenderChoice → NoticeSettings: about the sender of one letter. */
  senders: '/api/settings/notices/senders',
  /** DELETE → NoticeSettings: as for all others again. */
  sender: '/api/settings/notices/senders/:choiceId',
  /** POST AddPush → NoticeSettings. */
  push: '/api/settings/notices/push',
  /** DELETE → NoticeSettings. */
  pushDevice: '/api/settings/notices/push/:deviceId',
  /** GET WorkNotices, PUT ChooseWorkNotices → WorkNotices: of letters that are an employee's by work. */
  work: '/api/settings/work-notices',
} as const

const WorkNoticeBy = Type.Enum(['none', 'email', 'own'], {
  description:
    'email: to the address of the employment. own: by the ways, at the hours and in the digest of one’s own letters.',
})
export const WorkNotices = Type.Object({
  by: WorkNoticeBy,
  email: Type.Union([Type.String(), Type.Null()], { description: 'The address of the employment.' }),
})
export type WorkNotices = Static<typeof WorkNotices>
export const ChooseWorkNotices = Type.Object({ by: WorkNoticeBy }, closed)

/** Where one is told of reminders one sets oneself in the calendar (B-17). */
const ReminderWays = Type.Object(
  { byEmail: Type.Boolean(), bySms: Type.Boolean(), byPush: Type.Boolean() },
  closed,
)

const Quiet = Type.Object({ from: Hour, until: Hour }, closed)

export const NoticeSettings = Type.Object({
  byEmail: Type.Boolean(),
  bySms: Type.Boolean({ description: 'Where a sender asks for one; never of all letters.' }),
  byPush: Type.Boolean(),
  reminders: ReminderWays,
  digestHour: Type.Union([Hour, Type.Null()], {
    description: 'One notice a day at this local hour; null: one each.',
  }),
  quiet: Type.Union([Quiet, Type.Null()], { description: 'Local hours in which nothing is sent.' }),
  senders: Type.Array(
    Type.Object({
      choiceId: Type.String({ format: 'uuid' }),
      name: Type.String(),
      byEmail: Type.Boolean(),
      bySms: Type.Boolean(),
      byPush: Type.Boolean(),
    }),
    { maxItems: 500 },
  ),
  pushDevices: Type.Array(
    Type.Object({ deviceId: Type.String({ format: 'uuid' }), name: Type.String(), addedAt: Instant }),
    { maxItems: 20 },
  ),
  pushKey: Type.String({
    description: 'What a browser subscribes with: base64url, uncompressed P-256 (RFC 8292).',
  }),
})
export type NoticeSettings = Static<typeof NoticeSettings>

/** Only what is to change. */
export const ChangeNotices = Type.Object(
  {
    byEmail: Type.Optional(Type.Boolean()),
    bySms: Type.Optional(Type.Boolean()),
    byPush: Type.Optional(Type.Boolean()),
    reminders: Type.Optional(Type.Partial(ReminderWays, { ...closed, minProperties: 1 })),
    digestHour: Type.Optional(Type.Union([Hour, Type.Null()])),
    quiet: Type.Optional(
      Type.Union([Type.Partial(Quiet, { ...closed, minProperties: 1 }), Type.Null()], {
        description: 'One hour changes it in those there are; both begin them where there are none.',
      }),
    ),
  },
  { ...closed, minProperties: 1 },
)
export type ChangeNotices = Static<typeof ChangeNotices>

/** Only what is to change; a way that was never chosen is as for all others. */
export const SenderChoice = Type.Object(
  {
    letterId: Type.String({ format: 'uuid' }),
    byEmail: Type.Optional(Type.Boolean()),
    bySms: Type.Optional(Type.Boolean()),
    byPush: Type.Optional(Type.Boolean()),
  },
  { ...closed, minProperties: 2 },
)
export type SenderChoice = Static<typeof SenderChoice>

/** `PushSubscription.toJSON()` of the browser, without what we do not need. */
export const AddPush = Type.Object(
  {
    endpoint: Type.String({ maxLength: 1000 }),
    keys: Type.Object(
      {
        p256dh: Type.String({ pattern: '^[A-Za-z0-9_-]{87}=?$' }),
        auth: Type.String({ pattern: '^[A-Za-z0-9_-]{22}(?:==)?$' }),
      },
      closed,
    ),
  },
  closed,
)
export type AddPush = Static<typeof AddPush>

export const ChoiceParams = Type.Object({ choiceId: Type.String({ format: 'uuid' }) })
export const PushDeviceParams = Type.Object({ deviceId: Type.String({ format: 'uuid' }) })
