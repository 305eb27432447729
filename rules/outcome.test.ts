import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FAULTS } from './faults.ts'
import {
  ADDRESSING_MODES,
  MAILBOX_STATES,
  MATCH_KINDS,
  OUTCOME_TABLE,
  type OutcomeFacts,
  outcomeOf,
  outcomeRow,
  PERSON_STATUSES,
} from './outcome.ts'
import { LANGUAGES, REFUSALS } from './refusals.ts'

const BOTH = [true, false]
const CELLS: OutcomeFacts[] = ADDRESSING_MODES.flatMap((mode) =>
  MATCH_KINDS.flatMap((match) =>
    MAILBOX_STATES.flatMap((mailbox) =>
      PERSON_STATUSES.flatMap((status) =>
        BOTH.flatMap((consent) =>
          BOTH.flatMap((isProtected) =>
            BOTH.flatMap((printAllowed) =>
              BOTH.flatMap((addressGiven) =>
                BOTH.map((sensitive) => ({
                  mode,
                  match,
                  mailbox,
                  status,
                  consent,
                  protected: isProtected,
                  printAllowed,
                  addressGiven,
                  sensitive,
                })),
              ),
            ),
          ),
        ),
      ),
    ),
  ),
)
const hasNumber = (cell: OutcomeFacts) => cell.mode === 'national-number' || cell.mode === 'enterprise-number'
const isOne = (cell: OutcomeFacts) => cell.match === (cell.mode === 'address' ? 'residents' : 'one')

test('S-15: every row of the table decides at least one cell, and every refusal is used', () => {
  assert.equal(CELLS.length, 7 * 4 * 5 * 4 * 32)
  const rows = new Set(CELLS.map((cell) => outcomeRow(cell).id))
  assert.deepEqual([...rows].sort(), OUTCOME_TABLE.map((row) => row.id).sort())
  const codes = new Set(
    CELLS.map(outcomeOf).flatMap((outcome) => (outcome.kind === 'refuse' ? [outcome.code] : [])),
  )
  // Codes for faults found before anybody is looked for, for a fault of ours, and for what happens later do not come from this table.
  const before = [
    'address-invalid',
    'address-unknown',
    'document-refused',
    'letter-invalid',
    'not-printed',
    'not-processed',
    'number-invalid',
    'recipient-invalid',
    'row-duplicate',
  ]
  assert.deepEqual([...codes, ...before].sort(), Object.keys(REFUSALS).sort())
})

test('S-15 A-13: without a number, protected, not consenting, dead, moved and unknown people give the same answer', () => {
  for (const cell of CELLS.filter((c) => !hasNumber(c) && isOne(c))) {
    const reachable = cell.consent && !cell.protected && cell.status === 'active' && cell.mailbox === 'open'
    if (!reachable)
      assert.deepEqual(outcomeOf(cell), outcomeOf({ ...cell, match: 'nobody' }), JSON.stringify(cell))
  }
})

test("S-15 A-13: without a match, a person's facts are never looked at", () => {
  for (const cell of CELLS.filter((c) => c.match === 'nobody' || (c.match === 'several' && !hasNumber(c)))) {
    const blank = { ...cell, consent: false, mailbox: 'none', status: 'active', protected: false } as const
    assert.deepEqual(outcomeOf(cell), outcomeOf(blank))
  }
})

test('A-07 A-13: without a number a protected person is never delivered to', () => {
  for (const cell of CELLS.filter((c) => !hasNumber(c) && c.protected && isOne(c))) {
    assert.notEqual(outcomeOf(cell).kind, 'deliver')
  }
})

test('S-01: a known number always wins: neither consent nor anything the sender gave beside it is asked', () => {
  for (const cell of CELLS.filter((c) => hasNumber(c) && c.match === 'one')) {
    for (const other of [
      { consent: !cell.consent },
      { sensitive: !cell.sensitive },
      { addressGiven: !cell.addressGiven },
    ]) {
      assert.deepEqual(outcomeOf(cell), outcomeOf({ ...cell, ...other }))
    }
    if (cell.mailbox === 'open' && cell.status !== 'deceased')
      assert.deepEqual(outcomeOf(cell), { kind: 'deliver' })
  }
})

test('S-15: with a number, the answer for a living resident does not tell who is protected', () => {
  for (const cell of CELLS.filter(
    (c) => hasNumber(c) && c.match === 'one' && (c.status === 'active' || c.status === 'inactive'),
  )) {
    assert.deepEqual(outcomeOf(cell), outcomeOf({ ...cell, protected: !cell.protected }))
  }
})

test('S-15: death and emigration are told to number holders only, and never of protected people', () => {
  for (const cell of CELLS) {
    const outcome = outcomeOf(cell)
    if (outcome.kind !== 'refuse' || !['recipient-deceased', 'recipient-emigrated'].includes(outcome.code))
      continue
    assert.ok(hasNumber(cell) && !cell.protected && cell.match === 'one')
  }
})

test('S-08: paper only when the sender allows it, only when not reached digitally, and never for namesakes', () => {
  for (const cell of CELLS) {
    const outcome = outcomeOf(cell)
    if (outcome.kind !== 'print') continue
    assert.ok(cell.printAllowed)
    assert.notEqual(cell.match, 'several')
    if (outcome.to === 'given-address') assert.ok(cell.addressGiven && !hasNumber(cell))
    else
      assert.ok(
        hasNumber(cell) && cell.match === 'one' && cell.status === 'active' && cell.mailbox !== 'open',
      )
    assert.notEqual(outcomeOf({ ...cell, printAllowed: false }).kind, 'deliver')
  }
})

test('B-09 B-12: only an open mailbox of a living person is delivered to', () => {
  for (const cell of CELLS.filter((c) => outcomeOf(c).kind === 'deliver')) {
    assert.equal(cell.mailbox, 'open')
    assert.notEqual(cell.status, 'deceased')
    assert.ok(cell.match === 'one' || cell.match === 'residents')
  }
})

test('S-19 A-16: sensitive without a number warns; to an address alone it is refused, whoever lives there', () => {
  for (const cell of CELLS.filter((c) => c.sensitive)) {
    const outcome = outcomeOf(cell)
    if (cell.mode === 'address') assert.deepEqual(outcome, { kind: 'refuse', code: 'sensitive-needs-number' })
    else if (outcome.kind === 'deliver') assert.equal(outcome.warning !== undefined, !hasNumber(cell))
  }
})

test('A-04 A-05: several fit a name: refused as ambiguous, print allowed or not', () => {
  for (const cell of CELLS.filter((c) => c.match === 'several' && c.mode !== 'address')) {
    assert.deepEqual(outcomeOf(cell), { kind: 'refuse', code: 'recipient-ambiguous' })
  }
})

test('S-15: every code has a reason and a remedy in every language, plain and without exclamation', () => {
  for (const language of LANGUAGES) {
    const texts = [
      ...Object.values(REFUSALS).map((refusal) => refusal[language]),
      ...Object.values(FAULTS).map((fault) => fault[language]),
    ]
    for (const { reason, todo } of texts) {
      for (const text of [reason, todo]) assert.match(text, /^\p{Lu}[^!]{8,}\.$/u)
    }
    assert.equal(new Set(texts.map(({ reason }) => reason)).size, texts.length)
  }
})
