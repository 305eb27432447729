import { Button, Textfield } from '@digdir/designsystemet-react'
import { type FormEvent, useCallback, useRef, useState } from 'react'
import type { PHONE_PATH, Phone } from '#api/phone.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { CallFailed, callApi, leaveIfSignedOut } from '../lib/call-api.ts'
import { useAnswer } from '../lib/use-answer.ts'
import { useChange } from '../lib/use-change.ts'
import { phoneTexts } from '../texts/phone-texts.ts'
import { Changed } from './changed.tsx'
import { Failure } from './failure.tsx'
import { LineSkeletons } from './skeletons.tsx'

const PHONE: typeof PHONE_PATH = '/api/settings/phone'
const NONE: Phone = { number: null, state: 'none', verifiedAt: null, codeExpiresAt: null, codesFrom: null }

/** The person's one phone number: set, confirmed by a code once, removed. */
export function PhoneSetting() {
  const texts = useTexts(phoneTexts)
  const { answer, again, set } = useAnswer<Phone>(PHONE)
  const phone = answer.value
  return (
    <section className="card" aria-labelledby="phone-title" aria-busy={answer.state === 'loading'}>
      <h2 id="phone-title">{texts.title}</h2>
      <p>{texts.why}</p>
      {answer.state === 'failed' && <Failure failure={answer.failure} onAgain={() => again()} />}
      {!phone && answer.state === 'loading' && <LineSkeletons count={2} />}
      {phone && <Held phone={phone} onChange={set} />}
    </section>
  )
}

function Held({ phone, onChange }: { phone: Phone; onChange: (phone: Phone) => void }) {
  const texts = useTexts(phoneTexts)
  const { formats } = useAccount()
  const [done, setDone] = useState<string | null>(null)
  const send = useChange(
    useCallback(
      async (number: string) => {
        const now = await callApi<Phone>('PUT', PHONE, { number })
        onChange(now)
        setDone(now.state === 'waiting' ? texts.sent(now.number ?? number) : null)
      },
      [onChange, texts],
    ),
  )
  const remove = useChange(
    useCallback(
      async (_: undefined) => {
        await callApi('DELETE', PHONE)
        onChange(NONE)
        setDone(texts.removed)
      },
      [onChange, texts],
    ),
  )
  const { number } = phone
  return (
    <>
      {number === null ? (
        <SetNumber busy={send.busy} onSend={send.run} />
      ) : (
        <>
          <p>
            <strong>{number}</strong>
            {phone.verifiedAt && (
              <span className="small quiet"> {texts.verified(formats.day(phone.verifiedAt))}</span>
            )}
          </p>
          {phone.codesFrom && Date.parse(phone.codesFrom) > Date.now() && (
            <p className="small quiet">{texts.codesFrom(formats.day(phone.codesFrom))}</p>
          )}
          {phone.state === 'waiting' && (
            <Verify
              onVerified={(now) => {
                onChange(now)
                setDone(texts.done)
              }}
            />
          )}
          <div className="doings">
            {phone.state === 'waiting' && (
              <Button variant="tertiary" aria-disabled={send.busy} onClick={() => void send.run(number)}>
                {texts.again}
              </Button>
            )}
            <Button
              variant="tertiary"
              data-color="danger"
              aria-disabled={remove.busy}
              onClick={() => void remove.run(undefined)}
            >
              {texts.remove}
            </Button>
          </div>
        </>
      )}
      <Changed change={remove} done={null} />
      <Changed change={send} done={done} />
    </>
  )
}

function SetNumber({ busy, onSend }: { busy: boolean; onSend: (number: string) => Promise<boolean> }) {
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

function Verify({ onVerified }: { onVerified: (phone: Phone) => void }) {
  const texts = useTexts(phoneTexts)
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<string | null>(null)
  const [failure, setFailure] = useState<unknown>(null)
  const field = useRef<HTMLInputElement>(null)
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
      onVerified(await callApi<Phone>('POST', `${PHONE}/verify`, { code }))
    } catch (error) {
      if (leaveIfSignedOut(error)) return
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
