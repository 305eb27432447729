import { Button, Textfield } from '@digdir/designsystemet-react'
import { type FormEvent, useCallback, useId, useState } from 'react'
import { Link } from 'react-router'
import type { Folder, Folders } from '#api/keeping.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { CallFailed, callApi, leaveIfSignedOut } from '../lib/call-api.ts'
import { type InTree, inTree } from '../lib/folder-tree.ts'
import { useAnswer } from '../lib/use-answer.ts'
import { useArrival } from '../lib/use-arrival.ts'
import { Failure } from '../parts/failure.tsx'
import { Icon } from '../parts/icons.tsx'
import { LineSkeletons } from '../parts/skeletons.tsx'
import { keepingTexts } from '../texts/keeping-texts.ts'

const NAME_MAX = 100

/** The folders one makes oneself; the places everybody has stand in the rail and under "More". */
export function FoldersPage() {
  const texts = useTexts(keepingTexts)
  const { formats, standing } = useAccount()
  const heading = useArrival<HTMLHeadingElement>(texts.folders, 'folders')
  const { answer, again } = useAnswer<Folders>('/api/folders')
  const [said, setSaid] = useState('')
  const folders = answer.value
  const tree = inTree(folders?.folders ?? [], formats.locale)
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
        <p className="quiet">{texts.foldersLead}</p>
      </header>
      <section className="card" aria-labelledby="own-folders">
        <h2 id="own-folders">{texts.own}</h2>
        {answer.state === 'failed' && <Failure failure={answer.failure} onAgain={() => again()} />}
        {!folders && answer.state === 'loading' && <LineSkeletons count={3} />}
        {folders && tree.length === 0 && <p className="quiet">{texts.none}</p>}
        <ul className="folders">
          {tree.map((one) => (
            <FolderRow key={one.folder.folderId} one={one} onDone={done} />
          ))}
        </ul>
        <p className="done" role="status">
          {said}
        </p>
      </section>
      {folders && standing.may('change-folders') && (
        <NewFolder tree={tree} depthMost={folders.depthMost} onDone={done} />
      )}
    </div>
  )
}

/** What is wrong with a name or a folder, in its own words where there are such; else the failure itself. */
function useTold() {
  const texts = useTexts(keepingTexts)
  const [told, setTold] = useState<{ words: string | null; failure: unknown }>({ words: null, failure: null })
  const tell = (error: unknown) => {
    if (leaveIfSignedOut(error)) return
    const words = error instanceof CallFailed && error.code ? (texts.problems[error.code] ?? null) : null
    setTold({ words, failure: words ? null : error })
  }
  return { told, tell, forget: () => setTold({ words: null, failure: null }) }
}

function FolderRow({ one: { folder, depth }, onDone }: { one: InTree; onDone: (words: string) => void }) {
  const texts = useTexts(keepingTexts)
  const { may } = useAccount().standing
  const [renaming, setRenaming] = useState(false)
  const { told, tell, forget } = useTold()
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
  const rename = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const name = String(new FormData(event.currentTarget).get('name') ?? '')
    forget()
    try {
      const renamed = await callApi<Folder>('PUT', path, { name })
      setRenaming(false)
      onDone(texts.renamed(renamed.name ?? ''))
    } catch (error) {
      tell(error)
    }
  }
  return (
    <li data-depth={depth}>
      {renaming ? (
        <form className="rename" onSubmit={(event) => void rename(event)} noValidate>
          <Textfield
            name="name"
            label={texts.name}
            defaultValue={folder.name ?? ''}
            maxLength={NAME_MAX}
            error={told.words}
            autoFocus
            autoComplete="off"
          />
          <div className="doings">
            <Button type="submit">{texts.save}</Button>
            <Button variant="secondary" data-color="neutral" onClick={() => setRenaming(false)}>
              {texts.cancel}
            </Button>
          </div>
        </form>
      ) : (
        <>
          <Link className="folder" to={`/in/${folder.folderId}`}>
            <Icon name="folder" />
            <bdi>{shown}</bdi>
          </Link>
          {may('change-folders') && (
            <span className="doings">
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
          {told.words && (
            <p className="fault" role="alert">
              {told.words}
            </p>
          )}
        </>
      )}
      {told.failure !== null && <Failure failure={told.failure} />}
    </li>
  )
}

type NewProps = { tree: readonly InTree[]; depthMost: number; onDone: (words: string) => void }

function NewFolder({ tree, depthMost, onDone }: NewProps) {
  const texts = useTexts(keepingTexts)
  const { told, tell, forget } = useTold()
  const id = useId()
  const make = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const given = new FormData(form)
    const parentId = String(given.get('parentId') ?? '')
    forget()
    try {
      const body = { name: String(given.get('name') ?? ''), ...(parentId && { parentId }) }
      const made = await callApi<Folder>('POST', '/api/folders', body)
      form.reset()
      onDone(texts.made(made.name ?? ''))
    } catch (error) {
      tell(error)
    }
  }
  return (
    <form className="card new-folder" onSubmit={(event) => void make(event)} noValidate>
      <h2>{texts.newFolder}</h2>
      <Textfield name="name" label={texts.name} maxLength={NAME_MAX} error={told.words} autoComplete="off" />
      <div className="field">
        <label htmlFor={id}>{texts.inFolder}</label>
        <select id={id} name="parentId" className="select">
          <option value="">{texts.top}</option>
          {tree
            .filter(({ depth }) => depth + 1 < depthMost)
            .map(({ folder, depth }) => (
              <option key={folder.folderId} value={folder.folderId}>
                {`${'– '.repeat(depth)}${folder.name ?? texts.damaged}`}
              </option>
            ))}
        </select>
      </div>
      <Button type="submit">{texts.make}</Button>
      {told.failure !== null && <Failure failure={told.failure} />}
    </form>
  )
}
