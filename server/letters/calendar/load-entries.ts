/** What letters want, opened as far as a session, or a program, may see it. */
import { enterMailbox } from '#access/enter-mailbox.ts'
import type { Actor } from '#ground/actor.ts'
import type { House } from '#ground/house.ts'
import { CALENDAR, type Wants } from '#rules/wants.ts'
import { doorOf, hidesTitle, readWanted, titleOf, wantsOf } from '../letter-outside.ts'
import { readLetters, type StoredLetter } from '../letters.store.ts'
import { openTitles } from '../sealed-titles.ts'
import { readEntries, type StoredEntry } from './calendar.store.ts'

export type Entry = StoredEntry & {
  readonly letter: StoredLetter
  readonly door: ReturnType<typeof doorOf>
  readonly title: string | null
  /** Also of a locked letter: what of it is shown is for the one who shows it. */
  readonly wants: Wants | null
}

const DAY_MS = 86_400_000
const dayOf = (at: Date, days: number): string =>
  new Date(at.getTime() + days * DAY_MS).toISOString().slice(0, 10)

export async function loadEntries(house: House, actor: Actor): Promise<{ entries: Entry[]; from: string }> {
  const now = house.clock()
  const days = { from: dayOf(now, -CALENDAR.pastDays), to: dayOf(now, CALENDAR.aheadDays) }
  const { stored, letters } = await enterMailbox(house, actor, 'read-letters', async (trx) => {
    const stored = await readEntries(trx, actor.mailboxId, days)
    return {
      stored,
      letters: await readLetters(
        trx,
        actor.mailboxId,
        stored.map(({ letterId }) => letterId),
      ),
    }
  })
  const byId = new Map(letters.map((letter) => [letter.letter_id, letter]))
  const found = stored.flatMap((entry) => {
    const letter = byId.get(entry.letterId)
    return letter ? [{ ...entry, letter, door: doorOf(letter, actor.level) }] : []
  })
  const sealed = found.map(({ letter, door }) => [
    ...wantsOf(letter),
    ...(hidesTitle(door) ? [] : [titleOf(letter)]),
  ])
  const opened = await openTitles(house, actor.mailboxId, sealed.flat())
  let at = 0
  const entries = found.map((entry, i) => {
    const [wants, title = null] = opened.slice(at, at + sealed[i]!.length)
    at += sealed[i]!.length
    return { ...entry, title, wants: readWanted(wants) }
  })
  return { entries, from: days.from }
}
