/** Who sits at which window in two-people.test.ts, and what they are likely to do there. */
import fc from 'fast-check'
import type { Person, Place, Seat, Wish } from './at-once-model.ts'

export const LETTERS = 3
export const PLACES = ['inbox', 'archive', 'trash', 'folder', 'shelf'] as const
const FOLDERS = ['folder', 'shelf'] as const
export const NAMES = ['Mappe', 'Hylde', 'Regninger'] as const

/** Who sits at a window; a person may sit at two. In what follows letters, changes and places are numbers and names until they are there. */
export const SEATS = {
  'Astrid at one window': { person: 'astrid', box: 'astrid' },
  'Astrid at another': { person: 'astrid', box: 'astrid' },
  'Bo for Astrid': { person: 'bo', box: 'astrid' },
  'Sofie for Astrid': { person: 'sofie', box: 'astrid' },
  Bo: { person: 'bo', box: 'bo' },
  'Astrid for the firm': { person: 'astrid', box: 'firm' },
  'Bo for the firm': { person: 'bo', box: 'firm' },
  'Sofie for the firm': { person: 'sofie', box: 'firm' },
} as const satisfies Record<string, Seat>
export type Window = keyof typeof SEATS

export type Plan =
  | { kind: 'change'; letters: number[]; wish: Wish }
  | { kind: 'undo'; nth: number }
  | { kind: 'delete'; letters: number[] }
  | { kind: 'mark'; letter: number; unread: boolean }
  | { kind: 'open' | 'show'; letter: number }
  | { kind: 'note'; letter: number; note: string; from: string | null }
  | { kind: 'list'; place: Place }
  | { kind: 'drop-folder'; folder: FolderName }
  | { kind: 'rename-folder'; folder: FolderName; name: string; from: string }
  | { kind: 'move-folder'; folder: FolderName; parent: FolderName | null; from: FolderName | null }
  | { kind: 'work'; letter: number; wish: WorkPlan; from: { department: number; assigned: Person | null } }
  | { kind: 'show-work'; letter: number }
  | { kind: 'empty' | 'folders' | 'take-back' | 'write' }
export type FolderName = (typeof FOLDERS)[number]
type WorkPlan = { department?: number; assigned?: Person | null; done?: boolean }

/** `waitMs`: before it is asked, so that the windows meet at ever other moments. */
export type Step = { plan: Plan; waitMs: number }

const letter = fc.nat({ max: LETTERS })
const some = fc.uniqueArray(letter, { minLength: 1, maxLength: LETTERS })
const wish: fc.Arbitrary<Wish> = fc.oneof(
  fc.record({ kind: fc.constant('move' as const), to: fc.constantFrom('inbox', 'archive', ...FOLDERS) }),
  { weight: 2, arbitrary: fc.constant({ kind: 'trash' as const }) },
  fc.constant({ kind: 'restore' as const }),
  fc.record({ kind: fc.constant('star' as const), starred: fc.boolean() }),
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('unread' as const), unread: fc.boolean() }) },
)
const just = <K extends Plan['kind']>(kind: K) => fc.record({ kind: fc.constant(kind) })

const folder = fc.constantFrom(...FOLDERS)
const place = fc.constantFrom(null, ...FOLDERS)
const colleague = fc.constantFrom(null, 'astrid', 'bo', 'sofie' as Person)
const department = fc.nat({ max: 1 })

/** Of the firm's letters. Mostly seen as they came, or as one colleague would leave them. */
const workPlan: fc.Arbitrary<Plan> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('work' as const),
      letter,
      wish: fc
        .record({ department, assigned: colleague, done: fc.boolean() }, { requiredKeys: [] })
        .filter((wish) => Object.keys(wish).length > 0),
      from: fc.record({
        department: fc.constantFrom(0, 0, 1),
        assigned: fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: colleague }),
      }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('show-work' as const), letter }) },
)

/** What who sits there is likely to do. Letters are written at one window, as few a minute may be written (S-13). */
function stepOf(window: Window): fc.Arbitrary<Step> {
  const { person, box } = SEATS[window]
  const waitMs = fc.nat({ max: 4 })
  if (box === 'firm') return fc.record({ plan: workPlan, waitMs })
  const owner: Person = box
  const plans: fc.WeightedArbitrary<Plan>[] = [
    { weight: 5, arbitrary: fc.record({ kind: fc.constant('change' as const), letters: some, wish }) },
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant('list' as const), place: fc.constantFrom(...PLACES) }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('undo' as const), nth: fc.nat({ max: 2 }) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('show' as const), letter }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('mark' as const), letter, unread: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('open' as const), letter }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('note' as const),
        letter,
        note: fc.constantFrom('', 'husk', 'ring'),
        from: fc.constantFrom(null, null, 'husk', 'ring'),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('drop-folder' as const), folder }) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('rename-folder' as const),
        folder,
        name: fc.constantFrom(...NAMES),
        from: fc.constantFrom(...NAMES),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('move-folder' as const),
        folder,
        parent: place,
        from: fc.constantFrom(null, null, ...FOLDERS),
      }),
    },
    { weight: 1, arbitrary: just('folders') },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), letters: some }) },
    { weight: person === owner ? 1 : 0, arbitrary: just('empty') },
    { weight: window === 'Bo' || window === 'Astrid at one window' ? 1 : 0, arbitrary: just('write') },
    { weight: window === 'Astrid at another' ? 1 : 0, arbitrary: just('take-back') },
  ]
  return fc.record({
    plan: fc.oneof(...plans.filter(({ weight }) => weight! > 0)),
    waitMs,
  })
}

export const windows = fc.record(
  Object.fromEntries(
    (Object.keys(SEATS) as Window[]).map((window) => [window, fc.array(stepOf(window), { maxLength: 4 })]),
  ) as Record<Window, fc.Arbitrary<Step[]>>,
)
