/**
 * S-14: an HTML letter as it is shown holds neither frames nor links of its head. What they would load is stopped by the document's
 * policy, but the connection is not: for a frame Chromium opens it before it asks the policy, and for `<link rel=preconnect>` Firefox
 * never asks. A sender who names an address for each reader could see when, and from where, a letter is read. So the name of each such
 * element is spelt so that no browser takes it for one. It is done in the bytes and keeps their number: what a browser takes for a
 * tag is a `<` with the name right behind it, in every encoding it may read here (the header says UTF-8; a byte order mark of UTF-16 is
 * stronger, and puts a NUL between). The document itself, its hash and its download are untouched.
 */
const FRAMES = ['iframe', 'frame', 'frameset', 'fencedframe', 'portal', 'object', 'embed', 'applet']
const OPENING = new RegExp(
  `<(\\0?)[${[...new Set(FRAMES.map((name) => name[0]))].join('')}](?=${FRAMES.map((name) => [...name.slice(1)].map((letter) => `\\0?${letter}`).join('')).join('|')})`,
  'gi',
)
/** Becomes a `meta`, which has no content either and may stand where it stood: nothing of the letter moves. */
const LINK = /<(\0?)l(\0?)i(\0?)n(\0?)k/gi
/** So many bytes at the end of a piece may be the beginning of a tag. */
const HELD = 2 * (1 + Math.max(...FRAMES.map((name) => name.length)))

/** The same number of bytes, piece by piece. */
export async function* withoutConnections(html: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let text = ''
  for await (const piece of html) {
    text = (text + Buffer.from(piece.buffer, piece.byteOffset, piece.length).toString('latin1'))
      .replace(OPENING, '<$1x')
      .replace(LINK, '<$1m$2e$3t$4a')
    if (text.length <= HELD) continue
    yield Buffer.from(text.slice(0, -HELD), 'latin1')
    text = text.slice(-HELD)
  }
  if (text !== '') yield Buffer.from(text, 'latin1')
}
