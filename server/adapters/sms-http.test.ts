import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { SmsRefused } from '#ground/text-message.ts'
import { type DemoPhone, startDemoPhone } from '#tools/demo-phone/phone-server.ts'
import { openHttpSms } from './sms-http.ts'

let phone: DemoPhone
before(async () => {
  phone = await startDemoPhone({ port: 0, token: 'right' })
})
after(() => phone.close())

const open = (token = 'right') => openHttpSms({ url: phone.url, token, from: 'Brevhus' })
const message = (to = '+4520123456') => ({ to, text: '123456 er din kode æøå', key: randomUUID() })

test('P-09: an SMS arrives whole under its sender, once however often it is sent', async () => {
  const sent = message()
  await open().send(sent)
  await open().send(sent)
  const taken = phone.messages().filter(({ key }) => key === sent.key)
  assert.deepEqual(
    taken.map(({ to, text, from }) => ({ to, text, from })),
    [{ to: sent.to, text: sent.text, from: 'Brevhus' }],
  )
})

test('P-09: refused for good is told from not now, and no error quotes the message', async () => {
  await assert.rejects(open().send(message('+4520120001')), SmsRefused)
  await assert.rejects(open().send(message('20 12')), SmsRefused)
  await assert.rejects(open().send(message('+4520120002')), { name: 'SmsUnavailable', code: 'HTTP 503' })
  await assert.rejects(open('wrong').send(message()), { code: 'HTTP 401' })
  const gone = openHttpSms({ url: 'http://127.0.0.1:9', token: 'x', from: 'B', timeoutMs: 500 })
  const error: Error = await gone.send(message()).then(
    () => assert.fail(),
    (e) => e,
  )
  assert.doesNotMatch(`${error.stack} ${JSON.stringify(error)}`, /123456|4520123456/)
  assert.throws(() => openHttpSms({ url: 'http://sms.example', token: 'x', from: 'B' }), /https/)
})
