/** A recipient list is UTF-8 or it is refused: read in the wrong encoding, `Sørensen` would be looked for under a name that
 * nobody has, or that somebody else has. */
import { isUtf8 } from 'node:buffer'
import { refuse } from '#ground/refuse.ts'

const NEWLINE = 0x0a
/** A line longer than this is no line of a list. */
const LINE_BYTES_MAX = 32 * 1024 * 1024
const LOOK_BYTES = 512

/** Æ Ø Å æ ø å and é ö ü ä as single bytes. */
const LATIN_1_LETTERS = new Set([0xc6, 0xd8, 0xc5, 0xe6, 0xf8, 0xe5, 0xe9, 0xf6, 0xfc, 0xe4])

/** The same bytes in blocks of whole lines, each checked, without a byte order mark. @throws Refusal recipients-unreadable */
export async function* utf8Blocks(
  source: AsyncIterable<Buffer>,
  name: string,
): AsyncGenerator<Buffer, void, undefined> {
  let rest: Buffer[] = []
  let restBytes = 0
  let linesBefore = 0
  let first = true
  const check = (block: Buffer): Buffer => {
    const start = first ? withoutMark(block, name) : block
    first = false
    if (!isUtf8(start)) throw encodingFault(start, linesBefore, name)
    linesBefore += countLines(start)
    return start
  }
  for await (const piece of source) {
    const end = piece.lastIndexOf(NEWLINE) + 1
    if (end > 0) {
      const block = check(
        restBytes > 0 ? Buffer.concat([...rest, piece.subarray(0, end)]) : piece.subarray(0, end),
      )
      rest = []
      restBytes = 0
      yield block
    }
    if (end < piece.length) {
      rest.push(piece.subarray(end))
      restBytes += piece.length - end
      if (restBytes > LINE_BYTES_MAX)
        throw listFault(`${name}, line ${linesBefore + 1}`, 'line-too-long', 'The line never ends.')
    }
  }
  if (restBytes > 0) yield check(Buffer.concat(rest))
}

export function listFault(field: string, reason: string, message: string) {
  return refuse('recipients-unreadable', { faults: [{ field, reason, message }] })
}

function withoutMark(block: Buffer, name: string): Buffer {
  const utf16 =
    (block[0] === 0xff && block[1] === 0xfe) ||
    (block[0] === 0xfe && block[1] === 0xff) ||
    looksLikeUtf16(block.subarray(0, LOOK_BYTES))
  if (utf16)
    throw listFault(name, 'encoding-utf-16', 'Is UTF-16 ("Unicode" in some programs). Save it as UTF-8.')
  return block[0] === 0xef && block[1] === 0xbb && block[2] === 0xbf ? block.subarray(3) : block
}

/** Every other byte of western text in UTF-16 is zero; a list in UTF-8 has none. */
function looksLikeUtf16(start: Buffer): boolean {
  let zeros = 0
  for (const byte of start) if (byte === 0) zeros += 1
  return start.length >= 4 && zeros * 3 >= start.length
}

function encodingFault(block: Buffer, linesBefore: number, name: string) {
  let from = 0
  for (let line = linesBefore + 1; ; line++) {
    const newline = block.indexOf(NEWLINE, from)
    const end = newline < 0 ? block.length : newline + 1
    const text = block.subarray(from, end)
    if (!isUtf8(text) || newline < 0) {
      const latin1 = text.some((byte) => LATIN_1_LETTERS.has(byte))
      return latin1
        ? listFault(
            `${name}, line ${line}`,
            'encoding-latin-1',
            'Is not UTF-8; it looks like Latin-1 (Windows-1252, "ANSI"). Save the list as UTF-8.',
          )
        : listFault(`${name}, line ${line}`, 'encoding', 'Is not UTF-8. Save the list as UTF-8.')
    }
    from = end
  }
}

function countLines(block: Buffer): number {
  let lines = 0
  for (let at = block.indexOf(NEWLINE); at >= 0; at = block.indexOf(NEWLINE, at + 1)) lines += 1
  return lines
}
