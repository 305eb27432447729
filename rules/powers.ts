/**
 * B-24: who may do what in a mailbox, and the least level of sign-in it asks for. One table, readable by a lawyer: a row is what
 * is done, a column in what capacity. Nothing else in the house says who may; `may` (server/access) asks this table in the very
 * transaction that acts, and rooms come in through `enterMailbox` with the name of the row.
 *
 * What a level opens of a single letter is the letter's own law besides (levels.ts): both have to be satisfied.
 */
import { atLeast, type Level } from './levels.ts'

/** In what capacity somebody acts in a mailbox. */
export const CAPACITIES = [
  /** The person whose mailbox it is. */
  'owner',
  /** B-10, D-08: invited by the owner to read. Leaves everything as it is, its unread mark and the sender's receipt included. */
  'delegate-reader',
  /** B-10, D-08: invited to read, to keep in order, and to write on the owner's behalf. */
  'delegate-sender',
  /** B-11, D-09: by the authority's decision. */
  'guardian',
  /** B-11, D-10: by a future power of attorney in force. */
  'attorney',
  /** B-12, D-07: of the deceased's estate. Winds up; says and receives nothing as the deceased. */
  'heir',
  /** P-02, B-15: of an enterprise, in each role. */
  'administrator',
  'sender',
  'reader',
  /** B-15: a case worker who sees the letters of their departments, and those assigned to them, and no others. */
  'department',
] as const
export type Capacity = (typeof CAPACITIES)[number]

/** Capacities that hang on a grant (table access_grant), not on ownership or employment. */
export const GRANTED = ['delegate-reader', 'delegate-sender', 'guardian', 'attorney', 'heir'] as const
export type GrantedCapacity = (typeof GRANTED)[number]

export const EMPLOYED = ['administrator', 'sender', 'reader', 'department'] as const
export type EmployedCapacity = (typeof EMPLOYED)[number]

type Cell = Level | '–'
type Row = Readonly<Record<Capacity, Cell>>

/** In the order of CAPACITIES. Owner, delegate who reads, delegate who sends, guardian, attorney, heir, four roles of employees. */
const row = (...cells: Cell[] & { length: 10 }): Row =>
  Object.fromEntries(CAPACITIES.map((capacity, i) => [capacity, cells[i]!])) as Row

const [lo, su, no] = ['low', 'substantial', '–'] as const

/* biome-ignore format: a table */
export const POWERS = {
  //                          owner del-r del-s guard attor heir  admin send  read  dept
  /** Lists, the outside of a letter, the folders of what is shared, the number of unread letters. */
  'read-letters':        row(lo,   su,   su,   su,   su,   su,   su,   su,   su,   su),
  /** The content, on the screen. */
  'open-letters':        row(lo,   su,   su,   su,   su,   su,   su,   su,   su,   su),
  /** B-06, D-01: subject and content of what is marked sensitive or comes from the public sector. */
  'open-sensitive':      row(su,   su,   su,   su,   su,   su,   su,   su,   su,   su),
  'download':            row(lo,   su,   su,   su,   su,   su,   su,   su,   su,   su),
  'search':              row(lo,   su,   su,   su,   su,   su,   su,   su,   su,   su),
  /** Opening takes the letter from the unread ones and is the recipient's own receipt to the sender. */
  'receive-letters':     row(lo,   no,   su,   su,   su,   no,   su,   su,   su,   su),
  /** Read and unread. */
  'mark-letters':        row(lo,   no,   su,   su,   su,   no,   su,   su,   su,   su),
  /** Move, archive, star; undo. */
  'arrange-letters':     row(lo,   no,   su,   su,   su,   no,   su,   su,   no,   su),
  /** Into the trash, from where it goes for good after thirty days (B-02: no delegate without the right deletes received mail). */
  'trash-letters':       row(lo,   no,   no,   su,   su,   no,   su,   su,   no,   no),
  /** B-02: gone for good, at once. Of an enterprise's letters, which belong to all of them, one of the responsible destroys. */
  'delete-letters':      row(su,   no,   no,   no,   no,   no,   su,   no,   no,   no),
  'change-folders':      row(lo,   no,   no,   su,   su,   no,   su,   su,   no,   no),
  /** B-05: documents of one's own. */
  'upload':              row(lo,   no,   su,   su,   su,   no,   su,   su,   no,   no),
  /** B-01, B-18, S-13: reply, write to an organisation or a person. */
  'send-letters':        row(su,   no,   su,   su,   su,   no,   su,   su,   no,   su),
  /** All that was written from the mailbox. Who writes on the owner's behalf and lacks this sees what they wrote themselves. */
  'read-sent':           row(su,   no,   no,   su,   su,   no,   su,   su,   su,   no),
  /** B-21 */
  'report-letters':      row(lo,   su,   su,   su,   su,   no,   su,   su,   su,   su),
  /** O-04: the sealed receipt of a letter. */
  'fetch-proof':         row(lo,   no,   su,   su,   su,   su,   su,   su,   su,   su),
  /** To be bound by a signature: only oneself, or who is by law in one's place. An enterprise's signing rights are not its mailbox's. */
  'sign':                row(su,   no,   no,   su,   su,   no,   no,   no,   no,   no),
  'pay':                 row(su,   no,   no,   su,   su,   no,   su,   no,   no,   no),
  /** Notes on a letter that all see who may open it. */
  'write-notes':         row(lo,   no,   su,   su,   su,   no,   su,   su,   no,   su),
  /** How much the mailbox holds: it counts what a share does not show. */
  'read-storage':        row(lo,   no,   no,   su,   su,   su,   su,   su,   su,   no),
  /** B-16 */
  'read-access-log':     row(lo,   no,   no,   su,   su,   no,   su,   no,   no,   no),
  /** B-14: everything as one archive. An estate gets all of it (D-07). */
  'export':              row(su,   no,   no,   su,   su,   su,   su,   no,   no,   no),
  /** B-14: personal tokens for continuous reading. They outlive a session, so they hang on the owner alone. */
  'sync':                row(su,   no,   no,   no,   no,   no,   no,   no,   no,   no),
  /** B-17 */
  'subscribe-calendar':  row(su,   no,   no,   no,   no,   no,   no,   no,   no,   no),
  /** B-10: give others access. Nobody passes on what was entrusted to them. */
  'give-access':         row(su,   no,   no,   no,   no,   no,   no,   no,   no,   no),
  /** B-10: who has access, and to take it from them. A thief of the password gains nothing by it, and whoever is robbed acts at once. */
  'read-given-access':   row(lo,   no,   no,   su,   su,   no,   no,   no,   no,   no),
  'take-access-back':    row(lo,   no,   no,   su,   su,   no,   no,   no,   no,   no),
  /** Notices, contact details, consents. */
  'change-settings':     row(lo,   no,   no,   su,   su,   no,   su,   no,   no,   no),
  /** B-09, D-04: no new mail; it can be taken back. */
  'deactivate-mailbox':  row(su,   no,   no,   su,   su,   no,   su,   no,   no,   no),
  /** B-09, D-05: everything in it is lost. */
  'close-mailbox':       row(su,   no,   no,   no,   no,   no,   no,   no,   no,   no),
  /** P-02, D-05: the same of an enterprise's: two of those who administer it together (enterprise-closing.ts). */
  'close-enterprise':    row(no,   no,   no,   no,   no,   no,   su,   no,   no,   no),
  /** B-15: take a letter for oneself, hand it to a colleague or another department, say that it is done. */
  'assign-letters':      row(no,   no,   no,   no,   no,   no,   su,   su,   no,   su),
  /** B-15: departments, who works in them, and which letters go there. */
  'manage-departments':  row(no,   no,   no,   no,   no,   no,   su,   no,   no,   no),
  'manage-employees':    row(no,   no,   no,   no,   no,   no,   su,   no,   no,   no),
} as const satisfies Record<string, Row>

export type MailboxPower = keyof typeof POWERS

export const POWER_NAMES = Object.keys(POWERS) as MailboxPower[]

/**
 * What binds the owner or lets somebody else in is never open to a password alone, not even for a person who has nothing stronger.
 * Everything else is: whoever has no device must not be kept from reading, taking everything out, or leaving.
 */
const WITHOUT_EXCEPTION: readonly MailboxPower[] = ['give-access', 'sign', 'pay', 'send-letters']

/** What cannot be done by who sees a part of the mailbox only: what they put there would lie outside of it. */
export const OF_THE_WHOLE: readonly MailboxPower[] = ['upload', 'change-folders']

export type Verdict = 'yes' | 'power' | 'level'

/**
 * Whether this capacity has the power, and whether the session is strong enough for it now.
 * @param reach the highest level this person's devices can raise a session to; it makes exceptions for an owner only: in another's
 * mailbox the table holds as it stands, for it is not the reader's own to risk.
 * @returns `power`: never in this capacity; `level`: after a step-up
 */
export function mayAs(
  capacity: Capacity,
  power: MailboxPower,
  { level, reach }: { level: Level; reach: Level },
): Verdict {
  const needed: Cell = POWERS[power][capacity]
  if (needed === '–') return 'power'
  if (atLeast(level, needed)) return 'yes'
  const unable = capacity === 'owner' && !atLeast(reach, needed) && !WITHOUT_EXCEPTION.includes(power)
  return unable ? 'yes' : 'level'
}

/** Whether the capacity has it at any level: what a page offers. */
export const has = (capacity: Capacity, power: MailboxPower): boolean => POWERS[power][capacity] !== '–'

/** All that a capacity may in the whole of a mailbox or a part of it, for a page to know what to offer. */
export const powersOf = (capacity: Capacity, of: 'whole' | 'part' = 'whole'): MailboxPower[] =>
  POWER_NAMES.filter((power) => has(capacity, power) && (of === 'whole' || !OF_THE_WHOLE.includes(power)))

/** Another's mailbox is not even listed below this level. */
export const ANOTHERS_LEVEL: Level = 'substantial'
