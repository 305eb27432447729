import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { stdnum } from 'stdnum'
import { parseEnterpriseNumber } from './enterprise-number.ts'

const digits = (length: number) =>
  fc.integer({ min: 10 ** (length - 1), max: 10 ** length - 1 }).map((number) => String(number))

test('P-07: CVR numbers agree with stdnum', () => {
  let valid = 0
  fc.assert(
    fc.property(digits(8), (number) => {
      const ours = parseEnterpriseNumber('dk', number)
      assert.equal(ours.kind === 'valid', stdnum.DK!.cvr!.validate(number).isValid, number)
      if (ours.kind === 'valid') valid++
    }),
    { numRuns: 4000 },
  )
  assert.ok(valid > 100)
})

test('P-07: organisation numbers agree with stdnum', () => {
  let valid = 0
  fc.assert(
    fc.property(digits(9), (number) => {
      const ours = parseEnterpriseNumber('no', number)
      assert.equal(ours.kind === 'valid', stdnum.NO!.orgnr!.validate(number).isValid, number)
      if (ours.kind === 'valid') valid++
    }),
    { numRuns: 4000 },
  )
  assert.ok(valid > 100)
})

test('P-07: spellings of enterprise numbers, and what is none', () => {
  for (const text of ['13585628', 'DK13585628', 'dk 13 58 56 28', ' 13-585628 ']) {
    assert.deepEqual(parseEnterpriseNumber('dk', text), { kind: 'valid', number: '13585628', type: 'cvr' })
  }
  for (const text of ['974760673', '974 760 673', 'NO 974 760 673 MVA', 'no974760673mva']) {
    assert.deepEqual(parseEnterpriseNumber('no', text), { kind: 'valid', number: '974760673', type: 'orgnr' })
  }
  assert.deepEqual(parseEnterpriseNumber('dk', '13585627'), { kind: 'invalid', reason: 'check-digit' })
  for (const text of ['', '00000000', '1358562', 'NO13585628', '13585628 MVA']) {
    assert.deepEqual(parseEnterpriseNumber('dk', text), { kind: 'invalid', reason: 'format' })
  }
})
