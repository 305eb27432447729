/**
 * The wire between a recipient's mailbox and the web app: one const per message is its validation, its
 * type and its OpenAPI. Every request here carries the session cookie; the session itself (its level,
 * step-up, sign-out) is in session.ts. Times are instants in UTC (RFC 3339), sizes are bytes.
 */
import Type, { type Static } from 'typebox'
import { Listed, Place } from './keeping.ts'
import { Level, SessionLanguage } from './session.ts'
import { UNREAD_COUNTED_MAX } from './unread.ts'

// ── Words used by several messages ──────────────────────────────────────────────────────────────────

/** The language of texts and notices; the same four as the session's. */
export const Language = SessionLanguage
export type Language = Static<typeof Language>

export const Instant = Type.String({
  format: 'date-time',
  description: 'RFC 3339 in UTC, such as 2026-11-22T08:14:05Z.',
})
const CalendarDay = Type.String({
  format: 'date',
  description: 'A day in the account’s country: 2026-12-01.',
})
export const Count = Type.Integer({ minimum: 0 })

const UnreadCount = Type.Integer({
  minimum: 0,
  maximum: UNREAD_COUNTED_MAX,
  description: '0 to 99; 100 stands for any number above 99.',
})
const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 in lower-case hexadecimal.' })
const Cursor = Type.String({
  minLength: 1,
  maxLength: 200,
  description: 'Opaque; from `next` of the page before.',
})

export const PageQuery = Type.Object(
  {
    after: Type.Optional(Cursor),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 50 })),
  },
  { additionalProperties: false },
)
export type PageQuery = Static<typeof PageQuery>

/** GET /api/letters: which list, the inbox unless it says otherwise. */
export const LetterQuery = Type.Object(
  { ...PageQuery.properties, in: Type.Optional(Listed) },
  { additionalProperties: false },
)
export type LetterQuery = Static<typeof LetterQuery>

/** Where its owner keeps a letter. */
const KEPT = {
  place: Place,
  starred: Type.Boolean(),
  goneAt: Type.Union([Instant, Type.Null()], {
    description: 'In the trash: when it is gone for good (B-02, D-24).',
  }),
}

export const LetterParams = Type.Object({ letterId: Type.String({ format: 'uuid' }) })
export type LetterParams = Static<typeof LetterParams>

export const DocumentParams = Type.Object({
  letterId: Type.String({ format: 'uuid' }),
  documentNo: Type.Integer({ minimum: 1, maximum: 1000 }),
})
export type DocumentParams = Static<typeof DocumentParams>

/** GET …/documents/:documentNo answers with the bytes (200, or 206 to a Range); `?download` sends them as a file. */
export const DocumentQuery = Type.Object(
  {
    download: Type.Optional(
      Type.Literal('', { description: '`?download`: Content-Disposition attachment.' }),
    ),
  },
  { additionalProperties: false },
)
export type DocumentQuery = Static<typeof DocumentQuery>

// ── GET /api/me ─────────────────────────────────────────────────────────────────────────────────────

const MailboxState = Type.Enum(['open', 'deactivated', 'closed'], {
  description: 'deactivated: no new letters, old ones readable. closed: nothing can be read.',
})

/** Who is signed in, and what a page needs to draw its frame. */
export const Me = Type.Object({
  name: Type.String({ description: 'As in the population register.' }),
  language: Language,
  profile: Type.Enum(['dk', 'no'], { description: 'The country whose rules and formats this account has.' }),
  powers: Type.Array(Type.String({ maxLength: 40 }), {
    maxItems: 60,
    description:
      'What may be done in this mailbox by who asks, some of it only after a stronger sign-in (B-24).',
  }),
  sessionLevel: Level,
  sessionExpiresAt: Instant,
  mailboxState: MailboxState,
  unread: UnreadCount,
  digitalAddress: Type.Union([Type.String(), Type.Null()], { description: 'Such as karen.lindholm#123A.' }),
  contact: Type.Optional(
    Type.Enum(['confirm', 'failing'], {
      description:
        'confirm: it is time to say that the contact details are right (D-13). failing: mail to one comes back.',
    }),
  ),
})
export type Me = Static<typeof Me>

// ── GET /api/letters ────────────────────────────────────────────────────────────────────────────────

export const LetterSender = Type.Object({
  name: Type.String(),
  mark: Type.String({ minLength: 1, maxLength: 3, description: 'Initials shown beside the name.' }),
  verified: Type.Boolean({ description: 'The post office has checked who this sender is.' }),
  publicSector: Type.Boolean(),
  person: Type.Optional(
    Type.Boolean({ description: 'A private person wrote it (S-13), known by their e-ID.' }),
  ),
  writtenBy: Type.Optional(
    Type.String({ description: 'Who wrote it on that person’s behalf, known by their own e-ID (B-10).' }),
  ),
})
export type LetterSender = Static<typeof LetterSender>

/** What lies in a mailbox: something received, or a document of one's own (B-05), which has no sender. */
export const LetterKind = Type.Enum(['received', 'own'])
export type LetterKind = Static<typeof LetterKind>

/** What a letter wants from its reader; null when it is only to be read. Amounts are in the currency’s minor unit. */
export const LetterWants = Type.Union([
  Type.Null(),
  Type.Object({
    kind: Type.Literal('pay'),
    amountMinor: Count,
    currency: Type.Enum(['DKK', 'NOK', 'SEK', 'EUR']),
    dueOn: CalendarDay,
  }),
  Type.Object({ kind: Type.Literal('answer'), dueOn: CalendarDay }),
  Type.Object({
    kind: Type.Literal('appointment'),
    startsAt: Instant,
    endsAt: Type.Union([Instant, Type.Null()]),
    place: Type.Union([Type.String(), Type.Null()]),
  }),
])
export type LetterWants = Static<typeof LetterWants>

/**
 * A row of the inbox. Under a session below the letter’s level it is locked; a locked sensitive letter
 * hides its title, and its sender too when the sender’s name alone would tell (B-06, D-01).
 */
export const LetterRow = Type.Object({
  letterId: Type.String({ format: 'uuid' }),
  kind: LetterKind,
  receivedAt: Instant,
  unread: Type.Boolean(),
  locked: Type.Boolean(),
  sender: Type.Union([LetterSender, Type.Null()]),
  title: Type.Union([Type.String(), Type.Null()]),
  attachments: Type.Integer({ minimum: 0, description: 'Documents besides the letter itself.' }),
  wants: LetterWants,
  ...KEPT,
  work: Type.Optional(
    Type.Object(
      {
        department: Type.Union([Type.String(), Type.Null()]),
        assignee: Type.Union([Type.String(), Type.Null()]),
        done: Type.Boolean(),
      },
      { description: 'In an enterprise’s mailbox: whose it is to deal with (B-15).' },
    ),
  ),
})
export type LetterRow = Static<typeof LetterRow>

/** Newest first. `next` is null on the last page. A place of one's own comes with an `ETag`: who shows it again as `If-None-Match` is answered 304 while
 * nothing of the page but `asOf` would be another. */
export const LetterPage = Type.Object({
  letters: Type.Array(LetterRow, { maxItems: 100 }),
  next: Type.Union([Cursor, Type.Null()]),
  unread: UnreadCount,
  asOf: Type.String({
    format: 'date-time',
    description: 'The server’s time before it looked; what empties the trash names it.',
  }),
})
export type LetterPage = Static<typeof LetterPage>

// ── GET /api/letters/:letterId ──────────────────────────────────────────────────────────────────────

export const LetterDocument = Type.Object({
  documentNo: Type.Integer({ minimum: 1, description: '1 is the letter itself, the rest are attachments.' }),
  mediaType: Type.String({ description: 'Such as application/pdf or text/html (already sanitised).' }),
  sizeBytes: Count,
  fileName: Type.String(),
  sha256: Sha256,
})
export type LetterDocument = Static<typeof LetterDocument>

export const OpenableLetter = Type.Object({
  locked: Type.Literal(false),
  letterId: Type.String({ format: 'uuid' }),
  kind: LetterKind,
  receivedAt: Instant,
  openedAt: Type.Union([Instant, Type.Null()], { description: 'When it was opened for the first time.' }),
  unread: Type.Boolean(),
  sender: Type.Union([LetterSender, Type.Null()], { description: 'Null for a document of one’s own.' }),
  replyAllowed: Type.Boolean({ description: 'The sender takes an answer to this letter (B-01).' }),
  title: Type.String(),
  sensitive: Type.Boolean(),
  minimumLevel: Level,
  wants: LetterWants,
  documents: Type.Array(LetterDocument, { minItems: 1, maxItems: 1000 }),
  note: Type.Union([Type.String(), Type.Null()], { description: 'One’s own; the sender never sees it.' }),
  ...KEPT,
})
export type OpenableLetter = Static<typeof OpenableLetter>

/** Nothing of the content, and of the outside only what may be known at this level. */
export const LockedLetter = Type.Object({
  locked: Type.Literal(true),
  letterId: Type.String({ format: 'uuid' }),
  kind: LetterKind,
  receivedAt: Instant,
  unread: Type.Boolean(),
  sender: Type.Union([LetterSender, Type.Null()]),
  title: Type.Union([Type.String(), Type.Null()]),
  sensitive: Type.Boolean(),
  minimumLevel: Level,
  ...KEPT,
})
export type LockedLetter = Static<typeof LockedLetter>

export const Letter = Type.Union([OpenableLetter, LockedLetter])
export type Letter = Static<typeof Letter>

// ── POST /api/letters/:letterId/open and …/read ─────────────────────────────────────────────────────

/** Opening is logged, is evidence to the sender, and makes the letter read, except by a delegate who only reads. Twice is no error. */
export const LetterOpened = Type.Object({
  openedAt: Instant,
  unread: Type.Boolean(),
  unreadTotal: UnreadCount,
})
export type LetterOpened = Static<typeof LetterOpened>

/** Marks as unread or read again; what was opened stays opened. */
export const SetUnread = Type.Object({ unread: Type.Boolean() }, { additionalProperties: false })
export type SetUnread = Static<typeof SetUnread>

export const UnreadSet = Type.Object({ unread: Type.Boolean(), unreadTotal: UnreadCount })
export type UnreadSet = Static<typeof UnreadSet>

// ── GET /api/letters/:letterId/access-log and GET /api/access-log ───────────────────────────────────

export const AccessAction = Type.Enum([
  'delivered',
  'opened',
  'document-shown',
  'document-downloaded',
  'marked-read',
  'marked-unread',
  'moved',
  'archived',
  'trashed',
  'restored',
  'deleted',
  'searched',
  'noted',
  'trash-emptied',
  'uploaded',
  'sent',
  'sent-read',
  'sent-deleted',
  'reported',
  'access-offered',
  'access-accepted',
  'access-taken-back',
  'access-given-up',
  'proof-fetched',
  'take-out-asked',
  'take-out-downloaded',
  'take-out-erased',
  'token-made',
  'document-fetched',
  'token-ended',
  'calendar-shared',
  'calendar-ended',
  'details-viewed',
  'settings-changed',
  'consent-given',
  'consent-withdrawn',
  'mailbox-deactivated',
  'mailbox-reactivated',
  'mailbox-closed',
  'mailbox-reopened',
])
export type AccessAction = Static<typeof AccessAction>

/** Who saw or did what, when, staff included (B-16). */
export const AccessEntry = Type.Object({
  at: Instant,
  action: AccessAction,
  actor: Type.Object({
    kind: Type.Enum([
      'owner',
      'delegate',
      'guardian',
      'attorney',
      'heir',
      'employee',
      'staff',
      'sender',
      'system',
    ]),
    name: Type.Union([Type.String(), Type.Null()], { description: 'Null for the post office itself.' }),
  }),
  sessionLevel: Type.Union([Level, Type.Null()]),
  reason: Type.Union([Type.String(), Type.Null()], {
    description: 'Why, where a reason must be given (staff).',
  }),
  documentNo: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]),
  letter: Type.Union(
    [
      Type.Object({
        letterId: Type.String({ format: 'uuid' }),
        title: Type.Union([Type.String(), Type.Null()], { description: 'Null when hidden at this level.' }),
      }),
      Type.Null(),
    ],
    { description: 'Null for what concerns the mailbox as a whole, and for a letter that is deleted.' },
  ),
})
export type AccessEntry = Static<typeof AccessEntry>

/** Newest first. */
export const AccessLogPage = Type.Object({
  entries: Type.Array(AccessEntry, { maxItems: 100 }),
  next: Type.Union([Cursor, Type.Null()]),
})
export type AccessLogPage = Static<typeof AccessLogPage>

// ── GET /api/letters/:letterId/proof ────────────────────────────────────────────────────────────────

/**
 * The letter’s sealed receipt. `receipt` is exactly the file that `npm run verify-receipt` reads; it is
 * null while the newest event waits for the next signed head of the log (seconds).
 */
export const LetterProof = Type.Object({
  letterId: Type.String({ format: 'uuid' }),
  events: Type.Array(
    Type.Object({
      event: Type.String({ description: 'ETSI EN 319 522 name, such as ContentConsignment.' }),
      at: Instant,
      leafIndex: Type.Union([Count, Type.Null()], {
        description: 'Its place in the log; null until sealed.',
      }),
    }),
  ),
  documents: Type.Array(
    Type.Object({ documentNo: Type.Integer({ minimum: 1 }), fileName: Type.String(), sha256: Sha256 }),
  ),
  sealedAt: Type.Union([Instant, Type.Null()]),
  receipt: Type.Union([Type.Object({}, { additionalProperties: true }), Type.Null()]),
})
export type LetterProof = Static<typeof LetterProof>
