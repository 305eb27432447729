import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { withoutConnections } from './without-connections.ts'

async function shown(bytes: Uint8Array, cuts: readonly number[] = []): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  const at = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]
  for (let i = 1; i < at.length; i++) pieces.push(bytes.subarray(at[i - 1], at[i]))
  const parts: Uint8Array[] = []
  for await (const part of withoutConnections(
    (async function* () {
      yield* pieces
    })(),
  ))
    parts.push(part)
  return Buffer.concat(parts)
}

test('S-14: no frame is left in a letter as it is shown, however it is spelt; everything else is as it was', async () => {
  const given =
    '<p>Kære <b>iframe</b> æøå</p><iframe src=//x></iframe><IFrame\n><frame src=y><FRAMESET><object data=z><embed/><portal><fencedframe><applet><footer><form>'
  assert.equal(
    String(await shown(Buffer.from(given))),
    '<p>Kære <b>iframe</b> æøå</p><xframe src=//x></iframe><xFrame\n><xrame src=y><xRAMESET><xbject data=z><xmbed/><xortal><xencedframe><xpplet><footer><form>',
  )
  for (const swapped of [false, true]) {
    const utf16 = Buffer.from('\ufeff<p>å</p><iframe src=x>', 'utf16le')
    const bytes = swapped ? Buffer.from(utf16).swap16() : utf16
    const out = await shown(bytes)
    assert.equal(
      (swapped ? Buffer.from(out).swap16() : out).toString('utf16le'),
      '\ufeff<p>å</p><xframe src=x>',
    )
  }
})

test('S-14: no link of the head is left either: Firefox connects to its address although no policy allows a request; nothing moves', async () => {
  const given =
    '<head><link rel=preconnect href=//du.example><LiNk/rel=dns-prefetch href=//du.example></head><a href=/link>link, &lt;link&gt;, blink</a>'
  assert.equal(
    String(await shown(Buffer.from(given))),
    '<head><meta rel=preconnect href=//du.example><meta/rel=dns-prefetch href=//du.example></head><a href=/link>link, &lt;link&gt;, blink</a>',
  )
  for (const swapped of [false, true]) {
    const utf16 = Buffer.from('\ufeff<LINK rel=preconnect>', 'utf16le')
    const out = await shown(swapped ? Buffer.from(utf16).swap16() : utf16)
    assert.equal((swapped ? out.swap16() : out).toString('utf16le'), '\ufeff<meta rel=preconnect>')
  }
})

test('S-14: it does not matter how a letter is cut on its way; any bytes keep their number, and what is shown once is shown the same again', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.oneof(
          fc.constantFrom(
            '<',
            'iframe',
            '<ifr',
            'ame',
            '<object',
            '<fencedframe',
            '\0',
            '<emb',
            'ed>',
            '<li',
            'nk',
            '<LINK',
            ' ',
          ),
          fc.string({ maxLength: 40 }),
        ),
        { maxLength: 30 },
      ),
      fc.array(fc.nat(), { maxLength: 6 }),
      async (words, cuts) => {
        const bytes = Buffer.from(words.join(''))
        const out = await shown(bytes, cuts)
        assert.equal(out.length, bytes.length)
        assert.deepEqual(out, await shown(bytes))
        assert.deepEqual(await shown(out), out)
        assert.doesNotMatch(out.toString('latin1'), /<(i?frame|object|embed|portal|fencedframe|applet|link)/i)
      },
    ),
    { numRuns: 300 },
  ))
