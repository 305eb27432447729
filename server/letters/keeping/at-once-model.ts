/**
 * What a mailbox must be after anything its owner and a delegate do with its letters, said a second time and as simply as can be: for
 * the test that holds the house against it (two-people.test.ts). It knows nothing of how the house does it.
 */
export type Place = string
export type ModelLetter = {
  place: Place
  from: Place | null
  starred: boolean
  unread: boolean
  note: string | null
}
export type Marks = Pick<ModelLetter, 'place' | 'from' | 'starred' | 'unread'>
export type ModelChange = { by: Who; undone: boolean; letters: { id: string; before: Marks; after: Marks }[] }

/** The owner sits at two windows, which are one person. */
export type Who = 'owner' | 'delegate'

export type Model = { letters: Map<string, ModelLetter>; changes: Map<string, ModelChange> }

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
  | { kind: 'mark'; id: string; unread: boolean }
  | { kind: 'open'; id: string }
  | { kind: 'note'; id: string; note: string }

/** `name`: what the change is called from then on, if there is one. */
export type Outcome = { status: number; changed: string[]; made: boolean }

const marksOf = ({ place, from, starred, unread }: Marks): Marks => ({ place, from, starred, unread })
const same = (a: Marks, b: Marks) => a.place === b.place && a.starred === b.starred && a.unread === b.unread

export const copyOf = (model: Model): Model => structuredClone(model)

/** Does it to the model. */
export function apply(model: Model, who: Who, doing: Doing, name: string): Outcome {
  const refused = (status: number): Outcome => ({ status, changed: [], made: false })
  const { letters } = model
  switch (doing.kind) {
    case 'change': {
      if (who === 'delegate' && doing.wish.kind === 'trash') return refused(403)
      const change: ModelChange = { by: who, undone: false, letters: [] }
      for (const id of doing.ids) {
        const letter = letters.get(id)
        if (!letter) continue
        const before = marksOf(letter)
        wishFor(letter, doing.wish)
        if (!same(before, letter)) change.letters.push({ id, before, after: marksOf(letter) })
      }
      if (change.letters.length > 0) model.changes.set(name, change)
      return { status: 200, changed: change.letters.map(({ id }) => id), made: change.letters.length > 0 }
    }
    case 'undo': {
      const change = model.changes.get(doing.change)
      if (!change || change.by !== who || change.undone) return refused(410)
      change.undone = true
      const changed: string[] = []
      for (const { id, before, after } of change.letters) {
        const letter = letters.get(id)
        if (!letter) continue
        const was = marksOf(letter)
        if (before.place !== after.place && letter.place === after.place) {
          letter.place = before.place
          letter.from = before.place === 'trash' ? before.from : null
        }
        if (before.starred !== after.starred && letter.starred === after.starred)
          letter.starred = before.starred
        if (before.unread !== after.unread && letter.unread === after.unread) letter.unread = before.unread
        if (!same(was, letter)) changed.push(id)
      }
      return { status: 200, changed, made: false }
    }
    case 'delete': {
      if (who === 'delegate') return refused(403)
      for (const id of doing.ids) if (letters.get(id)?.place === 'trash') letters.delete(id)
      return { status: 200, changed: [], made: false }
    }
    case 'mark':
    case 'open':
    case 'note': {
      const letter = letters.get(doing.id)
      if (!letter) return refused(404)
      if (doing.kind === 'note') letter.note = doing.note === '' ? null : doing.note
      else letter.unread = doing.kind === 'mark' && doing.unread
      return { status: 200, changed: [], made: false }
    }
  }
}

function wishFor(letter: ModelLetter, wish: Wish): void {
  if (wish.kind === 'star') letter.starred = wish.starred
  if (wish.kind === 'unread') letter.unread = wish.unread
  if (wish.kind === 'move' && letter.place !== wish.to) Object.assign(letter, { place: wish.to, from: null })
  if (wish.kind === 'trash' && letter.place !== 'trash')
    Object.assign(letter, { place: 'trash', from: letter.place })
  if (wish.kind === 'restore' && letter.place === 'trash')
    Object.assign(letter, { place: letter.from, from: null })
}

export const unreadIn = (model: Model, place: Place): number =>
  [...model.letters.values()].filter((letter) => letter.place === place && letter.unread).length

/** Everything one can see, as one text for each letter. */
export const seen = (letters: Iterable<[string, Omit<ModelLetter, 'from'>]>): string[] =>
  [...letters]
    .map(([id, { place, starred, unread, note }]) => `${id} ${place} ${starred} ${unread} ${note ?? ''}`)
    .sort()
