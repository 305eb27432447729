/** Random tokens in cookies. The database knows only their SHA-256: who reads it can't become anybody. */
import { hash, randomBytes } from 'node:crypto'

const TOKEN_BYTES = 32
// The last of 43 characters carries two bits too many: only its one canonical spelling is ours.
const TOKEN = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/

export type Token = { readonly text: string; readonly hash: Buffer }

export function newToken(): Token {
  const text = randomBytes(TOKEN_BYTES).toString('base64url')
  return { text, hash: hashOf(text) }
}

/** null for anything that we can't have made ourselves: it never reaches the database. */
export function tokenHash(text: string | undefined): Buffer | null {
  return text && TOKEN.test(text) ? hashOf(text) : null
}

/** A plain hash is enough: the token has 256 random bits, there is nothing to guess. */
function hashOf(text: string): Buffer {
  return hash('sha256', text, 'buffer')
}

/** 64 bytes that follow from the token and lead neither back to it nor to its hash. */
export const secretOf = (text: string): Buffer => hash('sha512', `sealed for ${text}`, 'buffer')
