/**
 * S-14: an HTML letter as it is shown holds no frames. What a frame would load is stopped by the document's policy, but Chromium opens
 * the connection to its address before it asks the policy: a sender could see when, and from where, a letter is read. So the name of
 * each such element is spelt so that no browser knows it. It is done in the bytes and keeps their number: what a browser takes for a
 * tag is a `<` with the name right behind it, in every encoding it may read here (the header says UTF-8; a byte order mark of UTF-16 is
 * stronger, and puts a NUL between). The document itself, its hash and its download are untouched.
 */
const FRAMES = ['iframe', 'frame', 'frameset', 'fencedframe', 'portal', 'object', 'embed', 'applet']
const OPENING = new RegExp(
  `<(\\0?)[${[...new Set(FRAMES.map((name) => name[0]))].join('')}](?=${FRAMES.map((name) => [...name.slice(1)].map((letter) => `\\0?${letter}`).join('')).join('|')})`,
  'gi',
)
/** So many bytes at the end of a piece may be the beginning of a tag. */
const HELD = 2 * (1 + Math.max(...FRAMES.map((name) => name.length)))

/** The same number of bytes, piece by piece. */
export async function* withoutFrames(html: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let text = ''
  for await (const piece of html) {
    text = (text + Buffer.from(piece.buffer, piece.byteOffset, piece.length).toString('latin1')).replace(
      OPENING,
      '<$1x',
    )
    if (text.length <= HELD) continue
    yield Buffer.from(text.slice(0, -HELD), 'latin1')
    text = text.slice(-HELD)
  }
  if (text !== '') yield Buffer.from(text, 'latin1')
}
