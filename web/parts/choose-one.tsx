import { Button } from '@digdir/designsystemet-react'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react'
import { useAccount, useTexts } from '../lib/account.tsx'
import { found } from '../lib/folder-tree.ts'
import { keepingTexts } from '../texts/keeping-texts.ts'
import { Failure } from './failure.tsx'
import { Icon, type IconName } from './icons.tsx'
import { LineSkeletons } from './skeletons.tsx'

/** `id`: the empty text for what stands for none of them. `within`: what it lies in, empty where that is nothing. */
export type Choice = { id: string; name: string; within: string }

/** Shown at once, and how many come when one nears the end: ten thousand names are a list nobody reads to its end. */
const STEP = 100
const PAGE_KEYS = 8
const NEAR_END_PX = 600

/** What there is to choose from, where it has come; and what a list of such things is called. */
export type ChooseOneProps = {
  title: string
  /** What is typed into, what it found, and what to do when that is nothing. */
  words: { find: string; found: (count: number) => string; nothing: string }
  choices: readonly Choice[] | null
  icon: (choice: Choice) => IconName
  within: (path: string) => string
  failed?: { failure: unknown; again: () => void } | null
  note?: string
  onChoose: (choice: Choice) => void
  onClose: () => void
}

/**
 * One of many, found by typing or walked to with the arrow keys. The field keeps the focus; the list is told to a screen reader
 * with how many there are and which one is meant. Nothing is chosen by the Enter key that opened it: only what was typed for or walked to.
 */
export function ChooseOne(props: ChooseOneProps) {
  const { title, words: called, choices, icon, within, failed, note, onChoose, onClose } = props
  const keeping = useTexts(keepingTexts)
  const { locale } = useAccount().formats
  const [words, setWords] = useState('')
  const [active, setActive] = useState(-1)
  const [shown, setShown] = useState(STEP)
  const dialog = useRef<HTMLDialogElement>(null)
  const list = useRef<HTMLUListElement>(null)
  const id = useId()
  const matches = useMemo(
    () =>
      found(choices ?? [], words, {
        locale,
        name: ({ name }) => name,
        whole: ({ name, within }) => `${within} ${name}`,
      }),
    [choices, locale, words],
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
    <dialog className="choose-one" ref={dialog} aria-labelledby={`${id}-title`} onClose={onClose}>
      <h2 id={`${id}-title`}>
        <bdi>{title}</bdi>
      </h2>
      <label htmlFor={id}>{called.find}</label>
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
        {choices && (matches.length === 0 ? called.nothing : called.found(matches.length))}
      </p>
      {failed && <Failure failure={failed.failure} onAgain={failed.again} />}
      {!choices && !failed && <LineSkeletons count={5} />}
      <ul
        className="choose-list"
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
        {matches.slice(0, shown).map((choice, at) => (
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
            <Icon name={icon(choice)} />
            <span>
              <bdi>{choice.name}</bdi>
              {choice.within !== '' && <span className="small quiet"> {within(choice.within)}</span>}
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

/** A field of a form whose value is some of many, or one of them: those chosen stand in a list, each with a button that takes it out again. */
export function SomeField(props: {
  name: string
  /** Choosing another takes the place of the one chosen. */
  one?: boolean
  label: string
  hint?: string
  /** What the button that chooses one says. */
  add: string
  remove: (name: string) => string
  icon: (choice: Choice) => IconName
  onChange: () => void
  /** The dialog. `is`: what is chosen already, and not to be chosen twice. */
  dialog: (is: (id: string) => boolean, doings: Pick<ChooseOneProps, 'onChoose' | 'onClose'>) => ReactNode
}) {
  const { name, one = false, label, hint, add, remove, icon, onChange, dialog } = props
  const [chosen, setChosen] = useState<readonly Choice[]>([])
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const id = useId()
  return (
    <fieldset className="field some-field" aria-describedby={hint && `${id}-hint`}>
      <legend className="field-label">{label}</legend>
      {hint && (
        <p className="small quiet" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {chosen.length > 0 && (
        <ul className="chosen-some" aria-label={label}>
          {chosen.map((choice) => (
            <li key={choice.id}>
              <input type="hidden" name={name} value={choice.id} />
              <Icon name={icon(choice)} />
              <span>
                <bdi>{choice.name}</bdi>
              </span>
              <Button
                type="button"
                variant="tertiary"
                data-color="neutral"
                aria-label={remove(choice.name)}
                onClick={() => {
                  setChosen((before) => before.filter(({ id }) => id !== choice.id))
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
      {open &&
        dialog((id) => chosen.some((choice) => choice.id === id), {
          onChoose: (choice) => {
            setChosen((before) => (one ? [choice] : [...before, choice]))
            onChange()
          },
          onClose: () => setOpen(false),
        })}
    </fieldset>
  )
}
