/** The block code printed in a person's letters. It is derived, not stored: the same in every letter until an unblocking gives the
 * next one. It can do nothing but block. */
import { timingSafeEqual } from 'node:crypto'
import { REFERENCE_LENGTH, readCode, SECRET_LENGTH, writeCode } from '#rules/readable-code.ts'
import type { Identity } from '../room.ts'
import { fingerprint } from '../sealed-secret.ts'

/** @param no which one: `login.block_code_no`, 1 before there is a login. */
export function blockCodeOf(identity: Pick<Identity, 'keys'>, personId: string, no: number): string {
  const bytes = fingerprint(identity.keys.block, 'code', personId, String(no))
  return writeCode([...bytes.subarray(0, REFERENCE_LENGTH + SECRET_LENGTH)].map((byte) => byte & 31))
}

export function isBlockCode(
  identity: Pick<Identity, 'keys'>,
  personId: string,
  no: number,
  typed: string,
): boolean {
  const given = readCode(typed)
  const right = readCode(blockCodeOf(identity, personId, no))!
  const text = (code: { reference: string; secret: string }) => Buffer.from(code.reference + code.secret)
  return given !== null && timingSafeEqual(text(given), text(right))
}
