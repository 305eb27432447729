/** What was written from a mailbox: its copies, listed, read and taken away. Who writes on the owner's behalf sees what they wrote. */
import { type Entered, enterMailbox } from '#access/enter-mailbox.ts'
import { hasAlso } from '#access/may.ts'
import type { SentLetter, SentLetterRow, SentLetters } from '#api/person-to-person.ts'
import { logAccess } from '#ground/access-log.ts'
import type { Actor } from '#ground/actor.ts'
import type { Trx } from '#ground/db.ts'
import { openDocument, openTitle } from '#ground/envelope.ts'
import type { House } from '#ground/house.ts'
import { refuse } from '#ground/refuse.ts'
import { requireLevel } from '#ground/require-level.ts'
import { openTitles } from '#letters/sealed-titles.ts'
import { deleteSent, readSent, readSentDocuments, type StoredSent } from './person-letters.store.ts'

const PAGE = 50

export async function listSent(house: House, actor: Actor, before: string | undefined): Promise<SentLetters> {
  requireLevel(actor, 'read-sent')
  const rows = await enterSent(house, actor, (trx, whose) =>
    readSent(trx, actor.mailboxId, { ...whose, before, limit: PAGE + 1 }),
  )
  const page = rows.slice(0, PAGE)
  return {
    letters: await shown(house, actor, page),
    next: rows.length > PAGE ? page.at(-1)!.letter_id : null,
  }
}

/** @throws Refusal `not-found` */
export async function showSent(house: House, actor: Actor, letterId: string): Promise<SentLetter> {
  requireLevel(actor, 'read-sent')
  const { mailboxId } = actor
  const { letter, documents } = await enterSent(house, actor, async (trx, whose) => {
    const [letter] = await readSent(trx, mailboxId, { ...whose, letterId })
    if (!letter) throw refuse('not-found')
    return { letter, documents: await readSentDocuments(trx, mailboxId, letterId) }
  })
  const [row] = await shown(house, actor, [letter])
  const names = await openTitles(
    house,
    mailboxId,
    documents.map((d) => ({
      documentId: d.document_id,
      wrappedKey: d.wrapped_key,
      title: d.file_name_sealed,
    })),
  )
  return {
    ...row!,
    documents: documents.map((document, i) => ({
      documentNo: document.document_no,
      mediaType: document.media_type,
      sizeBytes: document.size_bytes,
      fileName: names[i] ?? 'document',
      sha256: document.sha256.toString('hex'),
    })),
  }
}

export type SentContent = { mediaType: string; fileName: string; sha256: Buffer; bytes: Uint8Array }

/** The whole document: it is at most 20 MiB. @throws Refusal `not-found` */
export async function readSentDocument(
  house: House,
  actor: Actor,
  asked: { letterId: string; documentNo: number },
): Promise<SentContent> {
  requireLevel(actor, 'read-sent')
  const { mailboxId } = actor
  const stored = await enterSent(house, actor, async (trx, whose, entered) => {
    const [letter] = await readSent(trx, mailboxId, { ...whose, letterId: asked.letterId })
    const documents = letter ? await readSentDocuments(trx, mailboxId, asked.letterId) : []
    const found = documents.find((document) => document.document_no === asked.documentNo)
    if (!found) throw refuse('not-found')
    await log(house, trx, { actor, entered, action: 'sent-read', documentNo: asked.documentNo })
    return found
  })
  const documentId = stored.document_id
  const [key] = await house.vault.unwrap([{ mailboxId, documentId, wrapped: stored.wrapped_key }])
  const sealed = await house.blobs.read(stored.pack_id, stored.pack_offset, stored.sealed_bytes)
  return {
    mediaType: stored.media_type,
    fileName: openTitle(key!, documentId, stored.file_name_sealed),
    sha256: stored.sha256,
    bytes: openDocument(sealed, { key: key!, documentId }),
  }
}

/** Takes the sender's copy away; the letter itself is the recipient's now (D-19, D-28). @throws Refusal `not-found` */
export function forgetSent(house: House, actor: Actor, letterId: string): Promise<void> {
  requireLevel(actor, 'delete-letters')
  return enterMailbox(house, actor, 'delete-letters', async (trx, entered) => {
    if (!(await deleteSent(trx, actor.mailboxId, letterId))) throw refuse('not-found')
    await log(house, trx, { actor, entered, action: 'sent-deleted' })
  })
}

/** B-16: of a copy as of a letter, who read it and who took it away. */
function log(
  house: House,
  trx: Trx,
  done: { actor: Actor; entered: Entered; action: 'sent-read' | 'sent-deleted'; documentNo?: number },
): Promise<void> {
  const { actor, entered, ...what } = done
  const { mailboxId, personId: actorId, level } = actor
  return logAccess(trx, { mailboxId, actorKind: entered.as, actorId, level, at: house.clock(), ...what })
}

/** Read in the mailbox, as far as this actor may. */
function enterSent<T>(
  house: House,
  actor: Actor,
  work: (trx: Trx, whose: { writtenBy?: string }, entered: Entered) => Promise<T>,
): Promise<T> {
  return enterMailbox(house, actor, 'read-letters', (trx, entered) =>
    work(trx, hasAlso(entered, 'read-sent') ? {} : { writtenBy: actor.personId }, entered),
  )
}

async function shown(house: House, actor: Actor, rows: readonly StoredSent[]): Promise<SentLetterRow[]> {
  const titles = await openTitles(
    house,
    actor.mailboxId,
    rows.map((row) => ({
      documentId: row.document_id,
      wrappedKey: row.wrapped_key,
      title: row.title_sealed,
    })),
  )
  return rows.map((row, i) => ({
    letterId: row.letter_id,
    to: row.to_address,
    title: titles[i] ?? '—',
    sentAt: row.sent_at.toISOString(),
    attachments: row.document_count - 1,
    provable: row.organisation_id !== null,
    ...(row.written_by ? { writtenBy: row.writer_name ?? '—' } : {}),
  }))
}
