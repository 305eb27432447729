/** The properties of an Email (RFC 8621 §4.1), of a letter's message. */
import { placeOf } from '#rules/keeping.ts'
import { type Args, booleanOf, invalid, listOf, numberOf } from './arguments.ts'
import type { Address, Message, MessagePart } from './message.ts'
import type { KnownLetter } from './sync.store.ts'

const EMAIL_PROPERTIES = [
  'id',
  'blobId',
  'threadId',
  'mailboxIds',
  'keywords',
  'size',
  'receivedAt',
  'messageId',
  'inReplyTo',
  'references',
  'sender',
  'from',
  'to',
  'cc',
  'bcc',
  'replyTo',
  'subject',
  'sentAt',
  'headers',
  'bodyStructure',
  'bodyValues',
  'textBody',
  'htmlBody',
  'attachments',
  'hasAttachment',
  'preview',
] as const

/** RFC 8621 §4.2: what is answered when nothing is named. */
const DEFAULT_PROPERTIES: readonly string[] = EMAIL_PROPERTIES.filter(
  (name) => name !== 'headers' && name !== 'bodyStructure',
)

const PART_PROPERTIES: readonly string[] = [
  'partId',
  'blobId',
  'size',
  'headers',
  'name',
  'type',
  'charset',
  'disposition',
  'cid',
  'language',
  'location',
  'subParts',
]
const DEFAULT_PART_PROPERTIES = PART_PROPERTIES.filter((name) => name !== 'headers' && name !== 'subParts')

export type Wanted = {
  readonly properties: readonly string[]
  readonly partProperties: readonly string[]
  readonly textValue: boolean
  readonly valueBytesMax: number
}

export const EMAIL_GET_ARGUMENTS = [
  'accountId',
  'ids',
  'properties',
  'bodyProperties',
  'fetchTextBodyValues',
  'fetchHTMLBodyValues',
  'fetchAllBodyValues',
  'maxBodyValueBytes',
]

export function readWanted(args: Args): Wanted {
  const properties = listOf(args, 'properties') ?? DEFAULT_PROPERTIES
  const known: readonly string[] = EMAIL_PROPERTIES
  for (const name of properties)
    if (!known.includes(name) && !HEADER.test(name)) throw invalid('properties', `there is no ${name}.`)
  const partProperties = listOf(args, 'bodyProperties') ?? DEFAULT_PART_PROPERTIES
  for (const name of partProperties)
    if (!PART_PROPERTIES.includes(name)) throw invalid('bodyProperties', `there is no ${name}.`)
  const flags = ['fetchTextBodyValues', 'fetchHTMLBodyValues', 'fetchAllBodyValues'].map((name) =>
    booleanOf(args, name),
  )
  return {
    properties: [...new Set(['id', ...properties])],
    partProperties,
    // The one text is both the text body and, as there is none in HTML, the HTML body.
    textValue: flags.includes(true),
    valueBytesMax: numberOf(args, 'maxBodyValueBytes', 0) ?? 0,
  }
}

export function emailOf(message: Message, known: KnownLetter, wanted: Wanted): Record<string, unknown> {
  const part = (one: MessagePart) => partOf(message, one, wanted.partProperties)
  const [text, ...documents] = message.parts
  const whole: Record<string, () => unknown> = {
    id: () => message.letterId,
    blobId: () => blobIdOf(message.letterId),
    threadId: () => message.letterId,
    mailboxIds: () => ({ [placeOf(known.folderId)]: true }),
    keywords: () => ({
      ...(known.seen ? { $seen: true } : {}),
      ...(known.flagged ? { $flagged: true } : {}),
    }),
    size: () => message.sizeBytes,
    receivedAt: () => utc(message.at),
    messageId: () => [message.messageId],
    from: () => message.from && [message.from],
    to: () => message.to && [message.to],
    subject: () => message.subject,
    sentAt: () => utc(message.at),
    headers: () => message.headers.map(([name, value]) => ({ name, value: ` ${value}` })),
    bodyStructure: () =>
      chosen(
        wanted.partProperties.includes('subParts')
          ? wanted.partProperties
          : [...wanted.partProperties, 'subParts'],
        {
          partId: null,
          blobId: null,
          size: 0,
          headers: [],
          name: null,
          type: 'multipart/mixed',
          charset: null,
          disposition: null,
          cid: null,
          language: null,
          location: null,
          subParts: message.parts.map(part),
        },
      ),
    bodyValues: () => (wanted.textValue ? { 0: bodyValue(message.text, wanted.valueBytesMax) } : {}),
    textBody: () => [part(text!)],
    htmlBody: () => [part(text!)],
    attachments: () => documents.map(part),
    hasAttachment: () => documents.length > 0,
    preview: () => message.text.split('\r\n')[0]!.slice(0, 256),
  }
  return Object.fromEntries(
    wanted.properties.map((name) => [
      name,
      HEADER.test(name) ? headerOf(message, name) : (whole[name]?.() ?? null),
    ]),
  )
}

/** `L<letter>` is the whole message, `L<letter>.<n>` its part n. */
const blobIdOf = (letterId: string, partNo?: number): string =>
  `L${letterId}${partNo === undefined ? '' : `.${partNo}`}`

function partOf({ letterId }: Message, part: MessagePart, wanted: readonly string[]) {
  const text = part.no === 0
  return chosen(wanted, {
    partId: String(part.no),
    blobId: blobIdOf(letterId, part.no),
    size: part.sizeBytes,
    headers: [],
    name: part.name,
    type: part.type,
    charset: text || part.type.startsWith('text/') ? 'utf-8' : null,
    disposition: text ? null : 'attachment',
    cid: null,
    language: null,
    location: null,
    subParts: null,
  })
}

const chosen = (wanted: readonly string[], whole: Record<string, unknown>) =>
  Object.fromEntries(wanted.map((name) => [name, whole[name]]))

function bodyValue(text: string, bytesMax: number) {
  const value = text.replaceAll('\r\n', '\n')
  const bytes = Buffer.from(value)
  const isTruncated = bytesMax > 0 && bytes.length > bytesMax
  // Cut between characters: what is left of one at the end is taken away.
  const cut = isTruncated
    ? bytes
        .subarray(0, bytesMax)
        .toString()
        .replace(/\ufffd+$/, '')
    : value
  return { value: cut, isEncodingProblem: false, isTruncated }
}

const HEADER =
  /^header:([\x21-\x39\x3b-\x7e]+?)(?::(asRaw|asText|asAddresses|asMessageIds|asDate))?(?::(all))?$/

/** RFC 8621 §4.1.3: the headers this message has, in the forms that are theirs. */
function headerOf(message: Message, property: string): unknown {
  const [, name = '', form = 'asRaw', all] = HEADER.exec(property) ?? []
  const found = message.headers.find(([one]) => one.toLowerCase() === name.toLowerCase())
  if (!found) return all ? [] : null
  const value = inForm(message, found, form, property)
  return all ? [value] : value
}

function inForm(
  message: Message,
  [name, raw]: readonly [string, string],
  form: string,
  property: string,
): unknown {
  const addresses: Record<string, Address | null> = { From: message.from, To: message.to }
  const fits: Record<string, unknown> = {
    'asRaw*': ` ${raw}`,
    asTextSubject: message.subject,
    asDateDate: utc(message.at),
    'asMessageIdsMessage-ID': [message.messageId],
    asAddressesFrom: addresses.From && [addresses.From],
    asAddressesTo: addresses.To && [addresses.To],
  }
  const key = form === 'asRaw' ? 'asRaw*' : `${form}${name}`
  if (!Object.hasOwn(fits, key)) throw invalid('properties', `${property}: this header has no such form.`)
  return fits[key]
}

const utc = (at: Date): string => at.toISOString().replace(/\.\d+Z$/, 'Z')
