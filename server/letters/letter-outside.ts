/** What may be known of a letter without opening it, at the level of the session (B-06, D-01, D-20). */
import type { LetterKind, LetterSender } from '#api/mailbox.ts'
import { goneAt, placeOf } from '#rules/keeping.ts'
import { type LetterDoor, type Level, letterDoor } from '#rules/levels.ts'
import { isOwnDocument } from '#rules/own-documents.ts'
import type { Wants } from '#rules/wants.ts'
import type { StoredLetter } from './letters.store.ts'
import type { SealedTitle } from './sealed-titles.ts'

export function doorOf(letter: StoredLetter, level: Level): LetterDoor {
  return letterDoor(level, {
    sensitive: letter.sensitive,
    publicSector: letter.public_sector,
    minimumLevel: letter.minimum_level,
  })
}

export const hidesTitle = (door: LetterDoor): boolean => door.kind === 'locked' && door.titleHidden

export function senderOf(letter: StoredLetter, door: LetterDoor): LetterSender | null {
  if (door.kind === 'locked' && door.senderHidden) return null
  return shownSender(letter)
}

export const kindOf = (letter: Pick<StoredLetter, 'sender_id'>): LetterKind =>
  isOwnDocument(letter.sender_id) ? 'own' : 'received'

/** Null: nobody sent it. */
export function shownSender(letter: StoredLetter): LetterSender | null {
  if (kindOf(letter) === 'own') return null
  return {
    name: letter.sender_name,
    mark: markOf(letter.sender_name),
    verified: letter.sender_state === 'approved',
    publicSector: letter.public_sector,
    ...(letter.sender_is_person ? { person: true } : {}),
    ...(letter.sender_writer ? { writtenBy: letter.sender_writer } : {}),
  }
}

const MARK_LETTERS_MAX = 2

/** Initials of the first words: `Fjordby Forsyning A/S` is `FF`. */
function markOf(name: string): string {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? []
  const mark = words.slice(0, MARK_LETTERS_MAX).map((word) => [...word][0]!.toLocaleUpperCase('da')[0]!)
  return mark.join('') || '?'
}

export const titleOf = (letter: StoredLetter) => ({
  documentId: letter.document_id,
  wrappedKey: letter.wrapped_key,
  title: letter.title_sealed,
})

/** What it wants of its reader, to be opened like a title. */
export const wantsOf = (letter: StoredLetter): SealedTitle[] =>
  letter.wants_sealed ? [{ ...titleOf(letter), title: letter.wants_sealed }] : []

/** What was sealed there; null for nothing, and for what does not pass its integrity check. */
export const readWanted = (opened: string | null | undefined): Wants | null =>
  opened ? (JSON.parse(opened) as Wants) : null

/** Where its owner keeps it. */
export const keptOf = (letter: Pick<StoredLetter, 'folder_id' | 'starred_at' | 'trashed_at'>) => ({
  place: placeOf(letter.folder_id),
  starred: letter.starred_at !== null,
  goneAt: letter.trashed_at ? goneAt(letter.trashed_at).toISOString() : null,
})
