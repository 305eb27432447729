/** The certificates Brevhus issues, after the Danish OCES profiles (I-04): what a certificate of each kind may be used for and
 * how long it lives. A lawyer and an auditor read this table; `server/identity/certificates/` only encodes it. */

/** RFC 5280 §4.2.1.3, in the order of the bits. */
export const KEY_USAGES = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
] as const
export type KeyUsage = (typeof KEY_USAGES)[number]

export const EXTENDED_KEY_USAGES = {
  clientAuth: '1.3.6.1.5.5.7.3.2',
  emailProtection: '1.3.6.1.5.5.7.3.4',
  ocspSigning: '1.3.6.1.5.5.7.3.9',
} as const
export type ExtendedKeyUsage = keyof typeof EXTENDED_KEY_USAGES

/** The last arc of each certificate policy, below the operator's own arc (`PKI_POLICY_ARC`). */
export const POLICY_ARCS = { person: 1, employee: 2, organisation: 3, function: 4 } as const

export type EndProfile = {
  readonly keyUsage: readonly KeyUsage[]
  /** Added for RSA keys, which can encrypt a key; EC keys agree on one instead. */
  readonly keyUsageOfRsa: readonly KeyUsage[]
  readonly keyUsageOfEc: readonly KeyUsage[]
  readonly extendedKeyUsage: readonly ExtendedKeyUsage[]
  readonly policy: keyof typeof POLICY_ARCS
  readonly keepYears: number
}

const SIGNS_AND_DECRYPTS = {
  keyUsage: ['digitalSignature', 'nonRepudiation'],
  keyUsageOfRsa: ['keyEncipherment', 'dataEncipherment'],
  keyUsageOfEc: ['keyAgreement'],
  extendedKeyUsage: ['clientAuth', 'emailProtection'],
} as const

/** OCES certificates live three years (FACTS of the field: OCES2 §subject, validity 3 years). */
export const CERTIFICATE_PROFILES = {
  person: { ...SIGNS_AND_DECRYPTS, policy: 'person', keepYears: 3 },
  employee: { ...SIGNS_AND_DECRYPTS, policy: 'employee', keepYears: 3 },
  organisation: { ...SIGNS_AND_DECRYPTS, policy: 'organisation', keepYears: 3 },
  // A function is a machine's certificate: it proves itself and receives, but declares no will.
  function: { ...SIGNS_AND_DECRYPTS, keyUsage: ['digitalSignature'], policy: 'function', keepYears: 3 },
} as const satisfies Record<string, EndProfile>

export type CertificateKind = keyof typeof CERTIFICATE_PROFILES

/** What may be certified: EC on P-256, or RSA from 2048 (ETSI TS 119 312) to 4096 bits with the usual exponent. */
export const SUBJECT_KEYS = {
  rsaBitsMin: 2048,
  rsaBitsMax: 4096,
  rsaExponent: 65_537,
  ecCurve: 'P-256',
} as const

/** Lives of what the authority itself signs. Each is moved on well before it ends, see `certificates/publish-crls.ts`. */
export const AUTHORITY_TIMES = {
  rootYears: 20,
  issuingYears: 10,
  /** A list is good for this long, so that a publishing that failed twice is no outage … */
  crlHours: 24,
  /** … and is made anew this often, and at once when something is revoked. */
  crlEveryHours: 6,
  /** The root revokes issuing authorities only. */
  rootCrlDays: 180,
  rootCrlEveryDays: 90,
  ocspResponderDays: 30,
  ocspResponderRenewDaysBefore: 10,
  /** An answer without a nonce is signed once and served until shortly before this. */
  ocspAnswerHours: 12,
  ocspAnswerRenewHoursBefore: 2,
  /** Clocks of relying parties are late at times: what is signed begins this much earlier. */
  backdateMinutes: 5,
  /** FACTS of the field: a name change is to be followed by a new certificate within 30 days. */
  nameChangeDays: 30,
} as const

/** A new certificate can't outlive its issuer (RFC 5280 shell model): issuing moves to a new key this long before its end. */
export const ISSUING_ROLLOVER_YEARS_BEFORE_END = 3
