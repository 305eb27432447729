import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { asPostOffice } from '#ground/db.ts'
import { REQUEST_SENTENCES } from '#rules/access-mail.ts'
import { ADDRESS, openMailRoom } from '#tests/access-mail-room.ts'
import { emptyPrintQueue, textOf } from '#tests/letter-box.ts'
import type { Holder } from '#tests/signed-mail.ts'
import { addSomebody, type Somebody } from '#tests/visitor.ts'
import { renewMailCertificate } from '../../certificates/mail-certificate.ts'
import { revokeCertificate } from '../../certificates/revoke-certificate.ts'
import { tendCertificates } from '../../certificates/tend-certificates.ts'
import { forgetExpired } from '../../forget-expired.ts'
import { answerRequest } from '../answer-request.ts'
import { finishMail, listMails } from './work-mails.ts'

const DAY = 86_400_000

let room: Awaited<ReturnType<typeof openMailRoom>>
let arrived: (typeof room)['arrived']
let { somebody, send, certify, pki, program, root, mailer } = {} as typeof room
before(async () => {
  room = await openMailRoom()
  ;({ arrived, somebody, send, certify, pki, program, root, mailer } = room)
})
after(() => room.close())

const ASKS = `${REQUEST_SENTENCES.en.ask} (${ADDRESS}).`
const entity = (text: string) => `Content-Type: text/plain; charset=utf-8\r\n\r\n${text}\r\n`
const addressed = (signed: Buffer, from: string, more = '') =>
  Buffer.concat([
    Buffer.from(`From: Karen <${from}>\r\nTo: ${ADDRESS}\r\nSubject: Access\r\n${more}`),
    signed,
  ])

/** As a program sends it that knows no plain text. */
const html = (text: string) =>
  `Content-Type: text/html; charset=utf-8\r\n\r\n<html><body><p>${text.replace('data', '<b>data</b>')}</p></body></html>\r\n`
const ask = ({ holder, email }: { holder: Holder; email: string }, text = ASKS, more: string[] = []) =>
  send(addressed(program.sign(holder, entity(text), more), email), email)

type Row = {
  request_id: string
  via: string
  verdict: string
  choice: string | null
  reply_to: string | null
  answered_to: string | null
  letters: number | null
}
const requests = async ({ personId }: Somebody) =>
  (
    await sql<Row>`select request_id, via, verdict, choice, reply_to, answered_to, letters from access_request
                    where person_id = ${personId}::uuid order by request_id`.execute(room.house.db)
  ).rows
const answer = async (who: Somebody, lastTry = false) => {
  const house = { ...room.house, mailer }
  for (const { request_id: requestId } of await requests(who))
    await answerRequest(room.identity, house, { requestId }, { lastTry })
}
/** Since the last look. */
async function refusals(): Promise<[why: string, sender: string | null, person: string | null][]> {
  const { rows } = await sql<{ why: string; sender: string | null; person: string | null }>`
    update access_mail set seen_at = ${room.clock.now()} where seen_at is null
    returning why, sender, person_id as person`.execute(room.house.db)
  return rows.map(({ why, sender, person }) => [why, sender, person])
}

test('I-12 N-09: a mail signed with one’s own certificate asks for access, and the answer comes signed by us and encrypted to it', async () => {
  for (const [kind, more, cipher] of [
    ['ec', [], /aes-256-cbc/],
    ['rsa', [], /aes-256-cbc/],
    ['ec', ['-nosmimecap', '-nodetach'], /aes-256-cbc/],
    ['rsa', ['-nosmimecap', '-nodetach', '-stream'], /aes-256-cbc/],
  ] as const) {
    const karen = await somebody(kind)
    const stranger = await somebody()
    const written = more.length > 0 ? html(ASKS) : entity(ASKS)
    const signed = addressed(program.sign(karen.holder, written, more), karen.email)
    assert.equal(await send(signed, karen.email), 250)
    const [asked] = await requests(karen)
    assert.deepEqual([asked?.via, asked?.verdict, asked?.reply_to], ['signed-email', 'free', karen.email])
    await answer(karen)
    const mail = arrived.at(-1)!
    assert.equal(mail.tag, karen.email.split('@')[0])
    const raw = mail.raw.toString('latin1')
    assert.match(raw, /^Subject: Encrypted answer from Brevhus\r$/m)
    assert.match(raw, /^Auto-Submitted: auto-generated\r$/m)
    assert.match(raw, /^Content-Type: application\/pkcs7-mime; smime-type=/m)
    for (const secret of [karen.nationalNumber, 'Lindholm', 'Karen']) assert.ok(!raw.includes(secret), secret)
    assert.match(program.print(mail.raw), cipher)
    assert.throws(() => program.open(stranger.holder, mail.raw))
    const opened = program.open(karen.holder, mail.raw)
    const { content, signer } = program.check(opened, root, room.clock.now())
    assert.match(signer, /Brevhus A\/S/)
    assert.match(signer, /email:notice@brevhus\.example/)
    const [text, file] = [...content.matchAll(/\r\n\r\n([A-Za-z0-9+/=\r\n]+)\r\n--/g)].map(([, body]) =>
      Buffer.from(body!, 'base64').toString(),
    )
    assert.match(text!, /Everything we hold about you/)
    assert.match(text!, /Why: to know for certain who you are/)
    assert.ok(text!.includes(karen.nationalNumber) && !text!.includes(stranger.nationalNumber))
    const { held } = JSON.parse(file!) as { held: { table: string; rows: Record<string, unknown>[] }[] }
    const [person] = held.find(({ table }) => table === 'person')!.rows
    assert.equal(person!.national_number, karen.nationalNumber)
    const [done] = await requests(karen)
    assert.deepEqual([done!.answered_to, done!.letters], ['encrypted-email', 0])
    const before = arrived.length
    await answer(karen)
    assert.equal(arrived.length, before, 'handled twice, sent once')
  }
  assert.equal(room.printed.length + (await emptyPrintQueue(room.house, room.identity)), 0)
  assert.deepEqual(await refusals(), [])
})

test('I-12 N-08: by mail the same limits hold as on the page: a further one waits for its day, or takes the fee if it says so', async () => {
  const [karen, hurried] = [await somebody(), await somebody()]
  for (const who of [karen, hurried]) {
    await ask(who)
    await answer(who)
  }
  room.clock.advance(60_000)
  // Other words: the same ones signed in the same second are the same mail come twice.
  await ask(karen, `${ASKS}\r\nA second time.`)
  await ask(hurried, `${ASKS}\r\n${REQUEST_SENTENCES.en.fee}.`)
  assert.deepEqual(
    [(await requests(karen))[1]!, (await requests(hurried))[1]!].map((one) => [one.verdict, one.choice]),
    [
      ['fee-or-later', 'later'],
      ['fee-or-later', 'fee'],
    ],
  )
  const before = arrived.length
  await answer(karen)
  assert.equal(arrived.length, before, 'not before its day')
  await ask(karen, `${REQUEST_SENTENCES.da.ask} (${ADDRESS})`)
  assert.equal((await requests(karen)).length, 2, 'one is open')
})

test('I-12 N-09: on the page, who has a certificate and a verified address chooses letter or encrypted e-mail; nobody else can', async () => {
  const page = async (who: Somebody, fields: Record<string, string>) => {
    const browser = room.browser()
    await browser.signIn(who, 'substantial')
    const { text } = await browser.ask('GET', '/id/request?lang=en')
    const form = /name="form" value="([^"]+)"/.exec(text)![1]!
    await browser.ask('POST', '/id/request', { form: { form, choice: 'later', ...fields } })
    return { text, after: (await browser.ask('GET', '/id/request?lang=en')).text }
  }
  const karen = await somebody()
  const { text, after } = await page(karen, { answer: 'mail' })
  assert.match(text, /As an encrypted e-mail to karen\.[a-z]@mail\.example/)
  assert.ok(text.includes(karen.holder.serial.slice(0, 8)))
  assert.match(text, /mailto:access@brevhus\.example\?subject=Ask%20for%20your%20data&amp;body=I%20ask%20for/)
  assert.match(after, /is being made and comes encrypted to karen\./)
  await answer(karen)
  const opened = program.open(karen.holder, arrived.at(-1)!.raw)
  assert.match(program.check(opened, root, room.clock.now()).signer, /Brevhus A\/S/)
  const [asked] = await requests(karen)
  assert.deepEqual([asked!.via, asked!.answered_to], ['self-service', 'encrypted-email'])
  const letter = await somebody()
  assert.match((await page(letter, { answer: 'letter' })).after, /comes by post/)
  const bare = await addSomebody(room, { language: 'en' })
  const without = await page(bare, { answer: 'mail' })
  assert.doesNotMatch(without.text, /As an encrypted e-mail/)
  assert.match(without.after, /comes by post/)
})

test('I-12 N-09: sent again, cut into another mail or later, the same act of signing asks once', async () => {
  const karen = await somebody()
  const signed = program.sign(karen.holder, entity(ASKS))
  await send(addressed(signed, karen.email), karen.email)
  await answer(karen)
  const before = arrived.length
  await send(addressed(signed, karen.email), karen.email)
  await send(addressed(signed, 'thief@mail.example', 'X-Other: 1\r\n'), 'thief@mail.example')
  await answer(karen)
  assert.equal((await requests(karen)).length, 1)
  assert.equal(arrived.length, before)
})

test('I-12 N-09: from an address nobody has proven the answer goes by letter; so it does when the mail is refused, comes back or cannot be opened any more', async () => {
  const printed = async (who: Somebody) => {
    const before = room.printed.length
    await answer(who, true)
    await emptyPrintQueue(room.house, room.identity)
    return room.printed.slice(before).some((letter) => textOf(letter).includes(who.nationalNumber))
  }
  const elsewhere = await somebody()
  await send(
    addressed(program.sign(elsewhere.holder, entity(ASKS)), 'boss@mail.example'),
    'boss@mail.example',
  )
  assert.equal((await requests(elsewhere))[0]!.reply_to, null)
  const twofold = await somebody()
  const both = `From: boss@mail.example\r\n`
  await send(addressed(program.sign(twofold.holder, entity(ASKS)), twofold.email, both), twofold.email)
  assert.equal((await requests(twofold))[0]!.reply_to, null, 'two senders are none')
  const before = arrived.length
  assert.ok(await printed(elsewhere))

  const certified = await addSomebody(room, { language: 'en' })
  const order = {
    kind: 'person',
    personId: certified.personId,
    email: 'Karen.Lindholm@mail.example',
  } as const
  await ask({ holder: await certify(order), email: 'karen.lindholm@MAIL.example' })
  assert.equal((await requests(certified))[0]!.reply_to, 'karen.lindholm@mail.example', 'by the certificate')

  const refused = await somebody()
  await asPostOffice(room.house.db, (trx) =>
    sql`update contact_email set email = 'closed@mail.example', email_form = 'closed@mail.example'
         where mailbox_id = ${refused.mailboxId}::uuid`.execute(trx),
  )
  await ask({ holder: refused.holder, email: 'closed@mail.example' })
  assert.equal((await requests(refused))[0]!.reply_to, 'closed@mail.example')
  await assert.rejects(answer(refused), 'tried again while there is a try left')
  assert.ok(await printed(refused))

  const revoked = await somebody()
  await ask(revoked)
  const requester = { part: 'holder', personId: revoked.personId } as const
  await revokeCertificate(pki, { serial: revoked.holder.serial, reason: 'compromise', requester })
  assert.ok(await printed(revoked))
  assert.equal(arrived.length, before)

  const back = await somebody()
  await ask(back)
  await answer(back)
  assert.equal((await requests(back))[0]!.answered_to, 'encrypted-email')
  const { from } = arrived.at(-1)!
  assert.match(from, /^bounce\+[0-9a-f]{24}@brevhus\.example$/)
  const report = [
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
    '',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Final-Recipient: rfc822; x',
    'Action: failed',
    'Status: 5.1.1',
    '--b--',
    '',
  ].join('\r\n')
  for (let twice = 0; twice < 2; twice++) assert.equal(await send(Buffer.from(report), '', from), 250)
  assert.ok(await printed(back))
  const [now] = await requests(back)
  assert.deepEqual([now!.answered_to, now!.letters], ['registered-address', 1])
})

test('I-12 N-09: what is not signed by the person’s own good certificate, or asks for something else, gets no answer at all, and a row for staff', async () => {
  const karen = await somebody()
  const bo = await somebody()
  const { personId } = karen
  const mail = (holder: Holder, text = ASKS, more: string[] = []) => program.sign(holder, entity(text), more)
  const bent = Buffer.from(mail(karen.holder).toString('latin1').replace('I ask', 'I as '), 'latin1')
  const enterprise = { number: '10150817', name: 'Kystvejens Bageri A/S' }
  const employee = await certify({ kind: 'employee', country: 'dk', enterprise, name: 'Karen', personId })
  const company = await certify({ kind: 'organisation', country: 'dk', enterprise })
  const gone = await somebody()
  const requester = { part: 'holder', personId: gone.personId } as const
  await revokeCertificate(pki, { serial: gone.holder.serial, reason: 'key-lost', requester })
  const imposter = program.selfSigned(karen.holder)
  const moved = await somebody()
  await sql`update person set status = 'emigrated' where person_id = ${moved.personId}::uuid`.execute(
    room.house.db,
  )
  const nested = `Content-Type: multipart/mixed; boundary=n\r\n\r\n--n\r\n${mail(karen.holder).toString('latin1')}\r\n--n--\r\n`
  const deep = `${'Content-Type: multipart/mixed; boundary=d\r\n\r\n--d\r\n'.repeat(500)}${ASKS}`
  for (const [raw, why, person, more] of [
    [Buffer.from(entity(ASKS)), 'not-signed', null],
    [Buffer.from(nested, 'latin1'), 'not-signed', null],
    [Buffer.from(deep), 'not-signed', null],
    [bent, 'signature-wrong', null],
    [program.sign(karen.holder, entity(ASKS), [], [bo.holder]), 'several-signers', null],
    [program.sign(karen.holder, entity(ASKS), ['-noattr']), 'unreadable', null],
    [mail(imposter), 'certificate-refused', null],
    [mail(gone.holder), 'certificate-refused', null],
    [mail(employee), 'not-a-person', null],
    [mail(company), 'not-a-person', null],
    [mail(moved.holder), 'not-here', moved.personId],
    [mail(karen.holder, 'See you at eight.'), 'says-something-else', personId],
    [mail(karen.holder, REQUEST_SENTENCES.en.ask), 'says-something-else', personId],
    [
      mail(karen.holder, `${REQUEST_SENTENCES.en.ask} (access@other.example)`),
      'says-something-else',
      personId,
    ],
    [mail(karen.holder, `No.\r\n> ${ASKS}`), 'says-something-else', personId],
    [program.sign(karen.holder, deep), 'says-something-else', personId],
    [mail(karen.holder), 'automatic', null, 'Auto-Submitted: auto-replied\r\n'],
    [mail(karen.holder), 'automatic', null, 'List-Id: <all.example>\r\n'],
    [mail(karen.holder), 'automatic', null, 'Precedence: bulk\r\n'],
  ] as [Buffer, string, string | null, string?][]) {
    assert.equal(await send(addressed(raw, karen.email, more), karen.email), 250, why)
    assert.deepEqual(await refusals(), [[why, why === 'automatic' ? null : karen.email, person]], why)
  }
  await send(addressed(mail(karen.holder), karen.email), '')
  assert.deepEqual(await refusals(), [['automatic', null, null]], 'a report is never answered')
  assert.equal(await send(addressed(Buffer.alloc(10 << 20, 'x'), karen.email), karen.email), 552)
  // Signed a week ago and more, or after the certificate's end.
  const old = mail(karen.holder)
  room.clock.advance(8 * DAY)
  await tendCertificates(pki)
  await send(addressed(old, karen.email), karen.email)
  assert.deepEqual(await refusals(), [['not-fresh', karen.email, personId]])
  room.clock.advance(3 * 366 * DAY)
  await tendCertificates(pki)
  await send(addressed(old, karen.email), karen.email)
  assert.deepEqual((await refusals())[0]![0], 'certificate-refused')
  for (const who of [karen, bo, gone, moved]) assert.deepEqual(await requests(who), [])
  assert.equal(room.outbox.length, 0)
  assert.doesNotMatch(room.logged(), /@mail\.example/)
})

test('I-12 D-27: staff see what was not taken, each look with a name and a reason, until they are done with it or a month is over', async () => {
  const karen = await somebody()
  const by = { staff: 'Inger Holm', reason: 'Morning round of the queue' }
  await send(addressed(Buffer.from(entity(ASKS)), karen.email), karen.email)
  await send(addressed(Buffer.from(entity(ASKS)), karen.email), karen.email)
  await assert.rejects(listMails(room.house, { staff: 'Inger Holm', reason: 'ok' }), {
    code: 'request-invalid',
  })
  const [mail, other] = await listMails(room.house, by)
  assert.deepEqual([mail!.why, mail!.sender], ['not-signed', karen.email])
  await finishMail(room.house, by, mail!.mailId)
  await assert.rejects(finishMail(room.house, by, mail!.mailId), { code: 'not-found' })
  assert.deepEqual(
    (await listMails(room.house, by)).map(({ mailId }) => mailId),
    [other!.mailId],
  )
  room.clock.advance(32 * DAY)
  assert.ok((await forgetExpired(room.identity)).mails >= 2)
  assert.deepEqual(await listMails(room.house, by), [])
})

test('I-12 I-04: our own certificate is renewed with a new key before its end', async () => {
  const { rows: before } = await sql<{ key: string; ends: Date }>`
    select m.key_name as key, c.not_after as ends from mail_certificate m join certificate c using (serial)
     order by m.number`.execute(room.house.db)
  room.clock.set(new Date(before.at(-1)!.ends.getTime() - 89 * DAY))
  await tendCertificates(pki)
  await renewMailCertificate(pki)
  const { rows } = await sql<{
    key: string
  }>`select key_name as key from mail_certificate order by number`.execute(room.house.db)
  assert.equal(rows.length, before.length + 1)
})
