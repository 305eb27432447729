// biome-ignore-all lint/suspicious/noControlCharactersInRegex: what files begin with is what this looks for
/**
 * What a file is, told by its content and never by its name (B-05). Taken is what is one kind from its first byte to its last; what could
 * be read as two kinds, can run, or is broken is refused with a reason. Pure: bytes in, verdict out.
 */
import { readZip, zipWithin } from './zip-directory.ts'

export type FileKind = { readonly extensions: readonly string[] }

/** Media types that are taken. The first extension is the one a name is given that has none of them. */
export const FILE_KINDS = {
  'application/pdf': { extensions: ['pdf'] },
  'image/png': { extensions: ['png'] },
  'image/jpeg': { extensions: ['jpg', 'jpeg'] },
  'image/gif': { extensions: ['gif'] },
  'image/webp': { extensions: ['webp'] },
  'image/heic': { extensions: ['heic', 'heif'] },
  'image/tiff': { extensions: ['tif', 'tiff'] },
  'text/plain': { extensions: ['txt', 'csv', 'md', 'log'] },
  'application/rtf': { extensions: ['rtf'] },
  'application/msword': { extensions: ['doc'] },
  'application/vnd.ms-excel': { extensions: ['xls'] },
  'application/vnd.ms-powerpoint': { extensions: ['ppt'] },
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': { extensions: ['docx'] },
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': { extensions: ['xlsx'] },
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': { extensions: ['pptx'] },
  'application/vnd.oasis.opendocument.text': { extensions: ['odt'] },
  'application/vnd.oasis.opendocument.spreadsheet': { extensions: ['ods'] },
  'application/vnd.oasis.opendocument.presentation': { extensions: ['odp'] },
} as const satisfies Record<string, FileKind>

export type FileType = keyof typeof FILE_KINDS

export const FILE_REFUSALS = [
  'empty',
  /** Ends before its kind says it does, or does not hold together. */
  'damaged',
  /** Could be opened as two kinds of file. */
  'two-kinds',
  'svg',
  'html',
  'program',
  'macros',
  'archive',
  'locked',
  /** Text, but not UTF-8. */
  'encoding',
  'unknown-kind',
] as const
export type FileRefusal = (typeof FILE_REFUSALS)[number]

export type FileVerdict = { kind: 'taken'; type: FileType } | { kind: 'refused'; reason: FileRefusal }

const taken = (type: FileType): FileVerdict => ({ kind: 'taken', type })
const refused = (reason: FileRefusal): FileVerdict => ({ kind: 'refused', reason })

const EDGE_BYTES = 1024

export function judgeFile(bytes: Uint8Array): FileVerdict {
  if (bytes.length === 0) return refused('empty')
  const verdict = judgeKind(bytes)
  if (verdict.kind === 'refused') return verdict
  return hidesAnother(bytes, verdict.type) ? refused('two-kinds') : verdict
}

function judgeKind(bytes: Uint8Array): FileVerdict {
  const head = latin1(bytes.subarray(0, EDGE_BYTES))
  const pdfAt = /%PDF-\d/.exec(head)?.index
  for (const [begins, judge] of BEGINNINGS) if (begins.test(head)) return judge(bytes, head)
  // ISO 32000-2 §7.5.2 lets a reader skip what stands before the header: white space and a byte-order mark, here nothing else.
  if (pdfAt !== undefined)
    return /^[\s\0\xef\xbb\xbf]*$/.test(head.slice(0, pdfAt)) ? judgePdf(bytes) : refused('two-kinds')
  return judgeText(bytes)
}

type Judge = (bytes: Uint8Array, head: string) => FileVerdict

/** What files begin with. Order matters nowhere: no two fit the same bytes. */
const BEGINNINGS: readonly (readonly [RegExp, Judge])[] = [
  [/^%PDF-/, judgePdf],
  [/^\x89PNG\r\n\x1a\n/, judgePng],
  [
    /^\xff\xd8\xff/,
    (bytes) => (tail(bytes, 1 << 17).includes('\xff\xd9') ? taken('image/jpeg') : refused('damaged')),
  ],
  [
    /^GIF8[79]a/,
    (bytes) => (tail(bytes, EDGE_BYTES).includes(';') ? taken('image/gif') : refused('damaged')),
  ],
  [/^RIFF[\s\S]{4}WEBP/, judgeWebp],
  [/^[\s\S]{4}ftyp(?:hei[cxms]|hev[cx]|mif1|msf1)/, () => taken('image/heic')],
  [/^(?:II\*\0|MM\0\*)/, () => taken('image/tiff')],
  [
    /^\{\\rtf1/,
    (bytes) => (tail(bytes, EDGE_BYTES).includes('}') ? taken('application/rtf') : refused('damaged')),
  ],
  [/^PK\x03\x04/, judgeZip],
  [/^\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1/, judgeCompound],
  // Windows, Linux, macOS (also both-endian and universal), shortcuts, scripts.
  [
    /^(?:MZ|\x7fELF|\xfe\xed\xfa[\xce\xcf]|[\xce\xcf]\xfa\xed\xfe|\xca\xfe\xba\xbe|L\0\0\0\x01\x14\x02\0|#!)/,
    () => refused('program'),
  ],
  [/^(?:Rar!|7z\xbc\xaf|\x1f\x8b|BZh|\xfd7zXZ|PK\x05\x06|MSCF)/, () => refused('archive')],
]

/** The end marker and the pointer to the table of contents are there, and point into the file; more is the viewer's to judge. */
function judgePdf(bytes: Uint8Array): FileVerdict {
  const end = tail(bytes, EDGE_BYTES)
  const pointer = /startxref\s+(\d+)\s+%%EOF/.exec(end.slice(Math.max(0, end.lastIndexOf('startxref'))))
  return pointer && Number(pointer[1]) < bytes.length ? taken('application/pdf') : refused('damaged')
}

/** Chunk by chunk to the end chunk: a cut one does not come there. */
function judgePng(bytes: Uint8Array): FileVerdict {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = 8; at + 12 <= bytes.length; at += 12 + view.getUint32(at))
    if (latin1(bytes.subarray(at + 4, at + 8)) === 'IEND') return taken('image/png')
  return refused('damaged')
}

function judgeWebp(bytes: Uint8Array): FileVerdict {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return view.getUint32(4, true) + 8 <= bytes.length ? taken('image/webp') : refused('damaged')
}

const OOXML = [
  ['word/document.xml', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['xl/workbook.xml', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['ppt/presentation.xml', 'application/vnd.openxmlformats-officedocument.presentationml.presentation'],
] as const
const OPEN_DOCUMENT =
  /^mimetype(application\/vnd\.oasis\.opendocument\.(?:text|spreadsheet|presentation))(?:PK|$)/
/** Code in an Office file, and what starts it: VBA, Excel 4 macros, ActiveX, Basic and script folders of OpenDocument. */
const OFFICE_CODE = /(?:^|\/)vbaProject\.bin$|^xl\/macrosheets\/|\/activeX\/|^Basic\/|^Scripts\//i

function judgeZip(bytes: Uint8Array, head: string): FileVerdict {
  const names = readZip(bytes)
  if (!names) return refused('damaged')
  const office = OOXML.find(([part]) => names.includes(part) && names.includes('[Content_Types].xml'))?.[1]
  // OpenDocument 1.3, part 2, §3.3: the first entry, stored, says the kind.
  const open = OPEN_DOCUMENT.exec(head.slice(30))?.[1] as FileType | undefined
  const type = office ?? open
  if (!type) return refused('archive')
  return names.some((name) => OFFICE_CODE.test(name)) ? refused('macros') : taken(type)
}

/** Names of streams stand in the directory of a compound file as UTF-16 ([MS-CFB] §2.6). */
function judgeCompound(bytes: Uint8Array): FileVerdict {
  const holds = (name: string) => indexOf(bytes, utf16(name)) >= 0
  if (holds('EncryptedPackage')) return refused('locked')
  if (holds('_VBA_PROJECT')) return refused('macros')
  if (holds('WordDocument')) return taken('application/msword')
  if (holds('Workbook') || holds('Book\0')) return taken('application/vnd.ms-excel')
  if (holds('PowerPoint Document')) return taken('application/vnd.ms-powerpoint')
  return refused('unknown-kind')
}

const MARKUP = /<\s*(?:!doctype\s+html|html|head|body|script|iframe|object|embed|form|meta|link|style)\b/i
const BINARY = /[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]/

function judgeText(bytes: Uint8Array): FileVerdict {
  const start = latin1(bytes.subarray(0, 64 * EDGE_BYTES))
  if (/<\s*(?:[\w-]+:)?svg\b/i.test(start)) return refused('svg')
  const readable = decode(bytes)
  if (readable === null) return refused(BINARY.test(start) ? 'unknown-kind' : 'encoding')
  if (BINARY.test(start) || bytes.includes(0)) return refused('unknown-kind')
  // Where a browser that guesses would look, and a little further.
  if (MARKUP.test(start.slice(0, 2 * EDGE_BYTES)) || /^(?:\xef\xbb\xbf)?\s*<\?(?:php|xml)/i.test(start))
    return refused('html')
  return taken('text/plain')
}

/** A second file inside the first: a ZIP archive that programs find from the end, or a PDF that readers find near the start. */
function hidesAnother(bytes: Uint8Array, type: FileType): boolean {
  const zipped = type.startsWith('application/vnd.openxml') || type.startsWith('application/vnd.oasis')
  if (!zipped && zipWithin(bytes)) return true
  if (type === 'application/pdf' || type === 'text/plain') return false
  const head = latin1(bytes.subarray(0, EDGE_BYTES))
  if (/%PDF-\d/.test(head)) return true
  // Pages that hide in the comment of a picture for whoever guesses the kind.
  return type.startsWith('image/') && (MARKUP.test(head) || MARKUP.test(tail(bytes, EDGE_BYTES)))
}

const decode = (bytes: Uint8Array): string | null => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

const latin1 = (bytes: Uint8Array): string => {
  let text = ''
  for (let at = 0; at < bytes.length; at += 4096)
    text += String.fromCharCode(...bytes.subarray(at, at + 4096))
  return text
}

const tail = (bytes: Uint8Array, length: number) => latin1(bytes.subarray(Math.max(0, bytes.length - length)))

const utf16 = (text: string) => Uint8Array.from([...text].flatMap((c) => [c.charCodeAt(0), 0]))

function indexOf(bytes: Uint8Array, wanted: Uint8Array): number {
  for (let at = bytes.indexOf(wanted[0]!); at >= 0; at = bytes.indexOf(wanted[0]!, at + 1))
    if (wanted.every((byte, i) => bytes[at + i] === byte)) return at
  return -1
}
