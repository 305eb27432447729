import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readProcessors } from './processors.ts'

test('N-29: whom data is handled by, for what and where, is read as the operator writes it; half an entry is none', () => {
  assert.deepEqual(readProcessors('hosting=Nordic Drift AS/NO; sms = Beskedbud A/S / DK'), [
    { task: 'hosting', name: 'Nordic Drift AS', country: 'NO' },
    { task: 'sms', name: 'Beskedbud A/S', country: 'DK' },
  ])
  for (const text of [
    '',
    'hosting',
    'hosting=/NO',
    'hosting=X',
    'hosting=X/Norge',
    'spying=X/NO',
    'hosting=X/NO;',
    'sms=a\u0007b/DK',
  ])
    assert.equal(readProcessors(text), undefined, text)
})
