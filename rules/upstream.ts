/**
 * I-09: electronic IDs of others, as data: what is asked of each, and what its answer is worth here. A level is one of the exact strings
 * below or it is none: an unknown, missing or oddly typed value is never promoted to anything.
 *
 * Sources, read November 2026:
 * - ID-porten: https://docs.digdir.no/docs/idporten/oidc/oidc_protocol_id_token and …/oidc_protocol_authorize, …/oidc_protocol_par
 * - BankID: https://confluence.bankidnorge.no/confluence/pdoidcl/technical-documentation/core-concepts/id-token and
 *   …/core-concepts/identity-providers; the spelling without `;LOA=` is that of https://developer.bankid.no/bankid-with-biometrics/
 * - MitID by Signicat: https://developer.signicat.com/identity-methods/mitid/attributes-reference/ and
 *   https://developer.signicat.com/docs/eid-hub/concepts/levels-of-assurance/
 * - MitID by Signaturgruppen: https://signaturgruppen-a-s.github.io/signaturgruppen-broker-documentation/idps/mitid.html,
 *   …/idps/mitid-erhverv.html, …/environments.html, …/par.html
 */
import { atLeast, LEVELS, type Level } from './levels.ts'
import type { Language } from './refusals.ts'

export type ElectronicId = 'bankid-no' | 'idporten' | 'mitid'
export type UpstreamId = 'idporten' | 'bankid-no' | 'mitid-signicat' | 'mitid-signaturgruppen'
export type ClientAuthentication = 'private_key_jwt' | 'client_secret_basic' | 'client_secret_post'

/** A claim that must hold exactly this text. */
type Fact = { readonly claim: string; readonly is: string }

export type UpstreamProfile = {
  /** What the history calls it. */
  readonly eId: ElectronicId
  /** The brand people know, the same in every language. */
  readonly name: string
  /** Whose national numbers it speaks of. */
  readonly country: 'dk' | 'no'
  /**
   * The issuers there are, each with the other origins its endpoints stand at; `customer`: every customer of this broker has an
   * issuer of its own, which the operator names. Nothing is ever fetched from anywhere else.
   */
  readonly issuers: Readonly<Record<string, readonly string[]>> | 'customer'
  readonly scope: string
  /** What asks for at least this level. */
  readonly ask: Readonly<Record<'substantial' | 'high', Readonly<Record<string, string>>>>
  readonly level: {
    readonly claim: string
    readonly values: Readonly<Record<string, Level>>
    /** Where the upstream tells these too, none of them may be lower (NSIS: the level is the weakest of its parts). */
    readonly notAbove: readonly string[]
  }
  /** Everything else about the answer that must be so. */
  readonly facts: readonly Fact[]
  readonly nationalNumber: { readonly claim: string; readonly only: Fact | null }
  /** The claim that stays the same for this person at this upstream. */
  readonly subject: string
  /** How an answer about somebody at work is told from a private person's; null: this upstream has none. */
  readonly work: {
    readonly when: Fact
    readonly enterpriseNumber: string
    readonly employeeNumber: string
    readonly employee: string
  } | null
  /** `userinfo`: part of the claims comes from the userinfo endpoint. */
  readonly claimsFrom: 'id-token' | 'userinfo'
  readonly language: { readonly parameter: string; readonly values: Readonly<Record<Language, string>> }
  /** RFC 9126. */
  readonly pushedRequests: boolean
  readonly authentication: readonly ClientAuthentication[]
  /** The one algorithm of its ID tokens; what else a token's header says is refused. */
  readonly algorithm: 'RS256'
}

const LOCALES = { parameter: 'ui_locales', values: { da: 'da', nb: 'nb', sv: 'sv', en: 'en' } } as const

export const UPSTREAMS = {
  idporten: {
    eId: 'idporten',
    name: 'ID-porten',
    country: 'no',
    issuers: {
      'https://idporten.no': ['https://login.idporten.no'],
      'https://test.idporten.no': ['https://login.test.idporten.no'],
    },
    scope: 'openid',
    ask: {
      substantial: { acr_values: 'idporten-loa-substantial' },
      high: { acr_values: 'idporten-loa-high' },
    },
    level: {
      claim: 'acr',
      values: { 'idporten-loa-substantial': 'substantial', 'idporten-loa-high': 'high' },
      notAbove: [],
    },
    facts: [],
    nationalNumber: { claim: 'pid', only: null },
    subject: 'sub',
    work: null,
    claimsFrom: 'id-token',
    // It speaks nb, nn, en and se.
    language: { parameter: 'ui_locales', values: { da: 'nb', nb: 'nb', sv: 'nb', en: 'en' } },
    pushedRequests: true,
    authentication: ['private_key_jwt', 'client_secret_basic', 'client_secret_post'],
    algorithm: 'RS256',
  },
  'bankid-no': {
    eId: 'bankid-no',
    name: 'BankID',
    country: 'no',
    issuers: {
      'https://auth.bankid.no/auth/realms/prod': [],
      'https://auth.current.bankid.no/auth/realms/current': [],
    },
    scope: 'openid profile nnin_altsub',
    ask: {
      substantial: { acr_values: 'urn:bankid:bis' },
      high: { acr_values: 'urn:bankid:bid' },
    },
    level: {
      claim: 'acr',
      values: {
        'urn:bankid:bid;LOA=4': 'high',
        'urn:bankid:bim;LOA=4': 'high',
        'urn:bankid:bis;LOA=3': 'substantial',
        'urn:bankid:bid': 'high',
        'urn:bankid:bis': 'substantial',
      },
      notAbove: [],
    },
    facts: [],
    nationalNumber: { claim: 'nnin_altsub', only: null },
    subject: 'sub',
    work: null,
    claimsFrom: 'id-token',
    language: { parameter: 'ui_locales', values: { da: 'nb', nb: 'nb', sv: 'nb', en: 'en' } },
    pushedRequests: false,
    authentication: ['client_secret_basic', 'client_secret_post', 'private_key_jwt'],
    algorithm: 'RS256',
  },
  'mitid-signicat': {
    eId: 'mitid',
    name: 'MitID',
    country: 'dk',
    issuers: 'customer',
    scope: 'openid profile idp-id nin mitid-extra',
    ask: {
      substantial: { acr_values: 'idp:mitid loa:substantial' },
      high: { acr_values: 'idp:mitid loa:high' },
    },
    level: {
      claim: 'mitid_loa',
      values: { LOW: 'low', SUBSTANTIAL: 'substantial', HIGH: 'high' },
      notAbove: ['mitid_ial', 'mitid_aal'],
    },
    facts: [],
    nationalNumber: { claim: 'nin', only: { claim: 'nin_issuing_country', is: 'DK' } },
    subject: 'mitid_uuid',
    work: null,
    claimsFrom: 'userinfo',
    language: LOCALES,
    pushedRequests: true,
    authentication: ['client_secret_basic', 'client_secret_post', 'private_key_jwt'],
    algorithm: 'RS256',
  },
  'mitid-signaturgruppen': {
    eId: 'mitid',
    name: 'MitID',
    country: 'dk',
    issuers: { 'https://netseidbroker.dk/op': [], 'https://pp.netseidbroker.dk/op': [] },
    scope: 'openid mitid ssn',
    ask: {
      substantial: { idp_values: 'mitid', idp_params: '{"mitid":{"loa_value":"substantial"}}' },
      high: { idp_values: 'mitid', idp_params: '{"mitid":{"loa_value":"high"}}' },
    },
    level: {
      claim: 'loa',
      values: {
        'https://data.gov.dk/concept/core/nsis/Low': 'low',
        'https://data.gov.dk/concept/core/nsis/Substantial': 'substantial',
        'https://data.gov.dk/concept/core/nsis/High': 'high',
      },
      notAbove: ['ial', 'aal'],
    },
    facts: [
      { claim: 'idp', is: 'mitid' },
      { claim: 'identity_type', is: 'private' },
    ],
    nationalNumber: { claim: 'dk.cpr', only: null },
    subject: 'mitid.uuid',
    work: {
      when: { claim: 'identity_type', is: 'professional' },
      enterpriseNumber: 'nemlogin.cvr',
      employeeNumber: 'nemlogin.nemid.rid',
      employee: 'nemlogin.persistent_professional_id',
    },
    claimsFrom: 'userinfo',
    language: { parameter: 'language', values: { da: 'da', nb: 'da', sv: 'da', en: 'en' } },
    pushedRequests: true,
    authentication: ['client_secret_basic', 'private_key_jwt', 'client_secret_post'],
    algorithm: 'RS256',
  },
} as const satisfies Record<UpstreamId, UpstreamProfile>

export const UPSTREAM_IDS = Object.keys(UPSTREAMS) as UpstreamId[]

export function isUpstreamId(text: unknown): text is UpstreamId {
  return typeof text === 'string' && Object.hasOwn(UPSTREAMS, text)
}

/** Limits of one sign-in elsewhere. */
export const UPSTREAM_LIMITS = {
  /** From our button to the way back: finding the phone, a forgotten code, one more try. */
  minutes: 10,
  /** Between their clock and ours (OpenID Connect Core §3.1.3.7 leaves it to us). */
  clockSeconds: 30,
  /** An ID token comes straight from the token endpoint; an older one is somebody's copy. */
  tokenAgeSeconds: 300,
  /** One answer of an upstream. */
  answerSeconds: 8,
  answerBytesMax: 256 * 1024,
} as const

/** How long an upstream's metadata is good for, and how long a failed attempt to read it is not repeated. */
export const DISCOVERY = { goodMinutes: 60, retrySeconds: 5 } as const

/** Visits that one network may begin, in so many seconds; and of how many networks that is remembered. */
export const VISIT_LIMIT = { perNetwork: 60, seconds: 60, networks: 10_000 } as const

export type UpstreamVerdict =
  | { kind: 'person'; level: Level; subject: string; nationalNumber: string | null }
  /** Somebody at work, who is not the private person (I-03). */
  | {
      kind: 'work'
      level: Level
      enterpriseNumber: string
      employeeNumber: string | null
      employee: string | null
    }
  | { kind: 'refused'; why: 'level-unknown' | 'not-what-was-asked' | 'nobody-named' }

/** What checked claims say. Their signature, issuer, audience and times have been judged before. */
export function readUpstream(
  profile: UpstreamProfile,
  claims: Readonly<Record<string, unknown>>,
): UpstreamVerdict {
  const level = levelOf(profile, claims)
  if (level === null) return { kind: 'refused', why: 'level-unknown' }
  if (profile.work && holds(claims, profile.work.when)) {
    const enterpriseNumber = textOf(claims, profile.work.enterpriseNumber)
    if (!/^\d{8}$/.test(enterpriseNumber ?? '')) return { kind: 'refused', why: 'nobody-named' }
    return {
      kind: 'work',
      level,
      enterpriseNumber: enterpriseNumber!,
      employeeNumber: textOf(claims, profile.work.employeeNumber),
      employee: textOf(claims, profile.work.employee),
    }
  }
  if (!profile.facts.every((fact) => holds(claims, fact)))
    return { kind: 'refused', why: 'not-what-was-asked' }
  const subject = textOf(claims, profile.subject)
  if (subject === null) return { kind: 'refused', why: 'nobody-named' }
  return { kind: 'person', level, subject, nationalNumber: numberOf(profile, claims) }
}

/** The weakest of what is told; null when any of it is not one of the known strings. */
function levelOf(profile: UpstreamProfile, claims: Readonly<Record<string, unknown>>): Level | null {
  const { claim, values, notAbove } = profile.level
  const told = [claim, ...notAbove.filter((name) => Object.hasOwn(claims, name))]
  let weakest: Level = LEVELS[LEVELS.length - 1]!
  for (const name of told) {
    const value = textOf(claims, name)
    if (value === null || !Object.hasOwn(values, value)) return null
    if (!atLeast(values[value]!, weakest)) weakest = values[value]!
  }
  return weakest
}

/** Digits as the register writes them. Whether the number exists is the register's to say, not a check digit's. */
function numberOf(profile: UpstreamProfile, claims: Readonly<Record<string, unknown>>): string | null {
  const { claim, only } = profile.nationalNumber
  if (only && !holds(claims, only)) return null
  const digits = textOf(claims, claim)?.replace(/[\s-]/g, '') ?? ''
  return (profile.country === 'dk' ? /^\d{10}$/ : /^\d{11}$/).test(digits) ? digits : null
}

function holds(claims: Readonly<Record<string, unknown>>, fact: Fact): boolean {
  return textOf(claims, fact.claim) === fact.is
}

/** A text of our own claims object; never one that it inherited, never one of a length no claim has. */
function textOf(claims: Readonly<Record<string, unknown>>, name: string): string | null {
  const value = Object.hasOwn(claims, name) ? claims[name] : undefined
  return typeof value === 'string' && value !== '' && value.length <= 255 ? value : null
}
