/**
 * B-01, B-02: moving, archiving, starring, marking and throwing away, one letter or many at once, and undoing it. What a session
 * may not open it may not arrange either: somebody with the password alone must not be able to put a letter out of sight.
 */
import { type Entered, enterAlone } from '#access/enter-mailbox.ts'
import { inScope } from '#access/may.ts'
import type { ChangeLetters, LettersChanged } from '#api/keeping.ts'
import type { AccessAction } from '#api/mailbox.ts'
import { logAccesses } from '#ground/access-log.ts'
import type { Actor } from '#ground/actor.ts'
import type { Trx } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { newId } from '#ground/ids.ts'
import { refuse } from '#ground/refuse.ts'
import {
  arranged,
  folderIdOf,
  goneAt,
  KEEPING,
  type Kept,
  PLACES,
  placeOf,
  undone,
  type Wish,
} from '#rules/keeping.ts'
import type { MailboxPower } from '#rules/powers.ts'
import { doorOf } from '../letter-outside.ts'
import { countUnread, readLetters } from '../letters.store.ts'
import { holdKept, insertChange, type LetterChange, takeChange, writeKept } from './arrange.store.ts'
import { keepFolders } from './folders.store.ts'

/** Letters that are gone meanwhile are passed over. @throws Refusal `letter-locked` if one may not be opened, `not-found` for the folder */
export function arrangeLetters(
  house: House,
  actor: Actor,
  letterIds: readonly string[],
  change: ChangeLetters['change'],
): Promise<LettersChanged> {
  const wish = wishOf(change)
  return enterAlone(house, actor, POWER[wish.kind], async (trx, entered) => {
    const at = house.clock()
    const letters = await hold(trx, actor, letterIds)
    const exists = await foldersOf(trx, { actor, entered }, [
      ...(wish.kind === 'move' ? [wish.folderId] : []),
      ...[...letters.values()].map((kept) => kept.trashedFrom),
    ])
    if (wish.kind === 'move' && !exists(wish.folderId)) throw refuse('not-found')
    const changes = [...letters]
      .map(([letterId, before]) => ({ letterId, before, after: arranged(before, wish, at, exists) }))
      .filter(({ before, after }) => before !== after)
    await record(trx, { actor, entered, at }, changes)
    const changeId = changes.length > 0 ? newId(at.getTime()) : null
    if (changeId)
      await insertChange(trx, actor.mailboxId, { changeId, by: actor.personId, at, letters: changes })
    return answer(trx, actor, changeId, changes)
  })
}

/** Once, by whoever made it, within the hour. @throws Refusal `change-not-undone`, `letter-locked` */
export function undoChange(house: House, actor: Actor, changeId: string): Promise<LettersChanged> {
  return enterAlone(house, actor, 'arrange-letters', async (trx, entered) => {
    const at = house.clock()
    const since = new Date(at.getTime() - KEEPING.undoMinutes * 60_000)
    const made = await takeChange(trx, actor.mailboxId, { changeId, by: actor.personId, since })
    if (!made) throw refuse('change-not-undone')
    const letters = await hold(
      trx,
      actor,
      made.map(({ letterId }) => letterId),
    )
    const exists = await foldersOf(
      trx,
      { actor, entered },
      made.map(({ before }) => before.folderId),
    )
    // A folder that is gone gives its letters to the inbox, which may not be theirs to see.
    const stays = (now: Kept, back: Kept) => back.folderId === now.folderId || inScope(entered, back.folderId)
    const changes = made.flatMap(({ letterId, before, after }) => {
      const now = letters.get(letterId)
      const back = now && undone(now, before, after, exists)
      return now && back && back !== now && stays(now, back) ? [{ letterId, before: now, after: back }] : []
    })
    await record(trx, { actor, entered, at }, changes)
    return answer(trx, actor, null, changes)
  })
}

/** B-24: what each wish asks for. Out of the trash is arranging: nothing is lost by it. */
const POWER = {
  move: 'arrange-letters',
  star: 'arrange-letters',
  restore: 'arrange-letters',
  unread: 'mark-letters',
  trash: 'trash-letters',
} as const satisfies Record<Wish['kind'], MailboxPower>

function wishOf(change: ChangeLetters['change']): Wish {
  return change.kind === 'move' ? { kind: 'move', folderId: folderIdOf(change.to) } : change
}

async function hold(trx: Trx, actor: Actor, letterIds: readonly string[]): Promise<Map<string, Kept>> {
  const kept = await holdKept(trx, actor.mailboxId, letterIds)
  const letters = await readLetters(trx, actor.mailboxId, [...kept.keys()])
  if (letters.some((letter) => doorOf(letter, actor.level).kind === 'locked')) throw refuse('letter-locked')
  return kept
}

/** Where letters may be put now: places and folders that are there and, for who was given a part of the mailbox, in that part. */
async function foldersOf(
  trx: Trx,
  { actor, entered }: { actor: Actor; entered: Entered },
  folderIds: readonly (string | null)[],
) {
  const own = folderIds.filter(
    (id): id is string => id !== null && placeOf(id) === id && inScope(entered, id),
  )
  const there = await keepFolders(trx, actor.mailboxId, [...new Set(own)])
  return (folderId: string) =>
    placeOf(folderId) === folderId ? there.has(folderId) : inScope(entered, folderId)
}

/** Stars are the owner's own bookkeeping; everything else is for the log (B-16). */
async function record(
  trx: Trx,
  { actor, entered, at }: { actor: Actor; entered: Entered; at: Date },
  changes: readonly LetterChange[],
): Promise<void> {
  await writeKept(
    trx,
    actor.mailboxId,
    changes.map(({ letterId, after }) => [letterId, after] as const),
  )
  await logAccesses(
    trx,
    changes.flatMap(({ letterId, before, after }) => {
      const action = actionOf(before, after)
      const { mailboxId, personId: actorId, level } = actor
      return action ? [{ mailboxId, action, at, actorKind: entered.as, actorId, level, letterId }] : []
    }),
  )
}

function actionOf(before: Kept, after: Kept): AccessAction | null {
  if (before.folderId !== after.folderId) {
    if (after.trashedAt) return 'trashed'
    if (before.trashedAt) return 'restored'
    return after.folderId === PLACES.archive ? 'archived' : 'moved'
  }
  if ((before.readAt === null) !== (after.readAt === null))
    return after.readAt ? 'marked-read' : 'marked-unread'
  return null
}

async function answer(
  trx: Trx,
  actor: Actor,
  changeId: string | null,
  changes: readonly LetterChange[],
): Promise<LettersChanged> {
  return {
    changeId,
    letters: changes.map(({ letterId, after }) => ({
      letterId,
      place: placeOf(after.folderId),
      starred: after.starredAt !== null,
      unread: after.readAt === null,
      goneAt: after.trashedAt ? goneAt(after.trashedAt).toISOString() : null,
    })),
    unreadTotal: await countUnread(trx, actor.mailboxId),
  }
}
