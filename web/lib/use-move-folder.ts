import { type DragEvent, useCallback, useRef, useState } from 'react'
import type { Folder, MoveFolder } from '#api/keeping.ts'
import { folderFits } from '#rules/keeping.ts'
import { useDone } from '../parts/done-bar.tsx'
import { folderTexts } from '../texts/folder-texts.ts'
import { keepingTexts } from '../texts/keeping-texts.ts'
import { useTexts } from './account.tsx'
import { CallFailed, callApi, leaveIfSignedOut } from './call-api.ts'
import type { InTree } from './folder-tree.ts'

export const moveButtonId = (folderId: string) => `move-${folderId}`

/** Whether a folder may be put into another, and would lie somewhere else than now. */
export function fitsInto(one: InTree, into: InTree): boolean {
  if (one.folder.parentId === into.folder.folderId) return false
  const path = [into.folder.folderId, ...into.path]
  return folderFits(one.folder.folderId, { path, height: one.height }) === 'fits'
}

export type MovingFolders = ReturnType<typeof useMoveFolder>

/** Puts folders into others, by a choice or by dragging, and says so with its undo. `onMoved`: what is shown is no longer so. */
export function useMoveFolder(onMoved: () => void) {
  const texts = useTexts(folderTexts)
  const keeping = useTexts(keepingTexts)
  const { say } = useDone()
  const [dragged, setDragged] = useState<InTree | null>(null)
  const [told, setTold] = useState<{ folderId: string; words: string | null; failure: unknown } | null>(null)
  const busy = useRef(false)

  const put = useCallback(
    (folderId: string, places: MoveFolder) =>
      callApi<Folder>('PUT', `/api/folders/${folderId}/place`, places),
    [],
  )
  const wordsFor = useCallback(
    (error: unknown) =>
      error instanceof CallFailed && error.code ? (texts.problems[error.code] ?? null) : null,
    [texts],
  )
  const move = useCallback(
    async ({ folder }: InTree, parentId: string | null, to: string) => {
      if (busy.current) return
      busy.current = true
      const { folderId, parentId: from } = folder
      const name = folder.name ?? keeping.damaged
      setTold(null)
      try {
        await put(folderId, { from, parentId })
        const undo = async () => {
          let words = texts.undone(name)
          try {
            await put(folderId, { from: parentId, parentId: from })
          } catch (error) {
            const known = wordsFor(error)
            if (!known) throw error
            words = known
          }
          say({ words, undo: null })
          onMoved()
        }
        say({ words: parentId ? texts.moved(name, to) : texts.movedTop(name), undo })
        onMoved()
      } catch (error) {
        if (leaveIfSignedOut(error)) return
        const words = wordsFor(error)
        setTold({ folderId, words, failure: words ? null : error })
        // Somebody else was quicker: what is there now is shown beside the words.
        if (words) onMoved()
      } finally {
        busy.current = false
      }
    },
    [keeping, onMoved, put, say, texts, wordsFor],
  )
  return {
    move,
    dragged,
    told,
    /** For the row that is dragged. */
    source: (one: InTree) => ({
      draggable: true,
      onDragStart: (event: DragEvent) => {
        event.dataTransfer.effectAllowed = 'move'
        // Nothing of the folder goes out of the page with the drag; Firefox wants something to be there.
        event.dataTransfer.setData('text/plain', '')
        setDragged(one)
      },
      onDragEnd: () => setDragged(null),
    }),
    /** For what it may be dropped on. */
    target: (parentId: string | null, name: string) => ({
      onDragOver: (event: DragEvent) => {
        event.preventDefault()
        event.dataTransfer.dropEffect = 'move'
      },
      onDrop: (event: DragEvent) => {
        event.preventDefault()
        setDragged(null)
        if (dragged) void move(dragged, parentId, name)
      },
    }),
  }
}
