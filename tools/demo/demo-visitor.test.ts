import assert from 'node:assert/strict'
import { test } from 'node:test'
import { base32Of, judgeCode } from '#identity/totp.ts'
import { codeOfLately } from './demo-visitor.ts'

test("O-06: the code a demo person signs in with counts also when it is slow on its way, and leaves the app's next one to its owner", () => {
  const secret = Buffer.from('twenty bytes secret!')
  for (let second = 0; second < 60; second++) {
    const asked = Date.UTC(2026, 10, 23, 12, 0, second)
    const code = codeOfLately(base32Of(secret), new Date(asked))
    const arrived = judgeCode(secret, code, new Date(asked + 4_900), null)
    assert.equal(arrived.kind, 'right', `at second ${second}`)
    const shownNext = Math.floor((asked + 5_000) / 30_000)
    assert.ok(arrived.kind === 'right' && arrived.step < shownNext, `at second ${second}`)
  }
})
