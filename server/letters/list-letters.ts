/** B-01: the inbox or another place, newest first, by cursor. */
import { departmentsOf, readColleagues, readDepartments } from '#access/departments/departments.store.ts'
import { enterSnapshot, lookIntoMailbox } from '#access/enter-mailbox.ts'
import type { LetterPage, LetterRow } from '#api/mailbox.ts'
import type { Actor } from '#ground/actor.ts'
import { askIn, type Trx } from '#ground/db.ts'
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
import {
  countUnread,
  type ListPage,
  type PlacedLetter,
  pageOfPlace,
  readStarred,
  readToDo,
  type StoredLetter,
  unreadIn,
  versionsOf,
} from './letters.store.ts'
import { isUnchanged, tagOf } from './list-state.ts'
import { openTitles } from './sealed-titles.ts'
import { routeLetters } from './work/route-letters.ts'

export type ListAsked = {
  in?: string | undefined
  after?: string | undefined
  limit: number
  /** The tag of the answer its reader has. */
  known?: string | undefined
}

/** Without a page: it is what `known` says. */
export type Listed = { tag: string; page: LetterPage | undefined }

/** `after` is the `next` of the page before; a cursor that is none is refused. */
export async function listLetters(house: House, actor: Actor, page: ListAsked): Promise<Listed> {
  const listed = page.in ?? 'inbox'
  const before = readCursor(page.after)
  const asOf = house.clock().toISOString()
  const asked = { before, limit: page.limit + 1 }
  const place = isPlace(listed) ? folderIdOf(listed) : listed
  const placed = { ...asked, folderId: place }
  if (
    !actor.actingFor &&
    isPlace(listed) &&
    page.known &&
    (await isUnchanged(house, actor, placed, page.known))
  )
    return { tag: page.known, page: undefined }
  const { rows, unread, work } = await readList(house, actor, listed, asked)
  const theirs = actor.actingFor?.as === 'employee' ? rows.map(work) : []
  const tag = tagOf(actor, placed, { versions: versionsOf(rows), unread }, theirs)
  // Wherever who may see what has to be known first, it was: at least nothing is opened and sent again.
  if (tag === page.known) return { tag, page: undefined }
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
  const shownPage: LetterPage = {
    letters: letters.map(({ row, door }) => ({
      ...rowOf(row, door, titleByLetter.get(row.letter_id) ?? null),
      wants: wantsByLetter.get(row.letter_id) ?? null,
      ...work(row),
    })),
    next: rows.length > page.limit ? (letters.at(-1)?.row.letter_id ?? null) : null,
    unread,
    asOf,
  }
  return { tag, page: shownPage }
}

type List = {
  rows: PlacedLetter[]
  unread: number
  work: (row: StoredLetter) => Pick<LetterRow, 'work'>
}

async function readList(house: House, actor: Actor, listed: string, page: ListPage): Promise<List> {
  const { mailboxId, actingFor } = actor
  if (isPlace(listed) && actingFor?.as !== 'employee') {
    const [rows, counted] = await lookIntoMailbox(house, actor, 'read-letters', [
      pageOfPlace(mailboxId, folderIdOf(listed), page),
      unreadIn(mailboxId),
    ])
    const [{ unread }] = counted as [{ unread: number }]
    return { rows: rows as PlacedLetter[], unread, work: () => ({}) }
  }
  if (actingFor?.as === 'employee') await routeLetters(house, mailboxId)
  return enterSnapshot(house, actor, 'read-letters', async (trx) => ({
    rows: await readListed(trx, actor, listed, page),
    unread: await countUnread(trx, mailboxId),
    work: await workNames(trx, actor),
  }))
}

const TO_DO = ['mine', 'department', 'unassigned']
const isPlace = (listed: string) => !TO_DO.includes(listed) && listed !== 'starred'

async function readListed(trx: Trx, actor: Actor, listed: string, page: ListPage): Promise<PlacedLetter[]> {
  const { mailboxId, actingFor } = actor
  if (listed === 'starred') return readStarred(trx, mailboxId, page)
  if (isPlace(listed)) return askIn(trx, pageOfPlace(mailboxId, folderIdOf(listed), page))
  if (actingFor?.as !== 'employee') throw refuse('not-found')
  const { employeeId } = actingFor
  if (listed === 'mine') return readToDo(trx, mailboxId, { employeeId }, page)
  if (listed === 'unassigned') return readToDo(trx, mailboxId, 'nobody', page)
  return readToDo(trx, mailboxId, { departmentIds: await departmentsOf(trx, mailboxId, employeeId) }, page)
}

/** B-15: in an enterprise's mailbox, whose a letter is to deal with. */
async function workNames(
  trx: Trx,
  { mailboxId, actingFor }: Actor,
): Promise<(row: StoredLetter) => Pick<LetterRow, 'work'>> {
  if (actingFor?.as !== 'employee') return () => ({})
  const departments = new Map(
    (await readDepartments(trx, mailboxId)).map(({ departmentId, name }) => [departmentId, name]),
  )
  const colleagues = new Map(
    (await readColleagues(trx, mailboxId)).map(({ employeeId, name }) => [employeeId, name]),
  )
  return (row) => ({
    work: {
      department: departments.get(row.department_id ?? '') ?? null,
      assignee: colleagues.get(row.assigned_to ?? '') ?? null,
      done: row.done_at !== null,
    },
  })
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
