/** One letter into the archive: its documents, the receipts of what happened to it, and its line in the lists. */
import { createHash } from 'node:crypto'
import { enterMailbox } from '#access/enter-mailbox.ts'
import type { Actor } from '#ground/actor.ts'
import { BlobError } from '#ground/blobs.ts'
import { openRange, TamperedError } from '#ground/envelope.ts'
import { logOf } from '#ground/evidence/log-identity.ts'
import { proveInclusion } from '#ground/evidence/proof.ts'
import type { House } from '#ground/house.ts'
import { KeyVaultError } from '#ground/key-vault.ts'
import { receiptFile, signReceipt } from '#ground/receipt.ts'
import { placeOf } from '#rules/keeping.ts'
import { safeFileName, savedName } from '../document-headers.ts'
import { readEvents, type StoredEvent } from '../letter-events.store.ts'
import { letterEventOf } from '../letter-evidence.ts'
import { doorOf, hidesTitle, kindOf, readWanted, senderOf, titleOf, wantsOf } from '../letter-outside.ts'
import { readDocuments, readLetters, type StoredDocument, type StoredLetter } from '../letters.store.ts'
import { openTitles, tellDamage } from '../sealed-titles.ts'
import { fileNameOf } from '../show-letter.ts'
import { type ArchiveWriter, SMALL_BYTES_MAX } from './archive-writer.ts'
import type { DocumentRecord, LetterRecord } from './letter-record.ts'

export type Putting = {
  readonly writer: ArchiveWriter
  /** The names a folder lies under; null for one that is gone. */
  readonly folderName: (folderId: string) => string | null
  readonly timeZone: string
  /** The owner's own notes, by letter. */
  readonly notes: ReadonlyMap<string, string | null>
}

/** False: the letter was deleted meanwhile. */
export async function putLetter(
  house: House,
  actor: Actor,
  { letterId, number }: { letterId: string; number: number },
  into: Putting,
): Promise<boolean> {
  const found = await enterMailbox(house, actor, 'read-letters', async (trx) => {
    const [letter] = await readLetters(trx, actor.mailboxId, [letterId])
    if (!letter) return undefined
    const open = doorOf(letter, actor.level).kind === 'open'
    const documents = open ? await readDocuments(trx, actor.mailboxId, letterId) : []
    const events = open ? await readEvents(trx, actor.mailboxId, letterId) : []
    return { letter, documents, events }
  })
  if (!found) return false
  const { letter, documents, events } = found
  const door = doorOf(letter, actor.level)
  const sealed = hidesTitle(door) ? [] : [titleOf(letter), ...documents.map(fileNameOf)]
  const wanting = door.kind === 'open' ? wantsOf(letter) : []
  const [title = null, ...opened] = await openTitles(house, actor.mailboxId, [...sealed, ...wanting])
  const fileNames = opened.slice(0, documents.length)
  const wanted = opened[documents.length]
  const own = kindOf(letter) === 'own'
  const folder = folderOf(letter, { number, title, own }, into.timeZone)
  const put: DocumentRecord[] = []
  for (const [i, document] of documents.entries())
    put.push(await putDocument(house, actor.mailboxId, document, fileNames[i] ?? null, folder, into.writer))
  const record: LetterRecord = {
    number,
    letterId,
    receivedAt: letter.delivered_at.toISOString(),
    openedAt: letter.opened_at?.toISOString() ?? null,
    unread: letter.read_at === null,
    starred: letter.starred_at !== null,
    place: placeOf(letter.folder_id),
    folder: into.folderName(letter.folder_id),
    senderId: own || (door.kind === 'locked' && door.senderHidden) ? null : letter.sender_id,
    sender: senderOf(letter, door),
    own,
    title,
    wants: readWanted(wanted),
    note: into.notes.get(letterId) ?? null,
    sensitive: letter.sensitive,
    minimumLevel: letter.minimum_level,
    locked: door.kind === 'locked',
    documents: put,
    proofs: await putProofs(house, letter, { documents, events }, folder, into.writer),
  }
  into.writer.note({ letter: record })
  return true
}

export async function putDocument(
  house: House,
  mailboxId: string,
  stored: StoredDocument,
  fileName: string | null,
  folder: string,
  writer: ArchiveWriter,
): Promise<DocumentRecord> {
  const { document_no: documentNo, media_type: mediaType, size_bytes: sizeBytes } = stored
  const name = cut(savedName({ mediaType, fileName: fileName ?? '' }), FILE_NAME_MAX)
  const path = `${folder}/${documentNo} ${name}`
  const sha256 = stored.sha256.toString('hex')
  const record = { documentNo, fileName, mediaType, sizeBytes, sha256 }
  try {
    const read = await reading(house, mailboxId, stored)
    if (sizeBytes > SMALL_BYTES_MAX)
      await writer.addStream(path, writtenAt(stored), () => checked(read(), stored))
    else {
      const chunks: Uint8Array[] = []
      for await (const chunk of checked(read(), stored)) chunks.push(Uint8Array.from(chunk))
      await writer.add(path, writtenAt(stored), Buffer.concat(chunks))
    }
    return { ...record, path }
  } catch (error) {
    // One damaged document must not keep the others from their owner.
    if (!isDamage(error)) throw error
    tellDamage(house, stored.document_id)
    return { ...record, path: null }
  }
}

async function reading(house: House, mailboxId: string, stored: StoredDocument) {
  const { document_id: documentId, size_bytes: sizeBytes } = stored
  const [key] = await house.vault.unwrap([{ mailboxId, documentId, wrapped: stored.wrapped_key }])
  return () =>
    openRange(
      (offset, length) => {
        if (offset + length > stored.sealed_bytes)
          throw new TamperedError('it is longer than what was sealed')
        return house.blobs.read(stored.pack_id, stored.pack_offset + offset, length)
      },
      { key: key!, documentId, sizeBytes },
    )
}

/** The bytes, if they are the ones the evidence speaks of. @throws TamperedError at their end */
async function* checked(bytes: AsyncIterable<Uint8Array>, stored: StoredDocument) {
  const hash = createHash('sha256')
  for await (const chunk of bytes) {
    hash.update(chunk)
    yield chunk
  }
  if (!hash.digest().equals(stored.sha256)) throw new TamperedError('it is not what its evidence says')
}

function isDamage(error: unknown): boolean {
  if (error instanceof KeyVaultError) return error.kind === 'tampered'
  if (error instanceof BlobError) return error.problem === 'no-such-pack' || error.problem === 'beyond-end'
  return error instanceof TamperedError
}

async function putProofs(
  house: House,
  letter: StoredLetter,
  { documents, events }: { documents: readonly StoredDocument[]; events: readonly StoredEvent[] },
  folder: string,
  writer: ArchiveWriter,
): Promise<LetterRecord['proofs']> {
  const proofs: LetterRecord['proofs'][number][] = []
  const facts = {
    letterId: letter.letter_id,
    senderId: letter.sender_id,
    documentSha256: documents.map((document) => document.sha256),
  }
  for (const stored of events) {
    const leaf = { chunkId: stored.leaf_chunk_id, leafNo: stored.leaf_no }
    const proof = await proveInclusion(house.db, leaf)
    const event = letterEventOf(facts, { ...stored, eventNo: stored.event_no })
    const receipt = signReceipt(logOf(house), { event, evidenceSalt: letter.evidence_salt, leaf })
    const name = stored.event.slice(stored.event.indexOf(' ') + 1)
    const path = `${folder}/proof/${stored.event_no} ${name}.json`
    await writer.add(
      path,
      stored.at,
      Buffer.from(`${JSON.stringify(receiptFile(receipt, proof), null, 1)}\n`),
    )
    proofs.push({ event: name, at: stored.at.toISOString(), path, sealed: proof.kind === 'included' })
  }
  return proofs
}

const WHO_MAX = 40
const TITLE_MAX = 60
const FILE_NAME_MAX = 90
const NUMBER_DIGITS = 5

/** `letters/2026/2026-11-22 00017 Fjordby Forsyning - Årsopgørelse`: the number keeps two letters alike apart. */
function folderOf(
  letter: StoredLetter,
  { number, title, own }: { number: number; title: string | null; own: boolean },
  timeZone: string,
): string {
  const words = [own ? null : letter.sender_name, title] as const
  return folderName('letters', { at: letter.delivered_at, number, words, timeZone })
}

export function folderName(
  root: 'letters' | 'sent',
  of: { at: Date; number: number; words: readonly [string | null, string | null]; timeZone: string },
): string {
  const day = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone: of.timeZone }).format(of.at)
  const [who, what] = of.words
  const words = [who && cut(safeFileName(who), WHO_MAX), what && cut(safeFileName(what), TITLE_MAX)].filter(
    Boolean,
  )
  const name = `${day} ${String(of.number).padStart(NUMBER_DIGITS, '0')} ${words.join(' - ')}`
  return `${root}/${day.slice(0, 4)}/${name.replace(/[.\s]+$/, '')}`
}

/** So many characters, the ending kept. */
function cut(name: string, charactersMax: number): string {
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0] ?? ''
  const stem = [...name.slice(0, name.length - ending.length)]
  return (
    stem
      .slice(0, charactersMax - ending.length)
      .join('')
      .trim() + ending
  )
}

/** A letter's document never changes: its file is as old as its identity (uuid v7). */
const writtenAt = (stored: StoredDocument): Date =>
  new Date(Number.parseInt(stored.document_id.replace('-', '').slice(0, 12), 16))
