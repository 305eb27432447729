import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ACTIVATION } from '#rules/activation.ts'
import { CODE_CARD } from '#rules/code-card.ts'
import { REFERENCE_LENGTH, SECRET_LENGTH } from '#rules/readable-code.ts'
import { type Attack, guessCodes, guessPasswords } from './guess-day.ts'

const DAY: Omit<Attack, 'seed'> = { accounts: 100_000, networks: 10_000, accountsHeld: 20 }
/** The estimate behind the password rule is trusted this far (server/identity/password-rule.ts). */
const LISTED = 100_000
const SEEDS = [1, 2, 3]

test('I-05 I-07: 10,000 addresses, a day, 100,000 accounts, every user ID known: at most one password is guessed', (t) => {
  for (const seed of SEEDS) {
    const day = guessPasswords({ ...DAY, seed }, LISTED)
    t.diagnostic(
      `seed ${seed}: ${day.guesses} guesses, ${day.successes} right, ${day.expected.toFixed(3)} expected`,
    )
    assert.ok(day.successes <= 1)
    assert.ok(day.guesses > 100_000, 'the attack is a real one')
    assert.ok(day.expected < 0.3)
  }
})

test('I-02 I-05: with 10,000 stolen passwords in hand, at most one second factor is guessed', (t) => {
  const held = { ...DAY, accountsHeld: 10_000 }
  for (const [device, chance] of [
    // One step either side is forgiven: three codes are good at a time.
    ['code app', 3 / 10 ** 6],
    ['code card', 1 / 10 ** CODE_CARD.codeDigits],
  ] as const)
    for (const seed of SEEDS) {
      const day = guessCodes({ ...held, seed }, chance)
      t.diagnostic(
        `${device}, seed ${seed}: ${day.guesses} guesses, ${day.successes} right, ${day.expected.toFixed(3)} expected`,
      )
      assert.ok(day.successes <= 1)
      assert.ok(day.guesses <= held.accountsHeld * CODE_CARD.wrongCodesMax)
    }
})

test('I-01 I-05: activation codes and block codes are not guessed: a million guesses a day for a million years give none', () => {
  const chance = 32 ** -(REFERENCE_LENGTH + SECRET_LENGTH)
  // Three letters a month may be alive for one person.
  assert.ok(1_000_000 * 365 * 1_000_000 * ACTIVATION.ordersPerMonth * chance < 1)
})

test('planted and found: without the list of refused passwords the same attack gets in many times', () => {
  const day = guessPasswords({ ...DAY, seed: 1 }, 0)
  assert.ok(day.successes > 100, String(day.successes))
})
