/** Mail anybody may send to the two addresses that take it. Nothing here is timed: what was read in the square of its length never came to its end. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mailText, readEntity, wordsOf } from '#ground/read-mime.ts'
import { readSignedData } from '#identity/secure-mail/read-signed-data.ts'
import { readSignedMail } from '#identity/secure-mail/read-signed-mail.ts'
import { readReport } from '#notices/bounces/read-report.ts'
import { readMailRequest } from '#rules/access-mail.ts'

test('I-12 O-06: half a megabyte of what is slow to read is read: blanks, quotes, parameters, boundaries, depth', () => {
  const size = 500 * 1024
  const signed = 'multipart/signed; protocol="application/pkcs7-signature"; boundary=b'
  const qp = 'Content-Transfer-Encoding: quoted-printable'
  const filled = (piece: string) => piece.repeat(Math.floor(size / piece.length))
  const mails = [
    `Content-Type: application/pkcs7-mime\r\n${qp}\r\n\r\n${filled(' ')}x`,
    `Content-Type: application/pkcs7-mime\r\n${qp}\r\n\r\n${filled(' \t=\r\n')}x`,
    `Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: base64\r\n\r\n${filled('A A\t')}`,
    `Content-Type: application/pkcs7-mime${filled('; a="\\"')}\r\n\r\n`,
    `Content-Type: application/pkcs7-mime;${filled(' ')}x\r\n\r\n`,
    `Content-Type: ${filled('a/')}\r\n\r\n`,
    `From: ${filled('<a')}\r\nContent-Type: text/plain\r\n\r\nx`,
    `${filled('A: b\r\n')}\r\nx`,
    `A:${filled('\r\n ')}x\r\n\r\nx`,
    `Content-Type: ${signed}\r\n\r\n--b${filled(' ')}x`,
    `Content-Type: ${signed}\r\n\r\n${filled('\r\n--b')}`,
    `Content-Type: ${signed}\r\n\r\n${filled('\r\n--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n')}`,
  ]
  for (const tag of [
    '<div>',
    '<b>',
    '&amp;',
    '<a x="',
    '<!--',
    '<p ',
    '</p>',
    '<br>',
    '<table>',
    '<blockquote>',
  ])
    mails.push(`Content-Type: text/html\r\n\r\n${filled(tag)}`)
  for (const mail of mails) {
    const entity = readEntity(mailText(Buffer.from(mail)))
    assert.equal(readSignedMail(entity).kind, 'refused')
    wordsOf(entity)
    assert.equal(readReport(Buffer.from(mail)).kind, 'nothing')
  }
  // BER without lengths, as deep and as many as fit.
  for (const element of [
    filled('\x30\x80'),
    filled('\x24\x80'),
    filled('\x30\x00'),
    filled('\x31\x02\x05\x00'),
  ])
    assert.equal(readSignedData(Buffer.from(element, 'latin1'), null).kind, 'refused')
})

const ADDRESS = 'access@post.example'
const SENTENCE = `I ask for access to my data at Brevhus (${ADDRESS}).`
const SWEDISH = `Jag begär tillgång till mina uppgifter hos Brevhus (${ADDRESS}).`
const asks = (mail: string | Buffer) =>
  readMailRequest(wordsOf(readEntity(mailText(Buffer.from(mail)))) ?? '', ADDRESS).kind === 'asks'
const typed = (type: string, body: string | Buffer, more = '') =>
  `Content-Type: ${type}\r\nContent-Transfer-Encoding: base64\r\n${more}\r\n${Buffer.from(body).toString('base64')}\r\n`

test('I-12 N-09: the sentence is read as mail programs write it: HTML alone, folded, flowed, in each character set', () => {
  const html = (body: string) =>
    `Content-Type: text/html; charset=utf-8\r\n\r\n<html><head><title>x</title></head><body>${body}`
  const latin = Buffer.from(SWEDISH, 'latin1')
  const wide = Buffer.from(SWEDISH, 'utf16le')
  const alternative = (plain: string) =>
    `Content-Type: multipart/alternative;\r\n\tboundary*0="a";\r\n boundary*1="b c"\r\n\r\n--ab c\r\nContent-Type: text/plain\r\n\r\n${plain}\r\n--ab c\r\n${html(`<p>${SENTENCE}`)}\r\n--ab c--\r\n`
  for (const mail of [
    html(
      `<p class=MsoNormal>I ask for <b>acc</b>ess to my&nbsp;data at Brevhus (<a href="mailto:x@y.example">${ADDRESS}</a>).<o:p></o:p></p>`,
    ),
    html(`<div dir="ltr">I ask for access to my data<br>at Brev&#104;us</div><div>${ADDRESS}<br></div>`),
    alternative(' \r\n'),
    typed('text/html; charset=iso-8859-1', Buffer.from(`<p>${SWEDISH}`, 'latin1')),
    typed('text/plain;\r\n\tcharset="windows-1252" (Western)', latin),
    typed('text/plain; charset=ISO-8859-1', latin),
    typed('text/plain', SWEDISH),
    typed('text/plain', latin),
    typed('text/plain; charset=utf-16', Buffer.concat([Buffer.of(0xff, 0xfe), wide])),
    typed('text/plain; charset=utf-16', Buffer.concat([Buffer.of(0xfe, 0xff), Buffer.from(wide).swap16()])),
    typed('text/plain; charset=utf-16le', wide),
    typed('text/plain; format=flowed', `I ask for access \r\nto my data at \r\nBrevhus ${ADDRESS}`),
    typed(
      'text/plain; charset=utf-8; format=flowed; delsp=yes',
      `I ask for access  \r\nto my da \r\nta at Brevhus ${ADDRESS}`,
    ),
    typed('text/plain', `${SENTENCE}\r\n\r\n-----Original Message-----\r\nFrom: x`),
  ])
    assert.ok(asks(mail), mail)
})

test('I-12 N-09: what is quoted, hidden, attached or meant for another house asks nothing, in HTML as in plain text', () => {
  const html = (body: string) => `Content-Type: text/html; charset=utf-8\r\n\r\n${body}`
  for (const mail of [
    html(`No.<blockquote type="cite"><p>${SENTENCE}</p></blockquote>`),
    html(`No.<div class="gmail_quote"><div>On Monday:</div>${SENTENCE}</div>`),
    html(`No.<hr><div id="divRplyFwdMsg">From: x</div><div>${SENTENCE}</div>`),
    html(`<div style="display: none">${SENTENCE}</div>No.`),
    html(
      `<div hidden>${SENTENCE}</div><p style="font-size:0px">${SENTENCE}</p><!-- ${SENTENCE} --><style>${SENTENCE}</style>`,
    ),
    html(`<title>${SENTENCE}</title><script>${SENTENCE}</script>`),
    html(`${'<div>'.repeat(2000)}${SENTENCE}`),
    `Content-Type: text/html\r\nContent-Disposition: attachment\r\n\r\n${SENTENCE}`,
    typed('text/plain', `No.\r\n-----Original Message-----\r\n${SENTENCE}`),
    typed('text/plain', `No.\r\n________________________________\r\nFra: x\r\n${SENTENCE}`),
    typed('text/plain', `> ${SENTENCE}`),
    typed('text/plain', SENTENCE.replace('.example', '.example.evil.example')),
    typed('text/plain', SENTENCE.replace('access@', 'not.access@')),
    typed('text/plain; charset=no-such-set', SENTENCE),
    `Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\nContent-Type: text/plain\r\n\r\n\r\n--m\r\n${typed('application/pdf', SENTENCE, 'Content-Disposition: attachment\r\n')}--m--\r\n`,
  ])
    assert.ok(!asks(mail), mail)
})
