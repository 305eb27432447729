import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { letterPath, safeReturn } from './return-path.ts'

const LETTER = '0198c0de-1234-7abc-8def-0123456789ab'

test('B-06: a sign-in leads back to exactly that letter', () => {
  assert.equal(letterPath(LETTER), `/letters/${LETTER}`)
  for (const path of [
    '/',
    '/inbox',
    '/settings/devices',
    `/letters/${LETTER}/proof`,
    `/in/${LETTER}/letters/${LETTER}/proof`,
  ]) {
    assert.equal(safeReturn(path), path)
  }
})

test('P-09: a sign-in leads back to the link of a verification mail, whole and of exactly that shape', () => {
  const link = `/verify-email?token=${'aB3_-'.repeat(9).slice(0, 43)}`
  assert.equal(safeReturn(link), link)
  for (const near of [link.slice(0, -1), `${link}a`, `${link}&lang=da`, `/settings${link}`, `${link}\n`])
    assert.equal(safeReturn(near), '/', near)
})

test('open redirects lead home', () => {
  for (const evil of [
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    'https://evil.example/',
    'https:evil.example',
    'javascript:alert(1)',
    '/%2f%2fevil.example',
    '/\t/evil.example',
    '/inbox?next=//evil.example',
    '/inbox#//evil.example',
    '/@evil.example',
    '/verify-email?token=x&next=//evil.example',
    `/verify-email?token=${'a'.repeat(43)}#//evil`,
    '/inbox//evil.example',
    '/inbox/../sign-out',
    '/inbox\r\nSet-Cookie: a=b',
    '/inbox\n',
    '/sign-out',
    '/sign-in',
    '/sign-in/step-up',
    '/api/session',
    '/v1/letters',
    '',
    undefined,
    null,
    ['/inbox'],
    { toString: () => '//evil.example' },
  ]) {
    assert.equal(safeReturn(evil), '/', String(evil))
  }
  assert.equal(letterPath('../../sign-out'), '/')
})

test('whatever is asked for, a browser stays with us', () => {
  const origin = 'https://post.example'
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.webUrl(),
        fc.webPath(),
        fc.string().map((s) => `/${s}`),
      ),
      (wanted) => {
        assert.equal(new URL(safeReturn(wanted), origin).origin, origin)
        assert.equal(new URL(letterPath(wanted), origin).origin, origin)
      },
    ),
  )
})
