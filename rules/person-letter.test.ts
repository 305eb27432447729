import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { PERSON_LETTER, readPersonLetter } from './person-letter.ts'

test('S-13: a letter has a subject and a text; what would hide or turn words around is refused', () => {
  assert.deepEqual(readPersonLetter({ title: ' Hej  Ola ', text: 'Linje 1\r\n\r\n  Linje 2\n\n' }), {
    kind: 'letter',
    title: 'Hej Ola',
    text: 'Linje 1\n\n  Linje 2',
  })
  assert.deepEqual(readPersonLetter({ title: ' ', text: '\n' }), {
    kind: 'invalid',
    faults: [
      { field: 'title', reason: 'empty' },
      { field: 'text', reason: 'empty' },
    ],
  })
  for (const text of ['a\u0000b', 'a\u202eb', 'a\ufffd', 'a\ud800'])
    assert.equal(readPersonLetter({ title: 'x', text }).kind, 'invalid')
  const long = 'x'.repeat(PERSON_LETTER.textCharactersMax)
  assert.equal(readPersonLetter({ title: 'x', text: long }).kind, 'letter')
  assert.equal(readPersonLetter({ title: 'x', text: `${long}x` }).kind, 'invalid')
})

test('S-13: read again, a letter that was taken is the same letter', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.string({ unit: 'binary', maxLength: 200 }),
      (title, text) => {
        const read = readPersonLetter({ title, text })
        if (read.kind === 'letter') assert.deepEqual(readPersonLetter(read), read)
      },
    ),
  )
})
