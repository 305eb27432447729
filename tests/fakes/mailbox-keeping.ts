/** Folders, changes and the trash of the fixture mailbox. */
import { randomUUID } from 'node:crypto'
import type { ChangeLetters, Folder, Folders, LettersChanged, LettersDeleted } from '#api/keeping.ts'

type Marks = LettersChanged['letters'][number]

export function keepingOf(letters: Marks[], unreadCount: () => number) {
  const folders: Folder[] = []
  const undoable = new Map<string, Marks[]>()
  const find = (letterId: string) => letters.find((letter) => letter.letterId === letterId)!
  const changed = (those: Marks[], changeId: string | null): LettersChanged => ({
    changeId,
    letters: those.map(marksOf),
    unreadTotal: unreadCount(),
  })
  return {
    folders: (): Folders => ({ folders, most: 10_000, depthMost: 3 }),
    addFolder(name: string, parentId: string | null): Folder {
      const folder = { folderId: randomUUID(), parentId, name }
      folders.push(folder)
      return folder
    },
    folderNamed: (name: string, parentId: string | null) =>
      folders.find((folder) => folder.name === name && folder.parentId === parentId),
    moveFolder: (folderId: string, parentId: string | null) =>
      Object.assign(folders.find((folder) => folder.folderId === folderId)!, { parentId }),
    unreadInFolders: () => ({
      folders: folders.flatMap(({ folderId }) => {
        const unread = letters.filter((letter) => letter.place === folderId && letter.unread).length
        return unread > 0 ? [{ folderId, unread }] : []
      }),
    }),
    renameFolder: (folderId: string, name: string) =>
      Object.assign(folders.find((folder) => folder.folderId === folderId)!, { name }),
    removeFolder(folderId: string): boolean {
      const inUse =
        letters.some((letter) => letter.place === folderId) || folders.some((f) => f.parentId === folderId)
      if (!inUse)
        folders.splice(
          folders.findIndex((folder) => folder.folderId === folderId),
          1,
        )
      return !inUse
    },
    change({ letterIds, change }: ChangeLetters): LettersChanged {
      const those = letters.filter((letter) => letterIds.includes(letter.letterId))
      const changeId = randomUUID()
      undoable.set(changeId, those.map(marksOf))
      for (const letter of those) {
        if (change.kind === 'star') letter.starred = change.starred
        if (change.kind === 'unread') letter.unread = change.unread
        if (change.kind === 'move') Object.assign(letter, { place: change.to, goneAt: null })
        if (change.kind === 'restore') Object.assign(letter, { place: 'inbox', goneAt: null })
        if (change.kind === 'trash')
          Object.assign(letter, {
            place: 'trash',
            goneAt: new Date(Date.now() + 30 * 86_400_000).toISOString(),
          })
      }
      return changed(those, changeId)
    },
    undo(changeId: string): LettersChanged | null {
      const before = undoable.get(changeId)
      if (!before) return null
      undoable.delete(changeId)
      for (const each of before) Object.assign(find(each.letterId), each)
      return changed(
        before.map(({ letterId }) => find(letterId)),
        null,
      )
    },
    purge(these: (letter: { letterId: string; place: string }) => boolean): LettersDeleted {
      const gone = letters.filter((letter) => letter.place === 'trash' && these(letter))
      for (const letter of gone) letters.splice(letters.indexOf(letter), 1)
      return { deleted: gone.length, locked: 0, more: false }
    },
  }
}

const marksOf = ({ letterId, place, starred, unread, goneAt }: Marks): Marks => ({
  letterId,
  place,
  starred,
  unread,
  goneAt,
})
