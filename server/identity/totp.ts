/**
 * Time-based codes, RFC 6238: SHA-1, six digits, steps of 30 seconds, which is what every authenticator app speaks.
 * The library computes; drift and replay are decided here, because they need what we remember of the secret.
 */
import { Secret, TOTP } from 'otpauth'

export const STEP_SECONDS = 30
/** One step either side: RFC 6238 §5.2 recommends at most one for transmission delay. */
const DRIFT_STEPS = 1
/** 160 bits, as RFC 4226 §4 R6 recommends. */
export const SECRET_BYTES = 20

export type CodeVerdict =
  | { kind: 'right'; step: number }
  /** The code belongs to a step already used, or one before it (RFC 6238 §5.2: accept a code only once). */
  | { kind: 'replayed' }
  | { kind: 'wrong' }

/**
 * Judges a code at a moment. `lastStep` is the newest step ever accepted for this secret, null if none. The caller must
 * store the new step in the same transaction, and only if it is still newer than what is stored there.
 */
export function judgeCode(secret: Uint8Array, code: string, now: Date, lastStep: number | null): CodeVerdict {
  const digits = code.replace(/\s/g, '')
  if (!/^\d{6}$/.test(digits)) return { kind: 'wrong' }
  const present = stepOf(now)
  let matched: number | null = null
  // Every step is computed whatever the code, and compared in constant time by the library.
  for (let step = present - DRIFT_STEPS; step <= present + DRIFT_STEPS; step++) {
    const delta = totpOf(secret).validate({ token: digits, timestamp: step * STEP_SECONDS * 1000, window: 0 })
    // Two neighbouring steps may share a code by chance: the newest counts, so that it can't be played twice.
    if (delta !== null) matched = step
  }
  if (matched === null) return { kind: 'wrong' }
  if (lastStep !== null && matched <= lastStep) return { kind: 'replayed' }
  return { kind: 'right', step: matched }
}

function stepOf(now: Date): number {
  return Math.floor(now.getTime() / 1000 / STEP_SECONDS)
}

/** RFC 4648 base32 without padding, as people type it and apps read it. */
export function base32Of(secret: Uint8Array): string {
  return secretOf(secret).base32
}

/** The Key URI that authenticator apps read from a QR code. The label must hold nothing secret: apps show it openly. */
export function uriOf(secret: Uint8Array, issuer: string, label: string): string {
  return new TOTP({ issuer, label, secret: secretOf(secret), digits: 6, period: STEP_SECONDS }).toString()
}

function totpOf(secret: Uint8Array): TOTP {
  return new TOTP({ secret: secretOf(secret), algorithm: 'SHA1', digits: 6, period: STEP_SECONDS })
}

function secretOf(secret: Uint8Array): Secret {
  return new Secret({ buffer: Uint8Array.from(secret).buffer })
}
