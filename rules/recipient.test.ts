import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseEmail } from './email.ts'
import { FAULTS } from './faults.ts'
import { RECIPIENT_LIMITS, type RecipientInput, readRecipient } from './recipient.ts'

const CPR = '010165-1111'
const ADDRESS = 'Birkevej 14A, 2. tv, 3460 Birkerød'
const KVHX = '04619664__26_st___6'
const FORM = 'dk|3460|birkevej|14a|2|tv'

function told(input: RecipientInput, profile: 'dk' | 'no' = 'dk'): string {
  const result = readRecipient(profile, input)
  if (result.kind === 'invalid') return result.faults.map(({ field, code }) => `${field}:${code}`).join(' ')
  return result.mode
}

test('S-01 A-01: the mode follows from what was given', () => {
  const name = { firstName: 'Anna', lastName: 'Hansen' }
  assert.equal(told({ nationalNumber: CPR }), 'national-number')
  assert.equal(told({ enterpriseNumber: '13585628' }), 'enterprise-number')
  assert.equal(told({ digitalAddress: 'anna.hansen#123A' }), 'digital-address')
  assert.equal(told({ email: 'anna@example.com' }), 'email')
  assert.equal(told({ ...name, address: ADDRESS }), 'name-address')
  assert.equal(told({ firstName: 'Anna', address: ADDRESS }), 'first-name-address')
  assert.equal(told({ address: ADDRESS }), 'address')
})

test('A-14: a KVHX key may stand for the address in all three address modes', () => {
  assert.equal(told({ firstName: 'Anna', lastName: 'Hansen', kvhx: KVHX }), 'name-address')
  assert.equal(told({ firstName: 'Anna', kvhx: KVHX }), 'first-name-address')
  assert.deepEqual(readRecipient('dk', { kvhx: KVHX }), {
    kind: 'ok',
    mode: 'address',
    place: { by: 'kvhx', kvhx: KVHX },
    addressGiven: true,
  })
  assert.equal(told({ kvhx: KVHX }, 'no'), 'kvhx:kvhx-not-here')
  assert.equal(told({ kvhx: 'x' }), 'kvhx:kvhx-format')
  assert.equal(told({ kvhx: KVHX, address: ADDRESS }), 'row:address-and-kvhx')
})

test('S-01: a national number wins over everything but an enterprise number, and over faults beside it', () => {
  fc.assert(
    fc.property(
      fc.record(
        {
          digitalAddress: fc.constant('x#123'),
          firstName: fc.constant('Anna'),
          lastName: fc.constant('Hansen, A'),
          address: fc.constantFrom(ADDRESS, 'nowhere'),
          email: fc.constantFrom('a@b.dk', 'none'),
        },
        { requiredKeys: [] },
      ),
      (beside) => {
        const result = readRecipient('dk', { ...beside, nationalNumber: CPR })
        assert.ok(result.kind === 'ok' && result.mode === 'national-number' && result.number === '0101651111')
        assert.equal(result.addressGiven, beside.address === ADDRESS)
      },
    ),
  )
})

test('S-01: a faulty number never falls back to the name: the letter could go to somebody else', () => {
  const rest = { firstName: 'Anna', lastName: 'Hansen', address: ADDRESS }
  assert.equal(told({ ...rest, nationalNumber: '320165-1111' }), 'nationalNumber:number-date')
  assert.equal(told({ ...rest, nationalNumber: '0101' }), 'nationalNumber:number-format')
  assert.equal(told({ ...rest, nationalNumber: '101651111' }), 'nationalNumber:leading-zero-lost')
  assert.equal(told({ nationalNumber: '01019012345' }, 'no'), 'nationalNumber:check-digit')
})

test('S-01 A-09: a number of the other country is said to be one: the country was forgotten', () => {
  assert.equal(told({ nationalNumber: '02860280461' }), 'nationalNumber:number-other-country')
  assert.equal(told({ nationalNumber: CPR }, 'no'), 'nationalNumber:leading-zero-lost')
  assert.equal(told({ nationalNumber: '02860280462' }), 'nationalNumber:number-format')
  assert.equal(told({ enterpriseNumber: '974760673' }), 'enterpriseNumber:number-other-country')
  assert.equal(told({ enterpriseNumber: '13585628' }, 'no'), 'enterpriseNumber:number-other-country')
})

test('P-07: a replacement number is valid but names nobody in the register', () => {
  assert.equal(told({ nationalNumber: '610165-1111' }), 'nationalNumber:number-not-addressable')
})

test('S-01: two identifiers at once are a fault, not a guess', () => {
  assert.equal(told({ nationalNumber: CPR, enterpriseNumber: '13585628' }), 'row:identifiers-conflict')
  assert.equal(told({ digitalAddress: '#123', email: 'a@b.dk' }), 'row:identifiers-conflict')
  assert.equal(told({ enterpriseNumber: '13585628', email: 'a@b.dk' }), 'row:identifiers-conflict')
})

test('A-09: each faulty field is named', () => {
  assert.equal(told({}), 'row:nothing-given')
  assert.equal(
    told({ firstName: ' ', address: { lines: [''], postcode: ' ' }, kvhx: '' }),
    'row:nothing-given',
  )
  assert.equal(told({ firstName: 'Anna' }), 'address:address-missing')
  assert.equal(told({ lastName: 'Hansen', address: ADDRESS }), 'firstName:first-name-missing')
  assert.equal(told({ lastName: 'Hansen' }), 'address:address-missing firstName:first-name-missing')
  assert.equal(told({ firstName: 'Hansen, Anna', address: ADDRESS }), 'firstName:name-unclear')
  assert.equal(
    told({ firstName: '123', lastName: '-', address: 'Birkevej, 3460 x' }),
    'address:house-missing firstName:name-unclear lastName:name-unclear',
  )
  assert.equal(told({ enterpriseNumber: '1' }), 'enterpriseNumber:enterprise-number-format')
  assert.equal(told({ enterpriseNumber: '13585627' }), 'enterpriseNumber:check-digit')
  assert.equal(told({ digitalAddress: 'anna' }), 'digitalAddress:digital-address-format')
  assert.equal(told({ email: 'anna' }), 'email:email-format')
  assert.equal(
    told({ firstName: 'An\u202ena', lastName: 'S\ufffdrensen', address: ADDRESS }),
    'firstName:control-character lastName:broken-encoding',
  )
  assert.equal(told({ firstName: '\u200b', address: ADDRESS }), 'firstName:control-character')
})

test('A-09: every field has a longest length, with or without a number beside it', () => {
  for (const [field, charactersMax] of Object.entries(RECIPIENT_LIMITS)) {
    const input = { nationalNumber: CPR, [field]: 'x'.repeat(charactersMax + 1) }
    assert.equal(told(input), `${field}:too-long`)
  }
})

test('A-02: the parsed names and address are in the form that is compared', () => {
  const result = readRecipient('dk', {
    firstName: 'Paul Peter',
    lastName: 'Parslee SMITH',
    address: { lines: ['Birkevej 14A', '2. tv'], postcode: '3460' },
  })
  assert.ok(result.kind === 'ok' && result.mode === 'name-address' && result.place.by === 'text')
  assert.deepEqual([result.first, result.last, result.place.form], ['paul', 'smith', FORM])
})

test('A-08: e-mail addresses are compared in lower case, and only one plain address is taken', () => {
  assert.equal(parseEmail(' Anna.Hansen+post@Example.COM '), 'anna.hansen+post@example.com')
  assert.equal(parseEmail('bjørn@ås.dk'), 'bjørn@ås.dk')
  for (const text of [
    '',
    '@',
    'a@b',
    'a@@b.dk',
    'a b@c.dk',
    'a@b.dk, c@d.dk',
    'a@b.dk\nBcc: x@y.dk',
    '<a@b.dk>',
    '.a@b.dk',
    'a..b@c.dk',
    'a@-b.dk',
    'a@b.dk.',
    `${'x'.repeat(65)}@b.dk`,
    `a@${'x'.repeat(64)}.dk`,
    'x'.repeat(600),
  ]) {
    assert.equal(parseEmail(text), undefined, text)
  }
})

test('A-09: no input of any kind breaks the reader, and every fault has its text', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.constantFrom(CPR, ADDRESS, KVHX, 'Anna', '#123'),
  )
  const input = fc.record(
    {
      nationalNumber: text,
      enterpriseNumber: text,
      digitalAddress: text,
      firstName: text,
      lastName: text,
      address: text,
      kvhx: text,
      email: text,
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(input, fc.constantFrom('dk' as const, 'no' as const), (row, profile) => {
      const result = readRecipient(profile, row)
      if (result.kind === 'invalid') {
        assert.ok(result.faults.length > 0)
        for (const { code } of result.faults) assert.ok(Object.hasOwn(FAULTS, code))
      }
    }),
    { numRuns: 2000 },
  )
})
