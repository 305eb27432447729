/** Makes a code, keeps its fingerprint, and says it once to whoever carries it to the person. */
import { randomInt } from 'node:crypto'
import type { Trx } from '#ground/db.ts'
import { newId } from '#ground/ids.ts'
import { type CodeChannel, type CodePurpose, lifeOfCode } from '#rules/activation.ts'
import { REFERENCE_LENGTH, readCode, SECRET_LENGTH, writeCode } from '#rules/readable-code.ts'
import type { Identity } from '../room.ts'
import { fingerprint } from '../sealed-secret.ts'
import { addActivation } from './activation.store.ts'

export type MadeCode = { activationId: string; code: string; usableFrom: Date; expiresAt: Date }

export async function makeCode(
  identity: Pick<Identity, 'clock' | 'keys'>,
  trx: Trx,
  wanted: {
    personId: string
    purpose: CodePurpose
    channel: CodeChannel
    by?: { staff: string; reason: string }
    /** Acts of the two members of staff who saw the passport; a code in person needs them. */
    looks?: { first: string; second: string }
  },
): Promise<MadeCode> {
  const orderedAt = identity.clock()
  const activationId = newId(orderedAt.getTime())
  const code = writeCode(Array.from({ length: REFERENCE_LENGTH + SECRET_LENGTH }, () => randomInt(32)))
  const { reference, secret } = readCode(code)!
  const life = lifeOfCode(wanted.purpose, wanted.channel, orderedAt.getTime())
  const usableFrom = new Date(life.usableFromMs)
  const expiresAt = new Date(life.expiresAtMs)
  await addActivation(trx, {
    activationId,
    personId: wanted.personId,
    purpose: wanted.purpose,
    channel: wanted.channel,
    reference,
    codeHash: hashOfSecret(identity, activationId, secret),
    orderedAt,
    usableFrom,
    expiresAt,
    staff: wanted.by?.staff ?? null,
    reason: wanted.by?.reason ?? null,
    firstActId: wanted.looks?.first ?? null,
    secondActId: wanted.looks?.second ?? null,
  })
  return { activationId, code, usableFrom, expiresAt }
}

export const hashOfSecret = (
  identity: Pick<Identity, 'keys'>,
  activationId: string,
  secret: string,
): Buffer => fingerprint(identity.keys.activation, activationId, secret)
