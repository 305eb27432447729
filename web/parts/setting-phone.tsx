import { Button, Textfield } from '@digdir/designsystemet-react'
import { type FormEvent, useCallback, useEffect, useRef, useState } from 'react'
import type { ChangePhone, PHONE_PATH, Phone, VerifyPhone } from '#api/phone.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { CallFailed, callApi, isMeanwhile, leaveIfSignedOut } from '../lib/call-api.ts'
import { useAnswer } from '../lib/use-answer.ts'
import { useChange } from '../lib/use-change.ts'
import { phoneTexts } from '../texts/phone-texts.ts'
import { Changed } from './changed.tsx'
import { Failure } from './failure.tsx'
import { LineSkeletons } from './skeletons.tsx'

const PHONE: typeof PHONE_PATH = '/api/settings/phone'

/** The person's one phone number, or at another path an enterprise's: set, confirmed by a code once, removed. */
export function PhoneSetting({ path = PHONE }: { path?: string }) {
  const texts = useTexts(phoneTexts)
  const { answer, again, set } = useAnswer<Phone>(path)
  const phone = answer.value
  const title = useRef<HTMLHeadingElement>(null)
  const acted = useRef(false)
  const onChange = useCallback(
    (now: Phone) => {
      acted.current = true
      set(now)
    },
    [set],
  )
  // Forms take each other's place here: whoever pressed a button that has gone goes on from the title.
  useEffect(() => {
    if (phone && acted.current && document.activeElement === document.body) title.current?.focus()
    acted.current = false
  }, [phone])
  return (
    <section className="card" aria-labelledby="phone-title" aria-busy={answer.state === 'loading'}>
      <h2 id="phone-title" ref={title} tabIndex={-1}>
        {texts.title}
      </h2>
      <p>{path === PHONE ? texts.why : texts.whyEnterprise}</p>
      {answer.state === 'failed' && <Failure failure={answer.failure} onAgain={() => again()} />}
      {!phone && answer.state === 'loading' && <LineSkeletons count={2} />}
      {phone && <Held path={path} phone={phone} onChange={onChange} />}
    </section>
  )
}

type HeldProps = { path: string; phone: Phone; onChange: (phone: Phone) => void }

function Held({ path, phone, onChange }: HeldProps) {
  const texts = useTexts(phoneTexts)
  const { formats } = useAccount()
  const [done, setDone] = useState<string | null>(null)
  // What was typed last, for whoever was later than somebody else.
  const [typed, setTyped] = useState('')
  const [asked, setAsked] = useState(false)
  const { number } = phone
  const look = useCallback(async () => {
    const now = await callApi<Phone>('GET', path)
    onChange(now)
    setDone(now.state === 'verified' ? texts.done : null)
  }, [onChange, path, texts])
  const change = useChange(
    useCallback(
      async (wish: ChangePhone) => {
        try {
          const now = await callApi<Phone>('PUT', path, wish)
          setTyped('')
          setAsked(isWaiting(now))
          onChange(now)
          setDone(now.number === null ? texts.removed : isWaiting(now) ? texts.sent(now.number) : null)
        } catch (error) {
          // A colleague, or another window, was quicker: the number that stands now is shown beside the words.
          if (isMeanwhile(error)) await look()
          throw error
        }
      },
      [onChange, look, path, texts],
    ),
  )
  return (
    <>
      {number === null ? (
        <SetNumber
          began={typed}
          busy={change.busy}
          onSend={(number) => {
            setTyped(number)
            return change.run({ number, from: null })
          }}
        />
      ) : (
        <>
          <p>
            <strong>{number}</strong>
            {phone.state === 'verified' && phone.verifiedAt && (
              <span className="small quiet"> {texts.verified(formats.day(phone.verifiedAt))}</span>
            )}
          </p>
          {phone.state === 'failing' && <p className="bh-error">{texts.failing}</p>}
          {path === PHONE && phone.codesFrom && Date.parse(phone.codesFrom) > Date.now() && (
            <p className="small quiet">{texts.codesFrom(formats.day(phone.codesFrom))}</p>
          )}
          {isWaiting(phone) && (
            <Verify
              path={path}
              number={number}
              here={asked}
              look={look}
              onVerified={(now) => {
                change.forget()
                onChange(now)
                setDone(texts.done)
              }}
            />
          )}
          <div className="doings">
            {phone.state !== 'verified' && (
              <Button
                variant="tertiary"
                aria-disabled={change.busy}
                onClick={() => void change.run({ number, from: number })}
              >
                {texts.again}
              </Button>
            )}
            <Button
              variant="tertiary"
              data-color="danger"
              aria-disabled={change.busy}
              onClick={() => void change.run({ number: null, from: number })}
            >
              {texts.remove}
            </Button>
          </div>
        </>
      )}
      <Changed change={change} done={done} />
    </>
  )
}

/** A code was asked for: of a number that is new, or of one that SMS no longer reach. */
const isWaiting = ({ state, codeExpiresAt }: Phone) =>
  state === 'waiting' || (state === 'failing' && codeExpiresAt !== null)

type SetNumberProps = { began: string; busy: boolean; onSend: (number: string) => Promise<boolean> }

function SetNumber({ began, busy, onSend }: SetNumberProps) {
  const texts = useTexts(phoneTexts)
  const [wrong, setWrong] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const number = field.current?.value.trim() ?? ''
    // What is a number here and abroad is for the server to know; this catches a slip of the finger.
    const fits = (number.match(/\d/g)?.length ?? 0) >= 7
    setWrong(!fits)
    if (fits) void onSend(number)
    else field.current?.focus()
  }
  return (
    <form className="add-email" onSubmit={submit} noValidate>
      <Textfield
        ref={field}
        type="tel"
        name="tel"
        autoComplete="tel"
        defaultValue={began}
        label={texts.number}
        description={texts.numberHint}
        error={wrong ? texts.shape : undefined}
      />
      <Button type="submit" variant="secondary" loading={busy}>
        {texts.send}
      </Button>
    </form>
  )
}

type VerifyProps = {
  path: string
  number: string
  /** The code was asked for just now. */
  here: boolean
  /** Asks for the number that stands now. */
  look: () => Promise<void>
  onVerified: (phone: Phone) => void
}

function Verify({ path, number, here, look, onVerified }: VerifyProps) {
  const texts = useTexts(phoneTexts)
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<string | null>(null)
  const [failure, setFailure] = useState<unknown>(null)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (here) field.current?.focus()
  }, [here])
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const code = (field.current?.value ?? '').replaceAll(/\s/g, '')
    if (!/^\d{6}$/.test(code)) {
      setWrong(texts.codeShape)
      field.current?.focus()
      return
    }
    setBusy(true)
    setWrong(null)
    setFailure(null)
    try {
      const said: VerifyPhone = { number, code }
      onVerified(await callApi<Phone>('POST', `${path}/verify`, said))
    } catch (error) {
      if (leaveIfSignedOut(error)) return
      // Another number waits by now, or another window has confirmed this one.
      if (isMeanwhile(error) || (error instanceof CallFailed && error.status === 410))
        await look().catch(() => undefined)
      if (error instanceof CallFailed && error.kind === 'refused') setWrong(texts.codeWrong)
      else if (error instanceof CallFailed && error.status === 410) setWrong(texts.codeOver)
      else setFailure(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <form className="add-email" onSubmit={(event) => void submit(event)} noValidate>
      <Textfield
        ref={field}
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={9}
        label={texts.code}
        error={wrong}
        className="code-field"
      />
      <Button type="submit" loading={busy}>
        {texts.confirm}
      </Button>
      {failure !== null && <Failure failure={failure} />}
    </form>
  )
}
