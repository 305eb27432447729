import { Button } from '@digdir/designsystemet-react'
import { type FormEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import { useLocation, useNavigate } from 'react-router'
import type { SearchAsked } from '#api/search.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { searchHash, wordForWord, wordsInAddress } from '../lib/search-address.ts'
import { useArrival } from '../lib/use-arrival.ts'
import { useSearch } from '../lib/use-search.ts'
import { folderTexts } from '../texts/folder-texts.ts'
import { keepingTexts } from '../texts/keeping-texts.ts'
import { searchTexts } from '../texts/search-texts.ts'
import { type Choice, FolderField } from './choose-folder.tsx'
import { Failure } from './failure.tsx'
import { Icon } from './icons.tsx'
import { Hit } from './search-hit.tsx'
import { RowSkeletons } from './skeletons.tsx'

/** A pause in typing after which it is searched without being asked, in ms. */
const PAUSE_MS = 400
const WORD_LENGTH_MIN = 2

/** What is looked for, what narrows it down, and what was found. Stays as it is while a letter is read and left again. */
export function SearchPane({ chosen }: { chosen: string | undefined }) {
  const texts = useTexts(searchTexts)
  const { session } = useAccount()
  const { pathname, hash, search: query } = useLocation()
  const navigate = useNavigate()
  const given = wordsInAddress({ hash, search: query })
  const { found, looking, failure, complete, search, more } = useSearch()
  const form = useRef<HTMLFormElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const heading = useArrival<HTMLHeadingElement>(chosen ? null : texts.title, chosen ? 'letter' : 'search')
  const field = useId()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  const asked = () => (form.current ? readForm(form.current) : {})
  /** The words the address last said, or that were put there. */
  const known = useRef<string | null>(null)
  const put = (words: string, replace: boolean) => {
    known.current = words
    void navigate({ pathname, hash: searchHash(words) }, { replace, preventScrollReset: true })
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the form and the address hold is looked at when the address changes
  useEffect(() => {
    const typed = input.current?.value.trim() ?? ''
    if (given === null) {
      // Back from a letter by a link: the list stays, and the address says again what it shows.
      if (typed !== '' && !chosen) put(typed, true)
      return
    }
    // What came to the server in the address is no longer shown there.
    if (query !== '') put(given, true)
    else if (known.current === given) return
    known.current = given
    if (input.current && typed !== given) input.current.value = given
    void search(asked())
  }, [given, query, chosen, search])

  /** @param kept as a step to come back to */
  const go = (kept: boolean) => {
    clearTimeout(timer.current)
    const wish = asked()
    const words = wish.words ?? ''
    if (words !== (given ?? '')) put(words, !kept || !given)
    void search(wish)
  }
  const goFor = (words: string) => {
    if (input.current) input.current.value = words
    input.current?.focus()
    go(true)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    go(true)
  }
  const later = () => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      const { words } = asked()
      if (!words || words.length >= WORD_LENGTH_MIN) go(false)
    }, PAUSE_MS)
  }
  const count = found?.hits.length ?? 0
  const moreFrom = useRef<number | null>(null)
  useEffect(() => {
    const from = moreFrom.current
    if (from === null || count <= from) return
    moreFrom.current = null
    document.getElementById(`row-${found!.hits[from]!.letter.letterId}`)?.focus()
  }, [count, found])
  const opened = useOpened(chosen)
  const Heading = chosen ? 'h2' : 'h1'
  return (
    <section className="list-pane search-pane" aria-label={texts.title} aria-busy={looking}>
      <header className="list-head">
        <Heading className="page-title" ref={heading} tabIndex={-1}>
          {texts.title}
        </Heading>
      </header>
      <search>
        <form className="search-form" ref={form} onSubmit={submit} onInput={later}>
          <div className="search-words">
            <label htmlFor={field}>{texts.words}</label>
            <div className="search-line">
              <input
                className="ds-input"
                id={field}
                ref={input}
                name="words"
                type="search"
                defaultValue={given ?? ''}
                maxLength={200}
                autoComplete="off"
                aria-describedby={`${field}-hint`}
              />
              <Button type="submit">
                <Icon name="search" />
                {texts.go}
              </Button>
            </div>
            <p className="small quiet" id={`${field}-hint`}>
              {texts.hint}
            </p>
          </div>
          <Narrow onClear={later} />
        </form>
      </search>
      <div className="search-told" role="status">
        {looking && <p className="small quiet">{texts.looking}</p>}
        {!looking && found?.instead?.shown && <p>{texts.shownFor(found.instead.words)}</p>}
        {!looking && found && count > 0 && (
          <p className="small quiet">{texts.found(count, found.next !== null)}</p>
        )}
        {!looking && found && count === 0 && !found.next && <p className="bh-hidden">{texts.none}</p>}
        {found && found.waiting > 0 && !complete && <p className="small">{texts.waiting(found.waiting)}</p>}
        {complete && <p className="small">{texts.complete}</p>}
      </div>
      {found?.instead && !looking && (
        <div className="search-instead">
          <Button
            variant="tertiary"
            data-size="sm"
            onClick={() => goFor(found.instead!.shown ? wordForWord(given ?? '') : found.instead!.words)}
          >
            {found.instead.shown ? texts.onlyFor(given ?? '') : texts.meant(found.instead.words)}
          </Button>
        </div>
      )}
      {complete && found && (
        <Button className="arrived" variant="secondary" onClick={() => goFor(given ?? '')}>
          {texts.again}
        </Button>
      )}
      {failure !== null && (
        <Failure failure={failure} onAgain={() => (found?.next ? void more() : goFor(given ?? ''))} />
      )}
      {found && count > 0 && (
        <ol className="rows" aria-label={texts.found(count, found.next !== null)}>
          {found.hits.map((hit) => (
            <Hit
              key={hit.letter.letterId}
              hit={hit}
              chosen={hit.letter.letterId === chosen}
              opened={opened.has(hit.letter.letterId)}
            />
          ))}
        </ol>
      )}
      {!found && looking && <RowSkeletons count={6} />}
      {!found && !looking && failure === null && <p className="search-begin quiet">{texts.begin}</p>}
      {found && count === 0 && found.next === null && !looking && (
        <div className="empty">
          <Icon name="search" />
          <p className="empty-title">{texts.none}</p>
          <p className="quiet">{texts.noneTips}</p>
          {session.level === 'low' && <p className="quiet">{texts.noneLocked}</p>}
        </div>
      )}
      {found?.next && failure === null && (
        <div className="older">
          <Button
            variant="tertiary"
            aria-disabled={looking || undefined}
            onClick={() => {
              if (looking) return
              moreFrom.current = count
              void more()
            }}
          >
            {texts.more}
          </Button>
        </div>
      )}
    </section>
  )
}

/** Letters read from here: unread no longer, though the answer that found them said so. */
function useOpened(chosen: string | undefined): ReadonlySet<string> {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  useEffect(() => {
    if (chosen) setOpened((before) => new Set([...before, chosen]))
  }, [chosen])
  return opened
}

/** Only what is filled in. */
function readForm(form: HTMLFormElement): SearchAsked {
  const data = new FormData(form)
  const text = (name: string) => String(data.get(name) ?? '').trim()
  const [words, sender, since, until, place] = ['words', 'sender', 'since', 'until', 'in'].map(text)
  return {
    ...(words && { words }),
    ...(sender && { sender }),
    ...(since && { since }),
    ...(until && { until }),
    ...(place && { in: place }),
    ...(data.has('unread') && { unread: true }),
    ...(data.has('attachments') && { attachments: true }),
  }
}

function Narrow({ onClear }: { onClear: () => void }) {
  const texts = useTexts(searchTexts)
  const keeping = useTexts(keepingTexts)
  const folders = useTexts(folderTexts)
  const [turn, setTurn] = useState(0)
  const also = useMemo(
    (): [Choice, ...Choice[]] => [
      { id: '', name: texts.everywhere, within: '' },
      ...Object.entries(keeping.places).map(([place, name]) => ({ id: place, name, within: '' })),
    ],
    [keeping, texts],
  )
  const id = useId()
  const box = useRef<HTMLDetailsElement>(null)
  const clear = () => {
    setTurn((before) => before + 1)
    for (const input of box.current?.querySelectorAll<HTMLInputElement>('input:not([type=hidden])') ?? []) {
      input.value = ''
      input.checked = false
    }
    onClear()
  }
  return (
    <details className="narrow" ref={box}>
      <summary>{texts.narrow}</summary>
      <div className="narrow-fields">
        <div>
          <label htmlFor={`${id}-sender`}>{texts.sender}</label>
          <input className="ds-input" id={`${id}-sender`} name="sender" maxLength={200} autoComplete="off" />
        </div>
        <div className="narrow-days">
          <div>
            <label htmlFor={`${id}-since`}>{texts.since}</label>
            <input className="ds-input" id={`${id}-since`} name="since" type="date" />
          </div>
          <div>
            <label htmlFor={`${id}-until`}>{texts.until}</label>
            <input className="ds-input" id={`${id}-until`} name="until" type="date" />
          </div>
        </div>
        <FolderField
          name="in"
          label={texts.where}
          title={folders.titleNarrow}
          also={also}
          turn={turn}
          onChange={onClear}
        />
        <label className="check">
          <input type="checkbox" name="unread" /> {texts.unread}
        </label>
        <label className="check">
          <input type="checkbox" name="attachments" /> {texts.attachments}
        </label>
        <Button type="button" variant="tertiary" data-size="sm" onClick={clear}>
          {texts.clear}
        </Button>
      </div>
    </details>
  )
}
