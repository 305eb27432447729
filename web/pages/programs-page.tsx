import { Button, Checkbox, Field, Fieldset, Label, Select, Textfield } from '@digdir/designsystemet-react'
import { type FormEvent, useCallback, useEffect, useRef, useState } from 'react'
import { Link } from 'react-router'
import type { MakeToken, PersonalToken, PersonalTokens, TokenMade } from '#api/personal-tokens.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { callApi } from '../lib/call-api.ts'
import { type Put, useAnswer } from '../lib/use-answer.ts'
import { useArrival } from '../lib/use-arrival.ts'
import { useChange } from '../lib/use-change.ts'
import { Changed } from '../parts/changed.tsx'
import { Failure } from '../parts/failure.tsx'
import { Icon } from '../parts/icons.tsx'
import { LineSkeletons } from '../parts/skeletons.tsx'
import { programTexts } from '../texts/program-texts.ts'
import { settingsTexts } from '../texts/settings-texts.ts'

const PATH = '/api/tokens'
const DAYS = [30, 90, 366] as const

/** B-14: programs of one's own that read along, and the tokens they do it by. */
export function ProgramsPage() {
  const texts = useTexts(programTexts)
  const { title: settings } = useTexts(settingsTexts)
  const heading = useArrival<HTMLHeadingElement>(texts.title, 'programs')
  const { answer, again, set } = useAnswer<PersonalTokens>(PATH)
  const held = answer.value
  return (
    <div className="page" aria-busy={!held && answer.state === 'loading'}>
      <header className="page-head">
        <Link to="/settings" className="back">
          <Icon name="back" />
          {settings}
        </Link>
        <h1 className="page-title" ref={heading} tabIndex={-1}>
          {texts.title}
        </h1>
        <p className="quiet">{texts.why}</p>
      </header>
      {answer.state === 'failed' && <Failure failure={answer.failure} onAgain={() => again()} />}
      {!held && answer.state === 'loading' && <LineSkeletons count={4} />}
      {held && <Tokens held={held} onChange={set} />}
    </div>
  )
}

type HeldProps = { held: PersonalTokens; onChange: Put<PersonalTokens> }

function Tokens({ held, onChange }: HeldProps) {
  const texts = useTexts(programTexts)
  const [done, setDone] = useState<string | null>(null)
  const [made, setMade] = useState<TokenMade | null>(null)
  const title = useRef<HTMLHeadingElement>(null)
  const end = useChange(
    useCallback(
      async (token: PersonalToken) => {
        await callApi('DELETE', `${PATH}/${token.tokenId}`)
        onChange((now) => ({
          ...now,
          tokens: now.tokens.filter((other) => other.tokenId !== token.tokenId),
        }))
        setMade((shown) => (shown?.tokenId === token.tokenId ? null : shown))
        setDone(texts.ended(token.name))
        // Its button is gone: the reader goes on from the list's name.
        title.current?.focus()
      },
      [onChange, texts],
    ),
  )
  const keep = useCallback(
    (token: TokenMade) => {
      const { token: _, ...listed } = token
      onChange((now) => ({ ...now, tokens: [listed, ...now.tokens] }))
      setDone(null)
      setMade(token)
    },
    [onChange],
  )
  return (
    <>
      {made && <Made made={made} address={held.address} />}
      <section className="card" aria-labelledby="tokens-title">
        <h2 id="tokens-title" ref={title} tabIndex={-1}>
          {texts.list}
        </h2>
        {held.tokens.length === 0 && <p className="quiet">{texts.none}</p>}
        <ul className="emails">
          {held.tokens.map((token) => (
            <TokenRow key={token.tokenId} token={token} busy={end.busy} onEnd={() => void end.run(token)} />
          ))}
        </ul>
        <Changed change={end} done={done} />
      </section>
      {held.tokens.length >= held.most ? (
        <p className="quiet">{texts.full(held.most)}</p>
      ) : (
        <Make onMade={keep} />
      )}
    </>
  )
}

function TokenRow(props: { token: PersonalToken; busy: boolean; onEnd: () => void }) {
  const { token } = props
  const texts = useTexts(programTexts)
  const { formats } = useAccount()
  const used = token.lastUsedAt ? texts.used(formats.dayAndTime(token.lastUsedAt)) : texts.neverUsed
  return (
    <li>
      <span className="email-words">
        <strong>{token.name}</strong>
        <span className="small quiet">
          {token.scopes.map((scope) => texts.scopes[scope]).join(', ')} ·{' '}
          {texts.until(formats.day(token.expiresAt))}
        </span>
        <span className="small quiet">{used}</span>
      </span>
      <Button
        variant="tertiary"
        data-color="danger"
        aria-label={texts.endNamed(token.name)}
        disabled={props.busy}
        onClick={props.onEnd}
      >
        {texts.end}
      </Button>
    </li>
  )
}

/** The only time the token is to be seen. */
function Made({ made, address }: { made: TokenMade; address: string }) {
  const texts = useTexts(programTexts)
  const heading = useRef<HTMLHeadingElement>(null)
  const [copied, setCopied] = useState(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another token is another heading to go to.
  useEffect(() => {
    heading.current?.focus()
    setCopied(false)
  }, [made.tokenId])
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(made.token)
      setCopied(true)
    } catch {
      setCopied(false)
    }
  }
  return (
    <section className="card" aria-labelledby="made-title">
      <h2 id="made-title" ref={heading} tabIndex={-1}>
        {texts.madeTitle(made.name)}
      </h2>
      <p>{texts.madeOnce}</p>
      <p>
        <code className="secret">{made.token}</code>
      </p>
      {made.scopes.includes('mail') && (
        <p>
          {texts.address} <code className="secret">{address}</code>
        </p>
      )}
      <div className="doings">
        <Button variant="secondary" onClick={() => void copy()}>
          {texts.copy}
        </Button>
      </div>
      <p className="done" role="status">
        {copied ? texts.copied : ''}
      </p>
    </section>
  )
}

function Make({ onMade }: { onMade: (made: TokenMade) => void }) {
  const texts = useTexts(programTexts)
  const [fault, setFault] = useState<'name' | 'scopes' | null>(null)
  const form = useRef<HTMLFormElement>(null)
  const change = useChange(
    useCallback(
      async (asked: MakeToken) => {
        onMade(await callApi<TokenMade>('POST', PATH, asked))
        form.current?.reset()
      },
      [onMade],
    ),
  )
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const name = String(data.get('name') ?? '').trim()
    const scopes = data.getAll('scopes') as MakeToken['scopes']
    const wrong = name === '' ? 'name' : scopes.length === 0 ? 'scopes' : null
    setFault(wrong)
    if (wrong) event.currentTarget.querySelector<HTMLInputElement>(`[name=${wrong}]`)?.focus()
    else void change.run({ name, scopes, days: Number(data.get('days')) })
  }
  return (
    <section className="card" aria-labelledby="make-title">
      <h2 id="make-title">{texts.make}</h2>
      <form className="add-email" ref={form} onSubmit={submit} noValidate>
        <Textfield
          name="name"
          label={texts.name}
          description={texts.nameHint}
          maxLength={60}
          autoComplete="off"
          error={fault === 'name' ? texts.nameMissing : undefined}
        />
        <Fieldset>
          <Fieldset.Legend>{texts.mayRead}</Fieldset.Legend>
          <Fieldset.Description>{texts.mayReadHint}</Fieldset.Description>
          <Checkbox name="scopes" value="mail" label={texts.scopes.mail} defaultChecked />
          <Checkbox name="scopes" value="calendar" label={texts.scopes.calendar} />
        </Fieldset>
        {fault === 'scopes' && (
          <p className="bh-error" role="alert">
            {texts.scopesMissing}
          </p>
        )}
        <Field>
          <Label>{texts.ends}</Label>
          <Select name="days" defaultValue="90">
            {DAYS.map((days) => (
              <Select.Option key={days} value={days}>
                {texts.days(days)}
              </Select.Option>
            ))}
          </Select>
        </Field>
        <div className="doings">
          <Button type="submit" loading={change.busy}>
            {texts.makeButton}
          </Button>
        </div>
      </form>
      <Changed change={change} done={null} />
    </section>
  )
}
