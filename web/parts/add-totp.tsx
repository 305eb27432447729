import { Button, Textfield } from '@digdir/designsystemet-react'
import { type FormEvent, lazy, Suspense, useEffect, useState } from 'react'
import type { Devices, SESSION_PATHS, TotpEnrolment } from '#api/session.ts'
import { useTexts } from '../lib/account.tsx'
import { CallFailed, callApi, leaveIfSignedOut } from '../lib/call-api.ts'
import { deviceTexts } from '../texts/device-texts.ts'
import { Failure } from './failure.tsx'
import { LineSkeletons } from './skeletons.tsx'
import { CodeGone } from './update-bar.tsx'

const BEGIN: (typeof SESSION_PATHS)['totpBegin'] = '/api/session/devices/totp'
const CONFIRM: (typeof SESSION_PATHS)['totpConfirm'] = '/api/session/devices/totp/confirm'

/** Fetched only when a code is to be shown. */
const QrCode = lazy(() =>
  import('./qr-code.tsx').then(
    ({ QrCode }) => ({ default: QrCode }),
    () => ({ default: CodeGone }),
  ),
)

type AddProps = { onAdded: (devices: Devices, name: string) => Promise<void>; onCancel: () => void }

/** A key for the code app, and a first code to show that the app has understood it. */
export function AddTotp({ onAdded, onCancel }: AddProps) {
  const texts = useTexts(deviceTexts)
  const [enrolment, setEnrolment] = useState<TotpEnrolment | null>(null)
  const [wrong, setWrong] = useState<{ name?: string; code?: string }>({})
  const [failure, setFailure] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)

  useEffect(() => {
    const stop = new AbortController()
    callApi<TotpEnrolment>('POST', BEGIN, {}, stop.signal).then(setEnrolment, (error: unknown) => {
      if (!stop.signal.aborted && !leaveIfSignedOut(error)) setFailure(error)
    })
    return () => stop.abort()
  }, [])

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const name = String(form.get('name') ?? '').trim()
    const code = String(form.get('code') ?? '').replaceAll(/\s/g, '')
    const faults = {
      ...((name === '' || name.length > 60) && { name: texts.nameMissing }),
      ...(!/^\d{6}$/.test(code) && { code: texts.codeShape }),
    }
    setWrong(faults)
    if (Object.keys(faults).length > 0) return
    setBusy(true)
    setFailure(null)
    try {
      const body = { enrolmentId: enrolment!.enrolmentId, code, name }
      await onAdded(await callApi<Devices>('POST', CONFIRM, body), name)
    } catch (error) {
      if (leaveIfSignedOut(error)) return
      if (error instanceof CallFailed && error.kind === 'refused') setWrong({ code: texts.codeWrong })
      else setFailure(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <form className="step-up" onSubmit={(event) => void submit(event)} noValidate>
      <h2>{texts.addTotp}</h2>
      {!enrolment && failure === null && <LineSkeletons count={3} />}
      {enrolment && (
        <>
          <p>{texts.totpSteps}</p>
          <Suspense fallback={<LineSkeletons count={3} />}>
            <QrCode text={enrolment.uri} label={texts.qr} />
          </Suspense>
          <p>
            <span className="quiet small block-line">{texts.secret}</span>
            <code className="secret">{enrolment.secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}</code>
          </p>
          <p>
            <a href={enrolment.uri}>{texts.openApp}</a>
          </p>
          <Textfield
            name="name"
            label={texts.name}
            description={texts.nameHint}
            error={wrong.name}
            maxLength={60}
            autoComplete="off"
          />
          <Textfield
            name="code"
            label={texts.code}
            error={wrong.code}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={9}
            className="code-field"
          />
        </>
      )}
      {failure !== null && <Failure failure={failure} />}
      <div className="doings">
        {enrolment && (
          <Button type="submit" loading={busy}>
            {texts.finish}
          </Button>
        )}
        <Button variant="secondary" data-color="neutral" onClick={onCancel}>
          {texts.cancel}
        </Button>
      </div>
    </form>
  )
}
