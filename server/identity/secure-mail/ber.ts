/**
 * CMS from mail programs is BER: lengths left open, texts in pieces (X.690 §8.1.3.6, §8.7.3). This writes it anew as DER, for the one
 * strict reader. The order of elements stays, so that what was signed in DER is the same bytes again.
 */
import { DerError } from '../certificates/der.ts'

const DEPTH_MAX = 24
const ELEMENTS_MAX = 20_000
const CONSTRUCTED = 0x20
const OCTET_STRING = 0x04

type At = { readonly bytes: Buffer; at: number; elements: number }

/** Exactly one element, and nothing after it. @throws DerError */
export function derFromBer(bytes: Uint8Array): Buffer {
  const from: At = {
    bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    at: 0,
    elements: 0,
  }
  const der = element(from, 0)
  if (from.at !== from.bytes.length) throw new DerError('bytes follow the element')
  return der
}

function element(from: At, depth: number): Buffer {
  if (depth > DEPTH_MAX || ++from.elements > ELEMENTS_MAX)
    throw new DerError('too deep, or too many elements')
  const tag = from.bytes[from.at++]
  const first = from.bytes[from.at++]
  if (tag === undefined || first === undefined) throw new DerError('an element is cut off')
  if ((tag & 0x1f) === 0x1f) throw new DerError('tags above 30 are not used here')
  const open = first === 0x80
  const length = open ? 0 : lengthOf(from, first)
  const end = open ? from.bytes.length : from.at + length
  if (end > from.bytes.length) throw new DerError('an element is cut off')
  if ((tag & CONSTRUCTED) === 0) {
    if (open) throw new DerError('a value has an open length')
    const content = from.bytes.subarray(from.at, end)
    from.at = end
    return wrapped(tag, content)
  }
  const inner: Buffer[] = []
  while (from.at < end) {
    if (open && from.bytes[from.at] === 0 && from.bytes[from.at + 1] === 0) break
    inner.push(element(from, depth + 1))
  }
  if (open && from.at >= end) throw new DerError('an element is cut off')
  if (open) from.at += 2
  else if (from.at !== end) throw new DerError('an element is longer than what holds it')
  if (tag !== (OCTET_STRING | CONSTRUCTED)) return wrapped(tag, ...inner)
  if (inner.some((piece) => piece[0] !== OCTET_STRING))
    throw new DerError('a text in pieces holds something else')
  return wrapped(OCTET_STRING, ...inner.map(contentOf))
}

function lengthOf(from: At, first: number): number {
  if (first < 0x80) return first
  const count = first & 0x7f
  if (count > 4 || from.at + count > from.bytes.length) throw new DerError('a length is too long')
  const length = from.bytes.readUIntBE(from.at, count)
  from.at += count
  return length
}

/** Of an element written by `wrapped`. */
function contentOf(der: Buffer): Buffer {
  const first = der[1]!
  return der.subarray(first < 0x80 ? 2 : 2 + (first & 0x7f))
}

/** One element in DER. */
export function wrapped(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  if (length < 0x80) return Buffer.concat([Buffer.of(tag, length), content])
  const octets = Buffer.alloc(4)
  octets.writeUInt32BE(length)
  const short = octets.subarray(octets.findIndex((octet) => octet !== 0))
  return Buffer.concat([Buffer.of(tag, 0x80 | short.length), short, content])
}
