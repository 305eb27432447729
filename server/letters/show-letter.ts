/** B-01: one letter from the outside: who, what about, which documents. Its content is `stream-document.ts`. */
import { enterSnapshot } from '#access/enter-mailbox.ts'
import type { Letter } from '#api/mailbox.ts'
import type { Actor } from '#ground/actor.ts'
import type { Trx } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { refuse } from '#ground/refuse.ts'
import { takesReply } from '#rules/replies.ts'
import { findLetter } from './find-letter.ts'
import {
  doorOf,
  hidesTitle,
  keptOf,
  kindOf,
  readWanted,
  senderOf,
  shownSender,
  titleOf,
  wantsOf,
} from './letter-outside.ts'
import { readDocuments, type StoredDocument, type StoredLetter } from './letters.store.ts'
import { openTitles } from './sealed-titles.ts'
import { openNotes } from './search/note-letter.ts'
import { readNotes } from './search/notes.store.ts'

/** @throws Refusal `not-found`, `content-damaged`, `content-erased` */
export async function showLetter(house: House, actor: Actor, letterId: string): Promise<Letter> {
  const read = async (trx: Trx) => {
    const letter = await findLetter(trx, actor, letterId)
    const door = doorOf(letter, actor.level)
    if (door.kind === 'locked') return { letter, door, documents: [], noted: [] }
    const documents = await readDocuments(trx, actor.mailboxId, letterId)
    return { letter, door, documents, noted: await readNotes(trx, actor.mailboxId, [letterId]) }
  }
  const { letter, door, documents, noted } = await enterSnapshot(house, actor, 'read-letters', read)
  const outside = {
    letterId,
    kind: kindOf(letter),
    receivedAt: letter.delivered_at.toISOString(),
    unread: letter.read_at === null,
    sensitive: letter.sensitive,
    minimumLevel: letter.minimum_level,
    ...keptOf(letter),
  }
  if (door.kind === 'locked') {
    const title = hidesTitle(door) ? null : (await openTitles(house, actor.mailboxId, [titleOf(letter)]))[0]!
    return { locked: true, ...outside, minimumLevel: door.needs, sender: senderOf(letter, door), title }
  }
  const [title, ...opened] = await openTitles(house, actor.mailboxId, [
    titleOf(letter),
    ...documents.map(fileNameOf),
    ...wantsOf(letter),
  ])
  const fileNames = opened.slice(0, documents.length)
  const note = (await openNotes(house, actor.mailboxId, noted)).get(letterId) ?? null
  if (!title || fileNames.includes(null) || documents.length !== letter.document_count)
    throw refuse('content-damaged')
  return {
    locked: false,
    ...outside,
    openedAt: letter.opened_at?.toISOString() ?? null,
    sender: shownSender(letter),
    replyAllowed: takesReply(receiverOf(letter), letter.reply_allowed),
    title,
    wants: readWanted(opened[documents.length]),
    note,
    documents: documents.map((document, i) => ({
      documentNo: document.document_no,
      mediaType: document.media_type,
      sizeBytes: document.size_bytes,
      fileName: fileNames[i]!,
      sha256: document.sha256.toString('hex'),
    })),
  }
}

const receiverOf = (letter: StoredLetter) => ({
  acceptsMail: letter.sender_accepts_mail,
  state: letter.sender_state,
  isPerson: letter.sender_is_person,
})

export const fileNameOf = (document: StoredDocument) => ({
  documentId: document.document_id,
  wrappedKey: document.wrapped_key,
  title: document.file_name_sealed,
})
