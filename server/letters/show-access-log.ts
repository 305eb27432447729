/** B-16: who saw what, when: of one letter, and of the mailbox. */
import { enterMailbox } from '#access/enter-mailbox.ts'
import type { AccessEntry, AccessLogPage } from '#api/mailbox.ts'
import type { Actor } from '#ground/actor.ts'
import type { House } from '#ground/house.ts'
import { findLetter } from './find-letter.ts'
import { readAccess, type StoredAccess } from './letter-events.store.ts'
import { doorOf, hidesTitle, senderOf, titleOf } from './letter-outside.ts'
import { readLetters, type StoredLetter } from './letters.store.ts'
import { readCursor } from './list-letters.ts'
import { openTitles } from './sealed-titles.ts'

type Page = { after?: string | undefined; limit: number }

/** The whole mailbox's log, newest first. */
export async function showMailboxLog(house: House, actor: Actor, page: Page): Promise<AccessLogPage> {
  const before = readCursor(page.after)
  const { rows, letters } = await enterMailbox(house, actor, 'read-access-log', async (trx) => {
    const rows = await readAccess(trx, actor.mailboxId, { before, limit: page.limit + 1 })
    const ids = [...new Set(rows.flatMap((row) => row.letter_id ?? []))]
    return { rows, letters: await readLetters(trx, actor.mailboxId, ids) }
  })
  const titles = await titlesAt(house, actor, letters)
  const there = new Set(letters.map((letter) => letter.letter_id))
  return pageOf(rows, page.limit, (row) =>
    // Of a letter that is deleted nothing is left to name it by.
    row.letter_id === null || there.has(row.letter_id)
      ? entryOf(row, titles)
      : { ...entryOf(row, titles), letter: null },
  )
}

/** One letter's log. Its last entry is the delivery itself. */
export async function showLetterLog(
  house: House,
  actor: Actor,
  letterId: string,
  page: Page,
): Promise<AccessLogPage> {
  const before = readCursor(page.after)
  const { letter, rows } = await enterMailbox(house, actor, 'read-access-log', async (trx) => ({
    letter: await findLetter(trx, actor, letterId),
    rows: await readAccess(trx, actor.mailboxId, { letterId, before, limit: page.limit }),
  }))
  const titles = await titlesAt(house, actor, [letter])
  const entries = rows.map((row) => entryOf(row, titles))
  // A full page says there may be more; the delivery then stands alone on the page after the last.
  if (rows.length === page.limit) return { entries, next: rows.at(-1)!.access_id }
  return { entries: [...entries, deliveryOf(letter, actor, titles)], next: null }
}

async function titlesAt(
  house: House,
  actor: Actor,
  letters: readonly StoredLetter[],
): Promise<Map<string, string | null>> {
  const shown = letters.filter((letter) => !hidesTitle(doorOf(letter, actor.level)))
  const titles = await openTitles(house, actor.mailboxId, shown.map(titleOf))
  return new Map(shown.map((letter, i) => [letter.letter_id, titles[i]!]))
}

function pageOf(
  rows: readonly StoredAccess[],
  limit: number,
  entry: (row: StoredAccess) => AccessEntry,
): AccessLogPage {
  const shown = rows.slice(0, limit)
  return { entries: shown.map(entry), next: rows.length > limit ? shown.at(-1)!.access_id : null }
}

function entryOf(row: StoredAccess, titles: ReadonlyMap<string, string | null>): AccessEntry {
  return {
    at: row.at.toISOString(),
    action: row.action,
    actor: { kind: row.actor_kind, name: row.actor_name },
    sessionLevel: row.level,
    reason: row.reason,
    documentNo: row.document_no,
    letter:
      row.letter_id === null ? null : { letterId: row.letter_id, title: titles.get(row.letter_id) ?? null },
  }
}

function deliveryOf(
  letter: StoredLetter,
  actor: Actor,
  titles: ReadonlyMap<string, string | null>,
): AccessEntry {
  const sender = senderOf(letter, doorOf(letter, actor.level))
  return {
    at: letter.delivered_at.toISOString(),
    action: 'delivered',
    actor: { kind: 'sender', name: sender?.name ?? null },
    sessionLevel: null,
    reason: null,
    documentNo: null,
    letter: { letterId: letter.letter_id, title: titles.get(letter.letter_id) ?? null },
  }
}
