import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Candidate, decide, type Match, type MatchMode, type MatchQuery } from './matching.ts'

/**
 * The law written a second time, slowly and with nothing clever: for every person ask every question of the letter's law, then count
 * the mailboxes.
 */
function slowLaw(query: MatchQuery, candidates: readonly Candidate[]): string {
  const mailboxes: string[] = []
  for (const candidate of candidates) {
    let fits = query.addressForm.length > 0 && candidate.addressForm === query.addressForm
    if (query.mode === 'name-address' || query.mode === 'first-name-address') {
      if (query.first === undefined || query.first.length === 0 || candidate.first !== query.first)
        fits = false
    }
    if (query.mode === 'name-address') {
      if (query.last === undefined || query.last.length === 0 || candidate.last !== query.last) fits = false
    }
    if (fits && mailboxes.indexOf(candidate.mailboxId) < 0) mailboxes.push(candidate.mailboxId)
  }
  if (mailboxes.length === 0) return 'nobody'
  if (query.mode === 'address') return `residents ${mailboxes.join(' ')}`
  return mailboxes.length === 1 ? `one ${mailboxes[0]}` : `several ${mailboxes.length}`
}

function told(match: Match): string {
  if (match.kind === 'one') return `one ${match.candidate.mailboxId}`
  if (match.kind === 'several') return `several ${match.count}`
  if (match.kind === 'residents')
    return `residents ${match.candidates.map((candidate) => candidate.mailboxId).join(' ')}`
  return 'nobody'
}

type Law = (query: MatchQuery, candidates: readonly Candidate[]) => Match

/** A small generator with a fixed seed (mulberry32), so that a failure can be repeated. */
function random(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

// Few names and few addresses, so that namesakes, key collisions and empty fields come up all the time.
const FIRST = ['anna', 'anna', 'ole', '']
const LAST = ['hansen', 'hansen', 'berg', '']
const HERE = 'dk|3460|birkevej|14a|2|tv'
const FORMS = [HERE, HERE, HERE, 'dk|3460|birkevej|14a|2|th', '']
const MODES: MatchMode[] = ['name-address', 'first-name-address', 'address']

function compare(law: Law, cases: number): { disagreements: number; kinds: Map<string, number> } {
  const roll = random(20260101)
  const pick = <T>(from: readonly T[]): T => from[roll(from.length)]!
  const kinds = new Map<string, number>()
  let disagreements = 0
  for (let at = 0; at < cases; at++) {
    const query: MatchQuery = { mode: pick(MODES), addressForm: pick(FORMS) }
    if (roll(8) > 0) query.first = pick(FIRST)
    if (roll(8) > 0) query.last = pick(LAST)
    const candidates = Array.from({ length: roll(7) }, () => {
      const id = roll(5)
      return {
        personId: `p${id}`,
        mailboxId: `m${id}`,
        first: pick(FIRST),
        last: pick(LAST),
        addressForm: pick(FORMS),
      }
    })
    const expected = slowLaw(query, candidates)
    if (told(law(query, candidates)) !== expected) disagreements++
    const kind = expected.split(' ')[0]!
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  }
  return { disagreements, kinds }
}

test('S-02 A-04 A-05 A-06: the law agrees with a slow, obvious version on 100,000 random cases', () => {
  const { disagreements, kinds } = compare(decide, 100_000)
  assert.equal(disagreements, 0)
  for (const kind of ['nobody', 'one', 'several', 'residents'])
    assert.ok((kinds.get(kind) ?? 0) > 1000, `${kind} is too rare`)
})

// The comparison must be able to fail: each of these laws is wrong in one way, and each is caught.
const WRONG_LAWS: Record<string, Law> = {
  'trusts the key and does not compare the fields': (query, candidates) =>
    decide(
      query,
      candidates.map((candidate) => ({ ...candidate, addressForm: query.addressForm })),
    ),
  'gives the first of two namesakes the letter': (query, candidates) => {
    const match = decide(query, candidates)
    const first = candidates.find(
      (candidate) => candidate.addressForm === query.addressForm && candidate.first === query.first,
    )
    return match.kind === 'several' && first ? { kind: 'one', candidate: first } : match
  },
  'does not ask for the last name': (query, candidates) =>
    decide(query.mode === 'name-address' ? { ...query, mode: 'first-name-address' } : query, candidates),
  'lets an empty name match an empty name': (query, candidates) => {
    if (query.mode !== 'first-name-address' || query.first !== '') return decide(query, candidates)
    const filled = candidates.map((candidate) => ({
      ...candidate,
      first: candidate.first === '' ? 'x' : candidate.first,
    }))
    return decide({ ...query, first: 'x' }, filled)
  },
  'counts one mailbox twice': (query, candidates) =>
    decide(
      query,
      candidates.map((candidate, at) => ({ ...candidate, mailboxId: `${candidate.mailboxId}.${at}` })),
    ),
  'leaves out one resident': (query, candidates) => {
    const match = decide(query, candidates)
    return match.kind === 'residents' && match.candidates.length > 1
      ? { ...match, candidates: match.candidates.slice(1) }
      : match
  },
}

for (const [fault, law] of Object.entries(WRONG_LAWS)) {
  test(`S-02: the comparison catches a law that ${fault}`, () => {
    assert.ok(compare(law, 20_000).disagreements > 0)
  })
}
