/** B-01: the inbox or another place, newest first, by cursor. */
import { enterMailbox } from '#access/enter-mailbox.ts'
import type { LetterPage, LetterRow } from '#api/mailbox.ts'
import type { Actor } from '#ground/actor.ts'
import type { House } from '#ground/house.ts'
import { isId } from '#ground/ids.ts'
import { refuse } from '#ground/refuse.ts'
import { folderIdOf } from '#rules/keeping.ts'
import type { LetterDoor } from '#rules/levels.ts'
import {
  doorOf,
  hidesTitle,
  keptOf,
  kindOf,
  readWanted,
  senderOf,
  titleOf,
  wantsOf,
} from './letter-outside.ts'
import { countUnread, readPage, readStarred, type StoredLetter } from './letters.store.ts'
import { openTitles } from './sealed-titles.ts'

/** `after` is the `next` of the page before; a cursor that is none is refused. */
export async function listLetters(
  house: House,
  actor: Actor,
  page: { in?: string | undefined; after?: string | undefined; limit: number },
): Promise<LetterPage> {
  const listed = page.in ?? 'inbox'
  const before = readCursor(page.after)
  const asOf = house.clock().toISOString()
  const asked = { before, limit: page.limit + 1 }
  const { rows, unread } = await enterMailbox(house, actor, 'read-letters', async (trx) => ({
    rows:
      listed === 'starred'
        ? await readStarred(trx, actor.mailboxId, asked)
        : await readPage(trx, actor.mailboxId, folderIdOf(listed), asked),
    unread: await countUnread(trx, actor.mailboxId),
  }))
  const letters = rows.slice(0, page.limit).map((row) => ({ row, door: doorOf(row, actor.level) }))
  const shown = letters.filter(({ door }) => !hidesTitle(door))
  // Of a locked letter what it wants is content.
  const wanting = letters.filter(({ row, door }) => door.kind === 'open' && row.wants_sealed)
  const titles = await openTitles(house, actor.mailboxId, [
    ...shown.map(({ row }) => titleOf(row)),
    ...wanting.flatMap(({ row }) => wantsOf(row)),
  ])
  const wantsByLetter = new Map(
    wanting.map(({ row }, i) => [row.letter_id, readWanted(titles[shown.length + i])]),
  )
  const titleByLetter = new Map(shown.map(({ row }, i) => [row.letter_id, titles[i]!]))
  return {
    letters: letters.map(({ row, door }) => ({
      ...rowOf(row, door, titleByLetter.get(row.letter_id) ?? null),
      wants: wantsByLetter.get(row.letter_id) ?? null,
    })),
    next: rows.length > page.limit ? (letters.at(-1)?.row.letter_id ?? null) : null,
    unread,
    asOf,
  }
}

/** A letter as lists show it. */
export const rowOf = (row: StoredLetter, door: LetterDoor, title: string | null): LetterRow => ({
  letterId: row.letter_id,
  kind: kindOf(row),
  receivedAt: row.delivered_at.toISOString(),
  unread: row.read_at === null,
  locked: door.kind === 'locked',
  sender: senderOf(row, door),
  title,
  // How many attachments there are is content: a locked letter does not say.
  attachments: door.kind === 'locked' ? 0 : row.document_count - 1,
  wants: null,
  ...keptOf(row),
})

/** A cursor is the last id of the page before. */
export function readCursor(after: string | undefined): string | undefined {
  if (after === undefined || isId(after)) return after
  throw refuse('request-invalid', {
    faults: [
      {
        field: 'querystring.after',
        reason: 'not-a-cursor',
        message: 'Must be the `next` of the page before.',
      },
    ],
  })
}
