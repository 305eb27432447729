/** The wire between the post office and the program that holds an employee's key file (I-16): fetch a certificate once, then
 * answer challenges with its key. The key itself never travels. */
import { type Static, Type } from 'typebox'

const closed = { additionalProperties: false }
const Base64Url = (minLength: number, maxLength: number) =>
  Type.String({ minLength, maxLength, pattern: '^[A-Za-z0-9_-]+$' })
const Serial = Type.String({ pattern: '^[0-9a-f]{32}$' })

/** The public key (SubjectPublicKeyInfo, DER) and a signature by its private key over `enrolStatement`. */
export const EnrolKey = Type.Object(
  { code: Base64Url(43, 43), publicKey: Base64Url(80, 1000), signature: Base64Url(80, 1000) },
  closed,
)
export type EnrolKey = Static<typeof EnrolKey>

export const KeyEnrolled = Type.Object(
  {
    serial: Serial,
    /** PEM: the certificate, then that of the authority that issued it. */
    certificates: Type.String(),
    name: Type.String(),
    enterprise: Type.String(),
    notAfter: Type.String({ format: 'date-time' }),
  },
  closed,
)
export type KeyEnrolled = Static<typeof KeyEnrolled>

export const KeyChallenge = Type.Object(
  {
    challenge: Type.String({ minLength: 20, maxLength: 200 }),
    expiresAt: Type.String({ format: 'date-time' }),
  },
  closed,
)
export type KeyChallenge = Static<typeof KeyChallenge>

/** A signature (ECDSA with SHA-256, DER) over `signInStatement`. */
export const AnswerKeyChallenge = Type.Object(
  {
    serial: Serial,
    challenge: Type.String({ minLength: 20, maxLength: 200, pattern: '^[A-Za-z0-9_.-]+$' }),
    signature: Base64Url(80, 1000),
  },
  closed,
)
export type AnswerKeyChallenge = Static<typeof AnswerKeyChallenge>

/** The page to open in the browser, good once and for two minutes. */
export const KeyAnswered = Type.Object({ link: Type.String() }, closed)
export type KeyAnswered = Static<typeof KeyAnswered>

export const KEY_FILE_PATHS = {
  /** POST EnrolKey → KeyEnrolled. */
  enrol: '/api/key-file/enrol',
  /** POST → KeyChallenge. */
  challenge: '/api/key-file/challenge',
  /** POST AnswerKeyChallenge → KeyAnswered. */
  answer: '/api/key-file/answer',
} as const

/** What is signed names the post office, so that an answer made for one can't be carried to another. */
export const enrolStatement = (origin: string, code: string) =>
  `Brevhus key file: fetch a certificate\n${origin}\n${code}\n`

export const signInStatement = (origin: string, serial: string, challenge: string) =>
  `Brevhus key file: sign in\n${origin}\n${serial}\n${challenge}\n`
