import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { contentDisposition, documentHeaders, safeFileName } from './document-headers.ts'

const sha256 = Buffer.alloc(32, 0xab)
const headersOf = (mediaType: string, fileName = 'a', download = false) =>
  documentHeaders({ mediaType, fileName, sha256 }, download)

test('B-01: file names lose paths, tricks and invisible marks, and end as their content is', () => {
  const cases: [string, string[], string][] = [
    ['Årsopgørelse 2026.pdf', ['pdf'], 'Årsopgørelse 2026.pdf'],
    ['../../etc/passwd', ['pdf'], '-..-etc-passwd.pdf'],
    ['C:\\Windows\\evil.exe', ['pdf'], 'C--Windows-evil.exe.pdf'],
    ['invoice\u202Efdp.exe', ['pdf'], 'invoicefdp.exe.pdf'],
    ['a\r\nSet-Cookie: x=1.pdf', ['pdf'], 'aSet-Cookie- x=1.pdf'],
    ['photo.JPEG', ['jpg', 'jpeg'], 'photo.jpeg'],
    ['...', ['pdf'], 'document.pdf'],
    ['', [], 'document'],
    [`${'x'.repeat(500)}.pdf`, ['pdf'], `${'x'.repeat(120)}.pdf`],
  ]
  for (const [given, extensions, expected] of cases) assert.equal(safeFileName(given, extensions), expected)
})

test('B-01: no file name breaks out of Content-Disposition (RFC 6266), and the real name comes through', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      // Any code units, lone surrogates and controls among them.
      const given = Buffer.from(bytes).toString('utf16le')
      const name = safeFileName(given, ['pdf'])
      assert.ok(name.endsWith('.pdf') && name.length < 300)
      const header = contentDisposition('attachment', name)
      const [, ascii, utf8] =
        /^attachment; filename="([\x20-\x7e]*)"; filename\*=UTF-8''([\w!#$&+.^`|~%-]+)$/.exec(header)!
      assert.doesNotMatch(ascii!, /["\\]/)
      assert.equal(decodeURIComponent(utf8!), name)
    }),
  )
})

test('S-14: HTML is shown in a sandbox without scripts, requests or forms', () => {
  const headers = headersOf('text/html')
  const policy = headers['content-security-policy']!
  assert.match(policy, /^sandbox\b/)
  assert.doesNotMatch(policy, /allow-scripts|allow-same-origin|allow-forms|allow-top-navigation|script-src/)
  for (const part of [
    "default-src 'none'",
    'img-src data:',
    "style-src 'unsafe-inline'",
    "form-action 'none'",
  ])
    assert.ok(policy.includes(part), part)
  assert.equal(headers['content-type'], 'text/html; charset=utf-8')
  assert.equal(headers['x-dns-prefetch-control'], 'off', 'the names its links hold are not looked up')
  assert.match(headers['content-disposition']!, /^inline/)
})

test('S-14: a kind of file nobody planned for is bytes to download, never shown', () => {
  for (const mediaType of [
    'image/svg+xml',
    'application/xhtml+xml',
    'text/xml',
    'text/javascript',
    'x',
    '',
  ]) {
    const headers = headersOf(mediaType)
    assert.equal(headers['content-type'], 'application/octet-stream')
    assert.match(headers['content-disposition']!, /^attachment/)
    assert.match(headers['content-security-policy']!, /^sandbox; default-src 'none'/)
  }
})

test('B-01: every document is nosniff, uncached, same-origin and known by its hash', () => {
  for (const mediaType of ['application/pdf', 'text/html', 'text/plain', 'image/png', 'other/kind']) {
    const headers = headersOf(mediaType, 'name', true)
    assert.equal(headers['x-content-type-options'], 'nosniff')
    assert.equal(headers['cache-control'], 'private, no-store')
    assert.equal(headers['cross-origin-resource-policy'], 'same-origin')
    assert.equal(headers.etag, `"${'ab'.repeat(32)}"`)
    assert.match(headers['content-disposition']!, /^attachment/)
  }
})
