/** Questions to passkeys: made here, kept as hashes, answered once. User verification is always required (substantial). */
import { randomBytes } from 'node:crypto'
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type VerifiedAuthenticationResponse,
  type VerifiedRegistrationResponse,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import type { PasskeyAssertion, PasskeyAttestation, PasskeyChallenge } from '#api/session.ts'
import { newId } from '#ground/ids.ts'
import { type Challenge, type Purpose, putChallenge } from './challenge.store.ts'
import { listPasskeys, type PasskeyRow } from './device.store.ts'
import type { Identity } from './room.ts'
import { CHALLENGE_MINUTES } from './session-life.ts'
import { sha256 } from './visit.ts'

const SERVICE_NAME = 'Brevhus'

/** COSE: Ed25519, ES256, RS256. What every authenticator has; newer ones wait until Node no longer calls them experimental. */
const ALGORITHMS = [-8, -7, -257]

/** @param personId null asks "whoever you are": the passkey itself says who (discoverable credential). */
export async function askPasskey(
  identity: Identity,
  ask: { purpose: 'sign-in' | 'step-up' | 'temporary-password'; boundTo: Buffer; personId: string | null },
): Promise<PasskeyChallenge> {
  const own = ask.personId === null ? [] : await listPasskeys(identity.db, ask.personId)
  const options = await generateAuthenticationOptions({
    rpID: identity.site.rpId,
    userVerification: 'required',
    timeout: CHALLENGE_MINUTES * 60_000,
    challenge: Uint8Array.from(randomBytes(32)),
    allowCredentials: own.map((key) => ({
      id: key.credentialId.toString('base64url'),
      transports: key.transports,
    })),
  })
  return keep(identity, ask, options.challenge, options)
}

export async function askNewPasskey(
  identity: Identity,
  ask: { boundTo: Buffer; personId: string; label: string },
): Promise<PasskeyChallenge> {
  const own = await listPasskeys(identity.db, ask.personId)
  const options = await generateRegistrationOptions({
    rpName: SERVICE_NAME,
    rpID: identity.site.rpId,
    userName: ask.label,
    userDisplayName: ask.label,
    // The handle an authenticator keeps in the open: our own random key, nothing of the person.
    userID: Uint8Array.from(Buffer.from(ask.personId.replaceAll('-', ''), 'hex')),
    challenge: Uint8Array.from(randomBytes(32)),
    timeout: CHALLENGE_MINUTES * 60_000,
    attestationType: 'none',
    supportedAlgorithmIDs: ALGORITHMS,
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
    excludeCredentials: own.map((key) => ({
      id: key.credentialId.toString('base64url'),
      transports: key.transports,
    })),
  })
  return keep(identity, { ...ask, purpose: 'register-passkey' }, options.challenge, options)
}

async function keep(
  identity: Identity,
  ask: { purpose: Purpose; boundTo: Buffer; personId: string | null },
  challenge: string,
  options: object,
): Promise<PasskeyChallenge> {
  const now = identity.clock()
  const challengeId = newId(now.getTime())
  const expiresAt = new Date(now.getTime() + CHALLENGE_MINUTES * 60_000)
  await putChallenge(identity.db, {
    challengeId,
    purpose: ask.purpose,
    boundTo: ask.boundTo,
    personId: ask.personId,
    challengeHash: sha256(challenge),
    secretSealed: null,
    expiresAt,
  })
  return { challengeId, expiresAt: expiresAt.toISOString(), options: { ...options } }
}

/** The new signature counter, or null: wrong signature, origin, counter, or no user verification. */
export async function judgeAssertion(
  identity: Identity,
  challenge: Challenge,
  passkey: PasskeyRow,
  assertion: PasskeyAssertion,
): Promise<number | null> {
  const verified = await orNull<VerifiedAuthenticationResponse>(() =>
    verifyAuthenticationResponse({
      response: {
        ...assertion,
        clientExtensionResults: {},
        response: {
          clientDataJSON: assertion.response.clientDataJSON,
          authenticatorData: assertion.response.authenticatorData,
          signature: assertion.response.signature,
        },
      },
      expectedChallenge: (answered) => sha256(answered).equals(challenge.challengeHash!),
      expectedOrigin: identity.site.origin,
      expectedRPID: identity.site.rpId,
      requireUserVerification: true,
      credential: {
        id: passkey.credentialId.toString('base64url'),
        publicKey: Uint8Array.from(passkey.publicKey),
        counter: passkey.counter,
        transports: passkey.transports,
      },
    }),
  )
  return verified?.verified && verified.authenticationInfo.userVerified
    ? verified.authenticationInfo.newCounter
    : null
}

export type NewPasskey = {
  credentialId: Buffer
  publicKey: Buffer
  counter: number
  transports: string[]
  backedUp: boolean
}

export async function judgeAttestation(
  identity: Identity,
  challenge: Challenge,
  attestation: PasskeyAttestation,
): Promise<NewPasskey | null> {
  const { transports = [] } = attestation.response
  const verified = await orNull<VerifiedRegistrationResponse>(() =>
    verifyRegistrationResponse({
      response: { ...attestation, clientExtensionResults: {} },
      expectedChallenge: (answered) => sha256(answered).equals(challenge.challengeHash!),
      expectedOrigin: identity.site.origin,
      expectedRPID: identity.site.rpId,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    }),
  )
  if (!verified?.verified || !verified.registrationInfo.userVerified) return null
  const { credential, credentialBackedUp } = verified.registrationInfo
  return {
    credentialId: Buffer.from(credential.id, 'base64url'),
    publicKey: Buffer.from(credential.publicKey),
    counter: credential.counter,
    transports,
    backedUp: credentialBackedUp,
  }
}

/** The library throws on everything that is not as expected; to a caller all of it is one "no". */
async function orNull<T>(verify: () => Promise<T>): Promise<T | null> {
  try {
    return await verify()
  } catch {
    return null
  }
}
