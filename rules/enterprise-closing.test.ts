import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { closingEnds, mayConfirm, readyAt, stillAsked } from './enterprise-closing.ts'

const DAY = 86_400_000
const asked = { askedBy: 'a', askedAt: new Date(100 * DAY) }
const day = (n: number) => new Date(n * DAY)
const who = (employeeId: string, since: number) => ({ employeeId, since: day(since) })

test('P-02 D-05: another who administered before confirms at once; whoever asked never while there is one; the only one after fourteen days', () => {
  const two = [who('a', 1), who('b', 2)]
  assert.equal(mayConfirm(asked, 'b', two, day(100)), 'confirm')
  assert.equal(mayConfirm(asked, 'a', two, day(127)), 'needs-another')
  const alone = [who('a', 1)]
  assert.equal(mayConfirm(asked, 'a', alone, day(113)), 'wait')
  assert.equal(mayConfirm(asked, 'a', alone, readyAt(asked)), 'confirm')
})

test('P-02 D-05: one named after the request is no second, and does not keep the only one from it either', () => {
  const named = [who('a', 1), who('accomplice', 101)]
  assert.equal(mayConfirm(asked, 'accomplice', named, day(120)), 'needs-another')
  assert.equal(mayConfirm(asked, 'a', named, day(102)), 'wait')
  assert.equal(mayConfirm(asked, 'a', named, day(114)), 'confirm')
})

test('P-02: a request ends with its time, and with the employment of who made it', () => {
  assert.ok(stillAsked(asked, [{ employeeId: 'a' }], day(127)))
  assert.ok(!stillAsked(asked, [{ employeeId: 'a' }], closingEnds(asked)))
  assert.ok(!stillAsked(asked, [{ employeeId: 'b' }], day(101)))
})

test('P-02 D-05: in the first fourteen days nobody closes alone, whoever administers', () => {
  const people = fc.uniqueArray(
    fc.record({
      employeeId: fc.constantFrom('a', 'b', 'c', 'd'),
      since: fc.integer({ min: 0, max: 130 }).map(day),
    }),
    { selector: (one) => one.employeeId, maxLength: 4 },
  )
  fc.assert(
    fc.property(people, fc.integer({ min: 100, max: 113 }), (administrators, today) => {
      assert.notEqual(mayConfirm(asked, 'a', administrators, day(today)), 'confirm')
    }),
  )
})
