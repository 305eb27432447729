import assert from 'node:assert/strict'
import { test } from 'node:test'
import { idsOf, judge, page, readIndex, unknownIds } from './requirements.ts'
import { IN_PART } from './requirements-in-part.ts'

const result = (name: string, ok = true, skipped = false) => ({
  name,
  within: [] as string[],
  file: 'x',
  ok,
  skipped,
  todo: false,
})

test('the IDs a name begins with, and no others', () => {
  assert.deepEqual(idsOf('S-02 A-05: two namesakes, see B-01'), ['S-02', 'A-05'])
  assert.deepEqual(idsOf('E-14, R30 G10: retention'), ['E-14', 'R30', 'G10'])
  assert.deepEqual(idsOf('S-02 two namesakes'), ['S-02'])
  assert.deepEqual(idsOf('a letter like S-02'), [])
  assert.deepEqual(idsOf('P-256 keys, SHA-256, A4 paper'), [])
})

test('proven by passing tests only; a failed or skipped one spoils its row', () => {
  const index = { 'S-01': 'one', 'S-02': 'two', 'S-03': 'three', 'S-04': 'four' }
  const results = [
    result('S-01: a'),
    result('S-01 S-02: b'),
    result('S-02: c', false),
    result('S-03: d', true, true),
  ]
  assert.deepEqual(judge(results, index, {}), {
    'S-01': { tests: 2, status: 'proven' },
    'S-02': { tests: 1, status: 'failing' },
    'S-03': { tests: 0, status: 'failing' },
    'S-04': { tests: 0, status: 'open' },
  })
})

test('partly built: good tests make the row "in part", with what is missing; bad ones and none stay what they are', () => {
  const index = { 'S-01': 'one', 'S-02': 'two', 'S-03': 'three' }
  const missing = { 'S-01': 'No one.', 'S-02': 'No two.', 'S-03': 'No three.' }
  const requirements = judge([result('S-01: a'), result('S-02: b', false)], index, missing)
  assert.deepEqual(
    [requirements['S-01'], requirements['S-02']?.status, requirements['S-03']?.status],
    [{ tests: 1, status: 'in part' }, 'failing', 'open'],
  )
  const text = page(requirements, index, missing)
  assert.ok(text.includes('| S-01 | one | 1 | in part: No one. |'))
  assert.ok(text.includes('0 proven, 1 in part, 1 open, 1 failing.'))
  assert.ok(!text.includes('No two.') && !text.includes('No three.'))
})

test('what is built in part is a row of the index, and says in one sentence what is missing', () => {
  const index = readIndex()
  for (const [id, missing] of Object.entries(IN_PART)) {
    assert.ok(Object.hasOwn(index, id), id)
    assert.match(missing, /^[A-Z][^|\n]{8,150}\.$/, id)
  }
})

test('a test within a suite proves what the suite names', () => {
  const inner = { ...result('B-01: inner'), within: ['O-05: store contract', 'no ID here'] }
  const { 'O-05': outer, 'B-01': own } = judge([inner], { 'O-05': 'x', 'B-01': 'y' }, {})
  assert.deepEqual(
    [outer, own],
    [
      { tests: 1, status: 'proven' },
      { tests: 1, status: 'proven' },
    ],
  )
})

test('an unknown ID is named', () => {
  assert.match(unknownIds([result('S-99: x')], readIndex())[0]!, /S-99/)
  assert.deepEqual(unknownIds([result('S-01 E-14 R30: x')], readIndex()), [])
})

test('the page lists every row of the index', () => {
  const index = readIndex()
  const text = page(judge([], index), index)
  for (const id of Object.keys(index)) assert.ok(text.includes(`\n| ${id} | `), id)
})
