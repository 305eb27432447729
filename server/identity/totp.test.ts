import assert from 'node:assert/strict'
import { test } from 'node:test'
import { codeAt } from '#tests/code-app.ts'
import { base32Of, judgeCode, STEP_SECONDS, uriOf } from './totp.ts'

/** RFC 6238 appendix B, SHA-1: seed "12345678901234567890"; our six digits are the last six of its eight. */
const RFC_SECRET = Buffer.from('12345678901234567890')
const RFC_VECTORS: readonly [seconds: number, eightDigits: string][] = [
  [59, '94287082'],
  [1_111_111_109, '07081804'],
  [1_111_111_111, '14050471'],
  [1_234_567_890, '89005924'],
  [2_000_000_000, '69279037'],
  [20_000_000_000, '65353130'],
]
const at = (seconds: number) => new Date(seconds * 1000)

test('I-02: the vectors of RFC 6238 appendix B', () => {
  for (const [seconds, digits] of RFC_VECTORS) {
    assert.deepEqual(judgeCode(RFC_SECRET, digits.slice(2), at(seconds), null), {
      kind: 'right',
      step: Math.floor(seconds / STEP_SECONDS),
    })
  }
})

/** RFC 4226 appendix D: the counter is our step, the secret the same. */
const RFC_4226_CODES = '755224 287082 359152 969429 338314 254676 287922 162583 399871 520489'.split(' ')

test('I-02: the vectors of RFC 4226 appendix D', () => {
  for (const [counter, code] of RFC_4226_CODES.entries())
    assert.deepEqual(judgeCode(RFC_SECRET, code, at(counter * STEP_SECONDS), null), {
      kind: 'right',
      step: counter,
    })
})

test('a clock one step off is forgiven, two steps are not', () => {
  const now = 1_800_000_000
  for (const steps of [-1, 0, 1]) {
    assert.equal(judgeCode(RFC_SECRET, codeAt(RFC_SECRET, at(now + steps * 30)), at(now), null).kind, 'right')
  }
  for (const steps of [-2, 2]) {
    assert.equal(judgeCode(RFC_SECRET, codeAt(RFC_SECRET, at(now + steps * 30)), at(now), null).kind, 'wrong')
  }
})

test('a code is good once: the same step and every earlier one are replays', () => {
  const now = 1_800_000_000
  const code = codeAt(RFC_SECRET, at(now))
  const first = judgeCode(RFC_SECRET, code, at(now), null)
  assert.equal(first.kind, 'right')
  const last = first.kind === 'right' ? first.step : null
  assert.equal(judgeCode(RFC_SECRET, code, at(now + 10), last).kind, 'replayed')
  assert.equal(judgeCode(RFC_SECRET, codeAt(RFC_SECRET, at(now - 30)), at(now), last).kind, 'replayed')
  assert.equal(judgeCode(RFC_SECRET, codeAt(RFC_SECRET, at(now + 30)), at(now + 30), last).kind, 'right')
})

test('what is no code is wrong, blanks between the digits are forgiven', () => {
  const now = 1_800_000_000
  const code = codeAt(RFC_SECRET, at(now))
  assert.equal(judgeCode(RFC_SECRET, ` ${code.slice(0, 3)} ${code.slice(3)} `, at(now), null).kind, 'right')
  for (const junk of ['', '12345', '1234567', 'abcdef', '１２３４５６', `${code}0`, '-12345', '1e5000']) {
    assert.equal(judgeCode(RFC_SECRET, junk, at(now), null).kind, 'wrong', junk)
  }
})

test('an app gets the secret as a Key URI', () => {
  assert.equal(base32Of(RFC_SECRET), 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')
  assert.equal(
    uriOf(RFC_SECRET, 'Brevhus', 'karen'),
    'otpauth://totp/Brevhus:karen?issuer=Brevhus&secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&algorithm=SHA1&digits=6&period=30',
  )
})
