// Reading without leniency: one meaning, one spelling. A receipt with any character changed must never pass.

/** Something does not hold. The message is for the person who runs the verifier: what, and what it means. */
export class NotProven extends Error {
  override name = 'NotProven'
}

export function base64url(text: unknown, what: string, bytes?: number): Buffer {
  return decode(text, 'base64url', what, bytes)
}

export function base64(text: unknown, what: string, bytes?: number): Buffer {
  return decode(text, 'base64', what, bytes)
}

function decode(text: unknown, encoding: 'base64' | 'base64url', what: string, length?: number): Buffer {
  if (typeof text !== 'string') throw new NotProven(`${what} is missing.`)
  const bytes = Buffer.from(text, encoding)
  // Node skips what it cannot read and ignores spare bits: only the exact spelling is taken.
  if (bytes.toString(encoding) !== text) throw new NotProven(`${what} is not written in proper ${encoding}.`)
  if (length !== undefined && bytes.length !== length)
    throw new NotProven(`${what} has ${bytes.length} bytes instead of ${length}.`)
  return bytes
}

/** A whole number in decimal, without sign, leading zeroes or loss. */
export function wholeNumber(text: string, what: string): number {
  const number = Number(text)
  if (!/^(0|[1-9]\d{0,15})$/.test(text) || !Number.isSafeInteger(number))
    throw new NotProven(`${what} "${text.slice(0, 20)}" is not a whole number.`)
  return number
}

/** An object with exactly these members (a name ending in ? may be absent). */
export function members(value: unknown, names: readonly string[], what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new NotProven(`${what} is not a JSON object.`)
  const known = new Set(names.map((name) => name.replace('?', '')))
  for (const name of Object.keys(value)) {
    if (!known.has(name)) throw new NotProven(`${what} has an unknown member "${name.slice(0, 40)}".`)
  }
  for (const name of names) {
    if (!name.endsWith('?') && !Object.hasOwn(value, name))
      throw new NotProven(`${what} lacks its member "${name}".`)
  }
  return value as Record<string, unknown>
}

export function json(text: string, what: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new NotProven(`${what} is not readable JSON: it is cut off, or not a receipt at all.`)
  }
}

/** RFC 8785 for what events hold: strings, whole numbers, lists, objects. */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new NotProven('The event holds text that is not proper Unicode.')
    return JSON.stringify(value)
  }
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value)
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const names = Object.keys(value).sort()
    const parts = names.map(
      (name) => `${canonicalJson(name)}:${canonicalJson((value as Record<string, unknown>)[name])}`,
    )
    return `{${parts.join(',')}}`
  }
  throw new NotProven('The event holds a kind of value that events never hold.')
}
