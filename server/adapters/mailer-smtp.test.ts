import assert from 'node:assert/strict'
import { request } from 'node:http'
import { createServer, type Server } from 'node:net'
import { after, before, test } from 'node:test'
import { MailRefused } from '#ground/ports.ts'
import { type DemoMailboxProcess, spawnDemoMailbox } from '#tests/demo-mailbox-process.ts'
import { openSmtpMailer } from './mailer-smtp.ts'

let server: DemoMailboxProcess
let mailer: ReturnType<typeof openSmtpMailer>
before(async () => {
  server = await spawnDemoMailbox()
  mailer = openSmtpMailer({ url: server.smtpUrl, from: 'notice@brevhus.example' })
})
after(async () => {
  mailer.close()
  await server.stop()
})

const MAIL = {
  to: 'karen@fjordby.example',
  subject: 'Du har fået et nyt brev',
  text: 'Der er kommet et nyt brev til dig.\n\n.\n.. og en linje med punktum\nÆØÅ\n',
  language: 'da',
  messageId: '<abc@brevhus.example>',
}

test('T-01 D-15: an e-mail arrives as written: fixed sender, plain text alone, marked as automatic, with its own id', async () => {
  await mailer.send(MAIL)
  const [mail] = await server.mails()
  assert.deepEqual(mail!.to, [MAIL.to])
  assert.equal(mail!.from, '"Brevhus" <notice@brevhus.example>')
  assert.equal(mail!.subject, MAIL.subject)
  assert.equal(mail!.text, MAIL.text)
  assert.equal(mail!.messageId, MAIL.messageId)
  assert.equal(mail!.headers['auto-submitted'], 'auto-generated')
  assert.equal(mail!.headers['content-language'], 'da')
  assert.match(mail!.headers['content-type']!, /^text\/plain; charset=utf-8/)
  assert.equal(mail!.headers['list-unsubscribe'], undefined)
  assert.doesNotMatch(mail!.raw, /multipart|text\/html|attachment/i)
})

test('T-01: a refusal for good is MailRefused; one for now, or silence, is worth another try', async () => {
  await assert.rejects(mailer.send({ ...MAIL, to: 'refused@fjordby.example' }), MailRefused)
  const impatient = openSmtpMailer({ url: server.smtpUrl, from: 'notice@brevhus.example', timeoutMs: 1000 })
  for (const [by, to] of [
    [mailer, 'later@fjordby.example'],
    [impatient, 'silent@fjordby.example'],
  ] as const) {
    await assert.rejects(by.send({ ...MAIL, to }), (error) => !(error instanceof MailRefused), to)
  }
  impatient.close()
  await mailer.send(MAIL)
})

test('D-15: nobody adds recipients or headers: such a message is not sent at all', async () => {
  const before = (await server.mails()).length
  for (const fault of [
    { to: 'karen@fjordby.example, eve@evil.example' },
    { to: 'karen@fjordby.example\r\nBcc: eve@evil.example' },
    { to: 'Karen <karen@fjordby.example>' },
    { to: '' },
    { subject: 'x\r\nBcc: eve@evil.example' },
    { messageId: '<a@b>\nX: y' },
    { language: 'da\r\nX: y' },
  ]) {
    await assert.rejects(mailer.send({ ...MAIL, ...fault }), MailRefused, JSON.stringify(fault))
  }
  assert.equal((await server.mails()).length, before)
})

test('T-01 D-15: words without end and marks of direction travel whole, in lines a mail server takes, and make no header of their own', async () => {
  const word = 'Æøå\u202e\u200f'.repeat(700)
  const subject = `${word} x`
  const text = `${word}\r\nBcc: eve@evil.example\r\n.\r\n${'x'.repeat(5000)}\n`
  await mailer.send({ ...MAIL, subject, text, messageId: '<long@brevhus.example>' })
  const mail = (await server.mails()).find(({ messageId }) => messageId === '<long@brevhus.example>')!
  assert.equal(mail.subject, subject)
  assert.equal(mail.text.replaceAll('\r\n', '\n'), text.replaceAll('\r\n', '\n'))
  assert.deepEqual(mail.to, [MAIL.to])
  assert.equal(mail.headers.bcc, undefined)
  const longest = Math.max(...mail.raw.split(/\r?\n/).map((line) => line.length))
  assert.ok(longest <= 998, `RFC 5322 §2.1.1: ${longest}`)
})

test('T-01: a mail server that accepts the connection and says nothing does not hold us', async () => {
  const silent: Server = createServer(() => {})
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const { port } = silent.address() as { port: number }
  const waiting = openSmtpMailer({
    url: `smtp://127.0.0.1:${port}`,
    from: 'notice@brevhus.example',
    timeoutMs: 200,
  })
  const started = Date.now()
  await assert.rejects(waiting.send(MAIL), (error) => !(error instanceof MailRefused))
  assert.ok(Date.now() - started < 30_000)
  waiting.close()
  silent.close()
})

test('T-01: no mail server at all is worth another try', async () => {
  const nowhere = openSmtpMailer({
    url: 'smtp://127.0.0.1:1',
    from: 'notice@brevhus.example',
    timeoutMs: 200,
  })
  await assert.rejects(nowhere.send(MAIL), (error) => !(error instanceof MailRefused))
  nowhere.close()
})

test('the demo page shows what was sent and escapes it; other sites cannot read it', async () => {
  await mailer.send({
    ...MAIL,
    text: '<script>alert("x")</script> http://localhost:8080/verify-email?token=abc_d-e\n',
  })
  const page = await fetch(server.webUrl)
  const html = await page.text()
  assert.ok(html.includes('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;'))
  assert.ok(!html.includes('<script'))
  assert.ok(html.includes('<a href="http://localhost:8080/verify-email?token=abc_d-e">'))
  assert.match(page.headers.get('content-security-policy')!, /default-src 'none'/)
  const status = await new Promise((resolve) =>
    request(`${server.webUrl}/mails.json`, { headers: { host: 'evil.example' } }, (answer) =>
      resolve(answer.statusCode),
    ).end(),
  )
  assert.equal(status, 404)
})
