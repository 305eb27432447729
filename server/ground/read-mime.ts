/**
 * Reads mail as it came in (RFC 5322, RFC 2045 to 2047), with bounds on everything. Strict where two readers could see two different
 * mails: an entity with two Content-Types has none. Bytes stay as they were, for signatures.
 */
import { wordsOfHtml } from './html-words.ts'

export type Entity = {
  /** Names in lower case, values unfolded, in their order. */
  readonly headers: ReadonlyMap<string, readonly string[]>
  /** In lower case; `text/plain` when nothing is said, empty when it is said twice or cannot be read. */
  readonly type: string
  /** Of the Content-Type; names in lower case. */
  readonly parameters: ReadonlyMap<string, string>
  /** Not decoded, one byte a character. */
  readonly body: string
}

const HEADERS_MAX = 500
const HEADER_CHARACTERS_MAX = 64 * 1024
const PARTS_MAX = 20
const DEPTH_MAX = 5

/** Line breaks as mail has them, whatever brought it here; one byte a character. */
export const mailText = (raw: Uint8Array): string =>
  Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString('latin1').replace(/\r?\n/g, '\r\n')

/** @param text by `mailText` */
export function readEntity(text: string): Entity {
  const end = text.startsWith('\r\n') ? 0 : text.indexOf('\r\n\r\n')
  const head = end < 0 ? text : text.slice(0, end)
  const body = end < 0 ? '' : text.slice(end + (end === 0 ? 2 : 4))
  const headers = readFields(head.slice(0, HEADER_CHARACTERS_MAX))
  const said = headers.get('content-type') ?? []
  if (said.length > 1) return { headers, type: '', parameters: new Map(), body }
  return { headers, ...readType(said[0] ?? 'text/plain'), body }
}

export function readFields(block: string): Map<string, string[]> {
  const fields = new Map<string, string[]>()
  const lines = block.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)
  for (const line of lines.slice(0, HEADERS_MAX)) {
    const [, name, value] = /^([!-9;-~]+)[ \t]*:[ \t]*(.*)$/.exec(line) ?? []
    if (name === undefined) continue
    const key = name.toLowerCase()
    fields.set(key, [...(fields.get(key) ?? []), value!.trim()])
  }
  return fields
}

/** The value of a field that stands there once. */
export function fieldOf({ headers }: Pick<Entity, 'headers'>, name: string): string | undefined {
  const values = headers.get(name)
  return values?.length === 1 ? values[0] : undefined
}

function readType(value: string): Pick<Entity, 'type' | 'parameters'> {
  const parameters = new Map<string, string>()
  const inPieces = new Map<string, number>()
  const [, type] = /^\s*([\w!#$&^.+-]+\/[\w!#$&^.+-]+)\s*(?:;|$)/.exec(value) ?? []
  if (type === undefined) return { type: '', parameters }
  for (const [, name, place, quoted, plain] of value.matchAll(
    /;\s*([\w-]+)(?:\*(\d+))?\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]+))/g,
  )) {
    const key = name!.toLowerCase()
    const said = plain ?? quoted!.replace(/\\(.)/g, '$1')
    const before = parameters.get(key)
    // RFC 2231 §3: in pieces, that are joined as they are numbered; pieces out of order are not read.
    const pieces = place === undefined ? 0 : Number(place)
    if (pieces > 0 ? inPieces.get(key) !== pieces - 1 : before !== undefined)
      return { type: '', parameters: new Map() }
    if (place !== undefined) inPieces.set(key, pieces)
    parameters.set(key, pieces > 0 ? before + said : said)
  }
  return { type: type.toLowerCase(), parameters }
}

/** The parts of a multipart, each as it stands between its boundaries; null when it is none, is cut off or has too many. */
export function partsOf({ type, parameters, body }: Entity): string[] | null {
  const boundary = parameters.get('boundary') ?? ''
  if (!type.startsWith('multipart/') || boundary === '' || boundary.length > 70) return null
  const escaped = boundary.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
  const marks = new RegExp(`(?:^|\\r\\n)--${escaped}(--)?[ \\t]*(?=\\r\\n|$)`, 'g')
  const parts: string[] = []
  let start = -1
  for (const mark of body.matchAll(marks)) {
    if (start >= 0) parts.push(body.slice(start, Math.max(start, mark.index)))
    if (mark[1] !== undefined) return parts
    if (parts.length >= PARTS_MAX) return null
    start = mark.index + mark[0].length + 2
  }
  return null
}

/** The body with its transfer encoding taken off; null when that is not known or damaged. */
export function bytesOf(entity: Entity): Buffer | null {
  if ((entity.headers.get('content-transfer-encoding')?.length ?? 0) > 1) return null
  switch ((fieldOf(entity, 'content-transfer-encoding') ?? '7bit').toLowerCase()) {
    case '7bit':
    case '8bit':
    case 'binary':
      return Buffer.from(entity.body, 'latin1')
    case 'base64': {
      const text = entity.body.replace(/[\r\n\t ]+/g, '')
      return /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0 ? Buffer.from(text, 'base64') : null
    }
    case 'quoted-printable':
      return Buffer.from(
        withoutLineEnds(entity.body)
          .replace(/=\r\n/g, '')
          .replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
        'latin1',
      )
    default:
      return null
  }
}

/** RFC 2045 §6.7 (3): blanks at the end of a line are nobody's. By hand: as one expression, half a megabyte of blanks took hours. */
const withoutLineEnds = (text: string): string =>
  text
    .split('\r\n')
    .map((line) => {
      let end = line.length
      while (end > 0 && (line[end - 1] === ' ' || line[end - 1] === '\t')) end--
      return line.slice(0, end)
    })
    .join('\r\n')

/**
 * What somebody would read in it, without its looks: the first plain text that says anything, else the words of the first HTML (a program
 * that sends only that). Attachments and quoted mails are not looked into.
 */
export const wordsOf = (entity: Entity): string | null =>
  textOf(entity, 'text/plain', 0) ?? textOf(entity, 'text/html', 0)

function textOf(entity: Entity, wanted: 'text/plain' | 'text/html', depth: number): string | null {
  if (depth > DEPTH_MAX) return null
  if (/^attachment\b/i.test(fieldOf(entity, 'content-disposition') ?? '')) return null
  if (entity.type === wanted) {
    const bytes = bytesOf(entity)
    const text = bytes && decode(bytes, entity.parameters.get('charset') ?? 'us-ascii')
    const words = text && (wanted === 'text/html' ? wordsOfHtml(text) : joined(text, entity))
    return words && words.trim() !== '' ? words : null
  }
  for (const part of partsOf(entity) ?? []) {
    const text = textOf(readEntity(part), wanted, depth + 1)
    if (text !== null) return text
  }
  return null
}

/** RFC 3676 §4.5: with DelSp, the blank before a soft line break is the break's own. */
const joined = (text: string, { parameters }: Entity): string =>
  /^flowed$/i.test(parameters.get('format') ?? '') && /^yes$/i.test(parameters.get('delsp') ?? '')
    ? text.replace(/ \r\n/g, '')
    : text

function decode(bytes: Buffer, charset: string): string | null {
  for (const name of charsetsOf(bytes, charset.toLowerCase()))
    try {
      return new TextDecoder(name, { fatal: true }).decode(bytes)
    } catch {
      // Not in this one.
    }
  return null
}

/** Best first. Who says nothing, or ASCII, and means more, writes UTF-8 today and Latin-1 before; UTF-16 says itself which end comes first (RFC 2781). */
function charsetsOf(bytes: Buffer, charset: string): string[] {
  if (charset === 'us-ascii' || charset === 'ascii' || charset === 'ansi_x3.4-1968')
    return ['utf-8', 'windows-1252']
  if (charset === 'utf-16') return [bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-16be']
  return [charset]
}
