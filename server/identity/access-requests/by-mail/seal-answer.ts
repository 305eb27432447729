/**
 * The answer as a mail that only its reader can open (N-09): all that is held, as text and as a file, signed by the post office and
 * encrypted to the reader's certificate. The certificate is judged anew: the answer may be due months after the request.
 */

import { EXTENDED_KEY_USAGES, type KeyUsage } from '#rules/certificate-profiles.ts'
import type { ProfileId } from '#rules/profiles.ts'
import { mailSigner } from '../../certificates/mail-certificate.ts'
import { readCertificate } from '../../certificates/read-certificate.ts'
import type { Certificates } from '../../certificates/room.ts'
import { publicKeyOf } from '../../certificates/signature-algorithms.ts'
import { trustCertificate } from '../../certificates/trust-certificate.ts'
import { composeLetter, type LetterContent } from '../../letters/letter-words.ts'
import { type Sealed, type SealedKind, sealContent } from '../../secure-mail/seal-content.ts'
import { signContent } from '../../secure-mail/sign-content.ts'
import { writeMultipart, writePart } from '../../secure-mail/write-entity.ts'
import type { SessionLanguage } from '../../session.store.ts'
import type { HeldPart } from '../held.store.ts'
import { notGiven, writeReport } from '../write-report.ts'
import { ANSWER_MAIL_TEXTS } from './answer-mail-texts.ts'

export type Answer = {
  readonly language: SessionLanguage
  readonly country: ProfileId
  readonly held: readonly HeldPart[]
  readonly certificate: Buffer
  readonly suite: SealedKind
}

/** Whether a person's certificate can be answered to now: good, of a person, and its key can open what is sealed for it. */
export async function opensMail(pki: Certificates, certificate: Buffer): Promise<boolean> {
  const type = publicKeyOf(readCertificate(certificate).spki)?.asymmetricKeyType
  const usage: KeyUsage = type === 'ec' ? 'keyAgreement' : 'keyEncipherment'
  const use = { purpose: EXTENDED_KEY_USAGES.emailProtection, keyUsage: [usage] }
  const trust = await trustCertificate(pki, certificate, use)
  return trust.kind === 'trusted' && trust.row.profile === 'person'
}

/** null when it can go by letter only: the certificate counts no more, or the post office has none to sign with. */
export async function sealAnswer(pki: Certificates, answer: Answer): Promise<Sealed | null> {
  const signer = await mailSigner(pki)
  if (!signer || !(await opensMail(pki, answer.certificate))) return null
  const at = pki.clock()
  const content = writeMultipart('mixed', [
    writePart({ type: 'text/plain; charset=utf-8', bytes: Buffer.from(textOf(answer, at)) }),
    writePart({
      type: 'application/json',
      fileName: 'brevhus-id.json',
      bytes: Buffer.from(
        `${JSON.stringify({ format: 'brevhus-id/2', madeAt: at, held: answer.held }, null, 2)}\n`,
      ),
    }),
  ])
  const signature = writePart({
    type: 'application/pkcs7-signature; name=smime.p7s',
    fileName: 'smime.p7s',
    bytes: await signContent(signer, Buffer.from(content), at),
  })
  const signed = writeMultipart('signed; protocol="application/pkcs7-signature"; micalg=sha-256', [
    content,
    signature,
  ])
  return sealContent(answer.certificate, Buffer.from(signed), answer.suite)
}

/** The words of the letter, one thing a line. */
function textOf({ language, country, held }: Answer, at: Date): string {
  const { title, paragraphs, report } = composeLetter(language, {
    kind: 'access-answer',
    part: 1,
    parts: 1,
    at: at.toISOString(),
    sections: writeReport({ language, country }, held),
    notGiven: notGiven(language),
  })
  return [
    title,
    ...paragraphs,
    ANSWER_MAIL_TEXTS[language].attached,
    ...(report ? partsOf(report) : []),
  ].join('\r\n\r\n')
}

const partsOf = ({ sections, notGiven }: NonNullable<LetterContent['report']>): string[] => [
  ...sections.map(({ title, reasons, rows, after }) =>
    [title.toUpperCase(), ...reasons, ...rows.map((row) => `- ${row}`), after].filter(Boolean).join('\r\n'),
  ),
  ...(notGiven ? [[notGiven.title.toUpperCase(), ...notGiven.lines].join('\r\n')] : []),
]
