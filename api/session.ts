/**
 * The wire of sign-in, for the person's own web app: who am I, at which level, how do I raise it in place,
 * and which devices and sessions are mine. Signing in itself happens on server-rendered pages
 * (`/sign-in`), so that it works without script.
 *
 * The browser's cookie carries the session; no answer here contains its token. Every state-changing request must
 * come from our own origin (Sec-Fetch-Site, Origin) with a JSON body. Times are ISO 8601 in UTC.
 */
import { type Static, Type } from 'typebox'
import { ActingFor, ActingIn } from './acting-for.ts'

/** How sure we are who sits there. A password alone is `low`; with a code or a passkey `substantial` (D-01). */
export const Level = Type.Union([Type.Literal('low'), Type.Literal('substantial'), Type.Literal('high')])
export type Level = Static<typeof Level>

export const SessionLanguage = Type.Union([
  Type.Literal('da'),
  Type.Literal('nb'),
  Type.Literal('sv'),
  Type.Literal('en'),
])

const Id = Type.String({ format: 'uuid' })
const Instant = Type.String({ format: 'date-time' })
const Base64Url = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '^[A-Za-z0-9_-]+$' })
const closed = { additionalProperties: false }

/** Nobody is signed in: the web app shows `signInPath`, adding `?return=` with the path to come back to. */
const SignedOut = Type.Object({ signedIn: Type.Literal(false), signInPath: Type.String() }, closed)

export const SignedIn = Type.Object(
  {
    signedIn: Type.Literal(true),
    sessionId: Id,
    person: Type.Object({ id: Id, name: Type.String() }, closed),
    /** null while the person has signed in but has no open mailbox. */
    mailboxId: Type.Union([Id, Type.Null()]),
    /** The enterprise this session acts for; null in the person's own name. */
    actingFor: Type.Union([ActingFor, Type.Null()]),
    /** Another person's mailbox this session is in; null in one's own and in an enterprise's, and once the access has ended. */
    actingIn: Type.Union([ActingIn, Type.Null()]),
    level: Level,
    language: SessionLanguage,
    profile: Type.String(),
    /** When the session ends if nothing happens. Reading this state does not move it; `extend` does. */
    idleEndsAt: Instant,
    /** When the session ends whatever happens. */
    endsAt: Instant,
    /** The ways this person can raise the session in place now; both false: they have no device yet. */
    stepUp: Type.Object(
      {
        totp: Type.Boolean(),
        passkey: Type.Boolean(),
        /** A printed code card with keys left (I-02). */
        card: Type.Boolean(),
        /** Brands of electronic IDs of others, for everybody: the page `/sign-in/step-up` leads there and back. */
        electronicIds: Type.Array(Type.String(), { maxItems: 10 }),
      },
      closed,
    ),
  },
  closed,
)
export type SignedIn = Static<typeof SignedIn>

export const SessionState = Type.Union([SignedOut, SignedIn])
export type SessionState = Static<typeof SessionState>

/** A living session in one look. Without one the answer is `sign-in-needed`. */
export const SessionCheck = Type.Object({ level: Level, endsAt: Instant }, closed)
export type SessionCheck = Static<typeof SessionCheck>

// ── Step-up in place (B-06, D-03) ────────────────────────────────────────────────────────────────────────────

/** Six digits from the app; blanks between them are forgiven. */
export const TotpCode = Type.String({ pattern: '^\\s*\\d{3}\\s?\\d{3}\\s*$', maxLength: 20 })

export const StepUpByTotp = Type.Object({ code: TotpCode }, closed)
export type StepUpByTotp = Static<typeof StepUpByTotp>

/** What `startAuthentication` / `startRegistration` of @simplewebauthn/browser takes as `optionsJSON`. */
export const PasskeyChallenge = Type.Object(
  {
    challengeId: Id,
    expiresAt: Instant,
    options: Type.Record(Type.String(), Type.Unknown()),
  },
  closed,
)
export type PasskeyChallenge = Static<typeof PasskeyChallenge>

/** The browser's answer to an authentication challenge. Browsers add members over time, so it is left open. */
export const PasskeyAssertion = Type.Object({
  id: Base64Url(1400),
  rawId: Base64Url(1400),
  type: Type.Literal('public-key'),
  response: Type.Object({
    clientDataJSON: Base64Url(8000),
    authenticatorData: Base64Url(8000),
    signature: Base64Url(8000),
    userHandle: Type.Optional(Type.Union([Base64Url(128), Type.Null()])),
  }),
  clientExtensionResults: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
})
export type PasskeyAssertion = Static<typeof PasskeyAssertion>

export const StepUpByPasskey = Type.Object({ challengeId: Id, assertion: PasskeyAssertion }, closed)
export type StepUpByPasskey = Static<typeof StepUpByPasskey>

// ── Devices in settings ──────────────────────────────────────────────────────────────────────────────────────

const DeviceName = Type.String({ minLength: 1, maxLength: 60, pattern: '\\S' })

export const Device = Type.Object(
  {
    id: Id,
    kind: Type.Union([Type.Literal('totp'), Type.Literal('passkey'), Type.Literal('code-card')]),
    /** The person's own name for it; a card's printed number. */
    name: DeviceName,
    registeredAt: Instant,
    lastUsedAt: Type.Union([Instant, Type.Null()]),
    /** A passkey that the person's platform keeps a copy of (so losing the phone does not lose it). */
    backedUp: Type.Boolean(),
    /** Too many wrong codes in a row: it confirms nothing any more. Revoke it and register it anew with another one. */
    blocked: Type.Boolean(),
    /** The last device that works can't be revoked: without one the session could never be raised again. */
    revocable: Type.Boolean(),
  },
  closed,
)
export type Device = Static<typeof Device>

/**
 * `changing` says what has to happen before devices may be changed: nothing (`allowed`), raise the session
 * (`step-up`), or, for the very first device of this person, enter the password again (`password`). `letter`: this ID was issued by letter;
 * without a device only a code card or a code by letter helps.
 */
export const Devices = Type.Object(
  {
    devices: Type.Array(Device, { maxItems: 20 }),
    changing: Type.Union([
      Type.Literal('allowed'),
      Type.Literal('step-up'),
      Type.Literal('password'),
      Type.Literal('letter'),
    ]),
    /** A code card may be ordered now; it goes to the registered address. */
    mayOrderCard: Type.Boolean(),
  },
  closed,
)
export type Devices = Static<typeof Devices>

export const TotpEnrolment = Type.Object(
  {
    enrolmentId: Id,
    /** Base32, to type by hand; shown once. */
    secret: Type.String(),
    /** otpauth:// URI, for a QR code drawn in the browser; shown once. */
    uri: Type.String(),
    expiresAt: Instant,
  },
  closed,
)
export type TotpEnrolment = Static<typeof TotpEnrolment>

export const ConfirmTotp = Type.Object({ enrolmentId: Id, code: TotpCode, name: DeviceName }, closed)
export type ConfirmTotp = Static<typeof ConfirmTotp>

/** The browser's answer to a registration challenge. */
export const PasskeyAttestation = Type.Object({
  id: Base64Url(1400),
  rawId: Base64Url(1400),
  type: Type.Literal('public-key'),
  response: Type.Object({
    clientDataJSON: Base64Url(8000),
    attestationObject: Base64Url(20000),
    transports: Type.Optional(Type.Array(Type.String({ maxLength: 32 }), { maxItems: 10 })),
  }),
  clientExtensionResults: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
})
export type PasskeyAttestation = Static<typeof PasskeyAttestation>

export const RegisterPasskey = Type.Object(
  { challengeId: Id, name: DeviceName, attestation: PasskeyAttestation },
  closed,
)
export type RegisterPasskey = Static<typeof RegisterPasskey>

/** `from`: the name that was shown. */
export const RenameDevice = Type.Object({ name: DeviceName, from: Type.String() }, closed)
export type RenameDevice = Static<typeof RenameDevice>

// ── Password and sessions ────────────────────────────────────────────────────────────────────────────────────

/** No lower bound here: a password that is too short to be right is answered like any other wrong one. */
const EnteredPassword = Type.String({ minLength: 1, maxLength: 1024 })

export const ConfirmPassword = Type.Object({ password: EnteredPassword }, closed)
export type ConfirmPassword = Static<typeof ConfirmPassword>

export const ChangePassword = Type.Object({ current: EnteredPassword, next: EnteredPassword }, closed)
export type ChangePassword = Static<typeof ChangePassword>

const OwnSession = Type.Object(
  {
    id: Id,
    current: Type.Boolean(),
    level: Level,
    startedAt: Instant,
    lastSeenAt: Instant,
    endsAt: Instant,
    /** Browser and system in words ("Firefox, Windows"); null once device details are erased (R6). */
    device: Type.Union([Type.String(), Type.Null()]),
  },
  closed,
)

export const OwnSessions = Type.Object({ sessions: Type.Array(OwnSession, { maxItems: 100 }) }, closed)
export type OwnSessions = Static<typeof OwnSessions>

/** A device the person keeps: known for 60 days since its last use, reopened by PIN or passkey (I-11, D-02). */
export const AppSession = Type.Object(
  {
    id: Id,
    name: DeviceName,
    current: Type.Boolean(),
    level: Level,
    byPin: Type.Boolean(),
    openedAt: Instant,
    lastUsedAt: Instant,
    /** 60 days after the last use. */
    endsAt: Instant,
  },
  closed,
)
export type AppSession = Static<typeof AppSession>

export const AppSessions = Type.Object({ apps: Type.Array(AppSession, { maxItems: 50 }) }, closed)
export type AppSessions = Static<typeof AppSessions>

/** `pin` null: reopened by passkey only. */
export const KeepDevice = Type.Object(
  { name: DeviceName, pin: Type.Union([Type.String({ maxLength: 20 }), Type.Null()]) },
  closed,
)
export type KeepDevice = Static<typeof KeepDevice>

export const AppParams = Type.Object({ appId: Id }, closed)
/** An electronic ID of others that was shown here (I-09). Showing it again after it was removed adds it again. */
export const ElectronicIds = Type.Object(
  {
    electronicIds: Type.Array(
      Type.Object({ id: Id, name: Type.String(), linkedAt: Instant, lastUsedAt: Instant }, closed),
      { maxItems: 20 },
    ),
  },
  closed,
)
export type ElectronicIds = Static<typeof ElectronicIds>

export const ElectronicIdParams = Type.Object({ linkId: Id }, closed)

/** How somebody showed who they are: own devices, then electronic IDs of others (I-09). */
export const SignInMethod = Type.Union([
  Type.Literal('password'),
  Type.Literal('totp'),
  Type.Literal('passkey'),
  Type.Literal('pin'),
  Type.Literal('code-card'),
  Type.Literal('activation'),
  Type.Literal('key-file'),
  Type.Literal('bankid-no'),
  Type.Literal('idporten'),
  Type.Literal('mitid'),
])
export type SignInMethod = Static<typeof SignInMethod>

/** One row of the person's own sign-in history (E-13; address and browser live six months, R6). */
const SignInRecord = Type.Object(
  {
    at: Instant,
    outcome: Type.Union([Type.Literal('signed-in'), Type.Literal('refused'), Type.Literal('raised')]),
    method: SignInMethod,
    level: Type.Union([Level, Type.Null()]),
    device: Type.Union([Type.String(), Type.Null()]),
    address: Type.Union([Type.String(), Type.Null()]),
  },
  closed,
)

export const SignInHistory = Type.Object({ records: Type.Array(SignInRecord, { maxItems: 100 }) }, closed)
export type SignInHistory = Static<typeof SignInHistory>

export const SignedOutAt = Type.Object({ signedIn: Type.Literal(false), next: Type.String() }, closed)

export const DeviceParams = Type.Object({ deviceId: Id }, closed)
export const SessionParams = Type.Object({ sessionId: Id }, closed)

/**
 * A GET that no person caused (looking for new letters on a timer) says so with this header and the value `1`. It does not
 * count as activity: a page left open must idle out (I-11).
 */
export const BACKGROUND_HEADER = 'x-brevhus-background'

/** Every address of this wire, so that the server's routes and the web app's calls can't drift apart. */
export const SESSION_PATHS = {
  /** GET SessionState. Does not count as activity. */
  state: '/api/session',
  /** GET SessionCheck: does it live, at what level? For who asks often; does not count as activity. */
  check: '/api/session/check',
  /** POST → SignedIn. "I'm still here": moves the idle end. */
  extend: '/api/session/extend',
  /** POST → SignedOutAt. */
  signOut: '/api/session/sign-out',
  /** GET ActingChoices, POST ChangeActing → SignedIn. */
  actingFor: '/api/session/acting-for',
  /** POST StepUpByTotp → SignedIn. */
  stepUpTotp: '/api/session/step-up/totp',
  /** GET CardChallenge. POST StepUpByCard → SignedIn. */
  stepUpCard: '/api/session/step-up/card',
  /** POST → Devices: lost or in wrong hands; also the last one, and with a password alone. Other sessions end. */
  blockDevice: '/api/session/devices/:deviceId/block',
  /** POST → Devices: orders a code card by letter. */
  orderCard: '/api/session/devices/cards',
  /** POST → PasskeyChallenge. */
  stepUpPasskeyOptions: '/api/session/step-up/passkey/options',
  /** POST StepUpByPasskey → SignedIn. */
  stepUpPasskeyVerify: '/api/session/step-up/passkey/verify',
  /** POST ConfirmPassword → SignedIn. Needed before the very first device, and good for five minutes. */
  confirmPassword: '/api/session/password/confirm',
  /** PUT ChangePassword → SignedIn. Ends every other session. */
  changePassword: '/api/session/password',
  /** GET Devices. */
  devices: '/api/session/devices',
  /** PATCH RenameDevice, DELETE → Devices. */
  device: '/api/session/devices/:deviceId',
  /** POST → TotpEnrolment. */
  totpBegin: '/api/session/devices/totp',
  /** POST ConfirmTotp → Devices. */
  totpConfirm: '/api/session/devices/totp/confirm',
  /** POST → PasskeyChallenge. */
  passkeyOptions: '/api/session/devices/passkey/options',
  /** POST RegisterPasskey → Devices. */
  passkeyRegister: '/api/session/devices/passkey',
  /** GET ElectronicIds. */
  electronicIds: '/api/session/electronic-ids',
  /** DELETE → ElectronicIds. */
  electronicId: '/api/session/electronic-ids/:linkId',
  /** GET OwnSessions. */
  sessions: '/api/session/sessions',
  /** DELETE → OwnSessions. */
  session: '/api/session/sessions/:sessionId',
  /** POST → OwnSessions. Ends all but the present one. */
  endOthers: '/api/session/sessions/end-others',
  /** GET AppSessions; POST KeepDevice → AppSession. */
  apps: '/api/session/apps',
  /** DELETE → AppSessions. */
  app: '/api/session/apps/:appId',
  /** GET SignInHistory: the last 100. */
  history: '/api/session/history',
} as const

/** Server-rendered, work without script. `return` takes a path of our own web app only. */
export const SIGN_IN_PAGES = {
  signIn: '/sign-in',
  /** `?letter=<id>`: raises the present session and returns to exactly that letter; `&level=high` for one that asks for it. */
  stepUp: '/sign-in/step-up',
  /** Reopens a kept device by its PIN. */
  pin: '/sign-in/pin',
  /** Where the installed app begins: whoever was signed in shows again that it is them (B-19, D-02). */
  app: '/sign-in/app',
  signOut: '/sign-out',
} as const
