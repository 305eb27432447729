/**
 * A letter as an e-mail (RFC 5322, RFC 2045): a few words, and its documents attached. Made when it is asked for and the same each time:
 * its size is known without its content. Of a letter that a token may not open there is the outside a password shows, and no document.
 */

import type { LetterSender } from '#api/mailbox.ts'
import { documentHeaders } from '../document-headers.ts'
import { doorOf, hidesTitle, shownSender, titleOf } from '../letter-outside.ts'
import type { StoredDocument, StoredLetter } from '../letters.store.ts'
import type { TokenActor } from '../tokens/token-actor.ts'
import type { MessageTexts } from './message-texts.ts'

export type Reader = {
  readonly name: string
  readonly digitalAddress: string | null
  readonly texts: MessageTexts
  readonly publicUrl: string
}

export type MessagePart = {
  /** 0 is the text, 1… are the documents. */
  readonly no: number
  readonly type: string
  readonly name: string | null
  readonly sizeBytes: number
}

export type Message = {
  readonly letterId: string
  readonly open: boolean
  readonly subject: string
  readonly from: Address | null
  readonly to: Address | null
  readonly at: Date
  readonly messageId: string
  readonly text: string
  readonly parts: readonly MessagePart[]
  readonly headers: readonly (readonly [string, string])[]
  readonly sizeBytes: number
}

export type Address = { readonly name: string | null; readonly email: string }

/** The titles are null where one does not pass its integrity check, or is not for this level. */
export function messageOf(
  actor: Pick<TokenActor, 'level'>,
  reader: Reader,
  letter: StoredLetter,
  documents: readonly StoredDocument[],
  titles: readonly (string | null)[],
): Message {
  const { host } = new URL(reader.publicUrl)
  const mailHost = host.replace(/:\d+$/, '')
  const door = doorOf(letter, actor.level)
  const open = door.kind === 'open'
  const [title = null, ...names] = titles
  const subject = title ?? (hidesTitle(door) ? reader.texts.hidden : reader.texts.untitled)
  const sender = door.kind === 'locked' && door.senderHidden ? null : shownSender(letter)
  // Who a sender is does not change with its name: the address is its identity here, and takes no mail.
  const from = sender && { name: nameOf(sender), email: `sender-${letter.sender_id}@${mailHost}` }
  const to = reader.digitalAddress
    ? { name: reader.name, email: `${reader.digitalAddress}@${mailHost}` }
    : null
  const link = new URL(`/letters/${letter.letter_id}`, reader.publicUrl).href
  const text = `${open ? reader.texts.open : reader.texts.locked}\r\n${link}\r\n`
  const parts: MessagePart[] = [
    { no: 0, type: 'text/plain', name: null, sizeBytes: Buffer.byteLength(text) },
    ...documents.map((document, i) => ({
      no: document.document_no,
      type: (document.media_type.split(';')[0] ?? '').trim().toLowerCase(),
      name: names[i] ?? `${document.document_no}`,
      sizeBytes: document.size_bytes,
    })),
  ]
  const messageId = `${letter.letter_id}@${mailHost}`
  const headers: [string, string][] = [
    ...(from ? [['From', addressText(from)] as [string, string]] : []),
    ...(to ? [['To', addressText(to)] as [string, string]] : []),
    ['Subject', encodedWords(subject)],
    ['Date', dateText(letter.delivered_at)],
    ['Message-ID', `<${messageId}>`],
    ['MIME-Version', '1.0'],
    ['Content-Type', `multipart/mixed; boundary="${boundaryOf(letter.letter_id)}"`],
  ]
  const message = {
    letterId: letter.letter_id,
    open,
    subject,
    from,
    to,
    at: letter.delivered_at,
    messageId,
    text,
    parts,
    headers,
  }
  return { ...message, sizeBytes: sizeOf(message) }
}

/** Which of a letter's titles are to be opened for its message. */
export function titlesFor(
  actor: Pick<TokenActor, 'level'>,
  letter: StoredLetter,
  documents: readonly StoredDocument[],
) {
  if (hidesTitle(doorOf(letter, actor.level))) return []
  return [
    titleOf(letter),
    ...documents.map((document) => ({
      documentId: document.document_id,
      wrappedKey: document.wrapped_key,
      title: document.file_name_sealed,
    })),
  ]
}

const LINE_BYTES = 57
const LINE_CHARACTERS = 76

export const headOf = (message: Pick<Message, 'headers'>): string =>
  `${message.headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`

export function partHead(letterId: string, part: MessagePart): string {
  const lines = [`--${boundaryOf(letterId)}`]
  if (part.no === 0)
    lines.push('Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: base64')
  else
    lines.push(
      `Content-Type: ${part.type}`,
      'Content-Transfer-Encoding: base64',
      `Content-Disposition: ${dispositionOf(part)}`,
    )
  return `${lines.join('\r\n')}\r\n\r\n`
}

export const endOf = (letterId: string): string => `--${boundaryOf(letterId)}--\r\n`

/** Lines of 76 characters (RFC 2045 §6.8), each ended. */
export async function* base64Lines(
  bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Buffer> {
  let waiting = Buffer.alloc(0)
  for await (const chunk of bytes) {
    const all = Buffer.concat([waiting, chunk])
    const whole = all.length - (all.length % LINE_BYTES)
    if (whole > 0) yield Buffer.from(linesOf(all.subarray(0, whole)))
    waiting = Buffer.from(all.subarray(whole))
  }
  if (waiting.length > 0) yield Buffer.from(linesOf(waiting))
}

const linesOf = (bytes: Buffer): string => bytes.toString('base64').replace(/.{1,76}/g, '$&\r\n')

function sizeOf(message: Omit<Message, 'sizeBytes'>): number {
  const parts = message.parts.map((part) => {
    const whole = Math.floor(part.sizeBytes / LINE_BYTES)
    const rest = part.sizeBytes % LINE_BYTES
    const body = whole * (LINE_CHARACTERS + 2) + (rest === 0 ? 0 : Math.ceil(rest / 3) * 4 + 2)
    return Buffer.byteLength(partHead(message.letterId, part)) + body
  })
  return [headOf(message), endOf(message.letterId)].reduce(
    (sum, text) => sum + Buffer.byteLength(text),
    parts.reduce((sum, size) => sum + size, 0),
  )
}

/** No document's base64 begins a line with two dashes. */
const boundaryOf = (letterId: string): string => `=_${letterId}`

const dispositionOf = (part: MessagePart): string =>
  documentHeaders({ mediaType: part.type, fileName: part.name ?? '', sha256: Buffer.alloc(0) }, true)[
    'content-disposition'
  ]!

const addressText = ({ name, email }: Address): string =>
  name ? `${encodedWords(name)} <${email}>` : `<${email}>`

/** RFC 2047: always encoded, in pieces of at most 45 bytes that split no character, folded. */
function encodedWords(text: string): string {
  const words: string[] = []
  let piece = ''
  for (const character of text) {
    if (Buffer.byteLength(piece + character) > 45) {
      words.push(piece)
      piece = ''
    }
    piece += character
  }
  words.push(piece)
  return words.map((word) => `=?utf-8?B?${Buffer.from(word).toString('base64')}?=`).join('\r\n ')
}

/** RFC 5322 §3.3. */
const dateText = (at: Date): string => at.toUTCString().replace('GMT', '+0000')

/** With who wrote it on somebody's behalf: a mail program shows one name. */
const nameOf = ({ name, writtenBy }: LetterSender): string => (writtenBy ? `${name} (${writtenBy})` : name)
