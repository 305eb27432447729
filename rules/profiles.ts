import type { NationalNumberType } from './number-verdict.ts'

/**
 * What differs between the two jurisdictions, as data. A profile belongs to the account, not to the installation: one post office
 * can serve both. The retention periods themselves stand in the retention table.
 */
export type ProfileId = 'dk' | 'no'

export type Profile = {
  nationalNumberCountry: 'dk' | 'no'
  /** Types that name one person in the register. Others are valid numbers, but nobody can be addressed by them. */
  addressableNumbers: readonly NationalNumberType[]
  enterpriseNumber: 'cvr' | 'orgnr'
  addressFormat: 'dk' | 'no'
  acceptsKvhx: boolean
  currency: 'DKK' | 'NOK'
  timeZone: 'Europe/Copenhagen' | 'Europe/Oslo'
  /** I-14: what a person signs in with beside the password. */
  loginIdentifier: 'user-id' | 'national-number'
  /** B-04: `null` is no quota. */
  quotaBytesMax: number | null
  /** I-11, D-02, D-03. `raisedHours`: how long a raised level holds in a web session, `deviceRaisedHours` on a kept device. */
  session: {
    idleMinutes: number
    absoluteHours: number
    raisedHours: number
    deviceDays: number
    deviceRaisedHours: number
  }
  /** B-09: months from closing until the content is gone for good; 0 is at once. */
  closingMonths: number
  /** B-12: what follows a death notice. `heirsMonths` null: no window. Nothing is deleted while an heir has access, in either. */
  death: { heirsMonths: number | null; deleteAfterMonths: number }
  /** R1: `null` is never. */
  inactivityYears: number | null
  /** E-03 and D-27: what the operator is for a private person's letters. */
  privateContentRole: 'neither' | 'processor'
  /** T-02: local hours between which an SMS may be sent. */
  smsHours: { from: number; to: number }
  assuranceScheme: 'NSIS' | 'ID-porten'
  letterLayout: 'dk-remote-print' | 'no-digipost'
}

// I-11, D-02: web sessions idle out, device sessions live 60 days since last use.
const SESSION = {
  idleMinutes: 15,
  absoluteHours: 8,
  raisedHours: 4,
  deviceDays: 60,
  deviceRaisedHours: 24,
} as const

export const PROFILES = {
  dk: {
    nationalNumberCountry: 'dk',
    addressableNumbers: ['cpr'],
    enterpriseNumber: 'cvr',
    addressFormat: 'dk',
    acceptsKvhx: true,
    currency: 'DKK',
    timeZone: 'Europe/Copenhagen',
    loginIdentifier: 'user-id',
    quotaBytesMax: null,
    session: SESSION,
    closingMonths: 0,
    death: { heirsMonths: null, deleteAfterMonths: 60 },
    inactivityYears: 5,
    privateContentRole: 'neither',
    smsHours: { from: 9, to: 20 },
    assuranceScheme: 'NSIS',
    letterLayout: 'dk-remote-print',
  },
  no: {
    nationalNumberCountry: 'no',
    // Synthetic numbers name somebody in the tax administration's test register only; a real register holds none.
    addressableNumbers: ['fodselsnummer', 'd-number', 'synthetic', 'synthetic-d-number'],
    enterpriseNumber: 'orgnr',
    addressFormat: 'no',
    acceptsKvhx: false,
    currency: 'NOK',
    timeZone: 'Europe/Oslo',
    loginIdentifier: 'national-number',
    quotaBytesMax: 1_000_000_000,
    session: SESSION,
    closingMonths: 3,
    death: { heirsMonths: 9, deleteAfterMonths: 12 },
    inactivityYears: null,
    privateContentRole: 'processor',
    smsHours: { from: 9, to: 20 },
    assuranceScheme: 'ID-porten',
    letterLayout: 'no-digipost',
  },
} as const satisfies Record<ProfileId, Profile>
