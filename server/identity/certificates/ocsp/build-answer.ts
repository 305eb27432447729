/** Makes one signed OCSP answer (RFC 6960 §4.2). */

import {
  BasicOCSPResponse,
  CertID,
  CertStatus,
  KeyHash,
  OCSPResponse,
  OCSPResponseStatus,
  ResponderID,
  ResponseBytes,
  ResponseData,
  RevokedInfo,
  SingleResponse,
} from '@peculiar/asn1-ocsp'
import { AsnConvert, OctetString } from '@peculiar/asn1-schema'
import { Certificate, CRLReason } from '@peculiar/asn1-x509'
import { algorithmOf, arrayOf, derOf, keyIdentifier, rawExtension, signWith } from '../encode.ts'
import { OCSP } from '../oids.ts'
import { readCertificate } from '../read-certificate.ts'
import type { Responder } from './responder.ts'

export type Status = { kind: 'good' } | { kind: 'unknown' } | { kind: 'revoked'; at: Date; reason: number }

export type AnswerParts = {
  readonly producedAt: Date
  readonly thisUpdate: Date
  readonly nextUpdate: Date
  readonly answers: readonly { readonly certId: Buffer; readonly status: Status }[]
  readonly nonce: Buffer | undefined
}

export async function buildAnswer(parts: AnswerParts, responder: Responder): Promise<Buffer> {
  const data = new ResponseData({
    responderID: new ResponderID({
      byKey: new KeyHash(arrayOf(keyIdentifier(readCertificate(responder.certificate).spki))),
    }),
    producedAt: parts.producedAt,
    responses: parts.answers.map(
      ({ certId, status }) =>
        new SingleResponse({
          certID: AsnConvert.parse(certId, CertID),
          certStatus: statusOf(status),
          thisUpdate: parts.thisUpdate,
          nextUpdate: parts.nextUpdate,
        }),
    ),
    ...(parts.nonce ? { responseExtensions: [rawExtension(OCSP.nonce, false, parts.nonce)] } : {}),
  })
  const basic = new BasicOCSPResponse({
    tbsResponseData: data,
    signatureAlgorithm: algorithmOf(responder.signing.kind),
    signature: await signWith(responder.signing, derOf(data)),
    certs: [AsnConvert.parse(responder.certificate, Certificate)],
  })
  return derOf(
    new OCSPResponse({
      responseStatus: OCSPResponseStatus.successful,
      responseBytes: new ResponseBytes({
        responseType: OCSP.basic,
        response: new OctetString(arrayOf(derOf(basic))),
      }),
    }),
  )
}

function statusOf(status: Status): CertStatus {
  if (status.kind === 'good') return new CertStatus({ good: null })
  if (status.kind === 'unknown') return new CertStatus({ unknown: null })
  return new CertStatus({
    revoked: new RevokedInfo({
      revocationTime: status.at,
      ...(status.reason === 0 ? {} : { revocationReason: new CRLReason(status.reason) }),
    }),
  })
}

const REFUSALS = { malformedRequest: 1, internalError: 2, tryLater: 3, unauthorized: 6 } as const
export type OcspRefusal = keyof typeof REFUSALS

/** An answer that answers nothing and is not signed. */
export const refusalAnswer = (why: OcspRefusal): Buffer => Buffer.of(0x30, 3, 0x0a, 1, REFUSALS[why])
