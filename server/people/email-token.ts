import { createHash, randomBytes } from 'node:crypto'

/** Hours a verification link lives. */
export const LINK_HOURS = 24

/** Verification mails one mailbox may have sent in 24 hours, so that nobody floods a stranger's inbox with ours. */
export const LINKS_A_DAY = 10

/** 256 random bits; only the hash is kept, so that nobody who reads the database can verify an address. */
export function newEmailToken(): { token: string; hash: Uint8Array } {
  const token = randomBytes(32).toString('base64url')
  return { token, hash: hashEmailToken(token) }
}

export const hashEmailToken = (token: string): Uint8Array => createHash('sha256').update(token).digest()
