import { Button, Textfield } from '@digdir/designsystemet-react'
import { type FormEvent, useCallback, useMemo, useState } from 'react'
import { Link } from 'react-router'
import type { Folder, Folders } from '#api/keeping.ts'
import { useTexts } from '../lib/account.tsx'
import { callApi, isMeanwhile } from '../lib/call-api.ts'
import type { InTree } from '../lib/folder-tree.ts'
import { fitsInto, type MovingFolders, moveButtonId } from '../lib/use-move-folder.ts'
import { useTold } from '../lib/use-told.ts'
import { folderTexts } from '../texts/folder-texts.ts'
import { keepingTexts } from '../texts/keeping-texts.ts'
import { ChooseFolder } from './choose-folder.tsx'
import { Failure } from './failure.tsx'
import { FolderUnread } from './folder-unread.tsx'
import { Icon } from './icons.tsx'

export const FOLDER_NAME_MAX = 100

type Props = {
  one: InTree
  unread: number | undefined
  /** It stands among others that were looked for, not where it lies: so that is said. */
  found: boolean
  /** Null: this session may not change folders. */
  moving: MovingFolders | null
  /** The one being dragged may be dropped here. */
  drop: boolean
  onDone: (words: string) => void
  /** What is shown is no longer so. */
  onStale: () => void
}

export function FolderRow({ one, unread, found, moving, drop, onDone, onStale }: Props) {
  const texts = useTexts(keepingTexts)
  const folders = useTexts(folderTexts)
  const [renaming, setRenaming] = useState(false)
  const { told, tell, forget } = useTold()
  const { folder, depth, within } = one
  const path = `/api/folders/${folder.folderId}`
  const shown = folder.name ?? texts.damaged
  const remove = async () => {
    forget()
    try {
      await callApi('DELETE', path)
      onDone(texts.removed(shown))
    } catch (error) {
      tell(error)
    }
  }
  const moved = moving?.told?.folderId === folder.folderId ? moving.told : null
  const words = told.words ?? moved?.words
  const failure = told.failure ?? moved?.failure ?? null
  return (
    <li
      data-depth={found ? 0 : depth}
      data-drop={drop || undefined}
      {...(moving && !renaming && moving.source(one))}
      {...(moving && drop && moving.target(folder.folderId, shown))}
    >
      {renaming ? (
        <Rename folder={folder} onDone={onDone} onStale={onStale} onClose={() => setRenaming(false)} />
      ) : (
        <>
          <Link className="folder" to={`/in/${folder.folderId}`} draggable={false}>
            <Icon name="folder" />
            <bdi>{shown}</bdi>
            <FolderUnread unread={unread} />
          </Link>
          {found && within.length > 0 && (
            <span className="small quiet folder-within">
              {folders.within(within.map((name) => name ?? texts.damaged).join(' / '))}
            </span>
          )}
          {moving && (
            <span className="doings">
              <MoveFolderButton one={one} onMove={moving.move} />
              <Button
                variant="tertiary"
                data-color="neutral"
                aria-label={texts.renameNamed(shown)}
                onClick={() => setRenaming(true)}
              >
                {texts.rename}
              </Button>
              <Button
                variant="tertiary"
                data-color="danger"
                aria-label={texts.removeNamed(shown)}
                onClick={() => void remove()}
              >
                {texts.remove}
              </Button>
            </span>
          )}
          {words && (
            <p className="fault" role="alert">
              {words}
            </p>
          )}
        </>
      )}
      {failure !== null && <Failure failure={failure} />}
    </li>
  )
}

function MoveFolderButton({ one, onMove }: { one: InTree; onMove: MovingFolders['move'] }) {
  const texts = useTexts(folderTexts)
  const keeping = useTexts(keepingTexts)
  const [open, setOpen] = useState(false)
  const { folder } = one
  const name = folder.name ?? keeping.damaged
  const atTop = folder.parentId === null
  const also = useMemo(() => (atTop ? [] : [{ id: '', name: keeping.top, within: '' }]), [atTop, keeping])
  const fits = useCallback((into: InTree) => fitsInto(one, into), [one])
  return (
    <>
      <Button
        id={moveButtonId(folder.folderId)}
        variant="tertiary"
        data-color="neutral"
        aria-label={texts.placeNamed(name)}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        {texts.place}
      </Button>
      {open && (
        <ChooseFolder
          title={texts.title(name)}
          also={also}
          fits={fits}
          note={texts.notShown}
          onChoose={(choice) => void onMove(one, choice.id || null, choice.name)}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}

type RenameProps = Pick<Props, 'onDone' | 'onStale'> & { folder: Folder; onClose: () => void }

function Rename({ folder, onDone, onStale, onClose }: RenameProps) {
  const texts = useTexts(keepingTexts)
  const { told, tell, forget } = useTold()
  const [from, setFrom] = useState(folder.name)
  const [newer, setNewer] = useState<string>()
  const rename = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const name = String(new FormData(event.currentTarget).get('name') ?? '')
    forget()
    setNewer(undefined)
    try {
      const renamed = await callApi<Folder>('PUT', `/api/folders/${folder.folderId}`, { name, from })
      onClose()
      onDone(texts.renamed(renamed.name ?? ''))
    } catch (error) {
      if (isMeanwhile(error)) await look().catch(tell)
      else tell(error)
    }
  }
  const look = async () => {
    const { folders } = await callApi<Folders>('GET', '/api/folders')
    const now = folders.find(({ folderId }) => folderId === folder.folderId)
    // One that is gone has no row any more.
    if (now) {
      setFrom(now.name)
      setNewer(texts.renamedMeanwhile(now.name ?? texts.damaged))
    }
    onStale()
  }
  return (
    <form className="rename" onSubmit={(event) => void rename(event)} noValidate>
      <Textfield
        name="name"
        label={texts.name}
        defaultValue={folder.name ?? ''}
        maxLength={FOLDER_NAME_MAX}
        error={newer ?? told.words}
        autoFocus
        autoComplete="off"
      />
      {told.failure !== null && <Failure failure={told.failure} />}
      <div className="doings">
        <Button type="submit">{texts.save}</Button>
        <Button variant="secondary" data-color="neutral" onClick={onClose}>
          {texts.cancel}
        </Button>
      </div>
    </form>
  )
}
