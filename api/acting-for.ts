/** The wire of acting for an enterprise (I-03): for whom one may, and the change from one mailbox to the other. */
import { type Static, Type } from 'typebox'

const Id = Type.String({ format: 'uuid' })
const closed = { additionalProperties: false }

const EmployeeRole = Type.Union([
  Type.Literal('administrator'),
  Type.Literal('sender'),
  Type.Literal('reader'),
  Type.Literal('department'),
])

/** An enterprise a person may act for, by an employment of theirs (I-03). */
export const ActingFor = Type.Object(
  {
    employeeId: Id,
    enterpriseId: Id,
    name: Type.String(),
    country: Type.Union([Type.Literal('dk'), Type.Literal('no')]),
    /** CVR number or organisasjonsnummer. */
    number: Type.String(),
    role: EmployeeRole,
  },
  closed,
)
export type ActingFor = Static<typeof ActingFor>

/** In what capacity somebody acts in another person's mailbox (B-10 to B-12). */
export const GrantedCapacity = Type.Union([
  Type.Literal('delegate-reader'),
  Type.Literal('delegate-sender'),
  Type.Literal('guardian'),
  Type.Literal('attorney'),
  Type.Literal('heir'),
])

/** Another person's mailbox one may act in, or in a part of it (B-10). */
export const ActingIn = Type.Object(
  {
    grantId: Id,
    /** Whose mailbox it is. */
    name: Type.String(),
    capacity: GrantedCapacity,
    /** Only some folders, or only some senders' letters. */
    part: Type.Union([Type.Literal('whole'), Type.Literal('folders'), Type.Literal('senders')]),
    endsAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
  },
  closed,
)
export type ActingIn = Static<typeof ActingIn>

/** Those the person may act for, and the mailboxes of others they may act in, now. */
export const ActingChoices = Type.Object(
  {
    enterprises: Type.Array(ActingFor, { maxItems: 200 }),
    mailboxes: Type.Array(ActingIn, { maxItems: 200 }),
  },
  closed,
)
export type ActingChoices = Static<typeof ActingChoices>

/** `employeeId` null: in the person's own name and mailbox again. */
export const ChangeActing = Type.Union([
  Type.Object({ employeeId: Type.Union([Id, Type.Null()]) }, closed),
  Type.Object({ grantId: Id }, closed),
])
export type ChangeActing = Static<typeof ChangeActing>
