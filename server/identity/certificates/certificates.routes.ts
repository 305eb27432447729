/** What anybody may fetch of the authority: its certificates, its lists, OCSP answers, and its policy. No logic here. */

import type { FastifyReply } from 'fastify'
import { refuse } from '#ground/refuse.ts'
import type { Routes } from '#ground/routes.ts'
import type { SessionLanguage } from '../session.store.ts'
import { languageOf } from '../visit.ts'
import { openAskingLimit } from './asking-limit.ts'
import { findAuthority, newestList } from './authorities.store.ts'
import { answerOcsp, type OcspAnswer } from './ocsp/answer-ocsp.ts'
import { refusalAnswer } from './ocsp/build-answer.ts'
import { OCSP_REQUEST_BYTES_MAX } from './ocsp/read-request.ts'
import { policyPage } from './policy-page.ts'
import { POLICY_TEXTS, type PolicyVersion } from './policy-texts.ts'
import { openCertificates, POLICY_VERSION } from './room.ts'

/** A revoked certificate must not look good from a cache for longer than this. */
const OCSP_CACHE_SECONDS_MAX = 300
const OCSP_TYPE = 'application/ocsp-response'
const A_DAY = 'public, max-age=86400'
const FIVE_MINUTES = 'public, max-age=300'

export const certificatesRoutes: Routes = (app, house) => {
  const pki = openCertificates(house)
  const limit = openAskingLimit(house.clock)

  app.get<{ Params: { file: string } }>('/pki/ca/:file', async ({ params: { file } }, reply) => {
    const [, name] = /^([a-z]+-\d{1,6})\.cer$/.exec(file) ?? []
    const authority = name && (await findAuthority(pki.db, name))
    if (!authority) throw refuse('not-found')
    return reply.type('application/pkix-cert').header('cache-control', A_DAY).send(authority.certificate)
  })

  app.get<{ Params: { file: string } }>('/pki/crl/:file', async (request, reply) => {
    const wait = limit.waitSeconds(request.ip)
    if (wait > 0) throw refuse('too-many-requests', { retryAfterSeconds: wait })
    const { file } = request.params
    const [, name, form] = /^([a-z]+-\d{1,6})\.(crl|pem)$/.exec(file) ?? []
    const list = name && (await newestList(pki.db, name))
    if (!list) throw refuse('not-found')
    reply.header('cache-control', FIVE_MINUTES).header('last-modified', list.thisUpdate.toUTCString())
    if (form === 'crl') return reply.type('application/pkix-crl').send(list.list)
    return reply.type('application/x-pem-file').send(pemOf('X509 CRL', list.list))
  })

  // I-17: certificates name one version; the bare address is always the newest.
  app.get<{ Params: { version: string }; Querystring: { lang?: string } }>(
    '/pki/policy/:version',
    async ({ params: { version }, query: { lang }, headers }, reply) => {
      if (!isPolicyVersion(version)) throw refuse('not-found')
      const language = languageOf(isLanguage(lang) ? lang : undefined, headers['accept-language'])
      return reply
        .type('text/html; charset=utf-8')
        .header('cache-control', FIVE_MINUTES)
        .header('vary', 'accept-language')
        .send(policyPage(version, language))
    },
  )
  app.get('/pki/policy', async (_request, reply) => reply.redirect(`/pki/policy/${POLICY_VERSION}`))

  app.addContentTypeParser(
    'application/ocsp-request',
    { parseAs: 'buffer', bodyLimit: OCSP_REQUEST_BYTES_MAX },
    (_request, body, done) => done(null, body),
  )
  app.post('/pki/ocsp', async (request, reply) => {
    if (!Buffer.isBuffer(request.body)) throw refuse('content-type-unsupported')
    if (limited(request.ip, reply)) return reply
    return send(reply, await answerOcsp(pki, request.body), undefined)
  })
  // RFC 6960 appendix A.1: the request in base64 behind the address. Clients differ in what they escape.
  app.get<{ Params: { '*': string } }>('/pki/ocsp/*', async (request, reply) => {
    if (limited(request.ip, reply)) return reply
    const text = request.params['*']
    if (!/^[A-Za-z0-9+/=]{1,4000}$/.test(text))
      return send(reply, { bytes: refusalAnswer('malformedRequest'), freshUntil: undefined }, undefined)
    return send(reply, await answerOcsp(pki, Buffer.from(text, 'base64')), pki.clock())
  })

  /** RFC 6960 §2.3: `tryLater`, unsigned; no answer is better than a wrong one. */
  function limited(address: string, reply: FastifyReply): boolean {
    const wait = limit.waitSeconds(address)
    if (wait === 0) return false
    reply.header('retry-after', String(wait))
    send(reply, { bytes: refusalAnswer('tryLater'), freshUntil: undefined }, undefined)
    return true
  }

  function send(reply: FastifyReply, answer: OcspAnswer, now: Date | undefined) {
    const seconds =
      now && answer.freshUntil
        ? Math.min(OCSP_CACHE_SECONDS_MAX, Math.floor((answer.freshUntil.getTime() - now.getTime()) / 1000))
        : 0
    const caching = seconds > 0 ? `public, max-age=${seconds}, no-transform, must-revalidate` : 'no-store'
    return reply.type(OCSP_TYPE).header('cache-control', caching).send(answer.bytes)
  }
}

const isPolicyVersion = (text: string): text is PolicyVersion => Object.hasOwn(POLICY_TEXTS, text)
const isLanguage = (text: string | undefined): text is SessionLanguage =>
  text === 'da' || text === 'nb' || text === 'sv' || text === 'en'

/** RFC 7468: a list's label is `X509 CRL`. */
export function pemOf(label: 'CERTIFICATE' | 'X509 CRL', der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}
