/**
 * What may stand beside an SMS (I-20): a code of an app, a key of a printed card, or a passkey, shown where nobody is signed in yet. Each is
 * judged first and spent in the transaction that acts on it, so that none counts twice.
 */
import type { PasskeyAssertion, PasskeyChallenge } from '#api/session.ts'
import type { Trx } from '#ground/db.ts'
import { deviceDoor } from '#rules/lock-out.ts'
import { takeChallenge } from '../challenge.store.ts'
import { listTotp, usePasskey, useStep } from '../device.store.ts'
import { findPair, spendPair } from '../devices/card-pair.ts'
import { askPasskey } from '../passkey-challenge.ts'
import type { Identity } from '../room.ts'
import { unseal } from '../sealed-secret.ts'
import { judgeCode } from '../totp.ts'
import { answered } from '../use-passkey.ts'
import { sha256, type Visit } from '../visit.ts'

/** False when something else has used it up meanwhile. */
export type SecondFactor = { readonly spend: (trx: Trx) => Promise<boolean> }

/** Wrong ones block no device: a stranger may be typing. null when it is no code of any app or card in use. */
export async function factorOfCode(
  identity: Identity,
  personId: string,
  typed: string,
): Promise<SecondFactor | null> {
  const now = identity.clock()
  for (const { deviceId, secretSealed, lastStep, wrongCodes } of await listTotp(identity.db, personId)) {
    if (deviceDoor(wrongCodes) !== 'open') continue
    const secret = unseal(identity.keys.totp, secretSealed, deviceId)
    const verdict = judgeCode(secret, typed, now, lastStep)
    if (verdict.kind === 'right') return { spend: (trx) => useStep(trx, deviceId, verdict.step, now) }
  }
  const pair = await findPair(identity, identity.db, personId, typed)
  return pair && { spend: (trx) => spendPair(identity, trx, personId, typed) }
}

const boundToForm = (form: string): Buffer => sha256(`temporary password ${form}`)

/** Asks whoever has one: no name is typed, so nobody learns who has a passkey here. */
export function askForFactor(identity: Identity, form: string): Promise<PasskeyChallenge> {
  return askPasskey(identity, { purpose: 'temporary-password', boundTo: boundToForm(form), personId: null })
}

/** @throws `sign-in-failed` for every kind of wrong answer */
export async function factorOfPasskey(
  identity: Identity,
  visit: Visit,
  given: { form: string; challengeId: string; assertion: PasskeyAssertion },
): Promise<SecondFactor & { personId: string }> {
  const now = identity.clock()
  const challenge = await takeChallenge(identity.db, {
    challengeId: given.challengeId,
    purpose: 'temporary-password',
    boundTo: boundToForm(given.form),
    now,
  })
  const { passkey, counter } = await answered(identity, visit, challenge, given.assertion)
  return {
    personId: passkey.personId,
    spend: (trx) => usePasskey(trx, passkey.deviceId, counter, now),
  }
}
