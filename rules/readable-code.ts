/**
 * Codes a person copies from paper: twelve characters in three groups, `K7QM-4R2X-9TPD`. The first four are a reference that finds
 * the code, the next seven are the secret (35 bits), the last one tells a slip of the finger from a guess: it is never counted as a try.
 * Crockford's alphabet: nothing that looks like something else, and what does is read as meant.
 */
export const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
export const REFERENCE_LENGTH = 4
export const SECRET_LENGTH = 7

export type ReadableCode = { reference: string; secret: string }

/** @param characters 0–31 each, random: four for the reference, seven for the secret. */
export function writeCode(characters: readonly number[]): string {
  if (characters.length !== REFERENCE_LENGTH + SECRET_LENGTH)
    throw new RangeError('A code has eleven characters')
  const body = characters.map((n) => ALPHABET[n]!).join('')
  return (body + checkOf(body)).replace(/(.{4})(?=.)/g, '$1-')
}

/** null for what can't be a code of ours: too short, too long, or mistyped. */
export function readCode(typed: string): ReadableCode | null {
  const text = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-–—.]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
  if (text.length !== REFERENCE_LENGTH + SECRET_LENGTH + 1) return null
  if ([...text].some((character) => !ALPHABET.includes(character))) return null
  const body = text.slice(0, -1)
  if (checkOf(body) !== text.at(-1)) return null
  return { reference: body.slice(0, REFERENCE_LENGTH), secret: body.slice(REFERENCE_LENGTH) }
}

/** Luhn's method modulo 32 (ISO/IEC 7812-1 generalised): finds every single wrong character and most that changed places. */
function checkOf(body: string): string {
  const sum = [...body].reverse().reduce((total, character, i) => {
    const value = ALPHABET.indexOf(character) * (i % 2 === 0 ? 2 : 1)
    return total + Math.floor(value / 32) + (value % 32)
  }, 0)
  return ALPHABET[(32 - (sum % 32)) % 32]!
}
