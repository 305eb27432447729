/** What each provider says of a test person, claim by claim as its documentation shows it (sources: rules/upstream.ts). */
import { createHash } from 'node:crypto'
import type { UpstreamId } from '#rules/upstream.ts'

export type TestPerson = {
  readonly name: string
  readonly country: 'dk' | 'no'
  readonly nationalNumber: string
  /** Set for an identity of work. */
  readonly enterpriseNumber?: string
}

export type Told = {
  /** In the ID token, beside iss, aud, times and nonce. */
  readonly idToken: Readonly<Record<string, unknown>>
  readonly userinfo: Readonly<Record<string, unknown>>
}

type Provider = {
  /** What the page lets one choose, strongest last; the value goes into the claims as it is. */
  readonly levels: readonly string[]
  /** Which of them satisfy a request, weakest that does first. */
  readonly asked: (request: URLSearchParams) => number
  readonly country: 'dk' | 'no'
  readonly claims: (person: TestPerson, level: string) => Told
  /** RFC 9207. */
  readonly tellsIssuer: boolean
  readonly pushedRequests: boolean
}

const stable = (...parts: string[]) => createHash('sha256').update(parts.join('\n')).digest('base64url')
const uuidOf = (text: string) =>
  createHash('sha256')
    .update(text)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5')
const given = (person: TestPerson) => person.name.split(' ').slice(0, -1).join(' ')
const family = (person: TestPerson) => person.name.split(' ').at(-1) ?? ''
const names = (person: TestPerson) => ({
  name: person.name,
  given_name: given(person),
  family_name: family(person),
})

const NSIS = 'https://data.gov.dk/concept/core/nsis/'
const has = (request: URLSearchParams, name: string, text: string) => (request.get(name) ?? '').includes(text)

export const PROVIDERS = {
  idporten: {
    levels: ['selfregistered-email', 'idporten-loa-low', 'idporten-loa-substantial', 'idporten-loa-high'],
    asked: (request) => (has(request, 'acr_values', 'idporten-loa-high') ? 3 : 2),
    country: 'no',
    claims: (person, level) => ({
      idToken: {
        sub: stable('idporten', person.nationalNumber),
        pid: person.nationalNumber,
        acr: level,
        amr: [level === 'idporten-loa-high' ? 'BankID' : 'Minid-APP'],
        locale: 'nb',
        sid: stable('sid', person.nationalNumber),
      },
      userinfo: {},
    }),
    tellsIssuer: true,
    pushedRequests: true,
  },
  'bankid-no': {
    levels: ['urn:bankid:bis;LOA=3', 'urn:bankid:bid;LOA=4'],
    asked: (request) => (has(request, 'acr_values', 'urn:bankid:bid') ? 1 : 0),
    country: 'no',
    claims: (person, level) => ({
      idToken: {
        typ: 'ID',
        sub: uuidOf(`bankid ${person.nationalNumber}`),
        bankid_altsub: '9578-5999-4-1765512',
        nnin_altsub: person.nationalNumber,
        acr: level,
        amr: level.startsWith('urn:bankid:bid') ? 'BID' : 'BIS',
        originator: 'CN=BankID Bankenes ID-tjeneste Bank CA 2,OU=988477052,O=Bankenes ID-tjeneste AS,C=NO',
        ...names(person),
      },
      userinfo: {},
    }),
    tellsIssuer: false,
    pushedRequests: false,
  },
  'mitid-signicat': {
    levels: ['LOW', 'SUBSTANTIAL', 'HIGH'],
    asked: (request) => (has(request, 'acr_values', 'loa:high') ? 2 : 1),
    country: 'dk',
    claims: (person, level) => ({
      idToken: {
        sub: stable('signicat', person.nationalNumber),
        idp: 'mitid',
        amr: ['external'],
        sid: stable('sid', person.nationalNumber),
      },
      userinfo: {
        sub: stable('signicat', person.nationalNumber),
        idp_id: uuidOf(`mitid ${person.nationalNumber}`),
        idp_issuer: 'MitID',
        ...names(person),
        nin: person.nationalNumber,
        nin_type: 'PERSON',
        nin_issuing_country: 'DK',
        mitid_has_cpr: 'true',
        mitid_uuid: uuidOf(`mitid ${person.nationalNumber}`),
        mitid_ial: level,
        mitid_loa: level,
        mitid_aal: level,
        mitid_fal: 'HIGH',
      },
    }),
    tellsIssuer: true,
    pushedRequests: true,
  },
  'mitid-signaturgruppen': {
    levels: [`${NSIS}Low`, `${NSIS}Substantial`, `${NSIS}High`],
    asked: (request) => (has(request, 'idp_params', '"loa_value":"high"') ? 2 : 1),
    country: 'dk',
    claims: (person, level) => {
      const work = person.enterpriseNumber !== undefined
      return {
        idToken: {
          sub: uuidOf(`neb ${person.nationalNumber} ${person.enterpriseNumber ?? ''}`),
          idp: work ? 'mitid_erhverv' : 'mitid',
          identity_type: work ? 'professional' : 'private',
          loa: level,
          ial: level,
          aal: level,
          amr: ['code_app'],
          neb_sid: uuidOf('session'),
        },
        userinfo: work
          ? {
              sub: uuidOf(`neb ${person.nationalNumber} ${person.enterpriseNumber}`),
              'nemlogin.cvr': person.enterpriseNumber,
              'nemlogin.nemid.rid': '12345678',
              'nemlogin.persistent_professional_id': uuidOf(`work ${person.nationalNumber}`),
              'nemlogin.name': person.name,
            }
          : {
              sub: uuidOf(`neb ${person.nationalNumber} `),
              'mitid.uuid': uuidOf(`mitid ${person.nationalNumber}`),
              'mitid.identity_name': person.name,
              'dk.cpr': person.nationalNumber,
            },
      }
    },
    tellsIssuer: true,
    pushedRequests: true,
  },
} as const satisfies Record<UpstreamId, Provider>

export type AnyProvider = Provider
