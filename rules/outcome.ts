import type { RefusalCode } from './refusals.ts'

/**
 * The one outcome table (S-15): what becomes of a letter to one recipient. Read it from the top; the first row whose every
 * condition holds decides. A condition that is not written asks nothing.
 */

export const ADDRESSING_MODES = [
  'national-number',
  'enterprise-number',
  'digital-address',
  'email',
  'name-address',
  'first-name-address',
  'address',
] as const
export type AddressingMode = (typeof ADDRESSING_MODES)[number]

export const MATCH_KINDS = ['nobody', 'one', 'several', 'residents'] as const
export const MAILBOX_STATES = ['none', 'open', 'deactivated', 'closed', 'opted-out'] as const
export const PERSON_STATUSES = ['active', 'inactive', 'deceased', 'emigrated'] as const

/** Everything the law asks about. For `nobody` and `several` the person's facts are not asked, there being no one person. */
export type OutcomeFacts = {
  mode: AddressingMode
  match: (typeof MATCH_KINDS)[number]
  /**
   * The consent that the mode needs: exchange of name and address for the name and address modes; a verified claim for e-mail;
   * for a digital address that the holder has not blocked this sender. Not asked when a number is given.
   */
  consent: boolean
  mailbox: (typeof MAILBOX_STATES)[number]
  status: (typeof PERSON_STATUSES)[number]
  /** Name or address protection in the population register. */
  protected: boolean
  /** The sender pays for paper when the letter is not reached digitally. */
  printAllowed: boolean
  /** The sender gave a postal address that can be read. */
  addressGiven: boolean
  sensitive: boolean
}

export type Outcome =
  | { kind: 'deliver'; warning?: 'sensitive-without-number' }
  /**
   * To the address the sender gave, or to the one in the register. An undeliverable letter to the register's address must never go
   * back to the sender: the envelope would tell an address that the sender did not have.
   */
  | { kind: 'print'; to: 'given-address' | 'registered-address' }
  | { kind: 'refuse'; code: RefusalCode }

type Conditions = { readonly [Fact in keyof OutcomeFacts]?: readonly OutcomeFacts[Fact][] }
export type OutcomeRow = {
  readonly id: string
  readonly why: string
  readonly when: Conditions
  readonly outcome: Outcome
}

const BY_NUMBER = ['national-number', 'enterprise-number'] as const
const BY_NAME = ['name-address', 'first-name-address'] as const
const FOUND = ['one', 'residents'] as const
/** The only person who can be reached without a number. Whoever lacks one of these is nobody. */
const REACHABLE = {
  match: FOUND,
  consent: [true],
  protected: [false],
  status: ['active'],
  mailbox: ['open'],
} as const
const PAPER = { printAllowed: [true], addressGiven: [true] } as const

export const OUTCOME_TABLE = [
  {
    id: 'sensitive-to-an-address',
    why: 'A-16 S-19: sensitive content never goes to everybody at an address. Asked first, so that it tells nothing of who lives there.',
    when: { mode: ['address'], sensitive: [true] },
    outcome: { kind: 'refuse', code: 'sensitive-needs-number' },
  },
  {
    id: 'number-nobody',
    why: 'P-05: the register knows no such number, and so no address to print to.',
    when: { mode: BY_NUMBER, match: ['nobody'] },
    outcome: { kind: 'refuse', code: 'recipient-unknown' },
  },
  {
    id: 'number-several',
    why: 'Cannot be while numbers are unique; if it ever is, nobody gets the letter.',
    when: { mode: BY_NUMBER, match: ['several', 'residents'] },
    outcome: { kind: 'refuse', code: 'recipient-ambiguous' },
  },
  {
    id: 'number-deceased-protected',
    why: 'Protection outlives the person: the answer is that of any mailbox that cannot be reached.',
    when: { mode: BY_NUMBER, status: ['deceased'], protected: [true] },
    outcome: { kind: 'refuse', code: 'mailbox-unavailable' },
  },
  {
    id: 'number-deceased',
    why: 'B-12: a death notice ends delivery, whatever state the mailbox is in; paper to the dead is for the estate.',
    when: { mode: BY_NUMBER, status: ['deceased'] },
    outcome: { kind: 'refuse', code: 'recipient-deceased' },
  },
  {
    id: 'number-open',
    why: 'S-01: a known number always wins; neither consent nor protection is asked, and living abroad does not close a mailbox.',
    when: { mode: BY_NUMBER, mailbox: ['open'] },
    outcome: { kind: 'deliver' },
  },
  {
    id: 'number-emigrated-protected',
    why: 'No address to print to, and nothing to tell.',
    when: { mode: BY_NUMBER, status: ['emigrated'], protected: [true] },
    outcome: { kind: 'refuse', code: 'mailbox-unavailable' },
  },
  {
    id: 'number-emigrated',
    why: 'The register has no address in the country to print to.',
    when: { mode: BY_NUMBER, status: ['emigrated'] },
    outcome: { kind: 'refuse', code: 'recipient-emigrated' },
  },
  {
    id: 'number-inactive',
    why: 'A number out of use has no address to print to.',
    when: { mode: BY_NUMBER, status: ['inactive'] },
    outcome: { kind: 'refuse', code: 'mailbox-unavailable' },
  },
  {
    id: 'number-print',
    why: 'S-08: no open mailbox is a completed "not reached digitally". P-05: to the registered address, protected or not, so that the answer does not tell who is protected.',
    when: { mode: BY_NUMBER, printAllowed: [true] },
    outcome: { kind: 'print', to: 'registered-address' },
  },
  {
    id: 'number-no-print',
    why: 'B-09: one answer for none, closed, deactivated and opted out.',
    when: { mode: BY_NUMBER },
    outcome: { kind: 'refuse', code: 'mailbox-unavailable' },
  },
  {
    id: 'several',
    why: 'A-04 A-05: more than one consenting namesake: nobody, and the error list; never paper, for the sender must choose whom.',
    when: { match: ['several'] },
    outcome: { kind: 'refuse', code: 'recipient-ambiguous' },
  },
  {
    id: 'residents-of-a-name',
    why: 'A-04: only the address mode may reach more than one.',
    when: { mode: [...BY_NAME, 'email', 'digital-address'], match: ['residents'] },
    outcome: { kind: 'refuse', code: 'recipient-ambiguous' },
  },
  {
    id: 'reached-sensitive',
    why: 'S-19: delivered, with a warning that without a number the wrong namesake may get it.',
    when: { ...REACHABLE, sensitive: [true] },
    outcome: { kind: 'deliver', warning: 'sensitive-without-number' },
  },
  {
    id: 'reached',
    why: 'S-02 A-01: exactly one, or every consenting resident.',
    when: REACHABLE,
    outcome: { kind: 'deliver' },
  },
  {
    id: 'not-reached-print',
    why: 'S-08 A-10 A-13: to the address the sender gave, the same for unknown, protected and not consenting.',
    when: PAPER,
    outcome: { kind: 'print', to: 'given-address' },
  },
  {
    id: 'not-reached-email',
    why: 'A-08 A-13 A-15: tells neither whether nor by whom the e-mail is claimed.',
    when: { mode: ['email'] },
    outcome: { kind: 'refuse', code: 'email-unknown' },
  },
  {
    id: 'not-reached-digital-address',
    why: 'D-17 D-18: a block looks like an address that nobody has.',
    when: { mode: ['digital-address'] },
    outcome: { kind: 'refuse', code: 'digital-address-unknown' },
  },
  {
    id: 'not-reached',
    why: 'A-13: one answer for everybody who is not reached.',
    when: {},
    outcome: { kind: 'refuse', code: 'recipient-unknown' },
  },
] as const satisfies readonly OutcomeRow[]

type Condition = readonly [fact: keyof OutcomeFacts, allowed: readonly unknown[]]

/** The table with its conditions listed once: it is read for every letter. */
const ROWS: readonly { row: OutcomeRow; conditions: readonly Condition[] }[] = OUTCOME_TABLE.map((row) => ({
  row,
  conditions: Object.entries(row.when) as unknown as Condition[],
}))

/** The row that decides. The last row asks nothing, so there always is one. */
export function outcomeRow(facts: OutcomeFacts): OutcomeRow {
  return ROWS.find(({ conditions }) => hold(conditions, facts))!.row
}

/**
 * What becomes of the letter. To be asked only when every lookup has completed: an error or a time-out is no fact, and never paper (S-08).
 */
export function outcomeOf(facts: OutcomeFacts): Outcome {
  return outcomeRow(facts).outcome
}

function hold(conditions: readonly Condition[], facts: OutcomeFacts): boolean {
  for (const [fact, allowed] of conditions) if (!allowed.includes(facts[fact])) return false
  return true
}
