import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  FACT_CHARACTERS_MAX,
  FACTS,
  factsOf,
  isSecurityNotice,
  MAIL_FACTS,
  SECURITY_NOTICES,
  type SecurityNoticeKind,
} from './security-notices.ts'

const kinds = Object.keys(SECURITY_NOTICES) as SecurityNoticeKind[]

test('N-06: a notice carries the facts of its kind and no other, none longer than the bound', () => {
  const given = fc.dictionary(fc.oneof(fc.constantFrom(...FACTS), fc.string()), fc.string({ maxLength: 400 }))
  fc.assert(
    fc.property(fc.constantFrom(...kinds), given, (about, facts) => {
      const allowed: readonly string[] = SECURITY_NOTICES[about].facts
      for (const [fact, value] of Object.entries(factsOf(about, facts))) {
        assert.ok(allowed.includes(fact))
        assert.ok(value !== '' && [...value].length <= FACT_CHARACTERS_MAX)
      }
    }),
    { numRuns: 200 },
  )
})

test('N-11 I-05: what somebody else may have done offers to block; what is blocked already does not', () => {
  for (const about of ['new-sign-in', 'suspicious-sign-in', 'new-device', 'password-changed'] as const)
    assert.equal(SECURITY_NOTICES[about].block, true)
  for (const about of ['blocked', 'device-blocked', 'certificate-revoked'] as const)
    assert.equal(SECURITY_NOTICES[about].block, false)
})

test('N-20: service providers, companies, recipients and reasons are not for e-mail', () => {
  for (const fact of ['service', 'enterprise', 'owner', 'recipient', 'reason'] as const)
    assert.ok(!MAIL_FACTS.includes(fact))
})

test('a name of Object is no kind of notice', () => {
  assert.ok(isSecurityNotice('blocked'))
  assert.ok(!isSecurityNotice('constructor'))
})
