/** Where letters are kept: folders, archive, trash, stars, and changes that can be undone (B-01, B-02, B-04, D-22 to D-24). */
import Type, { type Static } from 'typebox'
import { KEEPING } from '#rules/keeping.ts'
import { UNREAD_COUNTED_MAX } from './unread.ts'

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const Id = Type.String({ format: 'uuid' })
const Instant = Type.String({ format: 'date-time' })

/** Where a letter lies. */
export const Place = Type.String({
  pattern: `^(inbox|archive|trash|documents|${UUID})$`,
  description: 'inbox, archive, trash, documents (of one’s own), or the id of a folder.',
})
export type Place = Static<typeof Place>

/** What one list shows: a place, or everything starred that is not in the trash. */
export const Listed = Type.String({
  pattern: `^(inbox|archive|trash|documents|starred|mine|department|unassigned|${UUID})$`,
  description:
    'inbox, archive, trash, documents (of one’s own), starred, or the id of a folder. Of an enterprise’s letters that are not done: mine, of my departments, or in the inbox with nobody (B-15).',
})
export type Listed = Static<typeof Listed>

// ── GET and POST /api/folders, PUT and DELETE …/:folderId, PUT …/:folderId/place, GET /api/folders/unread ──

export const Folder = Type.Object({
  folderId: Id,
  parentId: Type.Union([Id, Type.Null()]),
  name: Type.Union([Type.String(), Type.Null()], {
    description: 'Null when it does not pass its integrity check.',
  }),
})
export type Folder = Static<typeof Folder>

export const Folders = Type.Object({
  folders: Type.Array(Folder, { maxItems: KEEPING.foldersMax }),
  most: Type.Integer({ description: 'How many one mailbox may have.' }),
  depthMost: Type.Integer({ description: 'How deep folders may lie in folders.' }),
})
export type Folders = Static<typeof Folders>

const FolderName = Type.String({
  minLength: 1,
  maxLength: KEEPING.folderNameMax,
  description: 'Invisible characters are taken away; characters that turn the writing direction are refused.',
})

export const NewFolder = Type.Object(
  { name: FolderName, parentId: Type.Optional(Id) },
  { additionalProperties: false },
)
export type NewFolder = Static<typeof NewFolder>

/** `from`: the name one saw, null for one that could not be read. */
export const RenameFolder = Type.Object(
  { name: FolderName, from: Type.Union([Type.String(), Type.Null()]) },
  { additionalProperties: false },
)
export type RenameFolder = Static<typeof RenameFolder>

/** `from` is where the one who asks saw it last: what another window has moved meanwhile stays where that put it. Undoing is the way back. */
const Parent = Type.Union([Id, Type.Null()], { description: 'Null: at the top.' })
export const MoveFolder = Type.Object({ from: Parent, parentId: Parent }, { additionalProperties: false })
export type MoveFolder = Static<typeof MoveFolder>

/** Folders with unread letters of their own, and how many: those in the folders within are told there. */
export const UnreadInFolders = Type.Object({
  folders: Type.Array(
    Type.Object({
      folderId: Id,
      unread: Type.Integer({
        minimum: 1,
        maximum: UNREAD_COUNTED_MAX,
        description: 'Counted no further than this.',
      }),
    }),
    { maxItems: KEEPING.foldersMax },
  ),
})
export type UnreadInFolders = Static<typeof UnreadInFolders>

export const FolderParams = Type.Object({ folderId: Id })
export type FolderParams = Static<typeof FolderParams>

// ── POST /api/letters/changes and …/changes/:changeId/undo ──────────────────────────────────────────

const LetterIds = Type.Array(Id, { minItems: 1, maxItems: KEEPING.lettersAtOnceMax, uniqueItems: true })

export const ChangeLetters = Type.Object(
  {
    letterIds: LetterIds,
    change: Type.Union([
      Type.Object(
        {
          kind: Type.Literal('move'),
          to: Type.String({
            pattern: `^(inbox|archive|documents|${UUID})$`,
            description: 'Out of the trash too.',
          }),
        },
        { additionalProperties: false },
      ),
      Type.Object({ kind: Type.Literal('trash') }, { additionalProperties: false }),
      Type.Object(
        { kind: Type.Literal('restore', { description: 'Out of the trash, to where it lay before.' }) },
        { additionalProperties: false },
      ),
      Type.Object({ kind: Type.Literal('star'), starred: Type.Boolean() }, { additionalProperties: false }),
      Type.Object({ kind: Type.Literal('unread'), unread: Type.Boolean() }, { additionalProperties: false }),
    ]),
  },
  { additionalProperties: false },
)
export type ChangeLetters = Static<typeof ChangeLetters>

/** The letters that became different, as they are now. Those that are gone, or were so already, are not among them. */
export const LettersChanged = Type.Object({
  changeId: Type.Union([Id, Type.Null()], {
    description: `For undo, within ${KEEPING.undoMinutes} minutes. Null when nothing changed, and of an undo.`,
  }),
  letters: Type.Array(
    Type.Object({
      letterId: Id,
      place: Place,
      starred: Type.Boolean(),
      unread: Type.Boolean(),
      goneAt: Type.Union([Instant, Type.Null()]),
    }),
    { maxItems: KEEPING.lettersAtOnceMax },
  ),
  unreadTotal: Type.Integer({ minimum: 0, maximum: UNREAD_COUNTED_MAX, description: 'Of the inbox.' }),
})
export type LettersChanged = Static<typeof LettersChanged>

export const ChangeParams = Type.Object({ changeId: Id })
export type ChangeParams = Static<typeof ChangeParams>

// ── POST /api/trash/delete and /api/trash/empty ─────────────────────────────────────────────────────

/** Letters in the trash, for good. */
export const DeleteLetters = Type.Object({ letterIds: LetterIds }, { additionalProperties: false })
export type DeleteLetters = Static<typeof DeleteLetters>

/** Only what lay there at `until`: what another window threw away since is not in what was confirmed. */
export const EmptyTrash = Type.Object({ until: Instant }, { additionalProperties: false })
export type EmptyTrash = Static<typeof EmptyTrash>

export const LettersDeleted = Type.Object({
  deleted: Type.Integer({ minimum: 0 }),
  locked: Type.Integer({ minimum: 0, description: 'Left in the trash: this session may not open them.' }),
  more: Type.Boolean({ description: 'There is more to delete; ask again.' }),
})
export type LettersDeleted = Static<typeof LettersDeleted>

// ── GET /api/storage ────────────────────────────────────────────────────────────────────────────────

/** B-04, D-23: what the mailbox holds, the trash included. A full mailbox still receives. */
export const Storage = Type.Object({
  usedBytes: Type.Integer({ minimum: 0 }),
  quotaBytes: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()], { description: 'Null: no quota.' }),
  full: Type.Boolean({ description: 'Letters still arrive; uploads and sending stop.' }),
})
export type Storage = Static<typeof Storage>

// ── GET /api/senders ────────────────────────────────────────────────────────────────────────────────

/** Whose letters the mailbox holds, by name. */
export const Senders = Type.Object({
  senders: Type.Array(Type.Object({ senderId: Type.String({ format: 'uuid' }), name: Type.String() }), {
    maxItems: 500,
  }),
})
export type Senders = Static<typeof Senders>
