/**
 * Where letters are kept, and for how long what was thrown away can be had back (B-01, B-02, D-22, D-24). Pure: given a letter's
 * place and marks and a wish, what they become; and what undoing makes of them.
 */
export const KEEPING = {
  /** B-02, D-24: days in the trash, of 24 hours each, from the moment it was thrown away. Then gone for good. */
  trashDays: 30,
  /** Ours: an undo is for the slip of a moment; a person who comes back from lunch still has it. */
  undoMinutes: 60,
  /** Ours: letters one change touches at most; one page of the list. */
  lettersAtOnceMax: 100,
  /** Ours: more folders than anybody can read, few enough to come in one answer. */
  foldersMax: 10_000,
  /** Ours: folders within folders, counted from the top. */
  folderDepthMax: 3,
  /** Ours: UTF-16 units. */
  folderNameMax: 100,
} as const

/** The places every mailbox has. Their ids stand where a folder's id stands; they are no uuid v7 and so never a folder's. */
export const PLACES = {
  inbox: '00000000-0000-0000-0000-000000000001',
  archive: '00000000-0000-0000-0000-000000000002',
  trash: '00000000-0000-0000-0000-000000000003',
  /** B-05: where documents of one's own lie when they are put nowhere else. */
  documents: '00000000-0000-0000-0000-000000000005',
} as const
export type PlaceName = keyof typeof PLACES

export const isPlaceName = (text: string): text is PlaceName => Object.hasOwn(PLACES, text)

/** `inbox`, `archive`, `trash`, `documents`, or the folder's own id. */
export function placeOf(folderId: string): string {
  return Object.entries(PLACES).find(([, id]) => id === folderId)?.[0] ?? folderId
}

export function folderIdOf(place: string): string {
  return isPlaceName(place) ? PLACES[place] : place
}

/** What its owner has done with a letter. In the trash it knows since when, and where it lay before. */
export type Kept = {
  readonly folderId: string
  readonly readAt: Date | null
  readonly starredAt: Date | null
  readonly trashedAt: Date | null
  readonly trashedFrom: string | null
}

export type Wish =
  /** To the inbox, the archive or a folder; out of the trash too. */
  | { kind: 'move'; folderId: string }
  | { kind: 'trash' }
  | { kind: 'restore' }
  | { kind: 'star'; starred: boolean }
  | { kind: 'unread'; unread: boolean }

/** The letter after the wish; the very same object when nothing changes. `exists`: the folders that are there now. */
export function arranged(kept: Kept, wish: Wish, now: Date, exists: (folderId: string) => boolean): Kept {
  switch (wish.kind) {
    case 'star':
      return wish.starred === (kept.starredAt !== null)
        ? kept
        : { ...kept, starredAt: wish.starred ? now : null }
    case 'unread':
      return wish.unread === (kept.readAt === null) ? kept : { ...kept, readAt: wish.unread ? null : now }
    case 'trash':
      return kept.trashedAt
        ? kept
        : { ...kept, folderId: PLACES.trash, trashedAt: now, trashedFrom: kept.folderId }
    case 'restore':
      return kept.trashedAt ? moved(kept, there(kept.trashedFrom!, exists)) : kept
    case 'move':
      return wish.folderId === kept.folderId ? kept : moved(kept, wish.folderId)
  }
}

/**
 * Undoing puts back only what the change changed, and only where nobody has changed it since: of two people who work on the same
 * letters, neither's later word is lost. Back into the trash it keeps its first day there.
 */
export function undone(now: Kept, before: Kept, after: Kept, exists: (folderId: string) => boolean): Kept {
  let back = now
  if (before.folderId !== after.folderId && now.folderId === after.folderId)
    back = before.trashedAt
      ? {
          ...back,
          folderId: PLACES.trash,
          trashedAt: before.trashedAt,
          trashedFrom: before.trashedFrom,
        }
      : moved(back, there(before.folderId, exists))
  if (
    marked(before.starredAt) !== marked(after.starredAt) &&
    marked(now.starredAt) === marked(after.starredAt)
  )
    back = { ...back, starredAt: before.starredAt }
  if (marked(before.readAt) !== marked(after.readAt) && marked(now.readAt) === marked(after.readAt))
    back = { ...back, readAt: before.readAt }
  return back
}

/**
 * Whether a folder may be put there. `path`: the ids of the folder it is put into and of those that one lies in, from the inside out; empty for the top. `height`:
 * layers of folders it is made of, 1 for one that holds none.
 */
export function folderFits(
  folderId: string,
  { path, height }: { path: readonly string[]; height: number },
): 'fits' | 'in-itself' | 'too-deep' {
  if (path.includes(folderId)) return 'in-itself'
  return path.length + height > KEEPING.folderDepthMax ? 'too-deep' : 'fits'
}

const marked = (at: Date | null) => at !== null

const moved = (kept: Kept, folderId: string): Kept => ({
  ...kept,
  folderId,
  trashedAt: null,
  trashedFrom: null,
})

/** A folder deleted meanwhile gives what comes back to the inbox: nothing is ever lost for want of a place. */
const there = (folderId: string, exists: (folderId: string) => boolean) =>
  placeOf(folderId) !== folderId || exists(folderId) ? folderId : PLACES.inbox

const DAY_MS = 86_400_000

/** When a letter thrown away at that moment is gone for good. */
export const goneAt = (trashedAt: Date): Date => new Date(trashedAt.getTime() + KEEPING.trashDays * DAY_MS)

/** Thrown away at this moment or before, a letter has had its time now. */
export const trashedBefore = (now: Date): Date => new Date(now.getTime() - KEEPING.trashDays * DAY_MS)
