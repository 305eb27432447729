/** The certificate part of the room as it stands open: what each of its use cases is given first. */
import type { Clock } from '#ground/clock.ts'
import type { Db } from '#ground/db.ts'
import type { SigningKeys } from '#ground/signing-keys.ts'
import type { PolicyVersion } from './policy-texts.ts'

export type Certificates = {
  readonly db: Db
  readonly clock: Clock
  readonly keys: SigningKeys
  /** Object identifier below which the operator's certificate policies stand. */
  readonly policyArc: string
  /** Base of the addresses that certificates name, without a slash at its end. */
  readonly base: string
}

/** What it takes from the house. */
export type CertificatesHouse = {
  readonly db: Db
  readonly clock: Clock
  readonly signingKeys: SigningKeys
  readonly config: { readonly PUBLIC_URL: string; readonly PKI_URL: string; readonly PKI_POLICY_ARC: string }
}

export function openCertificates(house: CertificatesHouse): Certificates {
  const { PUBLIC_URL, PKI_URL, PKI_POLICY_ARC } = house.config
  return {
    db: house.db,
    clock: house.clock,
    keys: house.signingKeys,
    policyArc: PKI_POLICY_ARC,
    base: (PKI_URL === 'public' ? `${PUBLIC_URL.replace(/\/+$/, '')}/pki` : PKI_URL).replace(/\/+$/, ''),
  }
}

/** I-17: the version of policy and practice statement that certificates issued now name. */
export const POLICY_VERSION = '1.0' satisfies PolicyVersion

export const addressesOf = ({ base }: Certificates, authorityName: string) => ({
  issuer: `${base}/ca/${authorityName}.cer`,
  list: `${base}/crl/${authorityName}.crl`,
  ocsp: `${base}/ocsp`,
  statement: `${base}/policy/${POLICY_VERSION}`,
})
