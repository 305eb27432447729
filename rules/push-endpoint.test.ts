import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isPushEndpoint, KNOWN_PUSH_SERVICES } from './push-endpoint.ts'

test('T-01: only push services on the list are ever called; every trick to name another one fails', () => {
  const fits = (text: string, services: readonly string[] = KNOWN_PUSH_SERVICES) =>
    isPushEndpoint(text, services)
  for (const good of [
    'https://fcm.googleapis.com/fcm/send/abc:def',
    'https://updates.push.services.mozilla.com/wpush/v2/gAAA',
    'https://db5p.notify.windows.com/w/?token=x',
    'https://web.push.apple.com/QGz',
  ])
    assert.ok(fits(good), good)
  for (const bad of [
    'http://fcm.googleapis.com/x',
    'https://fcm.googleapis.com:8443/x',
    'https://fcm.googleapis.com.evil.example/x',
    'https://evil.example/fcm.googleapis.com',
    'https://fcm.googleapis.com@evil.example/x',
    'https://user:pw@fcm.googleapis.com/x',
    'https://push.apple.com.evil.example/',
    'https://xpush.apple.com/',
    'https://notify.windows.com/x',
    'https://a.notify.windows.com:444/x',
    'https://127.0.0.1/x',
    'https://[::1]/x',
    'https://169.254.169.254/latest/meta-data',
    'http://localhost:8080/api',
    'ftp://fcm.googleapis.com/x',
    'https://fcm.googleapis.com/#x',
    'fcm.googleapis.com/x',
    `https://fcm.googleapis.com/${'x'.repeat(1000)}`,
    '',
  ])
    assert.ok(!fits(bad), bad)
  assert.ok(
    fits('http://127.0.0.1:9000/push/1', ['http://127.0.0.1:9000']),
    'only where the operator says so',
  )
  assert.ok(!fits('http://127.0.0.1:9001/push/1', ['http://127.0.0.1:9000']))
})
