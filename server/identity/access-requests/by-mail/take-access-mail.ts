/**
 * A mail to the address for requests for access (I-12, N-09). Who asks is told by the certificate alone, judged as any certificate is;
 * from there the request takes the way of the page's, with the same limits. A mail that is no request is answered by nothing at all:
 * whoever it names as its sender may never have sent it. It is left to staff in a row.
 */
import { createHash } from 'node:crypto'
import { asPostOffice } from '#ground/db.ts'
import { newId } from '#ground/ids.ts'
import type { Logger } from '#ground/log.ts'
import { fieldOf, mailText, readEntity, wordsOf } from '#ground/read-mime.ts'
import { Refusal } from '#ground/refuse.ts'
import { ACCESS_MAIL, isAutomatic, isFresh, type MailRefusal, readMailRequest } from '#rules/access-mail.ts'
import { EXTENDED_KEY_USAGES } from '#rules/certificate-profiles.ts'
import { parseEmail } from '#rules/email.ts'
import { readPathExtensions } from '../../certificates/path/extensions.ts'
import { readCertificate } from '../../certificates/read-certificate.ts'
import { type CertificatesHouse, openCertificates } from '../../certificates/room.ts'
import { trustCertificate } from '../../certificates/trust-certificate.ts'
import type { Identity } from '../../room.ts'
import { readSignedMail } from '../../secure-mail/read-signed-mail.ts'
import { suiteFor } from '../../secure-mail/seal-content.ts'
import type { NewRequest } from '../access-request.store.ts'
import { askAccess } from '../ask-access.ts'
import { addRefused, ownAddresses } from './access-mail.store.ts'
import { accessAddress } from './mail-way.ts'

export type MailHouse = CertificatesHouse & {
  readonly log: Logger
  readonly config: CertificatesHouse['config'] & { readonly MAIL_FROM: string }
}

export type IncomingMail = {
  readonly raw: Buffer
  /** Of the envelope; empty for reports. */
  readonly from: string
}

type Judged =
  | { kind: 'asks'; personId: string; choice: 'later' | 'fee'; mail: NonNullable<NewRequest['mail']> }
  | { kind: 'refused'; why: MailRefusal; detail?: string; personId?: string }

/** Throws only when it cannot be kept now: then the mail server brings it again. */
export async function takeAccessMail(
  identity: Pick<Identity, 'db' | 'clock' | 'feeAccount'>,
  house: MailHouse,
  mail: IncomingMail,
): Promise<void> {
  const judged = await judge(identity, house, mail)
  const outcome = judged.kind === 'asks' ? await ask(identity, judged) : judged
  house.log.info({ event: 'access-mail', ...(outcome ? { refused: outcome.why } : { taken: true }) })
  if (outcome) await leaveToStaff(identity, house, mail, outcome)
}

type Refused = Extract<Judged, { kind: 'refused' }>

async function ask(
  identity: Pick<Identity, 'db' | 'clock' | 'feeAccount'>,
  { personId, choice, mail }: Extract<Judged, { kind: 'asks' }>,
): Promise<Refused | null> {
  try {
    await askAccess(identity, { personId, choice, mail })
    return null
  } catch (error) {
    if (error instanceof Refusal && error.code === 'not-found')
      return { kind: 'refused', why: 'not-here', personId }
    throw error
  }
}

async function judge(
  identity: Pick<Identity, 'db' | 'clock'>,
  house: MailHouse,
  { raw, from }: IncomingMail,
): Promise<Judged> {
  const mail = readEntity(mailText(raw))
  if (isAutomatic(mail.headers, from)) return { kind: 'refused', why: 'automatic' }
  const signed = readSignedMail(mail)
  if (signed.kind === 'refused') return signed
  const use = { purpose: EXTENDED_KEY_USAGES.emailProtection, keyUsage: ['digitalSignature'] } as const
  const trust = await trustCertificate(openCertificates(house), signed.certificate, use)
  if (trust.kind === 'refused')
    return { kind: 'refused', why: 'certificate-refused', detail: `${trust.why.fault}: ${trust.why.detail}` }
  const { profile, personId } = trust.row
  if (profile !== 'person' || personId === null) return { kind: 'refused', why: 'not-a-person' }
  if (!isFresh(signed.signedAt, identity.clock())) return { kind: 'refused', why: 'not-fresh', personId }
  const asked = readMailRequest(wordsOf(signed.entity) ?? '', accessAddress(house.config))
  if (asked.kind === 'other') return { kind: 'refused', why: 'says-something-else', personId }
  const replyTo = await ownAddress(identity, personId, signed.certificate, senderOf(mail))
  return {
    kind: 'asks',
    personId,
    choice: asked.choice,
    mail: {
      digest: createHash('sha256').update(signed.certificate).update(signed.covered).digest(),
      certificate: signed.certificate,
      reply: replyTo === null ? null : { to: replyTo, suite: suiteFor(signed.capabilities) },
    },
  }
}

const senderOf = (mail: Parameters<typeof fieldOf>[0]): string | null => {
  const said = fieldOf(mail, 'from') ?? ''
  return parseEmail(/<([^<>]*)>$/.exec(said)?.[1] ?? said) ?? null
}

/**
 * Anybody can write any sender, so it only chooses among the addresses that are known to be this person's: in the certificate, or
 * verified in the mailbox. From elsewhere, the answer goes by letter (N-09).
 */
async function ownAddress(
  identity: Pick<Identity, 'db'>,
  personId: string,
  certificate: Buffer,
  sender: string | null,
): Promise<string | null> {
  const names = readPathExtensions(readCertificate(certificate)).alternativeNames
  const certified = names.map((name) => (name.kind === 'email' ? parseEmail(name.text) : undefined))
  const verified = await asPostOffice(identity.db, (trx) => ownAddresses(trx, personId))
  return sender !== null && [...certified, ...verified].includes(sender) ? sender : null
}

async function leaveToStaff(
  identity: Pick<Identity, 'db' | 'clock'>,
  house: MailHouse,
  { raw }: IncomingMail,
  { why, detail, personId }: Refused,
): Promise<void> {
  const now = identity.clock()
  const kept = await asPostOffice(identity.db, (trx) =>
    addRefused(
      trx,
      {
        mailId: newId(now.getTime()),
        receivedAt: now,
        why,
        detail: detail ?? null,
        // Of a machine's mail nobody wants to know more.
        sender: why === 'automatic' ? null : senderOf(readEntity(mailText(raw))),
        sizeBytes: raw.length,
        personId: personId ?? null,
      },
      new Date(now.getTime() - 86_400_000),
      ACCESS_MAIL.refusedPerDay,
    ),
  )
  if (!kept) house.log.warn({ event: 'access-mail-flood', perDay: ACCESS_MAIL.refusedPerDay })
}
