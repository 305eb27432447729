import { Button, Textfield } from '@digdir/designsystemet-react'
import { type FormEvent, useState } from 'react'
import type { SESSION_PATHS, SignedIn } from '#api/session.ts'
import { useTexts } from '../lib/account.tsx'
import { CallFailed, callApi, leaveIfSignedOut } from '../lib/call-api.ts'
import { deviceTexts } from '../texts/device-texts.ts'
import { Failure } from './failure.tsx'

const CONFIRM: (typeof SESSION_PATHS)['confirmPassword'] = '/api/session/password/confirm'

/** Before the very first device: whoever finds an open session must not be able to add their own. */
export function ConfirmPassword({ onConfirmed }: { onConfirmed: () => void }) {
  const texts = useTexts(deviceTexts)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<unknown>(null)
  const wrong = failure instanceof CallFailed && failure.kind === 'refused'
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const password = String(new FormData(event.currentTarget).get('password') ?? '')
    setBusy(true)
    setFailure(null)
    try {
      await callApi<SignedIn>('POST', CONFIRM, { password })
      onConfirmed()
    } catch (error) {
      if (!leaveIfSignedOut(error)) setFailure(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <form className="step-up" onSubmit={(event) => void submit(event)}>
      <p>{texts.passwordFirst}</p>
      <Textfield
        type="password"
        name="password"
        autoComplete="current-password"
        label={texts.password}
        required
        error={wrong ? texts.passwordWrong : undefined}
      />
      <Button type="submit" loading={busy}>
        {texts.passwordGo}
      </Button>
      {failure !== null && !wrong && <Failure failure={failure} />}
    </form>
  )
}
