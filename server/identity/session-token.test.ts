import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { newToken, tokenHash } from './session-token.ts'

test('E-10: a session token has 256 random bits and is known to us by its SHA-256 only', () => {
  const tokens = Array.from({ length: 200 }, newToken)
  assert.equal(new Set(tokens.map((token) => token.text)).size, 200)
  for (const token of tokens) {
    assert.equal(Buffer.from(token.text, 'base64url').length, 32)
    assert.deepEqual(token.hash, createHash('sha256').update(token.text).digest())
    assert.deepEqual(tokenHash(token.text), token.hash)
  }
})

test('what can be no token of ours is turned away before the database', () => {
  const { text } = newToken()
  const twin = text.slice(0, 42) + String.fromCharCode(text.charCodeAt(42) + 1)
  for (const junk of [
    undefined,
    '',
    text.slice(1),
    `${text}A`,
    `${text}=`,
    twin,
    "' OR 1=1 --",
    'é'.repeat(43),
  ]) {
    assert.equal(tokenHash(junk), null, String(junk))
  }
})
