/** B-01: the inbox or another place, newest first, by cursor. */
import { departmentsOf, readColleagues, readDepartments } from '#access/departments/departments.store.ts'
import { enterSnapshot, lookIntoMailbox } from '#access/enter-mailbox.ts'
import type { LetterPage, LetterRow } from '#api/mailbox.ts'
import type { Actor } from '#ground/actor.ts'
import { askIn, type Statement, type Trx } from '#ground/db.ts'
import type { House } from '#ground/house.ts'
import { isId } from '#ground/ids.ts'
import { refuse } from '#ground/refuse.ts'
import { folderIdOf } from '#rules/keeping.ts'
import type { LetterDoor } from '#rules/levels.ts'
import { type KeptPages, pageLock } from './kept-pages.ts'
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
  pageOfPlace,
  readStarred,
  readToDo,
  type StoredLetter,
  unreadIn,
  type VersionedLetter,
  versionsOf,
} from './letters.store.ts'
import { lookUpState, tagOf } from './list-state.ts'
import { statesIn, statesOf } from './page-state.store.ts'
import { openTitles } from './sealed-titles.ts'
import { routeLetters } from './work/route-letters.ts'

export type ListAsked = {
  in?: string | undefined
  after?: string | undefined
  limit: number
  /** The tag of the answer its reader has. */
  known?: string | undefined
}

/** `page`: a `LetterPage` as JSON; without one it is what `known` says. */
export type Listed = { tag: string; page: Buffer | undefined }

/** `after` is the `next` of the page before; a cursor that is none is refused. */
export async function listLetters(
  house: House,
  kept: KeptPages,
  actor: Actor,
  page: ListAsked,
): Promise<Listed> {
  const listed = page.in ?? 'inbox'
  const before = readCursor(page.after)
  const asOf = house.clock().toISOString()
  const asked = { before, limit: page.limit + 1 }
  const place = isPlace(listed) ? folderIdOf(listed) : listed
  const placed = { ...asked, folderId: place }
  const own = !actor.actingFor && isPlace(listed)
  const lock = own && actor.secret ? pageLock(actor.secret(), `${place} ${before} ${page.limit}`) : undefined
  if (own && (page.known || (lock && kept.has(lock)))) {
    const state = await lookUpState(house.db, { ...placed, mailboxId: actor.mailboxId })
    const tag = tagOf(actor, placed, state)
    if (tag === page.known) return { tag, page: undefined }
    const rest = lock && kept.open(lock, tag)
    if (rest) return { tag, page: pageAsOf(asOf, rest) }
  }
  const { rows, state, unread, work } = await readList(house, actor, listed, asked)
  const theirs = actor.actingFor?.as === 'employee' ? rows.map(work) : []
  const tag = tagOf(actor, placed, state, theirs)
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
  const shownPage: Omit<LetterPage, 'asOf'> = {
    letters: letters.map(({ row, door }) => ({
      ...rowOf(row, door, titleByLetter.get(row.letter_id) ?? null),
      wants: wantsByLetter.get(row.letter_id) ?? null,
      ...work(row),
    })),
    next: rows.length > page.limit ? (letters.at(-1)?.row.letter_id ?? null) : null,
    unread,
  }
  const rest = Buffer.from(JSON.stringify(shownPage))
  if (lock) kept.keep(lock, tag, rest)
  return { tag, page: pageAsOf(asOf, rest) }
}

/** `page`: JSON of a `LetterPage` without its time. */
const pageAsOf = (asOf: string, page: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`{"asOf":"${asOf}",`), page.subarray(1)])

type List = {
  rows: StoredLetter[]
  /** What it was made of, as a digest. */
  state: string
  unread: number
  work: (row: StoredLetter) => Pick<LetterRow, 'work'>
}

async function readList(house: House, actor: Actor, listed: string, page: ListPage): Promise<List> {
  const { mailboxId, actingFor } = actor
  const placed = isPlace(listed) ? inPlace(mailboxId, folderIdOf(listed), page) : undefined
  if (placed && actingFor?.as !== 'employee') {
    const found = await lookIntoMailbox(house, actor, 'read-letters', placed)
    return { ...placedIn(found), work: () => ({}) }
  }
  if (actingFor?.as === 'employee') await routeLetters(house, mailboxId)
  return enterSnapshot(house, actor, 'read-letters', async (trx) => {
    const work = await workNames(trx, actor)
    if (placed) return { ...placedIn(await Promise.all(placed.map((one) => askIn(trx, one)))), work }
    const rows = await readListed(trx, actor, listed, page)
    const unread = await countUnread(trx, mailboxId)
    return { rows, state: `${versionsOf(rows)}-${unread}`, unread, work }
  })
}

const inPlace = (mailboxId: string, folderId: string, page: ListPage): readonly Statement[] => [
  pageOfPlace(mailboxId, folderId, page),
  statesOf([{ ...page, mailboxId, folderId }]),
  unreadIn(mailboxId),
]

function placedIn([rows, states, counted]: unknown[][]): Omit<List, 'work'> {
  const [{ unread }] = counted as [{ unread: number }]
  return { rows: rows as StoredLetter[], state: statesIn(states!)[0]!, unread }
}

const TO_DO = ['mine', 'department', 'unassigned']
const isPlace = (listed: string) => !TO_DO.includes(listed) && listed !== 'starred'

async function readListed(
  trx: Trx,
  actor: Actor,
  listed: string,
  page: ListPage,
): Promise<VersionedLetter[]> {
  const { mailboxId, actingFor } = actor
  if (listed === 'starred') return readStarred(trx, mailboxId, page)
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
