/** Whether bytes are what their media type says, as far as a glance can tell; what is inside is the scanner's matter. */
import { isUtf8 } from 'node:buffer'
import type { DocumentType } from '#api/dispatch.ts'
import { judgeLink, type LinkFault } from '#rules/link-letter.ts'

type Finding = { reason: string; message: string }
type Look = (bytes: Buffer) => Finding | undefined

/** ISO 32000-2 §7.5.2: the header may stand within the first 1024 bytes; §7.5.5: the end marker within the last 1024. */
const PDF_EDGE_BYTES = 1024

const LOOKS = {
  'application/pdf': (bytes) => {
    if (!saysFrom(bytes.subarray(0, PDF_EDGE_BYTES), '%PDF-', /^%PDF-[12]\.\d/))
      return { reason: 'not-a-pdf', message: 'Does not begin like a PDF file.' }
    const end = bytes.subarray(-PDF_EDGE_BYTES)
    if (!end.includes('%%EOF') || !saysFrom(end, 'startxref', /^startxref\s+\d+/))
      return { reason: 'cut-off', message: 'The PDF file is cut off: its end is missing.' }
    if (saysFrom(bytes.subarray(-4096), '/Encrypt', /^\/Encrypt\s+\d+\s+\d+\s+R/))
      return { reason: 'encrypted', message: 'The PDF file is encrypted. Send it without a password.' }
    return undefined
  },
  'text/html': textLook,
  'text/plain': textLook,
  'text/uri-list': linkLook,
} as const satisfies Record<DocumentType, Look>

/** Whether the text stands from one of the places on where this word is. Bytes are made a text only there: most of a PDF is none. */
function saysFrom(bytes: Buffer, word: string, text: RegExp): boolean {
  for (let at = bytes.indexOf(word, 0, 'latin1'); at >= 0; at = bytes.indexOf(word, at + 1, 'latin1'))
    if (text.test(bytes.toString('latin1', at))) return true
  return false
}

function textLook(bytes: Buffer): Finding | undefined {
  if (!isUtf8(bytes))
    return { reason: 'encoding', message: 'Is not UTF-8. Latin-1 and UTF-16 are not taken.' }
  if (bytes.includes(0)) return { reason: 'not-text', message: 'Holds a zero byte, so it is not text.' }
  return undefined
}

function linkLook(bytes: Buffer): Finding | undefined {
  const finding = textLook(bytes)
  if (finding) return finding
  const verdict = judgeLink(bytes.toString('utf8'))
  return verdict.kind === 'link' ? undefined : { reason: verdict.fault, message: SAID[verdict.fault] }
}

const SAID = {
  'not-one-link': 'Holds not exactly one address. Write one address on one line.',
  'link-form': 'Is no address as RFC 3986 writes it. Write it in ASCII, %-encoded, names of hosts as xn--….',
  'link-not-https': 'Does not begin with https://. Only links by https are taken.',
  'link-place': 'Names no host of the open web. Write a domain name, without user, port or IP address.',
  'link-too-long': 'Is longer than 2,000 characters. Use a shorter address.',
} as const satisfies Record<LinkFault, string>

export function checkContent(mediaType: DocumentType, bytes: Uint8Array): Finding | undefined {
  if (bytes.length === 0) return { reason: 'empty', message: 'Is empty.' }
  return LOOKS[mediaType](Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
}
