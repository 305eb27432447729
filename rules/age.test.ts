import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judgeAge } from './age.ts'

test('I-01: an ID of one’s own from the birthday on: fifteen in Denmark, thirteen in Norway', () => {
  // 1 March 2011; the serial's first digit says which century.
  assert.equal(judgeAge('dk', '0103114000', '2026-02-28'), 'too-young')
  assert.equal(judgeAge('dk', '0103114000', '2026-03-01'), 'old-enough')
  // Born on 29 February 2012: fifteen on 28 February 2027.
  assert.equal(judgeAge('dk', '2902124000', '2027-02-27'), 'too-young')
  assert.equal(judgeAge('dk', '2902124000', '2027-02-28'), 'old-enough')
  assert.equal(judgeAge('dk', 'nonsense', '2026-11-22'), 'unknown')
})
