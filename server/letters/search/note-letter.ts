/** B-01: what one notes on a letter for oneself. It is sealed like the names of folders; the letter itself is not touched (D-28). */
import { enterAlone, enterMailbox } from '#access/enter-mailbox.ts'
import { NOTE_LENGTH_MAX } from '#api/note-length.ts'
import type { NoteSet, SetNote } from '#api/search.ts'
import { logAccess } from '#ground/access-log.ts'
import type { Actor } from '#ground/actor.ts'
import { inMailbox } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { refuse } from '#ground/refuse.ts'
import { requireSeen } from '#ground/require-seen.ts'
import { findOpenLetter } from '../find-letter.ts'
import { namesOf } from '../keeping/naming-key.ts'
import { tellDamage } from '../sealed-titles.ts'
import { countNotes, dropNote, holdLetter, readNotes, type StoredNote, writeNote } from './notes.store.ts'

/** Ours: all notes of a mailbox are looked through by each search, in a moment. */
const NOTES_MAX = 5000
/** What turns the writing direction or is not there to be seen; line ends and tabs stay. */
const UNWANTED = /[\p{Cf}\p{Co}\p{Cn}\p{Cs}]|(?![\n\t])\p{Cc}/gu

/** Empty takes the note away. @throws Refusal `not-found`, `letter-locked`, `notes-too-many`, `request-invalid`, `changed-meanwhile` */
export async function noteLetter(
  house: House,
  actor: Actor,
  letterId: string,
  { text, from }: SetNote,
): Promise<NoteSet> {
  const { mailboxId } = actor
  const note = text.normalize('NFC').replace(/\r\n?/g, '\n').replace(UNWANTED, '').trim()
  if (note.length > NOTE_LENGTH_MAX)
    throw refuse('request-invalid', {
      faults: [
        { field: 'text', reason: 'too-long', message: `Must be at most ${NOTE_LENGTH_MAX} characters.` },
      ],
    })
  await enterMailbox(house, actor, 'write-notes', (trx) => findOpenLetter(trx, actor, letterId))
  const names = await namesOf(house, mailboxId)
  await enterAlone(house, actor, 'write-notes', async (trx, { as }) => {
    await holdLetter(trx, mailboxId, letterId)
    await findOpenLetter(trx, actor, letterId)
    const at = house.clock()
    const [before] = await readNotes(trx, mailboxId, [letterId])
    const present = before ? names.open(letterId, before.note_sealed) : null
    requireSeen('text', present, { from, to: note || null })
    if (note === '') {
      if (!before) return
      await dropNote(trx, mailboxId, letterId)
    } else {
      if (!before && (await countNotes(trx, mailboxId)) >= NOTES_MAX) throw refuse('notes-too-many')
      await writeNote(trx, mailboxId, {
        letterId,
        sealed: names.seal(letterId, note),
        by: actor.personId,
        at,
      })
    }
    await logAccess(trx, {
      mailboxId,
      action: 'noted',
      at,
      actorKind: as,
      actorId: actor.personId,
      level: actor.level,
      letterId,
    })
  })
  return { note: note === '' ? null : note }
}

/** The notes on these letters, or all of the mailbox. Null for one that is damaged. Never called inside a transaction. */
export async function notesOn(
  house: House,
  mailboxId: string,
  letterIds?: readonly string[],
): Promise<Map<string, string | null>> {
  const stored = await inMailbox(house.db, mailboxId, (trx) => readNotes(trx, mailboxId, letterIds))
  return openNotes(house, mailboxId, stored)
}

/** Notes as they were read. Never called inside a transaction. */
export async function openNotes(
  house: House,
  mailboxId: string,
  stored: readonly StoredNote[],
): Promise<Map<string, string | null>> {
  if (stored.length === 0) return new Map()
  const names = await namesOf(house, mailboxId)
  return new Map(
    stored.map(({ letter_id: letterId, note_sealed: sealed }) => {
      const note = names.open(letterId, sealed)
      if (note === null) tellDamage(house, letterId)
      return [letterId, note]
    }),
  )
}
