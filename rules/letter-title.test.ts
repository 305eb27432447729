import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readTitle } from './letter-title.ts'

const told = (text: string) => {
  const read = readTitle(text)
  return read.kind === 'ok' ? read.title : read.fault.reason
}

test('A-09: a title is what its reader hears: never blank, never another than it looks', () => {
  assert.equal(told('  Regning\u00a0for  oktober '), 'Regning for oktober')
  for (const blank of ['   ', '\u00a0', '\u200b\u200e'])
    assert.equal(told(blank), 'empty', JSON.stringify(blank))
  assert.equal(told('Regning \u202efdp.exe'), 'control-character')
  assert.equal(told('Regning\u0000'), 'control-character')
  assert.equal(told('P\ufffdmindelse'), 'broken-encoding')
  assert.equal(told('a'.repeat(201)), 'too-long')
})
