/** A post office with its mail door open on a real port, people with certificates of their own, and the mail server of `mail.example`. */
import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { createTransport } from 'nodemailer'
import { openMailDoor, type TakenMail } from '#adapters/mail-door-smtp.ts'
import { openSmtpMailer } from '#adapters/mailer-smtp.ts'
import { asPostOffice } from '#ground/db.ts'
import { answerCameBack } from '#identity/access-requests/answer-request.ts'
import { takeAccessMail } from '#identity/access-requests/by-mail/take-access-mail.ts'
import { holdCeremony } from '#identity/certificates/hold-ceremony.ts'
import { type CertificateOrder, issueCertificate } from '#identity/certificates/issue-certificate.ts'
import { makeMailCertificate } from '#identity/certificates/mail-certificate.ts'
import { openCertificates } from '#identity/certificates/room.ts'
import { incomingMail } from '#worker/incoming-mail.ts'
import { openSignIn } from './sign-in.ts'
import { type Holder, type KeyKind, mailProgram, newKeys } from './signed-mail.ts'
import { addSomebody } from './visitor.ts'

const DOMAIN = 'brevhus.example'
export const ADDRESS = `access@${DOMAIN}`

export async function openMailRoom() {
  // OpenSSL signs with its own clock.
  const now = new Date(Math.floor(Date.now() / 1000) * 1000)
  const room = await openSignIn({ now, env: { BOUNCE_PORT: '2525', FEE_ACCOUNT: '1234 5678901234' } })
  const { log } = room.house
  const arrived: TakenMail[] = []
  const closed = { name: /^closed$/, take: () => Promise.reject(new Error('not now')) }
  const take = async (mail: TakenMail) => void arrived.push(mail)
  const takes = [closed, { name: /([a-z.]+)/, take }]
  const theirs = await openMailDoor({ host: '127.0.0.1', port: 0, domain: 'mail.example', log, takes })
  const mailer = openSmtpMailer({ url: `smtp://127.0.0.1:${theirs.port}`, from: `notice@${DOMAIN}` })
  const jobs = {
    takeAccessMail: (mail: { raw: Buffer; from: string }) => takeAccessMail(room.identity, room.house, mail),
    answerCameBack: async (tag: string) => void (await answerCameBack(room.identity, tag)),
  }
  const ours = incomingMail(room.house, jobs)
  const door = await openMailDoor({ host: '127.0.0.1', port: 0, domain: DOMAIN, log, takes: ours })
  const pki = openCertificates(room.house)
  const { all } = await holdCeremony(pki, { organisation: 'Brevhus', country: 'dk' })
  const operator = { organisation: 'Brevhus A/S', enterpriseNumber: '10150817', email: `notice@${DOMAIN}` }
  assert.equal(await makeMailCertificate(pki, { country: 'dk', ...operator }), true)
  assert.equal(await makeMailCertificate(pki, { country: 'dk', ...operator }), false, 'once')
  let people = 0

  async function certify(
    order: CertificateOrder,
    kind: KeyKind = 'ec',
  ): Promise<Holder & { serial: string }> {
    const keys = newKeys(kind)
    const spki = keys.publicKey.export({ format: 'der', type: 'spki' })
    const asking = { part: 'holder', personId: null } as const
    const { der, serial } = await issueCertificate(pki, order, { spki }, asking)
    return { keys, certificate: der, serial }
  }

  return {
    ...room,
    pki,
    root: all.find(({ kind }) => kind === 'root')!.certificate,
    program: mailProgram(room.folder),
    mailer,
    /** What the mail server of `mail.example` has taken for its people. */
    arrived,
    certify,
    /** Somebody with a certificate of their own and a verified address. */
    async somebody(kind: KeyKind = 'ec') {
      const who = await addSomebody(room, { language: 'en' })
      const email = `karen.${'abcdefghijklmnopqrstuvwxyz'[people++]}@mail.example`
      await asPostOffice(room.house.db, (trx) =>
        sql`insert into contact_email (mailbox_id, email_no, email_id, email, email_form, added_at, verified_at)
            values (${who.mailboxId}::uuid, 1, gen_random_uuid(), ${email}, ${email}, ${room.clock.now()},
                    ${room.clock.now()})`.execute(trx),
      )
      return { ...who, email, holder: await certify({ kind: 'person', personId: who.personId }, kind) }
    },
    /** By real SMTP. @returns the answer's code */
    send: (raw: Buffer, from: string, to = ADDRESS): Promise<number | undefined> =>
      createTransport({ host: '127.0.0.1', port: door.port, ignoreTLS: true })
        .sendMail({ envelope: { from, to }, raw })
        .then(
          () => 250,
          (error: { responseCode?: number }) => error.responseCode,
        ),
    async close() {
      mailer.close()
      await Promise.all([door.stop(), theirs.stop()])
      await room.close()
    },
  }
}
