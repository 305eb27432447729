/** A house with a certificate authority, for tests: the ceremony is held, both judges are at hand. */
import { generateKeyPairSync } from 'node:crypto'
import type { Config } from '#ground/config.ts'
import type { SigningKeys } from '#ground/signing-keys.ts'
import { type Ceremony, holdCeremony } from '#identity/certificates/hold-ceremony.ts'
import { type Certificates, openCertificates } from '#identity/certificates/room.ts'
import { judges } from './judges.ts'
import { type OpenHouse, openHouse } from './open-house.ts'

export type OpenPki = {
  readonly open: OpenHouse
  readonly pki: Certificates
  readonly judge: ReturnType<typeof judges>
  readonly ceremony: Ceremony
  /** When the clock began: the true time, as GnuTLS's tools know no other. */
  readonly start: Date
  /** An authority's certificate. */
  authority(name: string): Buffer
}

/**
 * @param env settings, as for where the signing keys are
 * @param ceremonyKeys those the ceremony reaches, when they are more than the house's
 */
export async function openPki(
  env: Readonly<Record<string, string>> = {},
  ceremonyKeys?: (config: Config) => SigningKeys,
): Promise<OpenPki> {
  const start = new Date(Math.floor(Date.now() / 1000) * 1000)
  const open = await openHouse({ now: start, env })
  const pki = openCertificates(open.house)
  const ceremony = await holdCeremony(
    { ...pki, keys: ceremonyKeys?.(open.house.config) ?? pki.keys },
    { organisation: 'Brevhus Demo', country: 'dk' },
  )
  const authority = (name: string) => ceremony.all.find((row) => row.name === name)!.certificate
  return { open, pki, judge: judges(open.folder), ceremony, start, authority }
}

/** A fresh EC key to be certified, or the public half of the one given. */
export function offeredKey(key = generateKeyPairSync('ec', { namedCurve: 'P-256' })) {
  return { spki: key.publicKey.export({ format: 'der', type: 'spki' }) }
}

export const HOLDER = { part: 'holder', personId: null } as const
export const COMPANY = { number: '10150817', name: 'Kystvejens Bageri A/S' }
