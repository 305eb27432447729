import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parsePhone } from './phone.ts'

test('P-09: numbers as people write them, in international form; nothing that gets no SMS', () => {
  for (const [country, typed, parsed] of [
    ['dk', '20 12 34 56', '+4520123456'],
    ['dk', '+45 20-12-34-56', '+4520123456'],
    ['dk', '0045 20123456', '+4520123456'],
    ['no', '412 34 567', '+4741234567'],
    ['no', '(+47) 912 34 567', '+4791234567'],
    ['dk', '+46 70 123 45 67', '+46701234567'],
    ['no', '22 12 34 56', undefined],
    ['dk', '1201 3456', undefined],
    ['dk', '+45 1', undefined],
    ['dk', '112', undefined],
    ['dk', '+0123456789', undefined],
    ['dk', '+4520123456<script>', undefined],
    ['dk', '', undefined],
  ] as const)
    assert.equal(parsePhone(country, typed), parsed, typed)
})
