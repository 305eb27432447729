import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DISCLOSED, disclosureFault, LEGAL_GROUNDS, type LegalGroundId } from './disclosures.ts'

const plain = { untold: false, dataBlocked: false }

test('N-16 N-18: nothing is given without a ground, and by no ground more than it covers', () => {
  for (const what of DISCLOSED)
    for (const ground of ['', 'because', 'constructor'])
      assert.equal(disclosureFault({ ...plain, ground, what }), 'ground-unknown')
  for (const ground of Object.keys(LEGAL_GROUNDS) as LegalGroundId[])
    for (const what of DISCLOSED) {
      const covered = (LEGAL_GROUNDS[ground].what as readonly string[]).includes(what)
      assert.equal(disclosureFault({ ...plain, ground, what }), covered ? null : 'not-covered')
    }
})

test('N-17 I-19: a bank gets addresses of previous use and nothing else, the person is told, and their block holds', () => {
  const ground = 'bank-against-fraud'
  assert.deepEqual(LEGAL_GROUNDS[ground].what, ['previous-use-ip'])
  const what = 'previous-use-ip'
  assert.equal(disclosureFault({ ground, what, untold: true, dataBlocked: false }), 'must-be-told')
  assert.equal(disclosureFault({ ground, what, untold: false, dataBlocked: true }), 'data-blocked')
  assert.equal(disclosureFault({ ground: 'court-order', what, untold: true, dataBlocked: true }), null)
})
