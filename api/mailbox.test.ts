import assert from 'node:assert/strict'
import test from 'node:test'
import Value from 'typebox/value'
import * as mailbox from './mailbox.ts'
import * as settings from './settings.ts'

const letterId = '0193b0a2-0000-7000-8000-000000000001'

test('B-06: a locked letter has no room for documents, so a server cannot send them by mistake', () => {
  const locked = {
    locked: true,
    letterId,
    kind: 'received',
    receivedAt: '2026-11-22T08:02:00Z',
    unread: true,
    sender: null,
    title: null,
    sensitive: true,
    minimumLevel: 'substantial',
    place: 'inbox',
    starred: false,
    goneAt: null,
  }
  assert.ok(Value.Check(mailbox.Letter, locked))
  assert.ok(!Value.Check(mailbox.Letter, { ...locked, locked: false }))
  assert.ok(!('documents' in mailbox.LockedLetter.properties))
})

test('P-12: number use is not withdrawn without saying that the consequences are understood', () => {
  assert.ok(Value.Check(settings.WithdrawNumberConsent, { understood: true, endsLetters: 12 }))
  assert.ok(!Value.Check(settings.WithdrawNumberConsent, { understood: false, endsLetters: 12 }))
  assert.ok(!Value.Check(settings.WithdrawNumberConsent, { endsLetters: 12 }))
})

test('every request refuses unknown fields, and a page has an upper limit', () => {
  const smallest = [
    [mailbox.PageQuery, {}],
    [mailbox.SetUnread, { unread: true }],
    [settings.ChangeSettings, { language: 'da' }],
    [settings.SetExchangeConsent, { given: true }],
    [settings.WithdrawNumberConsent, { understood: true, endsLetters: 0 }],
    [settings.AddEmail, { address: 'karen@fjordby.example' }],
  ] as const
  for (const [message, value] of smallest) {
    assert.ok(Value.Check(message, value), JSON.stringify(value))
    assert.ok(!Value.Check(message, { ...value, mailboxId: letterId }), JSON.stringify(value))
  }
  assert.ok(!Value.Check(mailbox.PageQuery, { limit: 101 }))
  assert.ok(!Value.Check(settings.ChangeSettings, {}))
})
