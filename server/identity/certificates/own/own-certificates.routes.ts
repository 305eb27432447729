/** A person's certificates on their own pages. No logic here. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { House } from '#ground/house.ts'
import { Refusal, refuse } from '#ground/refuse.ts'
import type { App } from '#ground/routes.ts'
import { type Form, formOf, receive, requireForm, SMALL_FORM, show } from '../../pages/guest.ts'
import type { Identity } from '../../room.ts'
import { pemOf } from '../certificates.routes.ts'
import { issueCertificate } from '../issue-certificate.ts'
import { renewCertificate } from '../renew-certificate.ts'
import { revokeCertificate } from '../revoke-certificate.ts'
import { openCertificates } from '../room.ts'
import { certificatesOf } from '../show-certificates.ts'
import {
  CERTIFICATES_PATH,
  type CertificatesPage,
  certificatesPage,
  CERTIFICATE_PATHS as P,
} from './own-certificates-page.ts'
import { CERTIFICATE_TEXTS, type CertificateTexts, OWN_REASONS } from './own-certificates-texts.ts'
import { tellOfCertificate } from './tell-of-certificate.ts'

export function addOwnCertificates(identity: Identity, pages: App, house: House): void {
  const pki = openCertificates(house)
  const enter = async (request: FastifyRequest, reply: FastifyReply) => {
    const guest = await receive(identity, request, reply)
    if (!guest.session) throw refuse('sign-in-needed')
    return { ...guest, session: guest.session }
  }
  type Reader = Awaited<ReturnType<typeof enter>>
  const shown = async (
    reply: FastifyReply,
    { language, session, token }: Reader,
    said: Pick<CertificatesPage, 'done' | 'failure'>,
  ) =>
    show(
      reply.code(said.failure ? 422 : 200),
      certificatesPage({
        language,
        country: session.profile,
        formToken: token,
        certificates: await certificatesOf(pki, session.personId),
        ...said,
      }),
    )
  /** The form names a certificate; that it is this person's own is asked before anything else. */
  const ownOf = async ({ session }: Reader, serial: string | undefined) => {
    const own = (await certificatesOf(pki, session.personId)).find((one) => one.serial === serial)
    if (!own) throw refuse('not-found')
    return own
  }
  const act = (
    path: string,
    action: 'order-certificate' | 'revoke-certificate',
    done: keyof CertificateTexts['done'],
    work: (reader: Reader, form: Form) => Promise<unknown>,
  ) =>
    pages.post(path, { config: { action }, ...SMALL_FORM }, async (request, reply) => {
      const reader = await enter(request, reply)
      const form = formOf(request)
      requireForm(identity, request, form, reader.session.sessionId)
      try {
        await work(reader, form)
        await tellOfCertificate(pki, reader.session.personId, done)
      } catch (error) {
        const why = error instanceof Refusal && WORDS[error.code]
        if (!why) throw error
        const { failed } = CERTIFICATE_TEXTS[reader.language]
        const told = error.faults.map(({ reason }) => OWN_FAULTS.find((one) => one === reason)).find(Boolean)
        const failure = failed[told ?? why]
        return shown(reply, reader, { done: null, failure })
      }
      return reply.redirect(`${CERTIFICATES_PATH}?done=${done}`, 303)
    })
  const holder = ({ session }: Reader) => ({ part: 'holder', personId: session.personId }) as const

  pages.get(CERTIFICATES_PATH, { config: { action: 'read-certificates' } }, async (request, reply) => {
    const reader = await enter(request, reply)
    const { done } = reader.query
    return shown(reply, reader, {
      done: done === 'issued' || done === 'revoked' ? done : null,
      failure: null,
    })
  })
  pages.get<{ Params: { serial: string } }>(
    P.file(':serial'),
    { config: { action: 'read-certificates' } },
    async (request, reply) => {
      const own = await ownOf(await enter(request, reply), request.params.serial)
      reply.header('content-disposition', `attachment; filename="${own.serial}.pem"`)
      return reply.type('application/x-pem-file').send(pemOf('CERTIFICATE', own.der))
    },
  )
  act(P.order, 'order-certificate', 'issued', (reader, form) =>
    issueCertificate(
      pki,
      { kind: 'person', personId: reader.session.personId },
      { csr: form.csr ?? '' },
      holder(reader),
    ),
  )
  act(P.renew, 'order-certificate', 'issued', async (reader, form) => {
    const { serial, profile } = await ownOf(reader, form.serial)
    // A key file's certificate is ordered with its employment.
    if (profile !== 'person') throw refuse('not-found')
    return renewCertificate(pki, { serial, key: 'same', requester: holder(reader) })
  })
  act(P.revoke, 'revoke-certificate', 'revoked', async (reader, form) => {
    const { serial } = await ownOf(reader, form.serial)
    const reason = OWN_REASONS.find((one) => one === form.reason)
    if (!reason) throw refuse('request-malformed')
    return revokeCertificate(pki, { serial, reason, requester: holder(reader) })
  })
}

/** Reasons with words of their own. */
const OWN_FAULTS = ['worn', 'guardian', 'not-agreed'] as const

const WORDS: Readonly<Record<string, keyof CertificateTexts['failed'] | undefined>> = {
  'request-invalid': 'csr',
  'certificate-key-used': 'used',
  'certificate-authority-missing': 'missing',
  'certificate-not-current': 'current',
}
