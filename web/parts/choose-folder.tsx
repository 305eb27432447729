import { Button } from '@digdir/designsystemet-react'
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import type { Folders } from '#api/keeping.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { found, type InTree, inTree } from '../lib/folder-tree.ts'
import { useAnswer } from '../lib/use-answer.ts'
import { folderTexts } from '../texts/folder-texts.ts'
import { keepingTexts } from '../texts/keeping-texts.ts'
import { Failure } from './failure.tsx'
import { Icon } from './icons.tsx'
import { LineSkeletons } from './skeletons.tsx'

/** `id`: of a folder or a place, or the empty text for what stands for none of them. */
export type Choice = { id: string; name: string; within: string }

/** Shown at once, and how many come when one nears the end: ten thousand names are a list nobody reads to its end. */
const STEP = 100
const PAGE_KEYS = 8
const NEAR_END_PX = 600

type Props = {
  title: string
  /** What stands above the folders. */
  also: readonly Choice[]
  /** Left out: every folder. */
  fits?: (one: InTree) => boolean
  note?: string
  onChoose: (choice: Choice) => void
  onClose: () => void
}

/**
 * One folder of many, found by typing or walked to with the arrow keys. The field keeps the focus; the list is told to a screen reader
 * with how many there are and which one is meant. Nothing is chosen by the Enter key that opened it: only what was typed for or walked to.
 */
export function ChooseFolder({ title, also, fits, note, onChoose, onClose }: Props) {
  const texts = useTexts(folderTexts)
  const keeping = useTexts(keepingTexts)
  const { formats } = useAccount()
  const { answer, again } = useAnswer<Folders>('/api/folders')
  const [words, setWords] = useState('')
  const [active, setActive] = useState(-1)
  const [shown, setShown] = useState(STEP)
  const dialog = useRef<HTMLDialogElement>(null)
  const list = useRef<HTMLUListElement>(null)
  const id = useId()
  const folders = answer.value?.folders
  const { locale } = formats
  const all = useMemo(
    () => [
      ...also,
      ...inTree(folders ?? [], locale)
        .filter((one) => fits?.(one) ?? true)
        .map(({ folder, within }) => ({
          id: folder.folderId,
          name: folder.name ?? keeping.damaged,
          within: within.map((name) => name ?? keeping.damaged).join(' / '),
        })),
    ],
    [also, fits, folders, keeping, locale],
  )
  const matches = useMemo(
    () =>
      found(all, words, {
        locale,
        name: ({ name }) => name,
        whole: ({ name, within }) => `${within} ${name}`,
      }),
    [all, locale, words],
  )
  useEffect(() => dialog.current?.showModal(), [])
  // What is meant is in sight, and enough after it that a step further finds something.
  useEffect(() => {
    if (active + PAGE_KEYS >= shown) setShown((before) => before + STEP)
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' })
  }, [active, shown])

  const choose = (choice: Choice | undefined) => {
    if (!choice) return
    // Closed first: the browser gives the focus back to what opened it.
    dialog.current?.close()
    onChoose(choice)
  }
  const walk = (event: KeyboardEvent) => {
    const last = matches.length - 1
    const next = {
      ArrowDown: active < last ? active + 1 : 0,
      ArrowUp: active > 0 ? active - 1 : last,
      PageDown: Math.min(last, active + PAGE_KEYS),
      PageUp: Math.max(0, active - PAGE_KEYS),
    }[event.key]
    if (event.key === 'Enter') choose(matches[active])
    else if (next === undefined) return
    else {
      setShown((before) => Math.max(before, next + STEP))
      setActive(next)
    }
    event.preventDefault()
  }
  return (
    <dialog className="choose-folder" ref={dialog} aria-labelledby={`${id}-title`} onClose={onClose}>
      <h2 id={`${id}-title`}>
        <bdi>{title}</bdi>
      </h2>
      <label htmlFor={id}>{texts.find}</label>
      <input
        className="ds-input"
        id={id}
        type="search"
        role="combobox"
        aria-expanded="true"
        aria-autocomplete="list"
        aria-controls={`${id}-list`}
        aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        value={words}
        onChange={(event) => {
          setWords(event.target.value)
          setActive(event.target.value.trim() === '' ? -1 : 0)
          setShown(STEP)
          list.current?.scrollTo(0, 0)
        }}
        onKeyDown={walk}
      />
      <p className="small quiet" role="status">
        {folders && (matches.length === 0 ? texts.nothing : texts.found(matches.length))}
      </p>
      {answer.state === 'failed' && <Failure failure={answer.failure} onAgain={() => again()} />}
      {!folders && answer.state === 'loading' && <LineSkeletons count={5} />}
      <ul
        className="folder-choices"
        id={`${id}-list`}
        ref={list}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the listbox of the combobox above, which holds the focus
        role="listbox"
        aria-label={title}
        tabIndex={-1}
        onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) =>
          shown < matches.length &&
          scrollTop + clientHeight + NEAR_END_PX > scrollHeight &&
          setShown((before) => before + STEP)
        }
      >
        {folders &&
          matches.slice(0, shown).map((choice, at) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's
            <li
              key={choice.id}
              id={`${id}-${at}`}
              // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: an option of the listbox
              role="option"
              tabIndex={-1}
              aria-selected={at === active}
              aria-setsize={matches.length}
              aria-posinset={at + 1}
              onClick={() => choose(choice)}
            >
              <Icon name={choice.within === '' && also.includes(choice) ? 'inbox' : 'folder'} />
              <span>
                <bdi>{choice.name}</bdi>
                {choice.within !== '' && <span className="small quiet"> {texts.within(choice.within)}</span>}
              </span>
            </li>
          ))}
      </ul>
      {note && <p className="small quiet">{note}</p>}
      <Button variant="secondary" data-color="neutral" onClick={() => dialog.current?.close()}>
        {keeping.cancel}
      </Button>
    </dialog>
  )
}

/** A field of a form whose value is some of many folders: those chosen stand in a list, each with a button that takes it out again. */
export function FoldersField(props: {
  name: string
  label: string
  hint: string
  title: string
  also: readonly Choice[]
  /** What the button that chooses one says. */
  add: string
  remove: (name: string) => string
  onChange: () => void
}) {
  const { name, label, hint, title, also, add, remove, onChange } = props
  const [chosen, setChosen] = useState<readonly Choice[]>([])
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const id = useId()
  const is = (one: string) => chosen.some((choice) => choice.id === one)
  return (
    <fieldset className="field folders-field" aria-describedby={`${id}-hint`}>
      <legend className="field-label">{label}</legend>
      <p className="small quiet" id={`${id}-hint`}>
        {hint}
      </p>
      {chosen.length > 0 && (
        <ul className="chosen-folders" aria-label={label}>
          {chosen.map((choice) => (
            <li key={choice.id}>
              <input type="hidden" name={name} value={choice.id} />
              <Icon name={also.includes(choice) ? 'inbox' : 'folder'} />
              <span>
                <bdi>{choice.name}</bdi>
              </span>
              <Button
                type="button"
                variant="tertiary"
                data-color="neutral"
                aria-label={remove(choice.name)}
                onClick={() => {
                  setChosen(chosen.filter((one) => one !== choice))
                  button.current?.focus()
                }}
              >
                <Icon name="minus" />
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Button
        ref={button}
        type="button"
        variant="secondary"
        data-color="neutral"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        <Icon name="plus" />
        {add}
      </Button>
      {open && (
        <ChooseFolder
          title={title}
          also={also.filter((choice) => !is(choice.id))}
          fits={({ folder }) => !is(folder.folderId)}
          onChoose={(choice) => {
            setChosen([...chosen, choice])
            onChange()
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </fieldset>
  )
}

/** A field of a form whose value is one of many folders. */
export function FolderField(props: {
  name: string
  label: string
  title: string
  also: readonly [Choice, ...Choice[]]
  fits?: (one: InTree) => boolean
  /** Counts up to begin with the first of `also` again. */
  turn?: number
  onChange?: () => void
}) {
  const { name, label, title, also, fits, turn = 0, onChange } = props
  const [held, setHeld] = useState<{ turn: number; choice: Choice } | null>(null)
  const [open, setOpen] = useState(false)
  const id = useId()
  const choice = held?.turn === turn ? held.choice : also[0]
  return (
    <div className="field">
      <span className="field-label" id={`${id}-label`}>
        {label}
      </span>
      <input type="hidden" name={name} value={choice.id} />
      <Button
        type="button"
        variant="secondary"
        data-color="neutral"
        id={id}
        aria-haspopup="dialog"
        aria-labelledby={`${id}-label ${id}`}
        onClick={() => setOpen(true)}
      >
        <Icon name="folder" />
        <bdi>{choice.name}</bdi>
      </Button>
      {open && (
        <ChooseFolder
          title={title}
          also={also}
          {...(fits && { fits })}
          onChoose={(chosen) => {
            setHeld({ turn, choice: chosen })
            onChange?.()
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </div>
  )
}
