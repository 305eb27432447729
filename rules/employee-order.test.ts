import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isSameName, judgeOrder, ORDER_FIELDS } from './employee-order.ts'

const GOOD = {
  name: '  Jens  Peter Holm ',
  street: 'Torvet 1',
  postcode: '5000',
  city: 'Odense C',
  email: ' Jens@Bageri.example ',
  mobile: '20 30 40 50',
  role: 'Reader',
}

test('N-02: name, address and e-mail are required, a mobile is not', () => {
  assert.deepEqual(judgeOrder('dk', GOOD), {
    kind: 'good',
    order: {
      name: 'Jens Peter Holm',
      street: 'Torvet 1',
      postcode: '5000',
      city: 'Odense C',
      email: 'Jens@Bageri.example',
      emailForm: 'jens@bageri.example',
      mobile: '+4520304050',
      role: 'reader',
    },
  })
  const plain = judgeOrder('no', { ...GOOD, mobile: '  ' })
  assert.ok(plain.kind === 'good' && plain.order.mobile === null)
  const empty = judgeOrder('dk', {})
  assert.ok(empty.kind === 'faulty')
  assert.deepEqual(
    empty.faults.map(({ field, reason }) => `${field} ${reason}`),
    ['name missing', 'street missing', 'postcode missing', 'city missing', 'email missing', 'role missing'],
  )
})

test('N-02: every fault is told at once, by field and reason', () => {
  const faults = (change: object) => {
    const verdict = judgeOrder('dk', { ...GOOD, ...change })
    return verdict.kind === 'good' ? [] : verdict.faults.map(({ field, reason }) => `${field} ${reason}`)
  }
  assert.deepEqual(faults({ name: 'Jens' }), ['name one-name'])
  assert.deepEqual(faults({ name: 'Jens \u202eHolm' }), ['name characters'])
  assert.deepEqual(faults({ street: 'x'.repeat(121) }), ['street too-long'])
  assert.deepEqual(faults({ postcode: '50 00', email: 'a@b', mobile: '12', role: 'owner' }), [
    'postcode postcode',
    'email email',
    'mobile mobile',
    'role role',
  ])
  assert.deepEqual(faults({ mobile: '+46701234567' }), [])
  assert.deepEqual(faults({ mobile: '0045 20304050' }), [])
  assert.deepEqual(faults({ role: 'constructor' }), ['role role'])
})

test('N-02: whatever is typed, the verdict is an order without gaps or a list of faults', () => {
  const typed = fc.record(
    Object.fromEntries(ORDER_FIELDS.map((field) => [field, fc.option(fc.string(), { nil: undefined })])),
  )
  fc.assert(
    fc.property(typed, (given) => {
      const verdict = judgeOrder('dk', given as Record<string, string>)
      if (verdict.kind === 'faulty') return assert.ok(verdict.faults.length > 0)
      const { mobile, ...rest } = verdict.order
      for (const value of Object.values(rest)) assert.notEqual(value, '')
      assert.notEqual(mobile, '')
    }),
  )
})

test('I-03: who accepts bears the name that was ordered, spelt with æ or ae, with or without middle names', () => {
  const karen = { given: 'Karen Margrethe', family: 'Lindholm Sørensen' }
  assert.ok(isSameName('Karen Sørensen', karen))
  assert.ok(isSameName('KAREN M. Soerensen', karen))
  assert.ok(!isSameName('Karen Lindholm', karen))
  assert.ok(!isSameName('Maren Sørensen', karen))
})
