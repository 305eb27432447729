import { Button } from '@digdir/designsystemet-react'
import { useCallback, useEffect, useId, useMemo, useRef, useState } from 'react'
import type { Folders } from '#api/keeping.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { found, type InTree, inTree } from '../lib/folder-tree.ts'
import { useAnswer } from '../lib/use-answer.ts'
import { useArrival } from '../lib/use-arrival.ts'
import { fitsInto, useMoveFolder } from '../lib/use-move-folder.ts'
import { useUnreadInFolders } from '../lib/use-unread-in-folders.ts'
import { Failure } from '../parts/failure.tsx'
import { FolderRow } from '../parts/folder-row.tsx'
import { NewFolder } from '../parts/new-folder.tsx'
import { LineSkeletons } from '../parts/skeletons.tsx'
import { folderTexts } from '../texts/folder-texts.ts'
import { keepingTexts } from '../texts/keeping-texts.ts'

/** Rows shown at once, and how many come with each press. */
const STEP = 100
/** With fewer one sees them all. */
const FIND_FROM = 15

/** The folders one makes oneself; the places everybody has stand in the rail and under "More". */
export function FoldersPage() {
  const texts = useTexts(keepingTexts)
  const { formats, standing } = useAccount()
  const heading = useArrival<HTMLHeadingElement>(texts.folders, 'folders')
  const { answer, again } = useAnswer<Folders>('/api/folders')
  const [said, setSaid] = useState('')
  const folders = answer.value
  const tree = useMemo(() => inTree(folders?.folders ?? [], formats.locale), [folders, formats.locale])
  const done = useCallback(
    (words: string) => {
      setSaid(words)
      again()
    },
    [again],
  )
  return (
    <div className="page" aria-busy={answer.state === 'loading'}>
      <header className="page-head">
        <h1 className="page-title" ref={heading} tabIndex={-1}>
          {texts.folders}
        </h1>
        {standing.may('change-folders') && <p className="quiet">{texts.foldersLead}</p>}
      </header>
      <section className="card" aria-labelledby="own-folders">
        <h2 id="own-folders">{texts.own}</h2>
        {answer.state === 'failed' && <Failure failure={answer.failure} onAgain={() => again()} />}
        {!folders && answer.state === 'loading' && <LineSkeletons count={3} />}
        {folders && tree.length === 0 && <p className="quiet">{texts.none}</p>}
        {tree.length > 0 && <FolderList tree={tree} onDone={done} onStale={again} />}
        <p className="done" role="status">
          {said}
        </p>
      </section>
      {folders && standing.may('change-folders') && <NewFolder depthMost={folders.depthMost} onDone={done} />}
    </div>
  )
}

type ListProps = { tree: readonly InTree[]; onDone: (words: string) => void; onStale: () => void }

function FolderList({ tree, onDone, onStale }: ListProps) {
  const texts = useTexts(folderTexts)
  const keeping = useTexts(keepingTexts)
  const { formats, standing } = useAccount()
  const may = standing.may('change-folders')
  const unread = useUnreadInFolders(true)
  const [words, setWords] = useState('')
  const [most, setMost] = useState(STEP)
  const move = useMoveFolder(onStale)
  const list = useRef<HTMLUListElement>(null)
  const firstNew = useRef<number | null>(null)
  const id = useId()
  const { locale } = formats
  const matches = useMemo(
    () =>
      found(tree, words, {
        locale,
        name: ({ folder }) => folder.name ?? '',
        whole: ({ folder, within }) => [...within, folder.name].join(' '),
      }),
    [locale, tree, words],
  )
  // The button that showed more may be gone: the first of what it showed is next.
  useEffect(() => {
    if (firstNew.current !== null && firstNew.current < most)
      list.current?.children[firstNew.current]?.querySelector('a')?.focus()
    firstNew.current = null
  }, [most])
  const { dragged } = move
  const topFits = dragged !== null && dragged.folder.parentId !== null
  const more = Math.min(STEP, matches.length - most)
  return (
    <>
      {tree.length > FIND_FROM && (
        <div className="find-folder">
          <label htmlFor={id}>{texts.find}</label>
          <input
            className="ds-input"
            id={id}
            type="search"
            autoComplete="off"
            spellCheck={false}
            maxLength={200}
            value={words}
            onChange={(event) => {
              setWords(event.target.value)
              setMost(STEP)
            }}
          />
          <p className="small quiet" role="status">
            {matches.length === 0 ? texts.nothing : texts.found(matches.length)}
          </p>
        </div>
      )}
      {may && tree.length > 1 && (
        // For who has a mouse; the button beside each folder does the same.
        <p
          className="drag-top small quiet"
          aria-hidden="true"
          data-drop={topFits || undefined}
          {...(topFits && move.target(null, keeping.top))}
        >
          {texts.drag}
        </p>
      )}
      <ul className="folders" ref={list}>
        {matches.slice(0, most).map((one) => (
          <FolderRow
            key={one.folder.folderId}
            one={one}
            unread={unread.get(one.folder.folderId)}
            found={words !== ''}
            moving={may ? move : null}
            drop={dragged !== null && fitsInto(dragged, one)}
            onDone={onDone}
            onStale={onStale}
          />
        ))}
      </ul>
      {more > 0 && (
        <Button
          variant="secondary"
          data-color="neutral"
          onClick={() => {
            firstNew.current = most
            setMost(most + STEP)
          }}
        >
          {texts.more(more)}
        </Button>
      )}
    </>
  )
}
