/** The fixture mailbox’s folders, changes and trash over HTTP. */
import * as keeping from '#api/keeping.ts'
import type { Fixtures } from './mailbox-fixtures.ts'
import { type Answered, Refused, read } from './refused.ts'

type Ask = { method: string; path: string; body: unknown }

export function answerKeeping({ method, path, body }: Ask, state: Fixtures): Answered {
  const [, , room, id, side] = path.split('/')
  const one = id === 'unread' ? '/unread' : `/one${side ? `/${side}` : ''}`
  switch (`${method} ${room}${room === 'folders' && id ? one : id ? `/${id}` : ''}`) {
    case 'GET folders/unread':
      return { schema: keeping.UnreadInFolders, body: state.unreadInFolders() }
    case 'GET folders':
      return { schema: keeping.Folders, body: state.folders() }
    case 'POST folders': {
      const { name, parentId } = read(keeping.NewFolder, body)
      if (state.folderNamed(name, parentId ?? null)) throw new Refused(409, 'folder-name-taken')
      return { status: 201, schema: keeping.Folder, body: state.addFolder(name, parentId ?? null) }
    }
    case 'PUT folders/one': {
      const { name, from } = read(keeping.RenameFolder, body)
      const folder = state.folders().folders.find(({ folderId }) => folderId === id)
      if (folder?.name !== from) throw new Refused(409, 'changed-meanwhile')
      return { schema: keeping.Folder, body: state.renameFolder(id!, name) }
    }
    case 'PUT folders/one/place': {
      const { from, parentId } = read(keeping.MoveFolder, body)
      const folder = state.folders().folders.find(({ folderId }) => folderId === id)
      if (folder?.parentId !== from) throw new Refused(409, 'changed-meanwhile')
      if (state.folderNamed(folder.name!, parentId)) throw new Refused(409, 'folder-name-taken')
      return { schema: keeping.Folder, body: state.moveFolder(id!, parentId) }
    }
    case 'DELETE folders/one':
      if (!state.removeFolder(id!)) throw new Refused(409, 'folder-not-empty')
      return {}
    case 'POST letters/changes': {
      if (side) {
        const undone = state.undo(side)
        if (!undone) throw new Refused(410, 'change-not-undone')
        return { schema: keeping.LettersChanged, body: undone }
      }
      const change = read(keeping.ChangeLetters, body)
      if (change.letterIds.some((letterId) => state.has(letterId) && state.isLocked(letterId)))
        throw new Refused(403, 'letter-locked')
      return { schema: keeping.LettersChanged, body: state.change(change) }
    }
    case 'POST trash/delete':
    case 'POST trash/empty': {
      if (state.session.level === 'low') throw new Refused(403, 'level-too-low')
      const named = id === 'delete' ? read(keeping.DeleteLetters, body).letterIds : null
      return {
        schema: keeping.LettersDeleted,
        body: state.purge(({ letterId }) => !named || named.includes(letterId)),
      }
    }
    case 'GET storage':
      return {
        schema: keeping.Storage,
        body: { usedBytes: 312_400_000, quotaBytes: 1_000_000_000, full: false },
      }
    default:
      throw new Refused(404, 'not-found')
  }
}
