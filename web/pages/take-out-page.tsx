import { Button, Checkbox } from '@digdir/designsystemet-react'
import { type FormEvent, useCallback, useEffect, useRef, useState } from 'react'
import { Link } from 'react-router'
import type { TakeOutPage as Held, TakeOut } from '#api/take-out.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { callApi } from '../lib/call-api.ts'
import { useAnswer } from '../lib/use-answer.ts'
import { useArrival } from '../lib/use-arrival.ts'
import { useChange } from '../lib/use-change.ts'
import { Changed } from '../parts/changed.tsx'
import { Failure } from '../parts/failure.tsx'
import { Icon } from '../parts/icons.tsx'
import { LineSkeletons } from '../parts/skeletons.tsx'
import { settingsTexts } from '../texts/settings-texts.ts'
import { takeOutTexts } from '../texts/take-out-texts.ts'

const PATH = '/api/take-out'
/** How often the page looks how far it is; a timer's look keeps nobody signed in. */
const LOOK_MS = 2_000

/** B-14: everything in the mailbox as one archive. */
export function TakeOutPage() {
  const texts = useTexts(takeOutTexts)
  const { title: settings } = useTexts(settingsTexts)
  const { standing } = useAccount()
  const heading = useArrival<HTMLHeadingElement>(texts.title, 'take-out')
  const { answer, again } = useAnswer<Held>(PATH)
  const [done, setDone] = useState<string | null>(null)
  const held = answer.value
  const making = held?.takeOut?.state === 'making'
  useEffect(() => {
    if (!making || answer.state === 'loading') return
    const timer = setTimeout(() => again(true), LOOK_MS)
    return () => clearTimeout(timer)
  }, [making, answer, again])
  const after = useCallback(
    (words: string | null) => {
      setDone(words)
      again()
    },
    [again],
  )
  return (
    <div className="page" aria-busy={!held && answer.state === 'loading'}>
      <header className="page-head">
        {standing.own && (
          <Link to="/settings" className="back">
            <Icon name="back" />
            {settings}
          </Link>
        )}
        <h1 className="page-title" ref={heading} tabIndex={-1}>
          {texts.title}
        </h1>
        <p className="quiet">{standing.own ? texts.why : texts.whyOther}</p>
      </header>
      {answer.state === 'failed' && <Failure failure={answer.failure} onAgain={() => again()} />}
      {!held && answer.state === 'loading' && <LineSkeletons count={5} />}
      {held && !standing.own && <p>{texts.logged}</p>}
      {held && !held.takeOut && <Ask held={held} onAsked={() => after(null)} />}
      {held?.takeOut && <State takeOut={held.takeOut} onErased={() => after(texts.erased)} />}
      <p className="done" role="status">
        {held && !held.takeOut ? done : ''}
      </p>
    </div>
  )
}

function Ask({ held, onAsked }: { held: Held; onAsked: () => void }) {
  const texts = useTexts(takeOutTexts)
  const { formats } = useAccount()
  const [missing, setMissing] = useState(false)
  const box = useRef<HTMLInputElement>(null)
  const change = useChange(
    useCallback(async () => {
      await callApi<TakeOut>('POST', PATH, { understood: true })
      onAsked()
    }, [onAsked]),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    // Where nothing is left to open there is nothing to understand.
    const understood = held.notOpened === 0 || (box.current?.checked ?? false)
    setMissing(!understood)
    if (understood) void change.run(undefined)
    else box.current?.focus()
  }
  return (
    <section className="card" aria-labelledby="take-out-ask">
      <h2 id="take-out-ask">{texts.askTitle}</h2>
      <ul className="ends">
        <li>{texts.holds(formats.count(held.letters))}</li>
        <li>{texts.kept(held.keepDays)}</li>
        {held.locked > 0 && <li>{texts.locked(formats.count(held.locked))}</li>}
        <li>{texts.checked}</li>
      </ul>
      {/* Around the form, not in it: the step-up below has a form of its own. */}
      <form className="add-email" onSubmit={submit} noValidate>
        {held.notOpened > 0 && (
          <Checkbox
            ref={box}
            value="understood"
            label={texts.understood(formats.count(held.notOpened))}
            error={missing ? texts.mustUnderstand : undefined}
          />
        )}
        <div className="doings">
          <Button type="submit" loading={change.busy}>
            {texts.ask}
          </Button>
        </div>
      </form>
      <Changed change={change} done={null} />
    </section>
  )
}

function State({ takeOut, onErased }: { takeOut: TakeOut; onErased: () => void }) {
  const texts = useTexts(takeOutTexts)
  const { formats } = useAccount()
  const fetching = useChange(
    useCallback(async () => {
      // Asked first, so that a sign-in that has fallen meanwhile is raised here and not met as a broken download.
      await callApi<TakeOut>('GET', `${PATH}/${takeOut.takeOutId}`)
      location.assign(`${PATH}/${takeOut.takeOutId}/archive`)
    }, [takeOut]),
  )
  const erase = useChange(
    useCallback(async () => {
      await callApi('DELETE', `${PATH}/${takeOut.takeOutId}`)
      onErased()
    }, [takeOut, onErased]),
  )
  const { state, lettersDone, lettersTotal } = takeOut
  return (
    <section className="card" aria-labelledby="take-out-state">
      <h2 id="take-out-state">{texts.states[state]}</h2>
      {state === 'making' && (
        <>
          <p id="take-out-words">{texts.progress(formats.count(lettersDone), formats.count(lettersTotal))}</p>
          <progress
            className="meter"
            aria-labelledby="take-out-words"
            max={Math.max(lettersTotal, 1)}
            value={lettersDone}
          />
          <p className="quiet">{texts.leave}</p>
        </>
      )}
      {state === 'ready' && takeOut.expiresAt && (
        <>
          <p>{texts.ready(formats.size(takeOut.sizeBytes), formats.dayAndTime(takeOut.expiresAt))}</p>
          <p className="quiet">{texts.resume}</p>
        </>
      )}
      {state === 'failed' && <p>{texts.failed}</p>}
      <div className="doings">
        {state === 'ready' && (
          <Button loading={fetching.busy} onClick={() => void fetching.run(undefined)}>
            <Icon name="download" />
            {texts.download}
          </Button>
        )}
        <Button
          variant={state === 'ready' ? 'tertiary' : 'secondary'}
          data-color="danger"
          loading={erase.busy}
          onClick={() => void erase.run(undefined)}
        >
          {state === 'making' ? texts.stop : texts.erase}
        </Button>
      </div>
      <Changed change={fetching} done={null} />
      <Changed change={erase} done={null} />
    </section>
  )
}
