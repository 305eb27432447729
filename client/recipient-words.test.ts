import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readRecipientWords as read } from './recipient-words.ts'

test('S-01: one word says by its form what it is', () => {
  assert.deepEqual(read({ to: '010190-1234' }), { nationalNumber: '010190-1234' })
  assert.deepEqual(read({ to: ' 010190 12345 ', country: 'no' }), {
    nationalNumber: '010190 12345',
    country: 'no',
  })
  assert.deepEqual(read({ to: '10150817' }), { enterpriseNumber: '10150817' })
  assert.deepEqual(read({ to: '974760673' }), { enterpriseNumber: '974760673' })
  assert.deepEqual(read({ to: 'karen.lindholm#123A' }), { digitalAddress: 'karen.lindholm#123A' })
  assert.deepEqual(read({ to: 'karen@lindholm.example' }), { email: 'karen@lindholm.example' })
  for (const to of ['', '123', 'Karen', '0101901234567']) assert.throws(() => read({ to }), /--to/)
})

test('S-01: a name is its first and its last word, an address its parts', () => {
  assert.deepEqual(read({ name: 'Karen Margrethe Lindholm', address: 'Ahornvej 12, 2. tv, 5000 Odense C' }), {
    firstName: 'Karen',
    lastName: 'Lindholm',
    street: 'Ahornvej 12, 2. tv',
    postcode: '5000',
    city: 'Odense C',
  })
  assert.deepEqual(read({ name: 'Karen', address: 'Ahornvej 12,5000 Odense' }), {
    firstName: 'Karen',
    street: 'Ahornvej 12',
    postcode: '5000',
    city: 'Odense',
  })
  assert.deepEqual(read({ address: 'Ahornvej 12, 5000 Odense' }), {
    street: 'Ahornvej 12',
    postcode: '5000',
    city: 'Odense',
  })
  for (const kvhx of [
    '04619664__26_st___6',
    '01019664126B_12__tv',
    '04619664026 st   6',
    '0461-9664-26B-2-tv',
  ])
    assert.deepEqual(read({ name: 'Karen', address: kvhx }), { firstName: 'Karen', kvhx })
  for (const address of [
    '12345678',
    '',
    'Ahornvej 12',
    '5000 Odense',
    'Ahornvej 12, Odense',
    'Ahornvej 12, 50000 Odense',
    ', 5000 Odense',
  ])
    assert.throws(() => read({ address }), /Write --address/)
  assert.throws(() => read({ name: ' ', address: 'Ahornvej 12, 5000 Odense' }), /--name is empty/)
  assert.throws(() => read({ name: 'Karen' }), /Say whom/)
})
