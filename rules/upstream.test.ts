import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { atLeast, LEVELS, type Level } from './levels.ts'
import {
  isUpstreamId,
  readUpstream,
  UPSTREAM_IDS,
  UPSTREAMS,
  type UpstreamId,
  type UpstreamProfile,
} from './upstream.ts'

const profileOf = (id: UpstreamId): UpstreamProfile => UPSTREAMS[id]

/** An answer of this upstream about a private person, with everything but the level. */
function answerOf(id: UpstreamId, level: unknown): Record<string, unknown> {
  const { level: rule, facts, nationalNumber, subject, country } = profileOf(id)
  return {
    [rule.claim]: level,
    ...Object.fromEntries(facts.map(({ claim, is }) => [claim, is])),
    ...(nationalNumber.only ? { [nationalNumber.only.claim]: nationalNumber.only.is } : {}),
    [nationalNumber.claim]: country === 'dk' ? '0101901234' : '01019012345',
    [subject]: 'subject-1',
  }
}

test('I-09 D-01: each documented level string is worth exactly its level', () => {
  const worth: Record<UpstreamId, Record<string, Level>> = {
    idporten: { 'idporten-loa-substantial': 'substantial', 'idporten-loa-high': 'high' },
    'bankid-no': {
      'urn:bankid:bid;LOA=4': 'high',
      'urn:bankid:bim;LOA=4': 'high',
      'urn:bankid:bis;LOA=3': 'substantial',
      'urn:bankid:bid': 'high',
      'urn:bankid:bis': 'substantial',
    },
    'mitid-signicat': { LOW: 'low', SUBSTANTIAL: 'substantial', HIGH: 'high' },
    'mitid-signaturgruppen': {
      'https://data.gov.dk/concept/core/nsis/Low': 'low',
      'https://data.gov.dk/concept/core/nsis/Substantial': 'substantial',
      'https://data.gov.dk/concept/core/nsis/High': 'high',
    },
  }
  for (const id of UPSTREAM_IDS) {
    assert.deepEqual(profileOf(id).level.values, worth[id])
    for (const [value, level] of Object.entries(worth[id])) {
      const verdict = readUpstream(profileOf(id), answerOf(id, value))
      assert.equal(verdict.kind === 'person' && verdict.level, level, `${id} ${value}`)
    }
  }
})

test('I-09 D-01: whatever else a level claim holds, nobody gets any level by it (property)', () => {
  const near = fc
    .constantFrom(...UPSTREAM_IDS.flatMap((id) => Object.keys(profileOf(id).level.values)))
    .chain((value) =>
      fc.constantFrom(
        value,
        value.toUpperCase(),
        value.toLowerCase(),
        ` ${value}`,
        `${value} `,
        `${value}\u0000`,
        value.slice(0, -1),
        `${value};LOA=4`,
        value.replace('LOA=3', 'LOA=4'),
        value.replace('nsis/', 'nsis/loa/'),
        value.normalize('NFKD').replace('o', 'о'),
      ),
    )
  const odd = fc.oneof(
    near,
    fc.string(),
    fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty', '4', 'high', 'Level4'),
    near.map((value) => [value]),
    near.map((value) => ({ toString: () => value })),
    fc.constantFrom(undefined, null, 4, true, Number.NaN),
  )
  fc.assert(
    fc.property(fc.constantFrom(...UPSTREAM_IDS), odd, (id, value) => {
      const { values } = profileOf(id).level
      const verdict = readUpstream(profileOf(id), answerOf(id, value))
      const known = typeof value === 'string' && Object.hasOwn(values, value)
      if (known) assert.equal(verdict.kind === 'person' && verdict.level, values[value])
      else assert.deepEqual(verdict, { kind: 'refused', why: 'level-unknown' })
    }),
    { numRuns: 2000 },
  )
})

test('I-09 D-01: the level is the weakest of what is told, and one unknown part is no level (property)', () => {
  const mitid = UPSTREAM_IDS.filter((id) => profileOf(id).level.notAbove.length > 0)
  assert.equal(mitid.length, 2)
  fc.assert(
    fc.property(fc.constantFrom(...mitid), fc.infiniteStream(fc.nat(3)), (id, dice) => {
      const { claim, values, notAbove } = profileOf(id).level
      const names = Object.keys(values)
      const claims = answerOf(id, names[0])
      const told: (Level | null)[] = []
      for (const part of [claim, ...notAbove]) {
        const value = names[dice.next().value!] ?? 'UNHEARD-OF'
        claims[part] = value
        told.push(values[value] ?? null)
      }
      const verdict = readUpstream(profileOf(id), claims)
      if (told.includes(null)) return assert.equal(verdict.kind, 'refused')
      assert.ok(verdict.kind === 'person')
      for (const level of told) assert.ok(atLeast(level!, verdict.level))
      assert.ok(told.includes(verdict.level))
    }),
    { numRuns: 500 },
  )
})

test('I-09 P-07: the number is read in the usual spellings and only of the right country', () => {
  const signicat = (more: object) =>
    readUpstream(profileOf('mitid-signicat'), { ...answerOf('mitid-signicat', 'HIGH'), ...more })
  const numberOf = (verdict: ReturnType<typeof signicat>) =>
    verdict.kind === 'person' && verdict.nationalNumber
  assert.equal(numberOf(signicat({ nin: '010190-1234' })), '0101901234')
  assert.equal(numberOf(signicat({ nin: '010190 1234' })), '0101901234')
  assert.equal(numberOf(signicat({ nin_issuing_country: 'SE' })), null)
  assert.equal(numberOf(signicat({ nin: '01019012345' })), null)
  assert.equal(numberOf(signicat({ nin: 101901234 })), null)
  const idporten = readUpstream(profileOf('idporten'), {
    ...answerOf('idporten', 'idporten-loa-high'),
    pid: '010190 12345',
  })
  assert.equal(numberOf(idporten), '01019012345')
})

test('I-09: without the subject nobody is named; an inherited claim is none', () => {
  for (const id of UPSTREAM_IDS) {
    const claims = answerOf(id, Object.keys(profileOf(id).level.values)[0])
    delete claims[profileOf(id).subject]
    assert.deepEqual(readUpstream(profileOf(id), claims), { kind: 'refused', why: 'nobody-named' })
    const inherited = Object.create(answerOf(id, Object.keys(profileOf(id).level.values)[0]))
    assert.deepEqual(readUpstream(profileOf(id), inherited), { kind: 'refused', why: 'level-unknown' })
  }
})

test('I-09 I-03: somebody at work is not the private person, whatever number the answer holds', () => {
  const claims = {
    ...answerOf('mitid-signaturgruppen', 'https://data.gov.dk/concept/core/nsis/Substantial'),
    identity_type: 'professional',
    idp: 'mitid_erhverv',
    'nemlogin.cvr': '12345678',
    'nemlogin.nemid.rid': '87654321',
    'nemlogin.cpr': '0101901234',
  }
  assert.deepEqual(readUpstream(profileOf('mitid-signaturgruppen'), claims), {
    kind: 'work',
    level: 'substantial',
    enterpriseNumber: '12345678',
    employeeNumber: '87654321',
    employee: null,
  })
  const nameless = { ...claims, 'nemlogin.cvr': '123' }
  assert.equal(readUpstream(profileOf('mitid-signaturgruppen'), nameless).kind, 'refused')
  const other = { ...claims, identity_type: 'test' }
  assert.deepEqual(readUpstream(profileOf('mitid-signaturgruppen'), other), {
    kind: 'refused',
    why: 'not-what-was-asked',
  })
})

test('I-09: the table is sound: https issuers, openid asked for, every level a level, both levels can be asked', () => {
  for (const id of UPSTREAM_IDS) {
    const { issuers, scope, level, ask, authentication } = profileOf(id)
    if (issuers !== 'customer')
      for (const address of Object.entries(issuers).flat(2))
        assert.match(address, /^https:\/\/[a-z.]+(\/[a-z]+)*$/)
    assert.ok(scope.split(' ').includes('openid'))
    for (const value of Object.values(level.values)) assert.ok(LEVELS.includes(value))
    assert.notDeepEqual(ask.substantial, ask.high)
    assert.ok(authentication.length > 0)
  }
  assert.equal(isUpstreamId('__proto__'), false)
  assert.equal(isUpstreamId('idporten'), true)
})
