/** Mail anybody may send to the two addresses that take it. Nothing here is timed: what was read in the square of its length never came to its end. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mailText, plainTextOf, readEntity } from '#ground/read-mime.ts'
import { readSignedData } from '#identity/secure-mail/read-signed-data.ts'
import { readSignedMail } from '#identity/secure-mail/read-signed-mail.ts'
import { readReport } from '#notices/bounces/read-report.ts'

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
  for (const mail of mails) {
    const entity = readEntity(mailText(Buffer.from(mail)))
    assert.equal(readSignedMail(entity).kind, 'refused')
    plainTextOf(entity)
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
