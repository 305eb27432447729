import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readReport } from './read-report.ts'

const report = (type: string, status: string, parts: readonly string[], newline = '\r\n') =>
  Buffer.from(
    [
      'From: <MAILER-DAEMON@mx.example>',
      `Content-Type: multipart/report; report-type=${type};`,
      '\tboundary="=_Ab.1"',
      'MIME-Version: 1.0',
      '',
      'This is a MIME message.',
      ...parts.flatMap((part) => ['--=_Ab.1', ...part.split('\n')]),
      '--=_Ab.1--',
      '',
    ].join(newline),
  )
const human = 'Content-Type: text/plain\n\nAction: failed\nStatus: 5.1.1\n'
const dsn = (action: string, status: string) =>
  `Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822;\n a@b.example\nAction: ${action}\nStatus: ${status}\nDiagnostic-Code: smtp; 550 no\n`
const kind = (raw: Buffer) => readReport(raw).kind

test('T-01: a delivery report is read as RFC 3464 has it: for good, for now, or not failed at all', () => {
  for (const newline of ['\r\n', '\n'])
    for (const [action, status, means] of [
      ['failed', '5.1.1', 'hard'],
      ['Failed', '5.4.4', 'hard'],
      ['failed', '5.2.2', 'soft'],
      ['failed', '5.7.1', 'soft'],
      ['failed', '4.4.7', 'soft'],
      ['failed', '', 'soft'],
      ['delayed', '4.4.1', 'nothing'],
      ['delivered', '2.0.0', 'nothing'],
      ['relayed', '2.0.0', 'nothing'],
    ] as const)
      assert.equal(
        kind(report('delivery-status', status, [human, dsn(action, status)], newline)),
        means,
        `${action} ${status}`,
      )
})

test('T-01: abuse feedback of RFC 5965 is a complaint; what is said in words, or quoted of the mail, is not looked at', () => {
  const feedback = (type: string) =>
    `Content-Type: message/feedback-report\n\nFeedback-Type: ${type}\nUser-Agent: x\n`
  assert.equal(kind(report('feedback-report', '', [human, feedback('abuse')])), 'complaint')
  assert.equal(kind(report('feedback-report', '', [human, feedback('not-spam')])), 'nothing')
  assert.equal(kind(report('delivery-status', '', [human])), 'nothing')
  assert.equal(
    kind(report('delivery-status', '', [human, `Content-Type: message/rfc822\n\n${dsn('failed', '5.1.1')}`])),
    'nothing',
  )
  assert.equal(kind(Buffer.from(`Content-Type: text/plain\r\n\r\n${dsn('failed', '5.1.1')}`)), 'nothing')
})

test('T-01: whatever comes in, it is read without fail', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.nat({ max: 500 }), (noise, at) => {
      const whole = report('delivery-status', '', [human, dsn('failed', '5.1.1')])
      const bent = Buffer.concat([whole.subarray(0, at), noise, whole.subarray(at)])
      assert.ok(['hard', 'soft', 'complaint', 'nothing'].includes(kind(bent)))
      assert.ok(['hard', 'soft', 'complaint', 'nothing'].includes(kind(Buffer.from(noise))))
    }),
  )
})
