/** B-01, D-22: folders of one's own. */
import { enterAlone, enterMailbox } from '#access/enter-mailbox.ts'
import { inScope } from '#access/may.ts'
import type { Folder, Folders, MoveFolder, NewFolder, RenameFolder, UnreadInFolders } from '#api/keeping.ts'
import { UNREAD_COUNTED_MAX } from '#api/unread.ts'
import type { Actor } from '#ground/actor.ts'
import type { House } from '#ground/house.ts'
import { newId } from '#ground/ids.ts'
import { refuse } from '#ground/refuse.ts'
import { requireSeen } from '#ground/require-seen.ts'
import { cleanText } from '#rules/clean-text.ts'
import { folderFits, KEEPING } from '#rules/keeping.ts'
import { tellDamage } from '../sealed-titles.ts'
import {
  countFolders,
  countUnreadIn,
  dropFolder,
  holdFolder,
  holdFolders,
  insertFolder,
  isFilled,
  lockFolders,
  putUnder,
  readFolders,
  readHeight,
  readPath,
  renameTo,
} from './folders.store.ts'
import { namesOf } from './naming-key.ts'

export async function listFolders(house: House, actor: Actor): Promise<Folders> {
  const stored = await enterMailbox(house, actor, 'read-letters', async (trx, entered) => {
    const all = await readFolders(trx, actor.mailboxId)
    // Of a part not even the names of the others; what lies in one that is not shared stands at the top.
    const seen = all.filter((folder) => inScope(entered, folder.folder_id))
    const ids = new Set(seen.map((folder) => folder.folder_id))
    return seen.map((one) => ({ ...one, parent_id: ids.has(one.parent_id ?? '') ? one.parent_id : null }))
  })
  const limits = { most: KEEPING.foldersMax, depthMost: KEEPING.folderDepthMax }
  if (stored.length === 0) return { folders: [], ...limits }
  const names = await namesOf(house, actor.mailboxId)
  const folders = stored.map(({ folder_id: folderId, parent_id: parentId, name_sealed: sealed }) => {
    const name = names.open(folderId, sealed)
    if (name === null) tellDamage(house, folderId)
    return { folderId, parentId, name }
  })
  return { folders, ...limits }
}

/** @throws Refusal `request-invalid`, `not-found` for the parent, `folder-too-deep`, `folders-too-many`, `folder-name-taken` */
export async function makeFolder(house: House, actor: Actor, asked: NewFolder): Promise<Folder> {
  const { mailboxId } = actor
  const name = readName(asked.name)
  const parentId = asked.parentId ?? null
  await enterMailbox(house, actor, 'change-folders', async () => undefined)
  const names = await namesOf(house, mailboxId)
  const at = house.clock()
  const folderId = newId(at.getTime())
  await enterMailbox(house, actor, 'change-folders', async (trx) => {
    await lockFolders(trx, mailboxId)
    if (parentId) {
      // Held, so that it is not deleted meanwhile.
      if (!(await holdFolder(trx, mailboxId, parentId))) throw refuse('not-found')
      const depth = (await readPath(trx, mailboxId, parentId)).length
      if (depth >= KEEPING.folderDepthMax) throw refuse('folder-too-deep')
    }
    if ((await countFolders(trx, mailboxId)) >= KEEPING.foldersMax) throw refuse('folders-too-many')
    const made = await insertFolder(trx, mailboxId, {
      folderId,
      parentId,
      nameSealed: names.seal(folderId, name),
      nameForm: names.form(parentId, name),
      at,
    })
    if (!made) throw refuse('folder-name-taken')
  })
  return { folderId, parentId, name }
}

/** @throws Refusal `request-invalid`, `not-found`, `folder-name-taken`, `changed-meanwhile` */
export async function renameFolder(
  house: House,
  actor: Actor,
  folderId: string,
  { name: given, from }: RenameFolder,
): Promise<Folder> {
  const name = readName(given)
  await enterMailbox(house, actor, 'change-folders', async () => undefined)
  const names = await namesOf(house, actor.mailboxId)
  return enterMailbox(house, actor, 'change-folders', async (trx) => {
    await lockFolders(trx, actor.mailboxId)
    const folder = await holdFolder(trx, actor.mailboxId, folderId)
    if (!folder) throw refuse('not-found')
    requireSeen('name', names.open(folderId, folder.name_sealed), { from, to: name })
    const nameForm = names.form(folder.parent_id, name)
    const renamed = await renameTo(trx, actor.mailboxId, {
      folderId,
      nameSealed: names.seal(folderId, name),
      nameForm,
    })
    if (!renamed) throw refuse('folder-name-taken')
    return { folderId, parentId: folder.parent_id, name }
  })
}

/**
 * Into another folder or to the top, with all that lies in it. Moves of one mailbox are made one after another, so that two windows cannot put
 * two folders into each other.
 * @throws Refusal `not-found` for either, `changed-meanwhile`, `folder-in-itself`, `folder-too-deep`, `folder-name-taken`
 */
export async function moveFolder(
  house: House,
  actor: Actor,
  folderId: string,
  { from, parentId }: MoveFolder,
): Promise<Folder> {
  const { mailboxId } = actor
  await enterMailbox(house, actor, 'change-folders', async () => undefined)
  const names = await namesOf(house, mailboxId)
  return enterMailbox(house, actor, 'change-folders', async (trx) => {
    await lockFolders(trx, mailboxId)
    const held = await holdFolders(trx, mailboxId, parentId ? [folderId, parentId] : [folderId])
    const folder = held.get(folderId)
    if (!folder || (parentId && !held.has(parentId))) throw refuse('not-found')
    requireSeen('parentId', folder.parent_id, { from, to: parentId })
    const name = names.open(folderId, folder.name_sealed)
    if (parentId !== folder.parent_id) {
      const path = parentId ? await readPath(trx, mailboxId, parentId) : []
      const fit = folderFits(folderId, { path, height: await readHeight(trx, mailboxId, folderId) })
      if (fit !== 'fits') throw refuse(MISFITS[fit])
      // One whose name cannot be read is like no other.
      const nameForm = names.form(parentId, name ?? folderId)
      if (!(await putUnder(trx, mailboxId, { folderId, parentId, nameForm })))
        throw refuse('folder-name-taken')
    }
    return { folderId, parentId, name }
  })
}

const MISFITS = { 'in-itself': 'folder-in-itself', 'too-deep': 'folder-too-deep' } as const

/** Asked beside the list of folders, so that its names need not come again each time a letter is read. */
export async function countUnreadInFolders(house: House, actor: Actor): Promise<UnreadInFolders> {
  return enterMailbox(house, actor, 'read-letters', async (trx, entered) => {
    const counted = await countUnreadIn(trx, actor.mailboxId, UNREAD_COUNTED_MAX)
    return { folders: counted.filter(({ folderId }) => inScope(entered, folderId)) }
  })
}

/** Only an empty one goes: a slip with a full one would hide letters. @throws Refusal `not-found`, `folder-not-empty` */
export async function deleteFolder(house: House, actor: Actor, folderId: string): Promise<void> {
  await enterAlone(house, actor, 'change-folders', async (trx) => {
    if (!(await holdFolder(trx, actor.mailboxId, folderId))) throw refuse('not-found')
    if (await isFilled(trx, actor.mailboxId, folderId)) throw refuse('folder-not-empty')
    await dropFolder(trx, actor.mailboxId, folderId)
  })
}

/** Marks nobody sees are taken away, characters that would make it read as another name are refused. */
function readName(given: string): string {
  const read = cleanText(given, KEEPING.folderNameMax)
  if (read.kind === 'clean') return read.text
  throw refuse('request-invalid', {
    faults: [{ field: 'name', reason: read.reason, message: NAME_FAULTS[read.reason] }],
  })
}

const NAME_FAULTS = {
  empty: 'Write at least one visible character.',
  'too-long': `Must be at most ${KEEPING.folderNameMax} characters.`,
  'control-character': 'Must not hold control characters or characters that turn the writing direction.',
  'broken-encoding': 'Some characters are broken. Type the name again.',
} as const
