/** The wire of requests to act in another's mailbox: guardian, future power of attorney, heir (B-11, B-12, D-07, D-09, D-10). */
import Type, { type Static } from 'typebox'

const Id = Type.String({ format: 'uuid' })
const Instant = Type.String({ format: 'date-time', description: 'RFC 3339 in UTC.' })
const closed = { additionalProperties: false }

export const POWER_REQUEST_PATHS = {
  /** GET PowerRequests, POST BeginPowerRequest → 201 PowerRequest. */
  requests: '/api/power-requests',
  /** DELETE → PowerRequest: withdrawn. */
  request: '/api/power-requests/:requestId',
  /** PUT, application/octet-stream → PowerRequest. */
  paper: '/api/power-requests/:requestId/papers/:paper',
  /** POST → PowerRequest. */
  submit: '/api/power-requests/:requestId/submit',
  /** POST AnswerConsent → PowerRequests. */
  consent: '/api/power-requests/:requestId/consent',
} as const

const PowerKind = Type.Enum(['guardian', 'attorney', 'heir'])
const PaperKind = Type.Enum([
  'appointment',
  'power-of-attorney',
  'doctors-certificate',
  'probate-certificate',
  'other',
])
export const PowerRequestState = Type.Enum([
  'begun',
  'waiting',
  'submitted',
  'granted',
  'refused',
  'withdrawn',
  'lapsed',
])
export type PowerRequestState = Static<typeof PowerRequestState>

const NationalNumber = Type.String({ minLength: 10, maxLength: 14 })

export const BeginPowerRequest = Type.Object(
  {
    kind: PowerKind,
    country: Type.Enum(['dk', 'no'], { description: 'Whose national number it is.' }),
    subjectName: Type.String({ minLength: 2, maxLength: 200 }),
    subjectNumber: NationalNumber,
    description: Type.String({ minLength: 10, maxLength: 2000 }),
    email: Type.String({ minLength: 3, maxLength: 254 }),
    phone: Type.String({ minLength: 5, maxLength: 30 }),
    coAttorneys: Type.Array(NationalNumber, { maxItems: 9, description: 'Attorneys of the same power.' }),
  },
  closed,
)
export type BeginPowerRequest = Static<typeof BeginPowerRequest>

export const PowerRequest = Type.Object({
  requestId: Id,
  kind: PowerKind,
  /** As the one who asks typed it: nothing here comes from the register. */
  subjectName: Type.String(),
  state: PowerRequestState,
  stateAt: Instant,
  papers: Type.Array(PaperKind, { maxItems: 5 }),
  missing: Type.Array(PaperKind, { maxItems: 5 }),
  consents: Type.Object({ asked: Type.Integer(), given: Type.Integer() }),
  decideBy: Type.Union([Instant, Type.Null()]),
})
export type PowerRequest = Static<typeof PowerRequest>

export const AskedConsent = Type.Object({
  requestId: Id,
  applicantName: Type.String(),
  subjectName: Type.String({ description: 'As the one who asks typed it.' }),
  answerBy: Instant,
})
export type AskedConsent = Static<typeof AskedConsent>

export const PowerRequests = Type.Object({
  requests: Type.Array(PowerRequest, { maxItems: 200 }),
  consents: Type.Array(AskedConsent, { maxItems: 200, description: 'Wait for one’s own answer.' }),
})
export type PowerRequests = Static<typeof PowerRequests>

export const AnswerConsent = Type.Object({ consent: Type.Boolean() }, closed)
export type AnswerConsent = Static<typeof AnswerConsent>

export const PowerRequestParams = Type.Object({ requestId: Id })
export const PaperParams = Type.Object({ requestId: Id, paper: PaperKind })
