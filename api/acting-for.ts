/** The wire of acting for an enterprise (I-03): for whom one may, and the change from one mailbox to the other. */
import { type Static, Type } from 'typebox'

const Id = Type.String({ format: 'uuid' })
const closed = { additionalProperties: false }

export const EmployeeRole = Type.Union([
  Type.Literal('administrator'),
  Type.Literal('sender'),
  Type.Literal('reader'),
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

/** Those the person may act for now. */
export const ActingChoices = Type.Object({ enterprises: Type.Array(ActingFor, { maxItems: 200 }) }, closed)
export type ActingChoices = Static<typeof ActingChoices>

/** null: in the person's own name again. */
export const ChangeActing = Type.Object({ employeeId: Type.Union([Id, Type.Null()]) }, closed)
export type ChangeActing = Static<typeof ChangeActing>
