import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ACTION_LEVELS, type Action, levelFor } from './action-levels.ts'
import { atLeast, LEVELS } from './levels.ts'

const actions = Object.keys(ACTION_LEVELS) as Action[]

test('I-13: the level asked is that of the table, and never more than this person can show', () => {
  for (const action of actions)
    for (const reach of LEVELS) {
      const needs = levelFor(action, reach)
      assert.ok(atLeast(reach, needs), `${action} is open to a person of reach ${reach}`)
      assert.equal(needs, atLeast(reach, ACTION_LEVELS[action]) ? ACTION_LEVELS[action] : reach)
    }
})

test('I-13: what redirects letters or ends the mailbox is not to be had for a password', () => {
  for (const action of [
    'add-email',
    'remove-email',
    'withdraw-number-consent',
    'pause-mailbox',
    'close-mailbox',
  ] as const)
    assert.equal(levelFor(action, 'substantial'), 'substantial')
})

test('G8: withdrawing the exchange consent asks for no more than giving it', () => {
  assert.equal(levelFor('set-exchange-consent', 'substantial'), 'low')
})
