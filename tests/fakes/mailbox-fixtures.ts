/** Letters, settings and a session to try the web app on, and what happens to them. Nobody here exists. */

import { createHash, randomUUID } from 'node:crypto'
import type * as wire from '#api/mailbox.ts'
import type { Phone } from '#api/phone.ts'
import type { AppSession, Device, ElectronicIds, SignedIn } from '#api/session.ts'
import type * as settingsWire from '#api/settings.ts'
import { powersOf } from '#rules/powers.ts'
import { HTML_LETTER, pdfLetter } from './mailbox-documents.ts'
import { keepingOf } from './mailbox-keeping.ts'

export type StoredLetter = {
  letterId: string
  receivedAt: string
  unread: boolean
  openedAt: string | null
  sender: wire.LetterSender
  title: string
  sensitive: boolean
  minimumLevel: SignedIn['level']
  wants: wire.LetterWants
  documents: wire.LetterDocument[]
  place: string
  starred: boolean
  goneAt: string | null
}

export type Fixtures = ReturnType<typeof createFixtures>
type Options = {
  letters?: number
  level?: SignedIn['level']
  language?: wire.Language
  now?: Date
  twoSteps?: boolean
  /** Brands of electronic IDs of others: offered, and shown before. */
  electronicIds?: string[]
}

const RANK = { low: 0, substantial: 1, high: 2 }
const letterIdOf = (n: number) => `0193b0a2-0000-7000-8000-${String(n).padStart(12, '0')}`

const sender = (name: string, mark: string, publicSector = false): wire.LetterSender => ({
  name,
  mark,
  verified: true,
  publicSector,
})
const SENDERS = [
  sender('Nordlys Forsyning A/S', 'NF'),
  sender('Birkerød Kommune', 'BK', true),
  sender('Sundhedsafdelingen', 'SA', true),
  sender('Havnebanken', 'HB'),
  sender('Skattekontoret', 'SK', true),
  sender('Fjordskolen', 'FS', true),
] as const
const TITLES = [
  'Årsopgørelse for vand og varme 2026',
  'Afgørelse om hjælpemidler',
  'Indkaldelse til undersøgelse',
  'Ny aftale om betalingskort',
  'Forskudsopgørelse 2027',
  'Skole-hjem-samtaler i uge 49',
] as const

const documentOf = (documentNo: number, fileName: string, mediaType: string): wire.LetterDocument => {
  const content = contentOf({ mediaType, documentNo })
  return {
    documentNo,
    fileName,
    mediaType,
    sizeBytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
  }
}

/** The bytes of a fixture document. */
export function contentOf({ mediaType, documentNo }: { mediaType: string; documentNo: number }): Buffer {
  if (mediaType === 'application/pdf') return pdfLetter(documentNo)
  if (mediaType === 'text/html') return Buffer.from(HTML_LETTER)
  return Buffer.from('Måler 8841\n\n2025-11-01   1.204 m³\n2026-10-31   1.278 m³\n')
}

function makeLetters(count: number, now: Date): StoredLetter[] {
  const pdf = documentOf(1, 'aarsopgoerelse-2026.pdf', 'application/pdf')
  const attachments = [
    documentOf(2, 'specifikation.pdf', 'application/pdf'),
    documentOf(3, 'maalerstande.txt', 'text/plain'),
  ]
  const html = documentOf(1, 'brev.html', 'text/html')
  const hoursAgo = [1, 2, 26, 50, 51, 9 * 24, 12 * 24]
  return Array.from({ length: count }, (_, at) => ({
    letterId: letterIdOf(count - at),
    receivedAt: new Date(now.getTime() - (hoursAgo[at] ?? (at + 8) * 24) * 3_600_000).toISOString(),
    unread: at < 3,
    openedAt: at < 3 ? null : now.toISOString(),
    sender: SENDERS[at % SENDERS.length]!,
    title: TITLES[at % TITLES.length]!,
    sensitive: at % 6 === 1,
    minimumLevel: at % 6 === 1 || at % 6 === 2 ? 'substantial' : 'low',
    wants:
      at === 0
        ? { kind: 'pay', amountMinor: 128_450, currency: 'DKK', dueOn: '2026-12-01' }
        : at === 2
          ? { kind: 'answer', dueOn: '2026-11-27' }
          : null,
    documents: at === 0 ? [pdf, ...attachments] : at % 6 === 3 ? [html] : [pdf],
    place: 'inbox',
    starred: false,
    goneAt: null,
  }))
}

export function createFixtures(options: Options) {
  const now = options.now ?? new Date()
  const letters = makeLetters(options.letters ?? 8, now)
  const log: wire.AccessEntry[] = []
  const after = (minutes: number) => new Date(now.getTime() + minutes * 60_000).toISOString()
  const twoSteps = options.twoSteps ?? true
  const held: Device[] = twoSteps
    ? [
        {
          id: randomUUID(),
          kind: 'totp',
          name: 'Min telefon',
          registeredAt: '2026-03-02T10:00:00Z',
          lastUsedAt: now.toISOString(),
          backedUp: false,
          blocked: false,
          revocable: true,
        },
      ]
    : []
  const shown: ElectronicIds['electronicIds'] = (options.electronicIds ?? []).map((name) => ({
    id: randomUUID(),
    name,
    linkedAt: '2026-03-01T09:00:00Z',
    lastUsedAt: '2026-11-01T09:00:00Z',
  }))
  const session: SignedIn = {
    signedIn: true,
    sessionId: randomUUID(),
    person: { id: randomUUID(), name: 'Karen Lindholm' },
    mailboxId: randomUUID(),
    actingFor: null,
    actingIn: null,
    level: options.level ?? 'low',
    language: options.language ?? 'da',
    profile: 'dk',
    idleEndsAt: after(15),
    endsAt: after(8 * 60),
    stepUp: { totp: twoSteps, passkey: twoSteps, card: false, electronicIds: options.electronicIds ?? [] },
  }
  const settings: settingsWire.Settings = {
    language: session.language,
    noticesByEmail: true,
    exchangeConsent: { given: false, changedAt: null },
    numberConsent: { givenAt: '2026-02-01T09:00:00Z', endsLetters: letters.length, erasedAfterMonths: 0 },
    mailbox: { paused: false, canChange: true },
  }
  const phone: Phone = {
    number: null,
    state: 'none',
    verifiedAt: null,
    codeExpiresAt: null,
    codesFrom: null,
  }
  const emails: settingsWire.EmailAddress[] = [
    {
      emailId: randomUUID(),
      address: 'karen@fjordby.example',
      state: 'verified',
      verifiedAt: '2026-02-01T09:10:00Z',
      linkExpiresAt: null,
    },
  ]
  const find = (letterId: string) => letters.find((letter) => letter.letterId === letterId)!
  const lockedFor = (letter: StoredLetter) => RANK[letter.minimumLevel] > RANK[session.level]
  const unreadCount = () => letters.filter((letter) => letter.unread && letter.place === 'inbox').length
  const outside = (letter: StoredLetter) => ({
    letterId: letter.letterId,
    kind: 'received' as const,
    receivedAt: letter.receivedAt,
    unread: letter.unread,
    sender: letter.sender,
    title: lockedFor(letter) && letter.sensitive ? null : letter.title,
    place: letter.place,
    starred: letter.starred,
    goneAt: letter.goneAt,
  })
  const listed = (place: string) =>
    letters.filter((letter) =>
      place === 'starred' ? letter.starred && letter.place !== 'trash' : letter.place === place,
    )
  const note = (
    letter: StoredLetter,
    action: wire.AccessAction,
    kind: 'owner' | 'sender' | 'staff' = 'owner',
  ) =>
    log.unshift({
      at: new Date().toISOString(),
      action,
      actor: {
        kind,
        name: kind === 'sender' ? letter.sender.name : kind === 'staff' ? 'Mette Holm' : 'Karen Lindholm',
      },
      sessionLevel: kind === 'owner' ? session.level : null,
      reason: kind === 'staff' ? 'Sag 2026-1182: spørgsmål fra ejeren' : null,
      documentNo: null,
      letter: { letterId: letter.letterId, title: letter.title },
    })
  for (const letter of letters.slice(0, 12).reverse()) note(letter, 'delivered', 'sender')
  if (letters[0]) note(letters[0], 'details-viewed', 'staff')

  return {
    session,
    settings,
    emails,
    phone,
    apps: [] as AppSession[],
    visibility: { found: true },
    me: (): wire.Me => ({
      name: session.person.name,
      language: settings.language,
      profile: 'dk',
      powers: powersOf('owner'),
      sessionLevel: session.level,
      sessionExpiresAt: session.idleEndsAt,
      mailboxState: 'open',
      unread: unreadCount(),
      digitalAddress: 'karen.lindholm#123A',
    }),
    has: (letterId: string) => letters.some((letter) => letter.letterId === letterId),
    isLocked: (letterId: string) => lockedFor(find(letterId)),
    documents: (letterId: string) => find(letterId).documents,
    arrive(title: string) {
      const [newest] = makeLetters(1, new Date())
      letters.unshift({ ...newest!, letterId: letterIdOf(letters.length + 1), title, wants: null })
    },
    ...keepingOf(letters, unreadCount),
    page(place: string, cursor: string | null, limit: number): wire.LetterPage {
      const letters = listed(place)
      const from = cursor === null ? 0 : letters.findIndex((letter) => letter.letterId === cursor) + 1
      const rows = letters.slice(from, from + limit)
      return {
        letters: rows.map((letter) => ({
          ...outside(letter),
          locked: lockedFor(letter),
          attachments: lockedFor(letter) ? 0 : letter.documents.length - 1,
          wants: lockedFor(letter) ? null : letter.wants,
        })),
        next: from + limit < letters.length ? rows.at(-1)!.letterId : null,
        unread: unreadCount(),
        asOf: new Date().toISOString(),
      }
    },
    letter(letterId: string): wire.Letter {
      const letter = find(letterId)
      const { sensitive, minimumLevel } = letter
      if (lockedFor(letter)) return { ...outside(letter), locked: true, sensitive, minimumLevel }
      const { openedAt, title, wants, documents } = letter
      return {
        ...outside(letter),
        locked: false,
        replyAllowed: false,
        sensitive,
        minimumLevel,
        openedAt,
        title,
        wants,
        documents,
        note: null,
      }
    },
    open(letterId: string): wire.LetterOpened {
      const letter = find(letterId)
      letter.openedAt ??= new Date().toISOString()
      letter.unread = false
      note(letter, 'opened')
      return { openedAt: letter.openedAt, unread: false, unreadTotal: unreadCount() }
    },
    setUnread(letterId: string, unread: boolean): wire.UnreadSet {
      const letter = find(letterId)
      letter.unread = unread
      note(letter, unread ? 'marked-unread' : 'marked-read')
      return { unread, unreadTotal: unreadCount() }
    },
    accessLog(letterId: string | null, cursor: string | null): wire.AccessLogPage {
      const entries = log.filter((entry) => letterId === null || entry.letter?.letterId === letterId)
      const from = Number(cursor ?? 0)
      return {
        entries: entries.slice(from, from + 20),
        next: from + 20 < entries.length ? String(from + 20) : null,
      }
    },
    proof(letterId: string): wire.LetterProof {
      const letter = find(letterId)
      const step = (event: string, at: string, leafIndex: number) => ({ event, at, leafIndex })
      return {
        letterId,
        events: [
          step('A.1 SubmissionAcceptance', letter.receivedAt, 48_201),
          step('D.1 ContentConsignment', letter.receivedAt, 48_202),
          step('E.1 ContentHandover', letter.openedAt ?? now.toISOString(), 51_877),
        ],
        documents: letter.documents.map(({ documentNo, fileName, sha256 }) => ({
          documentNo,
          fileName,
          sha256,
        })),
        sealedAt: now.toISOString(),
        receipt: { receipt: 'eyJhbGciOiJFZERTQSJ9.fixture.fixture', proof: 'fixture' },
      }
    },
    addEmail(address: string): settingsWire.EmailAddress {
      const known = emails.find((email) => email.address === address)
      if (known) return known
      const linkExpiresAt = new Date(Date.now() + 24 * 3_600_000).toISOString()
      const email = {
        emailId: randomUUID(),
        address,
        state: 'waiting' as const,
        verifiedAt: null,
        linkExpiresAt,
      }
      emails.push(email)
      return email
    },
    removeEmail(emailId: string): boolean {
      const at = emails.findIndex((email) => email.emailId === emailId)
      if (at >= 0) emails.splice(at, 1)
      return at >= 0
    },
    verifyEmail(token: string): settingsWire.EmailAddress | null {
      const email = emails.find((each) => each.state === 'waiting')
      if (!email || !token.startsWith('right-token')) return null
      return Object.assign(email, {
        state: 'verified',
        verifiedAt: new Date().toISOString(),
        linkExpiresAt: null,
      })
    },
    devices: () => ({
      devices: held,
      changing: session.level === 'low' ? (held.length > 0 ? 'step-up' : 'password') : 'allowed',
      mayOrderCard: session.level !== 'low',
    }),
    addDevice(kind: Device['kind'], name: string) {
      const registeredAt = new Date().toISOString()
      held.push({
        id: randomUUID(),
        kind,
        name,
        registeredAt,
        lastUsedAt: null,
        backedUp: false,
        blocked: false,
        revocable: true,
      })
      session.stepUp[kind === 'code-card' ? 'card' : kind] = true
    },
    electronicIds: (): ElectronicIds => ({ electronicIds: shown }),
    removeElectronicId(id: string) {
      shown.splice(
        shown.findIndex((each) => each.id === id),
        1,
      )
    },
    removeDevice(id: string) {
      held.splice(
        held.findIndex((device) => device.id === id),
        1,
      )
    },
    totpEnrolment: () => ({
      enrolmentId: randomUUID(),
      secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
      uri: 'otpauth://totp/Brevhus:karen?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Brevhus',
      expiresAt: after(10),
    }),
    passkeyChallenge: (creating: boolean) => ({
      challengeId: randomUUID(),
      expiresAt: after(5),
      options: creating
        ? {
            challenge: 'c29tZS1jaGFsbGVuZ2U',
            rp: { id: 'localhost', name: 'Brevhus' },
            user: { id: 'a2FyZW4', name: 'karen', displayName: 'Karen Lindholm' },
            pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
          }
        : { challenge: 'c29tZS1jaGFsbGVuZ2U', rpId: 'localhost', allowCredentials: [] },
    }),
  }
}
