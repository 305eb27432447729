/**
 * What mailboxes must be after anything their owners, an attorney and a delegate do with the letters and folders in them, or colleagues with
 * an enterprise's letters, and what each of them must be told, said a second time and as simply as can be: for the test that holds the
 * house against it (two-people.test.ts). It knows nothing of how the house does it.
 */
import assert from 'node:assert/strict'

export type Place = string
export type ModelLetter = {
  place: Place
  from: Place | null
  starred: boolean
  unread: boolean
  note: string | null
}
export type Marks = Pick<ModelLetter, 'place' | 'from' | 'starred' | 'unread'>
export type ModelChange = {
  by: Person
  undone: boolean
  letters: { id: string; before: Marks; after: Marks }[]
}

export type Person = 'astrid' | 'bo' | 'sofie'
export type Owner = 'astrid' | 'bo'

/**
 * Who acts in whose mailbox. Bo has his own and is Astrid’s attorney; Sofie is her delegate, who may write too. All three work for the firm:
 * Astrid administers it, Bo may do everything with its letters, Sofie sees those of her department and those that were given to her.
 */
export type Seat = { person: Person; box: Owner | 'firm' }

export type ModelFolder = { name: string; parent: string | null }
/** Where a letter of the firm stands. `events`: how many lines its activity log has. */
export type Work = { department: string | null; assigned: string | null; done: boolean; events: number }
export type WorkWish = { department?: string; assigned?: string | null; done?: boolean }
type Where = Pick<Work, 'department' | 'assigned'>

export type Box = {
  letters: Record<string, ModelLetter>
  changes: Record<string, ModelChange>
  folders: Record<string, ModelFolder>
}
export type Firm = {
  letters: Record<string, Work>
  /** In which department Sofie works, and as which employee. */
  sofie: { department: string; employee: string }
}
export type World = { boxes: Record<Owner, Box>; delegated: boolean; firm: Firm }

export type Wish =
  | { kind: 'move'; to: Place }
  | { kind: 'trash' }
  | { kind: 'restore' }
  | { kind: 'star'; starred: boolean }
  | { kind: 'unread'; unread: boolean }

export type Doing =
  | { kind: 'change'; ids: readonly string[]; wish: Wish }
  | { kind: 'undo'; change: string }
  | { kind: 'delete'; ids: readonly string[] }
  | { kind: 'empty' }
  | { kind: 'mark'; id: string; unread: boolean }
  | { kind: 'open'; id: string }
  | { kind: 'note'; id: string; note: string; from: string | null }
  | { kind: 'drop-folder'; folder: string }
  | { kind: 'rename-folder'; folder: string; name: string; from: string }
  | { kind: 'move-folder'; folder: string; parent: string | null; from: string | null }
  | { kind: 'folders' }
  | { kind: 'work'; id: string; wish: WorkWish; from: Where }
  | { kind: 'show-work'; id: string }
  | { kind: 'take-back' }
  | { kind: 'write' }
  | { kind: 'list'; place: Place }
  | { kind: 'show'; id: string }

/** What an answer says, in the same words whether the house or the model gives it; of a conflict, which. `total`: of the unread letters in the inbox. */
export type Told = { status: number; said?: unknown; total?: number }

/** What only the house can name: the change it made, the letter it delivered. */
export type Named = { change?: string | null; letter?: string }

const marksOf = ({ place, from, starred, unread }: Marks): Marks => ({ place, from, starred, unread })
const same = (a: Marks, b: Marks) => a.place === b.place && a.starred === b.starred && a.unread === b.unread
const shown = (id: string, { place, starred, unread }: Marks) => [id, place, starred, unread]
const byId = (a: unknown[], b: unknown[]) => (String(a[0]) < String(b[0]) ? 1 : -1)

const unreadIn = ({ letters }: Box): number =>
  Object.values(letters).filter((letter) => letter.place === 'inbox' && letter.unread).length

const no = (status: number): Told => ({ status })
const conflict = (code: string): Told => ({ status: 409, said: code })

/** Does it to the world, and says what must be told of it. */
function apply(world: World, { person, box: owner }: Seat, doing: Doing, named: Named): Told {
  if (doing.kind === 'work' || doing.kind === 'show-work') return work(world.firm, person, doing)
  assert.ok(owner !== 'firm', 'of the firm’s letters only who works on them')
  const box = world.boxes[owner]
  const { letters } = box
  const yes = (said: unknown): Told => ({ status: 200, said, total: unreadIn(box) })
  const exists = (place: Place) => !place.includes('-') || place in box.folders
  if (person === 'sofie' && !world.delegated) return no(403)
  switch (doing.kind) {
    case 'change': {
      if (person === 'sofie' && doing.wish.kind === 'trash') return no(403)
      if (doing.wish.kind === 'move' && !exists(doing.wish.to)) return no(404)
      const change: ModelChange = { by: person, undone: false, letters: [] }
      for (const id of doing.ids) {
        const letter = letters[id]
        if (!letter) continue
        const before = marksOf(letter)
        wishFor(letter, doing.wish, exists)
        if (!same(before, letter)) change.letters.push({ id, before, after: marksOf(letter) })
      }
      const made = change.letters.length > 0
      if (made) box.changes[named.change ?? 'nameless'] = change
      return yes([made, change.letters.map(({ id, after }) => shown(id, after)).sort(byId)])
    }
    case 'undo': {
      const change = box.changes[doing.change]
      if (!change || change.by !== person || change.undone) return no(410)
      change.undone = true
      const changed = change.letters.filter(({ id, before, after }) => {
        const letter = letters[id]
        if (!letter) return false
        const was = marksOf(letter)
        if (before.place !== after.place && letter.place === after.place) {
          letter.place = exists(before.place) ? before.place : 'inbox'
          letter.from = before.place === 'trash' ? before.from : null
        }
        if (before.starred !== after.starred && letter.starred === after.starred)
          letter.starred = before.starred
        if (before.unread !== after.unread && letter.unread === after.unread) letter.unread = before.unread
        return !same(was, letter)
      })
      return yes([false, changed.map(({ id }) => shown(id, letters[id]!)).sort(byId)])
    }
    case 'delete':
    case 'empty': {
      if (person !== owner) return no(403)
      const ids = doing.kind === 'delete' ? doing.ids : Object.keys(letters)
      const gone = ids.filter((id) => letters[id]?.place === 'trash')
      for (const id of gone) delete letters[id]
      return { status: 200, said: [gone.length, 0, false] }
    }
    case 'drop-folder': {
      if (person === 'sofie') return no(403)
      if (!(doing.folder in box.folders)) return no(404)
      const filled = Object.values(letters).some(({ place }) => place === doing.folder)
      const holds = Object.values(box.folders).some(({ parent }) => parent === doing.folder)
      if (filled || holds) return conflict('folder-not-empty')
      delete box.folders[doing.folder]
      return no(204)
    }
    case 'rename-folder':
    case 'move-folder':
      return person === 'sofie' ? no(403) : folderChanged(box.folders, doing)
    case 'folders': {
      const rows = Object.entries(box.folders).map(([id, { name, parent }]) => [id, name, parent])
      return { status: 200, said: rows.sort(byId) }
    }
    case 'take-back':
      world.delegated = false
      return no(200)
    case 'write': {
      const other = world.boxes[owner === 'astrid' ? 'bo' : 'astrid']
      other.letters[named.letter!] = { place: 'inbox', from: null, starred: false, unread: true, note: null }
      return no(201)
    }
    case 'list': {
      const rows = Object.entries(letters).filter(([, { place }]) => place === doing.place)
      return yes(rows.map(([id, letter]) => shown(id, letter)).sort(byId))
    }
    default: {
      const letter = letters[doing.id]
      if (!letter) return no(404)
      if (doing.kind === 'note') {
        const note = doing.note === '' ? null : doing.note
        if (letter.note !== doing.from && letter.note !== note) return conflict('changed-meanwhile')
        letter.note = note
        return no(200)
      }
      if (doing.kind === 'show') return { status: 200, said: [...shown(doing.id, letter), letter.note] }
      letter.unread = doing.kind === 'mark' && doing.unread
      return yes(letter.unread)
    }
  }
}

/** No folder lies in itself or in one of its own, and no two in one place have one name. */
function folderChanged(
  folders: Box['folders'],
  doing: Extract<Doing, { kind: 'rename-folder' | 'move-folder' }>,
): Told {
  const folder = folders[doing.folder]
  if (!folder) return no(404)
  const next = { ...folder }
  if (doing.kind === 'rename-folder') {
    if (folder.name !== doing.from && folder.name !== doing.name) return conflict('changed-meanwhile')
    next.name = doing.name
  } else {
    if (doing.parent !== null && !folders[doing.parent]) return no(404)
    if (folder.parent !== doing.from && folder.parent !== doing.parent) return conflict('changed-meanwhile')
    next.parent = doing.parent
    for (let at = doing.parent; at !== null; at = folders[at]!.parent)
      if (at === doing.folder) return conflict('folder-in-itself')
  }
  const taken = Object.entries(folders).some(
    ([id, { name, parent }]) => id !== doing.folder && name === next.name && parent === next.parent,
  )
  if (taken) return conflict('folder-name-taken')
  folders[doing.folder] = next
  return { status: 200, said: [doing.folder, next.name, next.parent] }
}

/** A letter handed to another department loses whoever had it, unless it is given to somebody in the same step. */
function work(
  { letters, sofie }: Firm,
  person: Person,
  doing: Extract<Doing, { kind: 'work' | 'show-work' }>,
): Told {
  const letter = letters[doing.id]!
  const hers = letter.department === sofie.department || letter.assigned === sofie.employee
  if (person === 'sofie' && !hers) return no(404)
  if (doing.kind === 'work') {
    const wished = stands(doing.wish, doing.from)
    for (const one of ['department', 'assigned'] as const)
      if (letter[one] !== doing.from[one] && letter[one] !== wished[one]) return conflict('changed-meanwhile')
    const next = { ...letter, ...stands(doing.wish, letter), done: doing.wish.done ?? letter.done }
    for (const one of ['department', 'assigned', 'done'] as const)
      if (next[one] !== letter[one]) next.events += 1
    Object.assign(letter, next)
  }
  return { status: 200, said: [letter.department, letter.assigned, letter.done, letter.events] }
}

const stands = (wish: WorkWish, before: Where): Where => {
  const department = wish.department ?? before.department
  const kept = department === before.department ? before.assigned : null
  return { department, assigned: wish.assigned === undefined ? kept : wish.assigned }
}

function wishFor(letter: ModelLetter, wish: Wish, exists: (place: Place) => boolean): void {
  if (wish.kind === 'star') letter.starred = wish.starred
  if (wish.kind === 'unread') letter.unread = wish.unread
  if (wish.kind === 'move' && letter.place !== wish.to) Object.assign(letter, { place: wish.to, from: null })
  if (wish.kind === 'trash' && letter.place !== 'trash')
    Object.assign(letter, { place: 'trash', from: letter.place })
  if (wish.kind === 'restore' && letter.place === 'trash')
    Object.assign(letter, { place: exists(letter.from!) ? letter.from : 'inbox', from: null })
}

/** Something that was asked for and answered; `began` and `ended` count what happened, so that what ended before another began came first. */
export type Event = { seat: Seat; doing: Doing; began: number; ended: number; told: Told; named: Named }

/**
 * Whether there is an order of these events, which keeps what came first first, in which the model would have told everybody just what
 * they were told (linearizability; Wing and Gong's search). The world after it, or undefined.
 */
export function explained(start: World, events: readonly Event[]): World | undefined {
  const failed = new Set<string>()
  const search = (world: World, left: readonly Event[]): World | undefined => {
    if (left.length === 0) return world
    const key = `${left.map((event) => event.began)} ${JSON.stringify(world)}`
    if (failed.has(key)) return undefined
    const firstEnd = Math.min(...left.map((event) => event.ended))
    for (const event of left) {
      if (event.began > firstEnd) continue
      const then = structuredClone(world)
      if (!fits(event.told, apply(then, event.seat, event.doing, event.named), arrivals(event, events)))
        continue
      const held = search(
        then,
        left.filter((other) => other !== event),
      )
      if (held) return held
    }
    failed.add(key)
    return undefined
  }
  return search(start, events)
}

/** A letter that arrives while something is being done may not be counted in that answer yet: delivering waits for nobody. */
const arrivals = ({ seat, began, ended }: Event, events: readonly Event[]): number =>
  events.filter(
    (other) =>
      other.doing.kind === 'write' &&
      other.seat.box !== seat.box &&
      other.named.letter &&
      other.began < ended &&
      other.ended > began,
  ).length

function fits(told: Told, must: Told, arriving: number): boolean {
  if (told.status !== must.status || JSON.stringify(told.said) !== JSON.stringify(must.said)) return false
  if (told.total === undefined || must.total === undefined) return told.total === must.total
  return told.total <= must.total && told.total >= must.total - arriving
}
