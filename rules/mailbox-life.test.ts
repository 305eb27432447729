import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answerWish, MAILBOX_WISHES, type MailboxState, type MailboxWish } from './mailbox-life.ts'

const STATES: MailboxState[] = ['open', 'deactivated', 'closed', 'opted-out']
const wishes = Object.keys(MAILBOX_WISHES) as MailboxWish[]

test('B-09 B-22 D-04 D-05: the whole table: from where an owner can deactivate, close and come back', () => {
  const answers = (wish: MailboxWish) =>
    STATES.map((state) => {
      const answer = answerWish(wish, { state, endedByDeath: false, contentErased: false })
      return answer.kind === 'changes' ? answer.to : answer.kind
    })
  assert.deepEqual(answers('deactivate'), ['deactivated', 'so-already', 'not-possible', 'not-possible'])
  assert.deepEqual(answers('reactivate'), ['so-already', 'open', 'not-possible', 'not-possible'])
  assert.deepEqual(answers('close'), ['closed', 'closed', 'so-already', 'closed'])
  assert.deepEqual(answers('reopen'), ['so-already', 'not-possible', 'open', 'not-possible'])
})

test('B-12: what a death notice ended no wish of an owner brings back', () => {
  for (const wish of wishes)
    for (const state of STATES)
      assert.deepEqual(answerWish(wish, { state, endedByDeath: true, contentErased: false }), {
        kind: 'not-possible',
        why: 'death',
      })
})

test('B-09 O-05: what is erased cannot be reopened', () => {
  assert.deepEqual(answerWish('reopen', { state: 'closed', endedByDeath: false, contentErased: true }), {
    kind: 'not-possible',
    why: 'erased',
  })
})
