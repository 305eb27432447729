/** What a token looks like: it says which mailbox it is for, so that it is looked up there and nowhere else, and is otherwise chance. */
import { createHash } from 'node:crypto'
import { randomOf } from '#ground/random.ts'

const PREFIX = 'brevhus_'
const MAILBOX_BYTES = 16
const SECRET_BYTES = 32

export function newToken(mailboxId: string): { token: string; hash: Buffer } {
  const bytes = Buffer.concat([Buffer.from(mailboxId.replaceAll('-', ''), 'hex'), randomOf(SECRET_BYTES)])
  return { token: PREFIX + bytes.toString('base64url'), hash: hashOf(bytes) }
}

/** Undefined for what is no token of ours. */
export function readToken(text: string): { mailboxId: string; hash: Buffer } | undefined {
  if (!text.startsWith(PREFIX)) return undefined
  const bytes = Buffer.from(text.slice(PREFIX.length), 'base64url')
  if (bytes.length !== MAILBOX_BYTES + SECRET_BYTES || PREFIX + bytes.toString('base64url') !== text)
    return undefined
  const hex = bytes.subarray(0, MAILBOX_BYTES).toString('hex')
  const mailboxId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  return { mailboxId, hash: hashOf(bytes) }
}

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()
