import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { atLeast, LETTER_LEVELS, LEVELS } from './levels.ts'
import {
  ANOTHERS_LEVEL,
  CAPACITIES,
  GRANTED,
  has,
  type MailboxPower,
  mayAs,
  POWER_NAMES,
  POWERS,
  powersOf,
} from './powers.ts'

const capacity = fc.constantFrom(...CAPACITIES)
const power = fc.constantFrom(...POWER_NAMES)
const level = fc.constantFrom(...LEVELS)
const session = fc.record({ level, reach: level })

test('B-24: every power is decided for every capacity', () => {
  for (const name of POWER_NAMES) {
    assert.deepEqual(Object.keys(POWERS[name]), [...CAPACITIES], name)
    for (const cell of Object.values(POWERS[name])) assert.ok(cell === '–' || LEVELS.includes(cell), name)
  }
})

test('B-24: in another’s mailbox nothing is open to a password alone, whatever devices there are', () => {
  fc.assert(
    fc.property(capacity, power, session, (who, what, { level, reach }) => {
      fc.pre(who !== 'owner')
      const said = mayAs(who, what, { level, reach })
      if (said === 'yes') assert.ok(atLeast(level, ANOTHERS_LEVEL))
      assert.equal(said === 'power', !has(who, what))
    }),
  )
})

test('B-24: a stronger sign-in never takes a power away', () => {
  fc.assert(
    fc.property(capacity, power, level, level, level, (who, what, one, other, reach) => {
      const [weak, strong] = atLeast(one, other) ? [other, one] : [one, other]
      if (mayAs(who, what, { level: weak, reach }) === 'yes')
        assert.equal(mayAs(who, what, { level: strong, reach }), 'yes')
    }),
  )
})

test('B-02 B-10: no delegate deletes, closes, signs, pays, passes the access on or takes everything out', () => {
  const never: MailboxPower[] = [
    'trash-letters',
    'delete-letters',
    'close-mailbox',
    'deactivate-mailbox',
    'sign',
    'pay',
    'give-access',
    'export',
    'sync',
    'change-settings',
    'read-access-log',
  ]
  for (const who of ['delegate-reader', 'delegate-sender'] as const)
    for (const what of never) assert.equal(mayAs(who, what, { level: 'high', reach: 'high' }), 'power', what)
})

test('B-10: who only reads changes nothing; who sends may all that a reader may', () => {
  assert.deepEqual(powersOf('delegate-reader'), [
    'read-letters',
    'open-letters',
    'open-sensitive',
    'download',
    'search',
    'report-letters',
  ])
  for (const what of powersOf('delegate-reader')) assert.ok(has('delegate-sender', what), what)
})

test('B-24: nobody but the owner gives access, closes, or holds a token; nobody granted destroys for good', () => {
  for (const who of GRANTED)
    for (const what of ['give-access', 'close-mailbox', 'sync', 'delete-letters'] as const)
      assert.ok(!has(who, what), `${who} ${what}`)
})

test('B-24 I-13: an owner without any device is kept from nothing of their own but what binds or lets others in', () => {
  const kept = POWER_NAMES.filter(
    (what) => has('owner', what) && mayAs('owner', what, { level: 'low', reach: 'low' }) !== 'yes',
  )
  assert.deepEqual(kept, ['send-letters', 'sign', 'pay', 'give-access'])
})

test('B-24 B-06: the level of sensitive letters is the one the letters themselves ask for', () => {
  assert.equal(POWERS['open-sensitive'].owner, LETTER_LEVELS.sensitive)
  for (const who of CAPACITIES)
    assert.ok(atLeast(POWERS['open-sensitive'][who] as never, LETTER_LEVELS.sensitive))
})
