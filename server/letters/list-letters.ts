/** B-01: the inbox, newest first, by cursor. */
import { enterMailbox } from '#access/enter-mailbox.ts'
import type { LetterPage } from '#api/mailbox.ts'
import type { Actor } from '#ground/actor.ts'
import type { House } from '#ground/house.ts'
import { isId } from '#ground/ids.ts'
import { refuse } from '#ground/refuse.ts'
import { doorOf, hidesTitle, senderOf, titleOf } from './letter-outside.ts'
import { countUnread, readPage } from './letters.store.ts'
import { openTitles } from './sealed-titles.ts'

/** `after` is the `next` of the page before; a cursor that is none is refused. */
export async function listLetters(
  house: House,
  actor: Actor,
  page: { after?: string | undefined; limit: number },
): Promise<LetterPage> {
  const before = readCursor(page.after)
  const { rows, unread } = await enterMailbox(house, actor, 'read-letters', async (trx) => ({
    rows: await readPage(trx, actor.mailboxId, before, page.limit + 1),
    unread: await countUnread(trx, actor.mailboxId),
  }))
  const letters = rows.slice(0, page.limit).map((row) => ({ row, door: doorOf(row, actor.level) }))
  const shown = letters.filter(({ door }) => !hidesTitle(door))
  const titles = await openTitles(
    house,
    actor.mailboxId,
    shown.map(({ row }) => titleOf(row)),
  )
  const titleByLetter = new Map(shown.map(({ row }, i) => [row.letter_id, titles[i]!]))
  return {
    letters: letters.map(({ row, door }) => ({
      letterId: row.letter_id,
      receivedAt: row.delivered_at.toISOString(),
      unread: row.read_at === null,
      locked: door.kind === 'locked',
      sender: senderOf(row, door),
      title: titleByLetter.get(row.letter_id) ?? null,
      // How many attachments there are is content: a locked letter does not say.
      attachments: door.kind === 'locked' ? 0 : row.document_count - 1,
      wants: null,
    })),
    next: rows.length > page.limit ? (letters.at(-1)?.row.letter_id ?? null) : null,
    unread,
  }
}

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
