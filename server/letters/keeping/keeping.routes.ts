/** Keeping letters over HTTP (api/keeping.ts): folders, changes of many letters at once, the trash, what the mailbox holds. */
import {
  ChangeLetters,
  ChangeParams,
  DeleteLetters,
  EmptyTrash,
  Folder,
  FolderParams,
  Folders,
  LettersChanged,
  LettersDeleted,
  MoveFolder,
  NewFolder,
  RenameFolder,
  Senders,
  Storage,
  UnreadInFolders,
} from '#api/keeping.ts'
import type { ActorOf } from '#ground/actor.ts'
import type { Routes } from '#ground/routes.ts'
import { arrangeLetters, undoChange } from './arrange-letters.ts'
import {
  countUnreadInFolders,
  deleteFolder,
  listFolders,
  makeFolder,
  moveFolder,
  renameFolder,
} from './change-folders.ts'
import { deleteLetters, emptyTrash } from './delete-letters.ts'
import { listSenders } from './list-senders.ts'
import { showStorage } from './show-storage.ts'

export const keepingRoutes =
  (actorOf: ActorOf): Routes =>
  (room, house) => {
    room.get(
      '/api/folders',
      { config: { action: 'read-folders' }, schema: { response: { 200: Folders } } },
      async (request) => listFolders(house, await actorOf(request)),
    )

    room.get(
      '/api/folders/unread',
      { config: { action: 'read-folders' }, schema: { response: { 200: UnreadInFolders } } },
      async (request) => countUnreadInFolders(house, await actorOf(request)),
    )

    room.get(
      '/api/senders',
      { config: { action: 'read-mailbox' }, schema: { response: { 200: Senders } } },
      async (request) => listSenders(house, await actorOf(request)),
    )

    room.post(
      '/api/folders',
      { config: { action: 'change-folders' }, schema: { body: NewFolder, response: { 201: Folder } } },
      async (request, reply) =>
        reply.code(201).send(await makeFolder(house, await actorOf(request), request.body)),
    )

    room.put(
      '/api/folders/:folderId',
      {
        config: { action: 'change-folders' },
        schema: { params: FolderParams, body: RenameFolder, response: { 200: Folder } },
      },
      async (request) => renameFolder(house, await actorOf(request), request.params.folderId, request.body),
    )

    room.put(
      '/api/folders/:folderId/place',
      {
        config: { action: 'change-folders' },
        schema: { params: FolderParams, body: MoveFolder, response: { 200: Folder } },
      },
      async (request) => moveFolder(house, await actorOf(request), request.params.folderId, request.body),
    )

    room.delete(
      '/api/folders/:folderId',
      { config: { action: 'change-folders' }, schema: { params: FolderParams } },
      async (request, reply) => {
        await deleteFolder(house, await actorOf(request), request.params.folderId)
        return reply.code(204).send()
      },
    )

    room.post(
      '/api/letters/changes',
      {
        config: { action: 'arrange-letters' },
        schema: { body: ChangeLetters, response: { 200: LettersChanged } },
      },
      async (request) =>
        arrangeLetters(house, await actorOf(request), request.body.letterIds, request.body.change),
    )

    room.post(
      '/api/letters/changes/:changeId/undo',
      {
        config: { action: 'arrange-letters' },
        schema: { params: ChangeParams, response: { 200: LettersChanged } },
      },
      async (request) => undoChange(house, await actorOf(request), request.params.changeId),
    )

    room.post(
      '/api/trash/delete',
      {
        config: { action: 'delete-letters' },
        schema: { body: DeleteLetters, response: { 200: LettersDeleted } },
      },
      async (request) => deleteLetters(house, await actorOf(request), request.body.letterIds),
    )

    room.post(
      '/api/trash/empty',
      {
        config: { action: 'delete-letters' },
        schema: { body: EmptyTrash, response: { 200: LettersDeleted } },
      },
      async (request) => emptyTrash(house, await actorOf(request), new Date(request.body.until)),
    )

    room.get(
      '/api/storage',
      { config: { action: 'read-storage' }, schema: { response: { 200: Storage } } },
      async (request) => showStorage(house, await actorOf(request)),
    )
  }
