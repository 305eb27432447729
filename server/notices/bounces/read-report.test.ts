import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readReport } from './read-report.ts'

const report = (type: string, parts: readonly string[], newline = '\r\n') =>
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
  `Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822;\n a@b.example\nAction: ${action}\nStatus: ${status}\n`
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
      ['failed (user unknown)', '5.1.1 (bad destination mailbox address)', 'hard'],
      ['failed', '5.0.0', 'hard'],
      ['failed', '5.0.0\nDiagnostic-Code: smtp; 552-5.2.2 The mailbox is full', 'soft'],
      ['failed', '5.0.0\nDiagnostic-Code: SMTP;550 5.7.1 Blocked', 'soft'],
      ['failed', '5.1.8', 'soft'],
      ['failed', '5.3.4', 'soft'],
      ['failed', '5.6.0', 'soft'],
      ['failed', '9.1.1', 'soft'],
    ] as const)
      assert.equal(
        kind(report('delivery-status', [human, dsn(action, status)], newline)),
        means,
        `${action} ${status}`,
      )
})

test('T-01: reports as odd as they come: in base64, with addresses in UTF-8, without a type, for an alias of several', () => {
  const status = dsn('failed', '5.1.1')
  const body = status.slice(status.indexOf('\n\n') + 2)
  const base64 = Buffer.from(body).toString('base64')
  const read = (part: string, of = 'delivery-status') => kind(report(of, [human, part]))
  assert.equal(
    read(`Content-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n\n${base64}`),
    'hard',
  )
  assert.equal(read(status.replace('delivery-status', 'global-delivery-status')), 'hard')
  const untyped = report('delivery-status', [human, status])
    .toString()
    .replace(' report-type=delivery-status;', '')
  assert.equal(kind(Buffer.from(untyped)), 'hard')
  const other = (action: string, code: string) =>
    `\nFinal-Recipient: rfc822; b@b.example\nAction: ${action}\nStatus: ${code}\n`
  assert.equal(read(status + other('delivered', '2.0.0')), 'nothing', 'one of them has it')
  assert.equal(read(status + other('failed', '5.2.2')), 'soft')
  assert.equal(read(status + other('failed', '5.1.1')), 'hard')
  assert.equal(read(`${status}Status: 2.0.0\n`), 'soft', 'two statuses are none')
  assert.equal(read(`${status}Action: delivered\n`), 'nothing', 'two actions are none')
})

test('T-01: abuse feedback of RFC 5965 is a complaint; what is said in words, or quoted of the mail, is not looked at', () => {
  const feedback = (type: string) =>
    `Content-Type: message/feedback-report\n\nFeedback-Type: ${type}\nUser-Agent: x\n`
  assert.equal(kind(report('feedback-report', [human, feedback('abuse')])), 'complaint')
  for (const type of ['Fraud', 'opt-out', 'abuse (complaint)'])
    assert.equal(kind(report('feedback-report', [human, feedback(type)])), 'complaint', type)
  for (const type of ['not-spam', 'auth-failure', 'virus', 'other', 'dmarc', ''])
    assert.equal(kind(report('feedback-report', [human, feedback(type)])), 'nothing', type)
  assert.equal(kind(report('delivery-status', [human])), 'nothing')
  assert.equal(
    kind(report('delivery-status', [human, `Content-Type: message/rfc822\n\n${dsn('failed', '5.1.1')}`])),
    'nothing',
  )
  assert.equal(kind(Buffer.from(`Content-Type: text/plain\r\n\r\n${dsn('failed', '5.1.1')}`)), 'nothing')
})

test('T-01: whatever comes in, it is read without fail', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.nat({ max: 500 }), (noise, at) => {
      const whole = report('delivery-status', [human, dsn('failed', '5.1.1')])
      const bent = Buffer.concat([whole.subarray(0, at), noise, whole.subarray(at)])
      assert.ok(['hard', 'soft', 'complaint', 'nothing'].includes(kind(bent)))
      assert.ok(['hard', 'soft', 'complaint', 'nothing'].includes(kind(Buffer.from(noise))))
    }),
  )
})
