import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { mailText, readEntity, wordsOf } from '#ground/read-mime.ts'
import { gpgsm, nss } from '#tests/foreign-mail-programs.ts'
import { HOLDER, type OpenPki, openPki } from '#tests/pki.ts'
import { seedPerson } from '#tests/seed-people.ts'
import { type Holder, type KeyKind, mailProgram, newKeys } from '#tests/signed-mail.ts'
import { issueCertificate } from '../certificates/issue-certificate.ts'
import { readSignedMail } from './read-signed-mail.ts'
import { sealContent, suiteFor } from './seal-content.ts'
import { signContent } from './sign-content.ts'
import { writeMultipart, writePart } from './write-entity.ts'

let room: OpenPki
let program: ReturnType<typeof mailProgram>
const holders = {} as Record<KeyKind, Holder>
before(async () => {
  room = await openPki()
  program = mailProgram(room.open.folder)
  for (const kind of ['ec', 'rsa'] as const) {
    const { personId } = await seedPerson(room.open.house)
    const keys = newKeys(kind)
    const spki = keys.publicKey.export({ format: 'der', type: 'spki' })
    const { der } = await issueCertificate(room.pki, { kind: 'person', personId }, { spki }, HOLDER)
    holders[kind] = { keys, certificate: der }
  }
})
after(() => room.open.close())

const TEXT = 'Content-Type: text/plain; charset=utf-8\r\n\r\nBlåbær på båden.\r\n'
const read = (mail: Buffer) => readSignedMail(readEntity(mailText(mail)))

test('I-12 N-09: what OpenSSL signs is read whole, by either key, beside or inside the signature, with lengths left open', () => {
  const from = [holders.ec, holders.rsa].flatMap((holder) =>
    [
      [],
      ['-nodetach'],
      ['-nodetach', '-stream'],
      ['-keyid'],
      ['-md', 'sha512'],
      ['-nosmimecap'],
      ['-binary'],
      ['-crlfeol'],
    ].map((more) => [holder, more] as const),
  )
  for (const [holder, more] of from) {
    const mail = read(program.sign(holder, TEXT, more))
    assert.equal(mail.kind, 'whole', more.join(' '))
    assert.ok(mail.kind === 'whole')
    assert.deepEqual(mail.certificate, holder.certificate)
    assert.match(Buffer.from(mail.entity.body, 'latin1').toString(), /^Blåbær på båden\.\r\n$/)
    assert.ok(Math.abs(mail.signedAt.getTime() - Date.now()) < 60_000)
    assert.equal(mail.capabilities.length > 0, !more.includes('-nosmimecap'))
  }
})

test('I-12: RSASSA-PSS is read as OpenSSL signs it, whatever its salt, and by one hash alone', () => {
  const pss = ['-nodetach', '-keyopt', 'rsa_padding_mode:pss']
  const why = (mail: Buffer) => {
    const verdict = read(mail)
    return verdict.kind === 'refused' ? verdict.why : 'whole'
  }
  for (const more of [
    [],
    ['-keyopt', 'rsa_pss_saltlen:-1'],
    ['-keyopt', 'rsa_pss_saltlen:0'],
    ['-md', 'sha384'],
    ['-md', 'sha512', '-keyopt', 'rsa_pss_saltlen:-1'],
  ])
    assert.equal(why(program.sign(holders.rsa, TEXT, [...pss, ...more])), 'whole', more.join(' '))
  assert.equal(
    why(program.sign(holders.rsa, TEXT, [...pss, '-keyopt', 'rsa_mgf1_md:sha1'])),
    'algorithm-refused',
  )
  assert.equal(why(program.sign(holders.rsa, TEXT, [...pss, '-md', 'sha1'])), 'algorithm-refused')
  const mail = program.sign(holders.rsa, TEXT, [...pss]).toString('latin1')
  // The last characters of the body are of the signature.
  const [head, body] = mail.split(/\n\r?\n/)
  const cms = Buffer.from(body!, 'base64')
  cms[cms.length - 9]! ^= 1
  assert.equal(why(Buffer.from(`${head}\n\n${cms.toString('base64')}\n`, 'latin1')), 'signature-wrong')
})

test('I-12 N-09: signed twice, by two, without a time, by SHA-1 or not at all is not signed; nor is a part of a larger mail', () => {
  const why = (mail: Buffer) => {
    const verdict = read(mail)
    return verdict.kind === 'refused' ? verdict.why : 'whole'
  }
  const signed = program.sign(holders.ec, TEXT)
  assert.equal(why(program.sign(holders.ec, TEXT, [], [holders.rsa])), 'several-signers')
  assert.equal(why(program.sign(holders.ec, TEXT, ['-noattr'])), 'unreadable')
  assert.equal(why(program.sign(holders.rsa, TEXT, ['-md', 'sha1'])), 'algorithm-refused')
  assert.equal(why(program.sign(holders.ec, TEXT, ['-nocerts'])), 'unreadable')
  assert.equal(why(Buffer.from(TEXT)), 'not-signed')
  const signedPart = signed.toString('latin1').replace(/^MIME-Version.*\r?\n/, '')
  const nested = writeMultipart('mixed', [
    signedPart,
    writePart({ type: 'text/plain', bytes: Buffer.from('list') }),
  ])
  assert.equal(why(Buffer.from(nested, 'latin1')), 'not-signed')
  assert.equal(
    why(program.sign(holders.ec, signed.toString('latin1'))),
    'whole',
    'signed as a whole, whatever is inside',
  )
  const [, boundary] = /boundary="([^"]+)"/.exec(signed.toString('latin1'))!
  const third = signed
    .toString('latin1')
    .replace(`--${boundary}--`, `--${boundary}\r\nContent-Type: text/plain\r\n\r\nmore\r\n--${boundary}--`)
  assert.equal(why(Buffer.from(third, 'latin1')), 'unreadable')
  assert.equal(
    why(Buffer.from(signed.toString('latin1').replace('den.', 'dan.'), 'latin1')),
    'signature-wrong',
  )
})

test('I-12: whatever a mail holds it is read without fail, and no changed byte passes as what was signed', () => {
  const whole = program.sign(holders.ec, TEXT, ['-nodetach'])
  const first = read(whole)
  assert.ok(first.kind === 'whole')
  fc.assert(
    fc.property(fc.nat({ max: whole.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, by) => {
      const bent = Buffer.from(whole)
      bent[at]! ^= by
      const verdict = read(bent)
      if (verdict.kind === 'refused') return
      assert.deepEqual(verdict.content, first.content)
      assert.deepEqual(verdict.covered, first.covered)
    }),
    { numRuns: 300 },
  )
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (noise) => {
      const mail = `Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(noise).toString('base64')}`
      assert.equal(read(Buffer.from(mail)).kind, 'refused')
    }),
  )
})

test('I-12 N-09: what is sealed for a certificate, OpenSSL opens with its key and no other, by either suite; one changed byte is seen', () => {
  const content = Buffer.from(`${TEXT}${'x'.repeat(100_000)}`)
  for (const [kind, other] of [
    ['ec', 'rsa'],
    ['rsa', 'ec'],
  ] as const)
    for (const suite of ['authEnveloped-data', 'enveloped-data'] as const) {
      const sealed = sealContent(holders[kind].certificate, content, suite)
      const mail = (der: Buffer) =>
        Buffer.from(
          `MIME-Version: 1.0\r\n${writePart({ type: `application/pkcs7-mime; smime-type=${suite}; name=smime.p7m`, bytes: der })}`,
        )
      assert.deepEqual(program.open(holders[kind], mail(sealed.der)), content)
      assert.throws(() => program.open(holders[other], mail(sealed.der)))
      assert.match(
        program.print(mail(sealed.der)),
        suite === 'enveloped-data' ? /aes-256-cbc/ : /aes-256-gcm/,
      )
      assert.ok(!sealed.der.includes('xxxx'))
      if (suite === 'enveloped-data') continue
      const bent = Buffer.from(sealed.der)
      bent[bent.length - 5000]! ^= 1
      assert.throws(() => program.open(holders[kind], mail(bent)))
    }
  const of = (verdict: ReturnType<typeof read>) =>
    verdict.kind === 'whole' ? suiteFor(verdict.capabilities) : null
  assert.equal(
    of(read(program.sign(holders.ec, TEXT))),
    'enveloped-data',
    'OpenSSL 3 says it knows CBC alone',
  )
  assert.equal(
    of(read(program.sign(holders.ec, TEXT, ['-nosmimecap']))),
    'enveloped-data',
    'nothing is known',
  )
  assert.equal(suiteFor(['2.16.840.1.101.3.4.1.42', '2.16.840.1.101.3.4.1.46']), 'authEnveloped-data')
})

test('I-12 N-09: what we sign by the key port, OpenSSL verifies up to our root', async () => {
  const keys = await room.pki.keys.create('mail-test', 'ec-p256')
  const { der, issuer } = await issueCertificate(
    room.pki,
    { kind: 'organisation', country: 'dk', enterprise: { number: '10150817', name: 'Brevhus A/S' } },
    { spki: keys.spki },
    HOLDER,
  )
  const part = writePart({ type: 'text/plain; charset=utf-8', bytes: Buffer.from('Alt på ét sted.\n') })
  const signer = {
    signing: { keys: room.pki.keys, name: 'mail-test', kind: keys.kind },
    certificates: [der, issuer],
  }
  const cms = await signContent(signer, Buffer.from(part), room.start)
  const signature = writePart({
    type: 'application/pkcs7-signature; name=smime.p7s',
    bytes: cms,
    fileName: 'smime.p7s',
  })
  const type = 'signed; protocol="application/pkcs7-signature"; micalg=sha-256'
  const mail = Buffer.from(`MIME-Version: 1.0\r\n${writeMultipart(type, [part, signature])}`)
  const { content, signer: who } = program.check(mail, room.authority('root-1'), room.start)
  assert.equal(content, part)
  assert.match(who, /Brevhus A\/S/)
  assert.equal(read(mail).kind, 'whole', 'and so do we')
})

test('I-12 N-09: what NSS (Thunderbird) and GnuPG sign is read whole, as their users’ programs pack it; what we seal they open', (t) => {
  const authorities = { root: room.authority('root-1'), issuing: room.authority('issuing-1') }
  const at = (name: string) => join(room.open.folder, name)
  const thunderbird = nss(at('nss'), [holders.ec, holders.rsa], authorities)
  const gnupg = gpgsm(at('gpgsm'), [holders.rsa], authorities)
  t.after(() => gnupg.close())
  const base64 = (der: Buffer, width: number) =>
    der.toString('base64').replace(new RegExp(`.{1,${width}}`, 'g'), '$&\r\n')
  const detached = (der: Buffer, type: string, kind = 'application/pkcs7-signature') =>
    [
      `Content-Type: multipart/signed;${type}`,
      '',
      'This is a cryptographically signed message in MIME format.',
      '',
      '--------------ms0',
      TEXT,
      '--------------ms0',
      `Content-Type: ${kind}; name="smime.p7s"`,
      'Content-Transfer-Encoding: base64',
      'Content-Disposition: attachment; filename="smime.p7s"',
      '',
      base64(der, 72),
      '--------------ms0--',
      '',
    ].join('\r\n')
  const opaque = (der: Buffer, type: string, width: number, more = '') =>
    `Content-Type: ${type}\r\nContent-Transfer-Encoding: BASE64\r\n${more}\r\n${base64(der, width)}`
  const boundary = 'boundary="------------ms0"'
  for (const [name, by, holder] of [
    ['NSS', thunderbird, holders.ec],
    ['NSS', thunderbird, holders.rsa],
    ['GnuPG', gnupg, holders.rsa],
  ] as const) {
    const beside = by.sign(holder, TEXT, 'detached')
    const around = by.sign(holder, TEXT, 'opaque')
    for (const mail of [
      // Thunderbird; an older Outlook; a program that says no hash, or folds within its parameters.
      detached(beside, ` protocol="application/pkcs7-signature"; micalg=sha-256; ${boundary}`),
      detached(
        beside,
        `\r\n\tprotocol="application/x-pkcs7-signature";\r\n\tmicalg=SHA256;\r\n\t${boundary}`,
        'application/x-pkcs7-signature',
      ),
      detached(beside, ` ${boundary}; micalg="unknown"; protocol=application/pkcs7-signature`),
      detached(
        beside,
        ` protocol="application/pkcs7-signature";\r\n boundary*0="------------";\r\n boundary*1="ms0"`,
      ),
      // Outlook's opaque form, in lines of any length, and as gateways hand it on.
      opaque(around, 'application/pkcs7-mime; smime-type=signed-data; name="smime.p7m"', 76),
      opaque(around, 'application/x-pkcs7-mime;\r\n\tsmime-type=signed-data;\r\n\tname=smime.p7m', 63),
      opaque(around, 'application/pkcs7-mime', 997),
      opaque(
        around,
        'application/octet-stream; name="smime.p7m"',
        76,
        'Content-Disposition: attachment; filename="smime.p7m"\r\n',
      ),
    ]) {
      const verdict = read(Buffer.from(mail))
      assert.equal(
        verdict.kind,
        'whole',
        `${name}: ${verdict.kind === 'refused' ? verdict.why : ''}\n${mail}`,
      )
      assert.ok(verdict.kind === 'whole' && verdict.certificate.equals(holder.certificate))
      assert.match(wordsOf(verdict.entity)!, /^Blåbær på båden\.\s*$/)
      assert.equal(suiteFor(verdict.capabilities), 'enveloped-data')
      const bent = Buffer.from(mail.replace('Blåbær', 'blåbær'))
      if (mail.includes('Blåbær')) assert.equal(read(bent).kind, 'refused')
    }
  }
  const content = Buffer.from(`${TEXT}${'x'.repeat(70_000)}`)
  const { der } = sealContent(holders.rsa.certificate, content, suiteFor([]))
  assert.deepEqual(thunderbird.open(der), content)
  assert.deepEqual(gnupg.open(der), content)
})

test('I-12 N-09: a signature counts for what it covers: headers within it, one mail within it, and nothing that stands around', () => {
  const words = (mail: Buffer) => {
    const verdict = read(mail)
    return verdict.kind === 'whole' ? wordsOf(verdict.entity) : verdict.why
  }
  const signed = (entity: string) => program.sign(holders.ec, entity, ['-nodetach'])
  const inner = `From: karen@mail.example\r\nSubject: x\r\n${TEXT}`
  assert.match(words(signed(`Content-Type: message/rfc822; forwarded=no\r\n\r\n${inner}`))!, /^Blåbær/)
  assert.equal(
    words(signed(`Content-Type: message/rfc822\r\n\r\n${inner}`)),
    null,
    'somebody else’s, handed on',
  )
  assert.equal(words(signed(`Content-Type: message/rfc822; forwarded=yes\r\n\r\n${inner}`)), null)
  assert.match(words(signed(inner.replace('charset=utf-8', 'charset=utf-8; hp="clear"')))!, /^Blåbær/)
  // Encrypted, then signed: the signature is good, and nobody here can read what it covers.
  const sealed = sealContent(holders.rsa.certificate, Buffer.from(TEXT), 'enveloped-data').der
  const part = writePart({ type: 'application/pkcs7-mime; smime-type=enveloped-data', bytes: sealed })
  assert.equal(words(signed(part)), null)
  assert.equal(words(Buffer.from(part)), 'not-signed')
  // A signature beside its content, and other words before, between, after or instead.
  const whole = program.sign(holders.ec, TEXT).toString('latin1')
  const [, boundary] = /boundary="([^"]+)"/.exec(whole)!
  const evil = 'Content-Type: text/plain\r\n\r\nevil\r\n'
  assert.equal(
    words(Buffer.from(whole.replace(`--${boundary}`, `--${boundary}\r\n${evil}--${boundary}`), 'latin1')),
    'unreadable',
  )
  const around = Buffer.from(whole.replace(`--${boundary}`, `evil\r\n--${boundary}`) + evil, 'latin1')
  assert.match(words(around)!, /^Blåbær på båden\.\s*$/, 'what stands outside the parts is not read')
  assert.equal(
    words(Buffer.from(`Content-Type: text/plain\r\n${whole}`, 'latin1')),
    'not-signed',
    'two types are none',
  )
})
