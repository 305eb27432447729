/** Reads DER (X.690 §10), strictly, for everything trust hangs on: what a lenient reader bends into shape, two readers may bend
 * differently. Elements keep the bytes they were read from, so that a signature is checked over exactly those. */

export class DerError extends Error {
  override readonly name = 'DerError'
}

export type Der = {
  /** The identifier octet: class, constructed, number below 31. */
  readonly tag: number
  /** Tag, length and content. */
  readonly bytes: Buffer
  readonly content: Buffer
}

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  visibleString: 0x1a,
  universalString: 0x1c,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const

/** Exactly one element, and nothing after it. */
export function readDer(bytes: Uint8Array): Der {
  const element = readAt(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0)
  if (element.bytes.length !== bytes.length) throw new DerError('bytes follow the element')
  return element
}

/** The elements inside a constructed one. */
export function elementsOf(parent: Der): Der[] {
  if ((parent.tag & 0x20) === 0) throw new DerError('a constructed element was expected')
  const elements: Der[] = []
  for (let at = 0; at < parent.content.length; ) {
    const element = readAt(parent.content, at)
    elements.push(element)
    at += element.bytes.length
  }
  return elements
}

function readAt(bytes: Buffer, at: number): Der {
  const tag = bytes[at]
  const first = bytes[at + 1]
  if (tag === undefined || first === undefined) throw new DerError('an element is cut off')
  if ((tag & 0x1f) === 0x1f) throw new DerError('tags above 30 are not used here')
  let length = first
  let start = at + 2
  if (first >= 0x80) {
    const count = first & 0x7f
    if (count === 0 || count > 4) throw new DerError('a length is indefinite or too long')
    if (start + count > bytes.length) throw new DerError('an element is cut off')
    length = bytes.readUIntBE(start, count)
    start += count
    if (length < 0x80 || length < 2 ** (8 * (count - 1)))
      throw new DerError('a length is not in its shortest form')
  }
  const end = start + length
  if (end > bytes.length) throw new DerError('an element is cut off')
  return { tag, bytes: bytes.subarray(at, end), content: bytes.subarray(start, end) }
}

export function expect(element: Der | undefined, tag: number): Der {
  if (element?.tag !== tag) throw new DerError(`tag 0x${tag.toString(16)} was expected`)
  return element
}

/** The elements of a SEQUENCE. */
export const sequence = (element: Der | undefined): Der[] => elementsOf(expect(element, TAG.sequence))

/** An element of a list that may or may not be there: taken off the list when its tag fits. */
export function optional(elements: Der[], tag: number): Der | undefined {
  return elements[0]?.tag === tag ? elements.shift() : undefined
}

export function done(elements: readonly Der[]): void {
  if (elements.length > 0) throw new DerError('an element too many')
}

/** The content of an INTEGER in its shortest form, as it stands. */
export function integer(element: Der | undefined, tag: number = TAG.integer): Buffer {
  const { content } = expect(element, tag)
  if (content.length === 0) throw new DerError('an integer without content')
  if (
    content.length > 1 &&
    ((content[0] === 0 && content[1]! < 0x80) || (content[0] === 0xff && content[1]! >= 0x80))
  )
    throw new DerError('an integer is not in its shortest form')
  return content
}

/** An INTEGER that counts something: not negative, below 2^31. */
export function count(element: Der | undefined, tag: number = TAG.integer): number {
  const content = integer(element, tag)
  if (content.length > 4 || content[0]! >= 0x80) throw new DerError('a number is negative or too large')
  return content.readUIntBE(0, content.length)
}

function boolean(element: Der | undefined, tag: number = TAG.boolean): boolean {
  const { content } = expect(element, tag)
  if (content.length !== 1 || (content[0] !== 0 && content[0] !== 0xff))
    throw new DerError('a boolean is neither 00 nor FF')
  return content[0] === 0xff
}

/** `BOOLEAN DEFAULT FALSE`: DER leaves FALSE out (X.690 §11.5). */
export function booleanDefaultFalse(element: Der | undefined, tag: number = TAG.boolean): boolean {
  if (element === undefined) return false
  if (!boolean(element, tag)) throw new DerError('a default value is written out')
  return true
}

export function oid(element: Der | undefined, tag: number = TAG.oid): string {
  const { content } = expect(element, tag)
  if (content.length === 0 || content.at(-1)! >= 0x80) throw new DerError('an object identifier is cut off')
  const arcs: bigint[] = []
  let arc = 0n
  let fresh = true
  for (const byte of content) {
    if (fresh && byte === 0x80) throw new DerError('an object identifier is not in its shortest form')
    arc = (arc << 7n) | BigInt(byte & 0x7f)
    fresh = byte < 0x80
    if (!fresh) continue
    arcs.push(arc)
    arc = 0n
  }
  const [first = 0n, ...rest] = arcs
  const root = first < 40n ? 0n : first < 80n ? 1n : 2n
  return [root, first - root * 40n, ...rest].join('.')
}

export type Bits = { readonly unused: number; readonly bytes: Buffer }

function bits(element: Der | undefined, tag: number = TAG.bitString): Bits {
  const { content } = expect(element, tag)
  const unused = content[0]
  if (unused === undefined || unused > 7 || (unused > 0 && content.length === 1))
    throw new DerError('a bit string is damaged')
  if (unused > 0 && (content.at(-1)! & ((1 << unused) - 1)) !== 0) throw new DerError('unused bits are not 0')
  return { unused, bytes: content.subarray(1) }
}

/** A BIT STRING of whole bytes: keys and signatures. */
export function bitBytes(element: Der | undefined): Buffer {
  const { unused, bytes } = bits(element)
  if (unused !== 0) throw new DerError('whole bytes were expected')
  return bytes
}

/** The numbers of the bits that are set, most significant first (KeyUsage, ReasonFlags). */
export function namedBits(element: Der | undefined, tag: number = TAG.bitString): Set<number> {
  const set = new Set<number>()
  for (const [index, byte] of bits(element, tag).bytes.entries())
    for (let bit = 0; bit < 8; bit++) if (byte & (0x80 >> bit)) set.add(index * 8 + bit)
  return set
}

/** UTCTime or GeneralizedTime in the only form certificates may use (RFC 5280 §4.1.2.5): with seconds, in UTC. */
export function time(element: Der | undefined): Date {
  if (element?.tag !== TAG.utcTime && element?.tag !== TAG.generalizedTime)
    throw new DerError('a time was expected')
  const text = element.content.toString('latin1')
  const short = element.tag === TAG.utcTime
  const [, digits] = (short ? /^(\d{12})Z$/ : /^(\d{14})Z$/).exec(text) ?? []
  if (!digits) throw new DerError('a time is not written as certificates write it')
  // RFC 5280 §4.1.2.5.1: two digits from 50 on are of the last century.
  const whole = short ? `${Number(digits.slice(0, 2)) >= 50 ? '19' : '20'}${digits}` : digits
  if (!short && Number(whole.slice(0, 4)) < 2050 && Number(whole.slice(0, 4)) >= 1950)
    throw new DerError('years from 1950 to 2049 are written as UTCTime')
  const iso = whole.replace(/^(.{4})(..)(..)(..)(..)(..)$/, '$1-$2-$3T$4:$5:$6.000Z')
  const moment = new Date(iso)
  if (Number.isNaN(moment.getTime()) || moment.toISOString() !== iso)
    throw new DerError('there is no such time')
  return moment
}

/** GeneralizedTime as OCSP uses it, whatever the year (RFC 6960 §4.2.2.2). */
export function generalizedTime(element: Der | undefined): Date {
  const { content } = expect(element, TAG.generalizedTime)
  const [, digits] = /^(\d{14})(?:\.\d{1,9})?Z$/.exec(content.toString('latin1')) ?? []
  const iso = digits?.replace(/^(.{4})(..)(..)(..)(..)(..)$/, '$1-$2-$3T$4:$5:$6.000Z')
  const moment = new Date(iso ?? '')
  if (Number.isNaN(moment.getTime()) || moment.toISOString() !== iso)
    throw new DerError('there is no such time')
  return moment
}

/** The text of a string type; UTF-8 that is not valid is refused, not repaired. */
export function text(element: Der): string {
  switch (element.tag) {
    case TAG.utf8String:
      return utf8(element.content)
    case TAG.printableString:
    case TAG.ia5String:
    case TAG.visibleString:
      return ascii(element.content)
    case TAG.teletexString:
      return element.content.toString('latin1')
    case TAG.bmpString: {
      if (element.content.length % 2 !== 0) throw new DerError('a BMPString is cut off')
      return Buffer.from(element.content).swap16().toString('utf16le')
    }
    default:
      throw new DerError('a text was expected')
  }
}

export function ascii(content: Buffer): string {
  if (content.some((byte) => byte > 0x7f)) throw new DerError('a text holds what is not ASCII')
  return content.toString('latin1')
}

function utf8(content: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content)
  } catch {
    throw new DerError('a text is not UTF-8')
  }
}
