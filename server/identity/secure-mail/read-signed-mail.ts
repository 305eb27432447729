/** A mail that is signed as a whole (RFC 8551 §3.5): `multipart/signed`, or with its content inside the signature. Signed parts of a
 * larger mail are no signed mail: what stands around them is nobody's word. */
import { bytesOf, type Entity, mailText, partsOf, readEntity } from '#ground/read-mime.ts'
import { readSignedData, type SignedData } from './read-signed-data.ts'

export type SignedMail =
  | (Extract<SignedData, { kind: 'whole' }> & { readonly entity: Entity })
  | Extract<SignedData, { kind: 'refused' }>

const SIGNATURES: readonly string[] = ['application/pkcs7-signature', 'application/x-pkcs7-signature']
const OPAQUE: readonly string[] = ['application/pkcs7-mime', 'application/x-pkcs7-mime']

/** @param mail the whole message, by `readEntity` */
export function readSignedMail(mail: Entity): SignedMail {
  const parted = mail.type === 'multipart/signed' ? readParted(mail) : readOpaque(mail)
  if (parted.kind === 'refused') return parted
  return { ...parted, entity: within(readEntity(mailText(parted.content))) }
}

/** RFC 8551 §3.1: a mail put whole into its own signature, so that its headers are signed as well. One that is handed on is another's words. */
const within = (entity: Entity): Entity =>
  entity.type === 'message/rfc822' && entity.parameters.get('forwarded')?.toLowerCase() === 'no'
    ? readEntity(entity.body)
    : entity

function readParted(mail: Entity): SignedData {
  if (!SIGNATURES.includes((mail.parameters.get('protocol') ?? '').toLowerCase()))
    return { kind: 'refused', why: 'not-signed' }
  const [content, second, ...more] = partsOf(mail) ?? []
  const signature = second === undefined ? undefined : readEntity(second)
  const cms = signature && SIGNATURES.includes(signature.type) ? bytesOf(signature) : null
  if (content === undefined || !cms || more.length > 0) return { kind: 'refused', why: 'unreadable' }
  return readSignedData(cms, Buffer.from(content, 'latin1'))
}

/** RFC 8551 §3.9: gateways that do not know the type leave the name alone. */
const isOpaque = ({ type, parameters }: Entity): boolean =>
  OPAQUE.includes(type) ||
  (type === 'application/octet-stream' && /\.p7m$/i.test(parameters.get('name') ?? ''))

function readOpaque(mail: Entity): SignedData {
  if (!isOpaque(mail)) return { kind: 'refused', why: 'not-signed' }
  const cms = bytesOf(mail)
  return cms ? readSignedData(cms, null) : { kind: 'refused', why: 'unreadable' }
}
