import { Button, Checkbox } from '@digdir/designsystemet-react'
import { type FormEvent, type ReactNode, useCallback, useEffect, useId, useRef, useState } from 'react'
import { Link } from 'react-router'
import type { NumberConsent } from '#api/settings.ts'
import { useAccount } from '../lib/account.tsx'
import { CallFailed, callApi } from '../lib/call-api.ts'
import { useChange } from '../lib/use-change.ts'
import { Changed } from './changed.tsx'

/** How a page says it; `shown` is the count as the reader's country writes it. */
export type EndingWords = {
  title: string
  understood: (count: number, shown: string) => string
  mustUnderstand: string
  keep: string
  end: (count: number, shown: string) => string
}

/** P-12, B-09: what ends a mailbox takes a tick under the count of letters that go, and the safe button comes first. */
export function EndingForm<Ended>(props: {
  /** Where the confirmation is sent. */
  path: string
  /** Where the safe button leads. */
  keepTo?: string
  letters: NumberConsent['endsLetters']
  words: EndingWords
  /** What ends, in points, and what to do before. */
  children: ReactNode
  onEnded: (ended: Ended) => void
  /** Nothing has ended: what the page shows may no longer be so. */
  onFailed?: () => void
}) {
  const { path, letters, words, onEnded, onFailed } = props
  const { formats } = useAccount()
  const [missing, setMissing] = useState(false)
  const box = useRef<HTMLInputElement>(null)
  const titleId = useId()
  const shown = formats.counted(letters)
  const change = useChange(
    useCallback(
      async (endsLetters: number) => {
        try {
          onEnded(await callApi<Ended>('POST', path, { understood: true, endsLetters }))
        } catch (error) {
          const weak = error instanceof CallFailed && error.kind === 'level-too-low'
          if (!weak) onFailed?.()
          throw error
        }
      },
      [path, onEnded, onFailed],
    ),
  )
  // Another count was not agreed to.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the count is what it is about
  useEffect(() => {
    if (box.current) box.current.checked = false
  }, [letters])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const understood = box.current?.checked ?? false
    setMissing(!understood)
    if (understood) void change.run(letters)
    else box.current?.focus()
  }
  return (
    <section className="card" aria-labelledby={titleId}>
      <form onSubmit={submit} noValidate>
        <h2 id={titleId}>{words.title}</h2>
        {props.children}
        <Checkbox
          ref={box}
          label={words.understood(letters, shown)}
          value="understood"
          onChange={() => setMissing(false)}
          error={missing ? words.mustUnderstand : undefined}
        />
        <div className="doings">
          <Button asChild>
            <Link to={props.keepTo ?? '/settings'}>{words.keep}</Link>
          </Button>
          <Button type="submit" variant="secondary" data-color="danger" loading={change.busy}>
            {words.end(letters, shown)}
          </Button>
        </div>
      </form>
      <Changed change={change} done={null} />
    </section>
  )
}
