import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Candidate, decide, type MatchQuery, nameAddressForm } from './matching.ts'

const HERE = 'dk|3460|birkevej|14a|2|tv'
const person = (id: string, first: string, last: string, addressForm = HERE): Candidate => ({
  personId: `p-${id}`,
  mailboxId: `m-${id}`,
  first,
  last,
  addressForm,
})
const ANNA = person('1', 'anna', 'hansen')
const NAMESAKE = person('2', 'anna', 'hansen')
const OLE = person('3', 'ole', 'hansen')
const byName: MatchQuery = { mode: 'name-address', first: 'anna', last: 'hansen', addressForm: HERE }

test('S-02 A-04: first and last name and address reach exactly one', () => {
  assert.deepEqual(decide(byName, [OLE, ANNA]), { kind: 'one', candidate: ANNA })
})

test('S-02 A-05: two consenting namesakes, nobody gets it', () => {
  assert.deepEqual(decide(byName, [ANNA, NAMESAKE]), { kind: 'several', count: 2 })
})

test('S-02 A-05: of two namesakes the one who consented, being the only candidate, gets it', () => {
  assert.deepEqual(decide(byName, [NAMESAKE]), { kind: 'one', candidate: NAMESAKE })
})

test('S-02: a key hit with other fields is nobody (64-bit keys may collide)', () => {
  assert.deepEqual(
    decide(byName, [person('4', 'anna', 'hansen', 'dk|8000|vej|1||'), person('5', 'anne', 'hansen')]),
    {
      kind: 'nobody',
    },
  )
})

test('A-01: first name and address, without asking for the last name', () => {
  const query: MatchQuery = { mode: 'first-name-address', first: 'anna', addressForm: HERE }
  assert.deepEqual(decide(query, [person('6', 'anna', 'berg'), OLE]).kind, 'one')
  assert.deepEqual(decide(query, [person('6', 'anna', 'berg'), ANNA]), { kind: 'several', count: 2 })
})

test('A-06: address alone reaches every consenting resident, each once', () => {
  const match = decide({ mode: 'address', addressForm: HERE }, [
    ANNA,
    OLE,
    ANNA,
    person('7', 'x', 'y', 'dk|1|||'),
  ])
  assert.deepEqual(match, { kind: 'residents', candidates: [ANNA, OLE] })
  assert.deepEqual(decide({ mode: 'address', addressForm: HERE }, []), { kind: 'nobody' })
})

test('A-09: a query with an empty field it needs reaches nobody, even if the index held an empty one', () => {
  const blank = person('8', '', '', '')
  assert.equal(
    decide({ mode: 'name-address', first: '', last: '', addressForm: HERE }, [person('8', '', '')]).kind,
    'nobody',
  )
  assert.equal(
    decide({ mode: 'first-name-address', addressForm: HERE }, [person('8', '', '')]).kind,
    'nobody',
  )
  assert.equal(decide({ mode: 'name-address', first: 'anna', addressForm: HERE }, [ANNA]).kind, 'nobody')
  assert.equal(decide({ mode: 'address', addressForm: '' }, [blank]).kind, 'nobody')
})

test('S-02: the order of candidates never decides who gets a letter', () => {
  const candidates = fc.array(
    fc.record({ id: fc.nat(3), first: fc.constantFrom('a', 'b'), last: fc.constantFrom('x', 'y') }),
    { maxLength: 5 },
  )
  fc.assert(
    fc.property(
      candidates,
      fc.constantFrom('name-address' as const, 'first-name-address' as const),
      (rows, mode) => {
        const people = rows.map((row) => person(String(row.id), row.first, row.last))
        const query: MatchQuery = { mode, first: 'a', last: 'x', addressForm: HERE }
        const here = decide(query, people)
        const there = decide(query, people.toReversed())
        assert.equal(here.kind, there.kind)
        if (here.kind === 'one' && there.kind === 'one')
          assert.equal(here.candidate.mailboxId, there.candidate.mailboxId)
      },
    ),
  )
})

test('S-03: two different triples never give the same key text', () => {
  const word = fc.stringMatching(/^[a-zæøå|' -]{0,6}$/)
  fc.assert(
    fc.property(word, word, word, word, word, word, (a, b, c, d, e, f) => {
      assert.equal(nameAddressForm(a, b, c) === nameAddressForm(d, e, f), a === d && b === e && c === f)
    }),
  )
})
