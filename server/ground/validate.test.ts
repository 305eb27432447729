import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type LetterOrder, PostLetters } from '#api/dispatch.ts'
import { validate } from './validate.ts'

const LETTER = { recipient: { nationalNumber: '0101651111' }, title: 'Bill', documents: [{ part: 'letter' }] }

function told(...letters: unknown[]): string[] {
  const read = validate(PostLetters, { letters })
  return read.kind === 'ok' ? [] : read.faults.map(({ field, reason }) => `${field} ${reason}`)
}

const toldOf = (changed: Partial<Record<keyof LetterOrder, unknown>>) => told({ ...LETTER, ...changed })

test('S-05: one wrong field of a choice is one fault: what was not meant is not told of', () => {
  assert.deepEqual(toldOf({ wants: { kind: 'answer', dueOn: '2026-12-01' } }), [])
  assert.deepEqual(toldOf({ wants: { kind: 'answer', dueOn: '2026-13-45' } }), [
    'letters.0.wants.dueOn format',
  ])
  assert.deepEqual(
    toldOf({ wants: { kind: 'pay', dueOn: '2026-12-01', amountMinor: 0, currency: 'kr', note: '' } }),
    [
      'letters.0.wants.note unknown-field',
      'letters.0.wants.amountMinor minimum',
      'letters.0.wants.currency enum',
    ],
  )
  assert.deepEqual(toldOf({ wants: { kind: 'anwser', dueOn: '2026-12-01' } }), [
    'letters.0.wants.kind not-a-choice',
  ])
  assert.deepEqual(toldOf({ wants: { dueOn: '2026-12-01' } }), ['letters.0.wants.kind missing'])
  assert.deepEqual(toldOf({ wants: 'pay' }), ['letters.0.wants type'])
  assert.deepEqual(toldOf({ minimumLevel: 'highest' }), ['letters.0.minimumLevel not-a-choice'])
})

test('S-05: each document of a list is judged as what it was meant to be', () => {
  assert.deepEqual(
    toldOf({ documents: [{ documentId: 'x' }, { part: 'terms', name: 'x' }, { parts: 'x' }] }),
    [
      'letters.0.documents.0.documentId format',
      'letters.0.documents.1.name unknown-field',
      'letters.0.documents.2.parts unknown-field',
    ],
  )
})

test('S-05: the faults of many letters are told at once, fifty at most', () => {
  const wrong = { ...LETTER, minimumLevel: 'x', wants: { kind: 'answer', dueOn: 'soon' } }
  const faults = told(...Array.from({ length: 20 }, () => wrong))
  assert.equal(faults.length, 40)
  assert.ok(faults.includes('letters.19.wants.dueOn format'))
  assert.equal(told(...Array.from({ length: 100 }, () => wrong)).length, 50)
})

test('S-05: a fault says what is allowed', () => {
  const read = validate(PostLetters, {
    letters: [
      {
        ...LETTER,
        documents: [{ documentId: 'x' }],
        wants: { kind: 'pay', dueOn: '1/12', amountMinor: 1, currency: 'kr' },
      },
    ],
  })
  assert.ok(read.kind === 'faults')
  assert.deepEqual(
    read.faults.map(({ message }) => message).toSorted(),
    [
      'Must be an id, written like 0193e8a2-7c11-7f0e-8d3a-5b1c2d3e4f50.',
      'Must be one of: "DKK", "NOK", "SEK", "EUR".',
      'Must be a day that exists, written like 2026-12-01.',
    ].toSorted(),
  )
})
