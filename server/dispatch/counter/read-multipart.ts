/** Reads multipart/form-data (RFC 7578, RFC 2046 §5.1) that has arrived whole. A body is at most some tens of megabytes and
 * all of it is needed before anything can be decided, so nothing is gained by streaming it, and the streaming parsers cost
 * twice as much time as everything else a letter needs on its way in (docs/decisions/multipart-in-one-piece.md). */

export type MultipartPart = {
  name: string
  /** undefined: an ordinary form field. */
  fileName: string | undefined
  /** As given, or text/plain (RFC 7578 §4.4). */
  mediaType: string
  /** A view into the body. */
  bytes: Buffer
}

export type Multipart =
  | { kind: 'parts'; parts: MultipartPart[] }
  | { kind: 'malformed'; reason: 'boundary' | 'cut-off' | 'headers' | 'too-many-parts' }

const HEADER_BYTES_MAX = 4096
const PARTS_MAX = 64
/** RFC 2046: 1 to 70 of these, the last no space. */
const BOUNDARY =
  /;\s*boundary=(?:"([0-9A-Za-z'()+_,\-./:=? ]{1,70})"|([0-9A-Za-z'+_\-.]{1,70}))(?:\s*;|\s*$)/i
const CRLF = 0x0d0a

export function readMultipart(contentType: string, body: Buffer): Multipart {
  const [, quoted, plain] = BOUNDARY.exec(contentType) ?? []
  const boundary = quoted ?? plain
  if (boundary === undefined) return { kind: 'malformed', reason: 'boundary' }
  const delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1')
  // The first delimiter may stand at the very beginning, without its line break.
  const opening = delimiter.subarray(2)
  let at = body.subarray(0, opening.length).equals(opening) ? opening.length : after(body, delimiter, 0)
  const parts: MultipartPart[] = []
  while (at >= 0) {
    // "--" ends the body; what follows is an epilogue and is nobody's.
    if (body[at] === 0x2d && body[at + 1] === 0x2d) return { kind: 'parts', parts }
    if (parts.length === PARTS_MAX) return { kind: 'malformed', reason: 'too-many-parts' }
    while (body[at] === 0x20 || body[at] === 0x09) at++
    if (at + 2 > body.length || body.readUInt16BE(at) !== CRLF)
      return { kind: 'malformed', reason: 'cut-off' }
    const headersEnd = body.indexOf('\r\n\r\n', at, 'latin1')
    if (headersEnd < 0 || headersEnd - at > HEADER_BYTES_MAX) return { kind: 'malformed', reason: 'headers' }
    const end = body.indexOf(delimiter, headersEnd + 2)
    if (end < 0) return { kind: 'malformed', reason: 'cut-off' }
    const part = readHeaders(body.toString('utf8', at + 2, headersEnd + 2))
    if (!part) return { kind: 'malformed', reason: 'headers' }
    parts.push({ ...part, bytes: body.subarray(Math.min(headersEnd + 4, end), end) })
    at = end + delimiter.length
  }
  return { kind: 'malformed', reason: 'cut-off' }
}

function after(body: Buffer, delimiter: Buffer, from: number): number {
  const found = body.indexOf(delimiter, from)
  return found < 0 ? -1 : found + delimiter.length
}

const DISPOSITION = /^content-disposition:\s*form-data\s*(;.*)$/im
const TYPE = /^content-type:\s*([^\r\n]+?)\s*$/im
/** Quoted as browsers write it: `%22` for a quotation mark, or a backslash before it. */
const NAME = /;\s*name="((?:[^"\\\r\n]|\\.)*)"/i
const FILE_NAME = /;\s*filename="((?:[^"\\\r\n]|\\.)*)"/i
/** RFC 5987, which some clients send beside the plain form. */
const FILE_NAME_STAR = /;\s*filename\*=UTF-8''([^;\r\n]*)/i

function readHeaders(text: string): Omit<MultipartPart, 'bytes'> | undefined {
  const disposition = DISPOSITION.exec(text)?.[1]
  const name = disposition && NAME.exec(disposition)?.[1]
  if (!disposition || name === undefined) return undefined
  const plain = FILE_NAME.exec(disposition)?.[1]
  const star = FILE_NAME_STAR.exec(disposition)?.[1]
  const fileName = star === undefined ? plain && unquote(plain) : decoded(star)
  return { name: unquote(name), fileName: fileName ?? plain, mediaType: TYPE.exec(text)?.[1] ?? 'text/plain' }
}

const unquote = (text: string): string => text.replace(/\\(.)/g, '$1').replaceAll('%22', '"')

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
