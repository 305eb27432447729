import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { authenticate } from 'mailauth'
import { SMTPServer } from 'smtp-server'
import { openSmtpMailer } from '#adapters/mailer-smtp.ts'
import { checkRecords, mailRecords, makeDkimKey } from './mail-dns.ts'

const FROM = 'notice@post.example'
const OURS = '192.0.2.10'
const privateKeyPem = makeDkimKey()
const records = mailRecords({ from: FROM, selector: 'brevhus', privateKeyPem, sendsFrom: [OURS] })
const received: Buffer[] = []
let server: SMTPServer
let port: number
before(async () => {
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      const parts: Buffer[] = []
      stream.on('data', (part) => parts.push(part))
      stream.on('end', () => {
        received.push(Buffer.concat(parts))
        done()
      })
    },
  })
  await new Promise<void>((ready) => {
    const listening = server.listen(0, '127.0.0.1', () => {
      port = (listening.address() as { port: number }).port
      ready()
    })
  })
})
after(() => new Promise<void>((closed) => server.close(() => closed())))

/** The DNS as the documented records make it. */
const resolver = async (name: string, type: string): Promise<string[][]> => {
  const found = records.filter((record) => type === 'TXT' && record.name === name)
  if (found.length === 0) throw Object.assign(new Error('none'), { code: 'ENOTFOUND' })
  return found.map(({ value }) => value.match(/.{1,255}/g)!)
}

async function judge(message: Buffer, ip = OURS) {
  const { dkim, spf, dmarc } = await authenticate(message, {
    ip,
    helo: 'mail.post.example',
    sender: 'bounce+aaaaaaaaaaaaaaaaaaaaaaaa@post.example',
    mta: 'mx.example',
    resolver,
  } as Parameters<typeof authenticate>[1])
  const result = (of: unknown) => (of as { status?: { result?: string } } | false | undefined) || undefined
  return {
    dkim: (dkim as { results: { status: { result: string } }[] }).results.map(({ status }) => status.result),
    spf: result(spf)?.status?.result,
    dmarc: result(dmarc)?.status?.result,
  }
}

test('T-05: our mail passes SPF, DKIM and DMARC at a receiving server that finds the documented records; forged or changed it does not', async () => {
  const mailer = openSmtpMailer({
    url: `smtp://127.0.0.1:${port}`,
    from: FROM,
    dkim: { selector: 'brevhus', privateKey: privateKeyPem },
  })
  try {
    await mailer.send({
      to: 'karen@fjordby.example',
      subject: 'Du har fået et nyt brev',
      text: 'Der er kommet et nyt brev til dig i Brevhus.\n',
      language: 'da',
      messageId: '<x@post.example>',
      returnPath: 'bounce+aaaaaaaaaaaaaaaaaaaaaaaa@post.example',
    })
  } finally {
    mailer.close()
  }
  const [mail] = received
  assert.deepEqual(await judge(mail!), { dkim: ['pass'], spf: 'pass', dmarc: 'pass' })
  const elsewhere = await judge(mail!, '203.0.113.7')
  assert.deepEqual(
    [elsewhere.spf, elsewhere.dkim],
    ['fail', ['pass']],
    'forwarded, the signature still speaks for it',
  )
  const changed = Buffer.from(
    mail!.toString('latin1').replace('nyt brev til dig', 'nyt brev, klik her'),
    'latin1',
  )
  assert.notDeepEqual(changed, mail)
  assert.deepEqual(await judge(changed, '203.0.113.7'), { dkim: ['neutral'], spf: 'fail', dmarc: 'fail' })
})

test('T-05: the tool says of each record whether it is right, missing, or something else', async () => {
  const found = async (look: (name: string) => Promise<string[][]>) =>
    (await checkRecords(records, look)).map((finding) => finding.found)
  assert.deepEqual(await found((name) => resolver(name, 'TXT')), ['right', 'right', 'right'])
  const none = async () => {
    throw new Error('ENOTFOUND')
  }
  assert.deepEqual(await found(none), ['missing', 'missing', 'missing'])
  const loose = async (name: string) =>
    name.startsWith('_dmarc')
      ? [['v=DMARC1; p=none']]
      : [...(await resolver(name, 'TXT')), ...(await resolver(name, 'TXT'))]
  assert.deepEqual(await found(loose), ['different', 'different', 'different'], 'twice is wrong as well')
  assert.match(records[0]!.value, /^v=spf1 ip4:192\.0\.2\.10 -all$/)
})
