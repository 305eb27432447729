/** The end of an archive: its lists, its page, the hashes of every file in it, the post office's signature over those, and the
 * central directory. Made from the lines kept beside it, one stretch of them in memory at a time. */

import { enterMailbox } from '#access/enter-mailbox.ts'
import type { Actor } from '#ground/actor.ts'
import { logOf } from '#ground/evidence/log-identity.ts'
import type { House } from '#ground/house.ts'
import { TAKE_OUT, takeOutExpires } from '#rules/take-out.ts'
import { archivePage, pagePath } from './archive-page.ts'
import type { ArchiveHouse, ArchiveWriter, FileLine } from './archive-writer.ts'
import { csvHead, csvRows, type LetterRecord } from './letter-record.ts'
import { putSent, type SentRecord } from './put-sent.ts'
import { readLines } from './read-parts.ts'
import { mailboxOf, readParts, type StoredTakeOut } from './take-out.store.ts'
import { takeOutTexts } from './take-out-texts.ts'
import { archiveEnd, centralRecord } from './zip-format.ts'

export type ArchiveOf = {
  readonly actor: Actor
  readonly takeOut: StoredTakeOut
  readonly timeZone: string
  readonly folders: readonly { folderId: string; parentId: string | null; name: string | null }[]
}

const SENT_PAGE = 'sent.html'
const SUMS = 'SHA256SUMS'
const SUMS_SIGNED = 'SHA256SUMS.jws'

export async function finishArchive(
  house: House,
  writer: ArchiveWriter,
  { actor, takeOut, timeZone, folders }: ArchiveOf,
): Promise<void> {
  const { mailboxId } = actor
  const madeAt = house.clock()
  const { parts, mailbox, as } = await enterMailbox(house, actor, 'export', async (trx, { as }) => ({
    parts: await readParts(trx, mailboxId, takeOut.takeOutId, { kind: 'index' }),
    mailbox: await mailboxOf(trx, mailboxId),
    as,
  }))
  const letters = () => lettersIn(readLines(house, mailboxId, parts))
  const addText = (name: string, text: string) => writer.add(name, madeAt, Buffer.from(text))
  const addTexts = (name: string, read: () => AsyncIterable<string>) =>
    writer.addStream(name, madeAt, () => bytesOf(read()))

  const sent = await putSent(house, actor, { writer, timeZone, askedAt: takeOut.askedAt })
  await addText('sent.json', `${JSON.stringify(sent, null, 1)}\n`)
  await addTexts('letters.json', () => jsonOf(letters()))
  await addTexts('letters.csv', () => csvOf(letters()))
  await addText('folders.json', `${JSON.stringify(folders, null, 1)}\n`)
  await addText('public-key.pem', house.signer.publicKeyPem)
  const { origin } = logOf(house)
  const about = {
    format: 'brevhus-take-out/1',
    postOffice: origin,
    askedAt: takeOut.askedAt.toISOString(),
    madeAt: madeAt.toISOString(),
    level: takeOut.level,
    letters: takeOut.lettersDone,
    mailboxOf: mailbox.name,
    askedAs: as,
    keyId: house.signer.keyId,
  }
  await addText('about.json', `${JSON.stringify(about, null, 1)}\n`)

  const words = takeOutTexts[takeOut.language]
  const texts = takeOut.actingAs
    ? { ...words, title: words.titleOf(mailbox.name), sent: words.sentOf }
    : words
  const pages = Math.max(1, Math.ceil(takeOut.lettersDone / TAKE_OUT.lettersAPage))
  const page = {
    language: takeOut.language,
    texts,
    madeAt,
    timeZone,
    also: sent.length > 0 ? { path: SENT_PAGE, words: texts.sent } : undefined,
    lettersTotal: takeOut.lettersDone,
    pages,
  }
  let pageNo = 1
  let shown: LetterRecord[] = []
  for await (const letter of letters()) {
    shown.push(letter)
    if (shown.length < TAKE_OUT.lettersAPage || pageNo === pages) continue
    await addText(pagePath(pageNo), archivePage({ ...page, pageNo }, shown))
    shown = []
    pageNo++
  }
  await addText(pagePath(pageNo), archivePage({ ...page, pageNo }, shown))

  if (sent.length > 0) {
    const ofSent = {
      ...page,
      texts: { ...texts, title: texts.sent, sender: texts.to },
      pageNo: 1,
      pages: 1,
      also: undefined,
    }
    await addText(SENT_PAGE, archivePage({ ...ofSent, lettersTotal: sent.length }, sent.map(asLetter)))
  }

  const files = () => filesIn(readLines(house, mailboxId, parts), writer.pending())
  const sums = await addTexts(SUMS, () => sumsOf(files()))
  let count = 0
  for await (const _ of files()) count++
  // What is signed leaves out the sums' own line and its own.
  const signed = signSums(house, {
    sha256: sums.sha256,
    files: count - 1,
    at: madeAt,
    takeOutId: takeOut.takeOutId,
  })
  await addText(SUMS_SIGNED, signed)

  const at = writer.bytes
  let entries = 0
  for await (const file of files()) {
    await writer.addRaw(centralRecord(file))
    entries++
  }
  await writer.addRaw(archiveEnd({ entries, at, bytes: writer.bytes - at }))
  await writer.checkpoint({
    state: 'ready',
    lettersDone: takeOut.lettersDone,
    lastLetterId: takeOut.lastLetterId,
    readyAt: madeAt,
    expiresAt: takeOutExpires(madeAt),
  })
}

/** For the same page: who it is to stands where a received letter says who it is from. */
const asLetter = ({ number, letterId, to, title, sentAt, documents }: SentRecord): LetterRecord => ({
  number,
  letterId,
  receivedAt: sentAt,
  openedAt: null,
  unread: false,
  starred: false,
  place: '',
  folder: null,
  senderId: null,
  sender: { name: to, mark: '', verified: false, publicSector: false },
  own: false,
  title,
  wants: null,
  note: null,
  sensitive: false,
  minimumLevel: 'low',
  locked: false,
  documents,
  proofs: [],
})

/** A compact JWS (RFC 7515, EdDSA) of its own type, so that it can be mistaken for nothing else the same key signs. */
function signSums(
  { signer, config }: ArchiveHouse,
  { sha256, files, at, takeOutId }: { sha256: string; files: number; at: Date; takeOutId: string },
): string {
  const header = { alg: 'EdDSA', kid: signer.keyId, typ: 'brevhus-take-out+jws' }
  const { origin } = logOf({ config, signer })
  const payload = { iss: origin, iat: Math.floor(at.getTime() / 1000), takeOutId, files, sha256 }
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const input = `${part(header)}.${part(payload)}`
  return `${input}.${Buffer.from(signer.sign(Buffer.from(input, 'latin1'))).toString('base64url')}\n`
}

async function* lettersIn(lines: AsyncIterable<unknown>): AsyncGenerator<LetterRecord> {
  for await (const line of lines) {
    const { letter } = line as { letter?: LetterRecord }
    if (letter) yield letter
  }
}

async function* filesIn(
  lines: AsyncIterable<unknown>,
  pending: readonly unknown[],
): AsyncGenerator<FileLine> {
  const fileOf = (line: unknown) => (line as { file?: Omit<FileLine, 'at'> & { at: number } }).file
  for await (const line of lines) {
    const file = fileOf(line)
    if (file) yield { ...file, at: new Date(file.at) }
  }
  for (const line of pending) {
    const file = fileOf(line)
    if (file) yield { ...file, at: new Date(file.at) }
  }
}

async function* jsonOf(letters: AsyncIterable<LetterRecord>): AsyncGenerator<string> {
  yield '['
  let first = true
  for await (const letter of letters) {
    yield `${first ? '' : ','}\n${JSON.stringify(letter)}`
    first = false
  }
  yield '\n]\n'
}

async function* csvOf(letters: AsyncIterable<LetterRecord>): AsyncGenerator<string> {
  yield csvHead()
  for await (const letter of letters) yield csvRows(letter)
}

/** As `sha256sum -c` reads it. No name in an archive holds a backslash or a line feed. */
async function* sumsOf(files: AsyncIterable<FileLine>): AsyncGenerator<string> {
  for await (const { sha256, name } of files) if (name !== SUMS) yield `${sha256}  ${name}\n`
}

async function* bytesOf(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  let waiting = ''
  for await (const text of texts) {
    waiting += text
    if (waiting.length < 65_536) continue
    yield Buffer.from(waiting)
    waiting = ''
  }
  if (waiting) yield Buffer.from(waiting)
}
