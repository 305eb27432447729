// Our validator against OpenSSL's, on the same certificates, lists and moment: sound chains, chains with one fault each, and chains
// made at random. Where ours refuses what OpenSSL takes, the reason stands in docs/divergences/certificate-paths.md.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import fc from 'fast-check'
import {
  ANY_USE,
  AT,
  buildChain,
  buildList,
  NO_KNOWN_USE,
  soundLists,
  USES,
  uses,
} from '#tests/chain-maker.ts'
import { judges } from '#tests/judges.ts'
import {
  ANY,
  alternative,
  type Case,
  constraints,
  dns,
  inhibitAny,
  last,
  P1,
  P2,
  PLANTED,
  policies,
  policyConstraints,
  sound,
} from '#tests/planted-paths.ts'
import { PLANTED_USES } from '#tests/planted-uses.ts'
import { type PathVerdict, validatePath } from './validate-path.ts'

const folder = mkdtempSync(join(tmpdir(), 'brevhus-path-'))
after(() => rmSync(folder, { recursive: true }))
const judge = judges(folder)

function ours({ chain, lists, policies, purpose }: Case): PathVerdict {
  const [root, ...below] = buildChain(chain)
  return validatePath({
    certificate: below.at(-1)!,
    intermediates: below.slice(0, -1),
    anchors: [root!],
    at: AT,
    ...(policies ? { policies: { acceptable: policies, requireExplicit: true } } : {}),
    ...(purpose ? { purpose: USES[purpose].id } : {}),
    revocation: { of: 'all', lists: lists.map(buildList) },
  })
}

async function theirs({ chain, lists, policies, purpose }: Case): Promise<{ good: boolean; text: string }> {
  const [root, ...below] = buildChain(chain)
  judge.pem('root.pem', root!)
  judge.pem('between.pem', ...below.slice(0, -1))
  judge.pem('end.pem', below.at(-1)!)
  const files = lists.flatMap((list, i) => {
    judge.crl(`list-${i}.pem`, buildList(list))
    return ['-CRLfile', `list-${i}.pem`]
  })
  const said = await judge.openssl(
    ...[
      'verify',
      '-x509_strict',
      '-policy_check',
      '-attime',
      String(AT.getTime() / 1000),
      '-crl_check_all',
      ...files,
    ],
    // RFC 5280 §6.1.1 (c): who names no policy takes any. OpenSSL takes none, unless told.
    ...(policies
      ? ['-explicit_policy', ...policies.flatMap((policy) => ['-policy', policy])]
      : ['-policy', ANY]),
    ...(purpose ? ['-purpose', USES[purpose].openssl] : []),
    ...['-CAfile', 'root.pem', ...(below.length > 1 ? ['-untrusted', 'between.pem'] : []), 'end.pem'],
  )
  return { good: said.code === 0, text: said.text }
}

const DIVERGENCES = new URL('../../../../docs/divergences/certificate-paths.md', import.meta.url)

for (const [what, { change, between: count = 1, fault, stricter }] of Object.entries({
  ...PLANTED,
  ...PLANTED_USES,
})) {
  test(`I-04: path, ${what}: ${fault ?? 'valid'}${stricter ? ', stricter than OpenSSL' : ', as OpenSSL'}`, async () => {
    const one = sound(count)
    change(one)
    const mine = ours(one)
    const other = await theirs(one)
    assert.equal(
      mine.kind === 'valid' ? undefined : mine.fault,
      fault,
      `${JSON.stringify(mine, null, 1).slice(0, 400)}\nOpenSSL: ${other.text}`,
    )
    assert.equal(other.good, fault === undefined || stricter === true, `OpenSSL: ${other.text}`)
    if (stricter)
      assert.match(
        readFileSync(DIVERGENCES, 'utf8'),
        new RegExp(`^\\| ${what} \\|`, 'm'),
        'the divergence is documented',
      )
  })
}

test('I-04: chains made at random, right and wrong, with uses, policies, names and lengths: what ours takes OpenSSL takes, and the other way round', async () => {
  const somePolicies = fc.option(fc.subarray([P1, P2, ANY], { minLength: 1 }), { nil: undefined })
  const someHosts = fc.option(fc.constantFrom('example.com', '.example.com', 'a.example.com', 'b.test'), {
    nil: undefined,
  })
  const someUses = fc.option(
    fc.subarray([...Object.values(USES).map(({ id }) => id), ANY_USE, NO_KNOWN_USE], { minLength: 1 }),
    { nil: undefined, freq: 2 },
  )
  const authority = fc.record({
    pathLength: fc.option(fc.nat(2), { nil: undefined }),
    named: somePolicies,
    explicit: fc.option(fc.nat(2), { nil: undefined }),
    inhibit: fc.option(fc.nat(2), { nil: undefined }),
    permitted: someHosts,
    excluded: fc.option(fc.constantFrom('c.example.com', 'x.test'), { nil: undefined }),
    usable: someUses,
    /** Certifies a new key of the same name (RFC 5280: self-issued). */
    selfIssued: fc.boolean(),
  })
  const chains = fc.record({
    authorities: fc.array(authority, { minLength: 0, maxLength: 3 }),
    named: somePolicies,
    hosts: fc.subarray(['example.com', 'a.example.com', 'c.example.com', 'x.b.test']),
    usable: someUses,
    purpose: fc.option(fc.constantFrom('client', 'server', 'mail'), { nil: undefined }),
    asked: fc.option(fc.constantFrom([P1], [P2], [P1, P2]), { nil: undefined }),
  })
  const seen = { valid: 0, refused: 0, purpose: 0, fit: 0 }
  await fc.assert(
    fc.asyncProperty(chains, async ({ authorities, named, hosts, usable, purpose, asked }) => {
      const one = sound(authorities.length)
      for (const [i, wish] of authorities.entries()) {
        const spec = one.chain[i + 1]!
        if (wish.pathLength !== undefined) spec.pathLength = wish.pathLength
        if (wish.named) spec.more.push(policies(...wish.named))
        if (wish.explicit !== undefined) spec.more.push(policyConstraints(wish.explicit))
        if (wish.inhibit !== undefined) spec.more.push(inhibitAny(wish.inhibit))
        if (wish.permitted || wish.excluded)
          spec.more.push(
            constraints(
              wish.permitted ? [dns(wish.permitted)] : [],
              wish.excluded ? [dns(wish.excluded)] : [],
            ),
          )
        if (wish.usable) spec.more.push(uses(...wish.usable))
        if (wish.selfIssued && i > 0) spec.subject = one.chain[i]!.subject
      }
      if (named) last(one).more.push(policies(...named))
      if (hosts.length > 0) last(one).more.push(alternative(...hosts.map(dns)))
      if (usable) last(one).more.push(uses(...usable))
      if (purpose) one.purpose = purpose
      if (asked) one.policies = asked
      one.lists = soundLists(one.chain)
      const mine = ours(one)
      const other = await theirs(one)
      seen[mine.kind]++
      if (mine.kind === 'refused' && mine.fault === 'purpose') seen.purpose++
      if (mine.kind === 'valid' && purpose) seen.fit++
      assert.equal(
        mine.kind === 'valid',
        other.good,
        `${JSON.stringify({ ...mine, path: undefined })}\nOpenSSL: ${other.text}`,
      )
    }),
    { numRuns: 80 },
  )
  assert.ok(
    Object.values(seen).every((count) => count > 2),
    JSON.stringify(seen),
  )
})
