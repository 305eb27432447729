/** Writes DER by hand, right or wrong as a test wants it: what no sound library would ever write must be written too. */

export function tlv(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts)
  const octets: number[] = []
  for (let rest = content.length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest & 255)
  const length = content.length < 128 ? [content.length] : [0x80 | octets.length, ...octets]
  return Buffer.concat([Buffer.of(tag, ...length), content])
}

export const seq = (...parts: readonly Uint8Array[]) => tlv(0x30, ...parts)
export const set = (...parts: readonly Uint8Array[]) => tlv(0x31, ...parts)
export const octets = (content: Uint8Array) => tlv(0x04, content)
export const bitString = (content: Uint8Array) => tlv(0x03, Buffer.of(0), content)
export const utf8 = (text: string) => tlv(0x0c, Buffer.from(text))
export const ia5 = (text: string) => tlv(0x16, Buffer.from(text, 'latin1'))
export const TRUE = Buffer.of(1, 1, 0xff)
export const NULL = Buffer.of(5, 0)

export function int(value: number | Buffer): Buffer {
  if (typeof value !== 'number') return tlv(0x02, value)
  const bytes: number[] = []
  for (let rest = value; rest > 0; rest >>>= 8) bytes.unshift(rest & 255)
  if (bytes.length === 0 || bytes[0]! >= 0x80) bytes.unshift(0)
  return tlv(0x02, Buffer.from(bytes))
}

export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const bytes = [first * 40 + second, ...rest].flatMap((arc) => {
    const groups = [arc & 127]
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128))
      groups.unshift((left & 127) | 128)
    return groups
  })
  return tlv(0x06, Buffer.from(bytes))
}

/** A BIT STRING with these bits set, trailing zeros left out. */
export function namedBits(...bits: readonly number[]): Buffer {
  const highest = Math.max(0, ...bits)
  const bytes = Buffer.alloc((highest >> 3) + 1)
  for (const bit of bits) bytes[bit >> 3]! |= 0x80 >> (bit & 7)
  return tlv(0x03, Buffer.of(7 - (highest & 7)), bytes)
}

/** UTCTime until 2049, GeneralizedTime after. */
export function time(at: Date): Buffer {
  const digits = at.toISOString().replace(/[-:T]/g, '').slice(0, 14)
  return at.getUTCFullYear() < 2050
    ? tlv(0x17, Buffer.from(`${digits.slice(2)}Z`))
    : tlv(0x18, Buffer.from(`${digits}Z`))
}
