import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { App } from '#ground/routes.ts'
import { type OpenHouse, openHouse } from '#tests/open-house.ts'
import { printFrameRoutes } from './print-frame.routes.ts'

let open: OpenHouse
let app: App
before(async () => {
  open = await openHouse()
  app = await open.app(printFrameRoutes)
})
after(() => open.close())

test('S-14: the frame a letter is printed from has no origin, and runs one script: ours, by its hash', async () => {
  const answer = await app.inject('/print-frame')
  const policy = Object.fromEntries(
    String(answer.headers['content-security-policy'])
      .split('; ')
      .map((directive) => [directive.split(' ')[0], directive.split(' ').slice(1)]),
  )
  assert.deepEqual(
    policy.sandbox,
    ['allow-scripts', 'allow-modals'],
    'no allow-same-origin, no forms, no pop-ups',
  )
  assert.deepEqual(policy['default-src'], ["'none'"])
  const script = /<script>([\s\S]*)<\/script>/.exec(answer.body)![1]!
  assert.deepEqual(policy['script-src'], [`'sha256-${createHash('sha256').update(script).digest('base64')}'`])
  assert.deepEqual(policy['frame-ancestors'], ["'self'"])
  assert.deepEqual(
    [policy['img-src'], policy['base-uri'], policy['form-action']],
    [['data:'], ["'none'"], ["'none'"]],
  )
  assert.equal(answer.headers['x-content-type-options'], 'nosniff')
})
