import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readMultipart } from '#dispatch/counter/read-multipart.ts'

/** Node's own encoder is the other side: what it writes must be read back. */
async function encoded(
  parts: readonly { name: string; bytes: Uint8Array; fileName?: string; type?: string }[],
) {
  const form = new FormData()
  for (const { name, bytes, fileName, type } of parts) {
    if (fileName === undefined) form.append(name, Buffer.from(bytes).toString('latin1'))
    else
      form.append(
        name,
        new Blob([bytes as Uint8Array<ArrayBuffer>], { type: type ?? 'application/pdf' }),
        fileName,
      )
  }
  const response = new Response(form)
  return { type: response.headers.get('content-type')!, body: Buffer.from(await response.arrayBuffer()) }
}

test('S-05: whatever bytes and names another implementation writes are read back unchanged', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          name: fc.stringMatching(/^[A-Za-z0-9._-]{1,30}$/),
          fileName: fc.stringMatching(/^[A-Za-zæøåÆØÅ0-9 "._-]{1,30}$/),
          bytes: fc.uint8Array({ maxLength: 300 }),
        }),
        { minLength: 1, maxLength: 6 },
      ),
      async (parts) => {
        const { type, body } = await encoded(parts)
        const read = readMultipart(type, body)
        assert.equal(read.kind, 'parts')
        assert.deepEqual(
          read.kind === 'parts' &&
            read.parts.map((p) => ({ name: p.name, fileName: p.fileName, bytes: Uint8Array.from(p.bytes) })),
          parts.map((p) => ({ name: p.name, fileName: p.fileName, bytes: Uint8Array.from(p.bytes) })),
        )
      },
    ),
    { numRuns: 200 },
  )
})

test('S-05: a body cut off anywhere is malformed, never a shorter letter', async () => {
  const { type, body } = await encoded([
    { name: 'letters', bytes: Buffer.from('{}'), fileName: 'letters.json', type: 'application/json' },
    { name: 'brev', bytes: Buffer.from('%PDF-1.4 and so on'), fileName: 'brev.pdf' },
  ])
  const whole = readMultipart(type, body)
  assert.equal(whole.kind === 'parts' && whole.parts.length, 2)
  // The last two bytes are a line break after the end; without them it is still whole.
  for (let length = 0; length < body.length - 3; length++)
    assert.equal(readMultipart(type, body.subarray(0, length)).kind, 'malformed', `cut at ${length}`)
})

test('S-05: hostile bodies are malformed or read as bytes, and never take long', () => {
  const type = 'multipart/form-data; boundary=b'
  assert.equal(readMultipart('multipart/form-data', Buffer.from('')).kind, 'malformed')
  assert.equal(readMultipart('multipart/form-data; boundary=', Buffer.from('--')).kind, 'malformed')
  assert.equal(readMultipart(type, Buffer.alloc(1_000_000, '\r\n--')).kind, 'malformed')
  const header = `--b\r\nContent-Disposition: form-data; name="a"; filename="${'x'.repeat(10_000)}"\r\n\r\n1\r\n--b--`
  assert.deepEqual(readMultipart(type, Buffer.from(header)), { kind: 'malformed', reason: 'headers' })
  const many = Array.from(
    { length: 200 },
    (_, i) => `--b\r\nContent-Disposition: form-data; name="p${i}"\r\n\r\n1\r\n`,
  )
  assert.deepEqual(readMultipart(type, Buffer.from(`${many.join('')}--b--`)), {
    kind: 'malformed',
    reason: 'too-many-parts',
  })
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
      const read = readMultipart(type, Buffer.from(bytes))
      return read.kind === 'malformed' || read.kind === 'parts'
    }),
  )
})
