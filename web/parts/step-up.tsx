import { Button, Textfield } from '@digdir/designsystemet-react'
import { type FormEvent, useId, useRef, useState } from 'react'
import { Link, useLocation } from 'react-router'
import type { PasskeyChallenge, SESSION_PATHS, SIGN_IN_PAGES, SignedIn } from '#api/session.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { CallFailed, callApi, leaveIfSignedOut } from '../lib/call-api.ts'
import { stepUpTexts } from '../texts/step-up-texts.ts'
import { Failure } from './failure.tsx'
import { StepUpCard } from './step-up-card.tsx'

const TOTP: (typeof SESSION_PATHS)['stepUpTotp'] = '/api/session/step-up/totp'
const PASSKEY_OPTIONS: (typeof SESSION_PATHS)['stepUpPasskeyOptions'] = '/api/session/step-up/passkey/options'
const PASSKEY_VERIFY: (typeof SESSION_PATHS)['stepUpPasskeyVerify'] = '/api/session/step-up/passkey/verify'

const STEP_UP_PAGE: (typeof SIGN_IN_PAGES)['stepUp'] = '/sign-in/step-up'

type Busy = 'totp' | 'passkey' | null

/**
 * Raises the session without leaving the page, by a code or a passkey, and then does what the reader was about to do.
 * `purpose`: what the buttons say happens.
 */
export function StepUp(props: {
  purpose: 'unlock' | 'confirm'
  /** `high` is reached by an electronic ID only. */
  level?: 'substantial' | 'high'
  onRaised: () => void | Promise<void>
}) {
  const texts = useTexts(stepUpTexts)
  const { session, refresh } = useAccount()
  const [busy, setBusy] = useState<Busy>(null)
  const [wrongCode, setWrongCode] = useState<string | null>(null)
  const [wrongPasskey, setWrongPasskey] = useState<string | null>(null)
  const [failure, setFailure] = useState<unknown>(null)
  const field = useRef<HTMLInputElement>(null)
  const id = useId()
  const high = props.level === 'high'
  const totp = session.stepUp.totp && !high
  const passkey = session.stepUp.passkey && !high
  const card = session.stepUp.card && !high
  const elsewhere = <ElectronicIdStepUp high={high} only={!totp && !passkey && !card} />

  const attempt = async (way: Exclude<Busy, null>, raise: () => Promise<unknown>) => {
    setBusy(way)
    setWrongCode(null)
    setWrongPasskey(null)
    setFailure(null)
    try {
      await raise()
    } catch (error) {
      setBusy(null)
      if (leaveIfSignedOut(error)) return
      const refused = error instanceof CallFailed && error.kind === 'refused'
      if (way === 'totp' && refused) {
        setWrongCode(texts.codeWrong)
        field.current?.select()
      } else if (way === 'passkey' && refused) setWrongPasskey(texts.passkeyWrong)
      else if (way === 'passkey' && !(error instanceof CallFailed)) setWrongPasskey(texts.passkeyStopped)
      else setFailure(error)
      return
    }
    await refresh()
    await props.onRaised()
    setBusy(null)
  }

  const byCode = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const code = String(new FormData(event.currentTarget).get('code') ?? '').replaceAll(/\s/g, '')
    if (!/^\d{6}$/.test(code)) {
      setWrongCode(texts.codeShape)
      field.current?.focus()
      return
    }
    void attempt('totp', () => callApi<SignedIn>('POST', TOTP, { code }))
  }

  const byPasskey = () =>
    attempt('passkey', async () => {
      const { challengeId, options } = await callApi<PasskeyChallenge>('POST', PASSKEY_OPTIONS)
      const { startAuthentication } = await import('@simplewebauthn/browser')
      const assertion = await startAuthentication({
        optionsJSON: options as unknown as Parameters<typeof startAuthentication>[0]['optionsJSON'],
      })
      await callApi<SignedIn>('POST', PASSKEY_VERIFY, { challengeId, assertion })
    })

  if (!totp && !passkey && !card)
    return session.stepUp.electronicIds.length > 0 ? (
      <div className="step-up">{elsewhere}</div>
    ) : (
      <div className="step-up">
        <p>{texts.noDevice}</p>
        <Button asChild>
          <Link to="/settings/devices">{texts.addDevice}</Link>
        </Button>
      </div>
    )
  const unlock = props.purpose === 'unlock'
  return (
    <div className="step-up">
      {totp && (
        <form onSubmit={byCode} noValidate>
          <Textfield
            ref={field}
            id={`${id}code`}
            name="code"
            label={texts.code}
            description={texts.codeHint}
            error={wrongCode}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={9}
            className="code-field"
          />
          <Button type="submit" loading={busy === 'totp'} disabled={busy === 'passkey'}>
            {busy === 'totp' ? texts.checking : unlock ? texts.openWithCode : texts.confirmWithCode}
          </Button>
        </form>
      )}
      {totp && card && <p className="or">{texts.or}</p>}
      {card && (
        <StepUpCard
          unlock={unlock}
          secondary={totp}
          onRaised={async () => {
            await refresh()
            await props.onRaised()
          }}
        />
      )}
      {(totp || card) && passkey && <p className="or">{texts.or}</p>}
      {passkey && (
        <Button
          variant={totp || card ? 'secondary' : 'primary'}
          loading={busy === 'passkey'}
          disabled={busy === 'totp'}
          onClick={() => void byPasskey()}
        >
          {busy === 'passkey'
            ? texts.waitingForPasskey
            : unlock
              ? texts.openWithPasskey
              : texts.confirmWithPasskey}
        </Button>
      )}
      {wrongPasskey && (
        <p className="bh-error" role="alert">
          {wrongPasskey}
        </p>
      )}
      {failure !== null && <Failure failure={failure} />}
      {elsewhere}
    </div>
  )
}

/** To the page that leads to BankID, MitID and others, and back to exactly here. */
function ElectronicIdStepUp({ high, only }: { high: boolean; only: boolean }) {
  const texts = useTexts(stepUpTexts)
  const { session, formats } = useAccount()
  const { pathname } = useLocation()
  const { electronicIds } = session.stepUp
  if (electronicIds.length === 0) return null
  const place = new URLSearchParams({ return: pathname, ...(high ? { level: 'high' } : {}) })
  return (
    <Button asChild variant={only ? 'primary' : 'tertiary'}>
      <a href={`${STEP_UP_PAGE}?${place}`}>{texts.withElectronicId(formats.either(electronicIds))}</a>
    </Button>
  )
}
