import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addMonths } from './add-months.ts'
import {
  estateDeletedAt,
  heirsUntil,
  isEstateDue,
  isPaperOf,
  missingPapers,
  obstacleOf,
  outcomeOf,
  PAPER_KINDS,
  POWER_KINDS,
  type Vote,
} from './power-requests.ts'

const day = (text: string) => new Date(`${text}T10:00:00Z`)
const people = ['a', 'b', 'c', 'd']
const vote = fc.record({
  staff: fc.constantFrom(...people.map((one) => `staff ${one}`), 'another name'),
  personId: fc.constantFrom(...people),
  verdict: fc.constantFrom('approve' as const, 'refuse' as const),
})

test('B-11 D-27: one person never decides, under however many names; nobody with a part in it counts', () => {
  fc.assert(
    fc.property(fc.array(vote, { maxLength: 8 }), fc.subarray(people), (votes: Vote[], interested) => {
      const outcome = outcomeOf(votes, interested)
      const saying = (verdict: string) =>
        new Set(
          votes
            .filter((one) => one.verdict === verdict && !interested.includes(one.personId))
            .map((one) => one.personId),
        ).size
      if (outcome !== 'undecided') assert.ok(saying(outcome) >= 2)
      else assert.ok(saying('approve') < 2 && saying('refuse') < 2)
      if (new Set(votes.map((one) => one.personId)).size < 2) assert.equal(outcome, 'undecided')
    }),
  )
})

test('D-07 D-09 D-10: each kind of request asks for its own papers', () => {
  assert.deepEqual(missingPapers('guardian', []), ['appointment'])
  assert.deepEqual(missingPapers('attorney', ['power-of-attorney']), ['doctors-certificate'])
  assert.deepEqual(missingPapers('heir', ['probate-certificate', 'other']), [])
  for (const kind of POWER_KINDS)
    for (const paper of missingPapers(kind, [])) assert.ok(isPaperOf(kind, paper), `${kind} ${paper}`)
  assert.equal(isPaperOf('heir', 'doctors-certificate'), false)
  assert.ok(PAPER_KINDS.every((paper) => POWER_KINDS.some((kind) => isPaperOf(kind, paper))))
})

test('B-12 D-06 D-07: the clocks of both profiles count by the calendar, ends of months and leap years included', () => {
  const until = (from: string) => heirsUntil('no', day(from))?.toISOString().slice(0, 10)
  assert.equal(until('2025-05-31'), '2026-02-28')
  assert.equal(until('2027-05-31'), '2028-02-29')
  assert.equal(until('2026-01-15'), '2026-10-15')
  assert.equal(heirsUntil('dk', day('2026-01-15')), null)
  const gone = (profile: 'dk' | 'no', from: string) =>
    estateDeletedAt(profile, day(from)).toISOString().slice(0, 10)
  assert.equal(gone('no', '2028-02-29'), '2029-02-28')
  assert.equal(gone('no', '2027-02-28'), '2028-02-28')
  assert.equal(gone('dk', '2028-02-29'), '2033-02-28')
  assert.equal(gone('dk', '2023-12-31'), '2028-12-31')
  fc.assert(
    fc.property(
      fc.date({ min: day('1990-01-01'), max: day('2090-01-01'), noInvalidDate: true }),
      fc.integer({ min: 0, max: 120 }),
      (from, months) => {
        const to = addMonths(from, months)
        const between =
          (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth()
        assert.equal(between, months)
        assert.ok(to.getUTCDate() <= from.getUTCDate())
      },
    ),
  )
})

test('B-12 D-06: an estate goes when its time is over, and not while an heir has it or waits for an answer', () => {
  const deathNoticeAt = day('2026-03-31')
  const none = { deathNoticeAt, heirHasIt: false, requestWaits: false }
  for (const [profile, last] of [
    ['no', '2027-03-31'],
    ['dk', '2031-03-31'],
  ] as const) {
    const due = day(last)
    assert.equal(isEstateDue({ ...none, profile }, new Date(due.getTime() - 1)), false)
    assert.equal(isEstateDue({ ...none, profile }, due), true)
    assert.equal(isEstateDue({ ...none, profile, heirHasIt: true }, due), false)
    assert.equal(isEstateDue({ ...none, profile, requestWaits: true }, due), false)
  }
})

test('B-11 B-12: an approval is carried out for the living or the dead as its kind says, in time, and with every consent', () => {
  const living = { status: 'active', profile: 'no' as const, deathNoticeAt: null }
  const dead = { status: 'deceased', profile: 'no' as const, deathNoticeAt: day('2026-01-31') }
  const of = (more: Partial<Parameters<typeof obstacleOf>[0]>) =>
    obstacleOf({
      kind: 'guardian',
      subject: living,
      submittedAt: day('2026-02-01'),
      consentsMissing: 0,
      ...more,
    })
  assert.equal(of({}), null)
  assert.equal(of({ subject: null }), 'nobody')
  assert.equal(of({ subject: dead }), 'deceased')
  assert.equal(of({ subject: { ...living, profile: null } }), 'no-mailbox')
  assert.equal(of({ kind: 'attorney', consentsMissing: 1 }), 'consent-missing')
  assert.equal(of({ kind: 'heir' }), 'living')
  assert.equal(of({ kind: 'heir', subject: dead }), null)
  const last = day('2026-10-31')
  assert.equal(of({ kind: 'heir', subject: dead, submittedAt: new Date(last.getTime() - 1) }), null)
  assert.equal(of({ kind: 'heir', subject: dead, submittedAt: last }), 'too-late')
  assert.equal(
    of({ kind: 'heir', subject: { ...dead, profile: 'dk' }, submittedAt: day('2030-01-01') }),
    null,
  )
})
