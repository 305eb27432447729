/** Where one member of staff alone is not enough, each says who they are by their own key, not by a name that anybody can type (D-27). */
import { createPublicKey, verify } from 'node:crypto'
import type { Trx } from '#ground/db.ts'
import { refuseField } from '#ground/refuse.ts'
import { type Member, memberOf } from './members.store.ts'

/** @throws Refusal `request-invalid` naming `staff` */
export async function requireMember(trx: Trx, staff: string): Promise<Member> {
  const member = await memberOf(trx, staff)
  if (!member)
    throw refuseField(
      'staff',
      'invalid',
      'Only members of staff whom the operator has named do this (npm run staff -- member add).',
    )
  return member
}

/**
 * @param signature Ed25519 over the text's UTF-8
 * @throws Refusal `request-invalid` naming `signature`
 */
export function requireSignature(member: Member, text: string, signature: Buffer): void {
  const key = createPublicKey({ key: member.publicKey, format: 'der', type: 'spki' })
  if (!verify(null, Buffer.from(text), key, signature))
    throw refuseField(
      'signature',
      'invalid',
      `It was not made with the key of ${member.staff}, or not over this.`,
    )
}
