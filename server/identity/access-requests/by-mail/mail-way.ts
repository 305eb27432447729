/** Whether a person who asks on the page can have the answer by e-mail: they have a good certificate of their own, a verified address, and
 * the post office one to sign with. */
import { asPostOffice } from '#ground/db.ts'
import { ACCESS_MAIL } from '#rules/access-mail.ts'
import { mailSigner } from '../../certificates/mail-certificate.ts'
import type { Certificates } from '../../certificates/room.ts'
import { certificatesOf } from '../../certificates/show-certificates.ts'
import { suiteFor } from '../../secure-mail/seal-content.ts'
import type { NewRequest } from '../access-request.store.ts'
import { ownAddresses } from './access-mail.store.ts'
import { opensMail } from './seal-answer.ts'

export type MailWay = {
  readonly to: string
  /** Of the certificate, 32 hexadecimal digits. */
  readonly serial: string
  readonly certificate: Buffer
}

/** Where requests are taken, in lower case. */
export const accessAddress = ({ MAIL_FROM }: { MAIL_FROM: string }) =>
  `${ACCESS_MAIL.name}@${MAIL_FROM.split('@')[1]!.toLowerCase()}`

/** By their newest certificate. */
export async function mailWayOf(pki: Certificates, personId: string): Promise<MailWay | null> {
  const [to] = await asPostOffice(pki.db, (trx) => ownAddresses(trx, personId))
  if (to === undefined || !(await mailSigner(pki))) return null
  for (const { serial, der, profile, state } of await certificatesOf(pki, personId))
    if (profile === 'person' && state === 'good' && (await opensMail(pki, der)))
      return { to, serial, certificate: der }
  return null
}

/** Of the program that will open it nothing is known. */
export const askedByPage = ({ to, certificate }: MailWay): NonNullable<NewRequest['mail']> => ({
  digest: null,
  certificate,
  reply: { to, suite: suiteFor([]) },
})
