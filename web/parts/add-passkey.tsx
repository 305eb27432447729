import { Button, Textfield } from '@digdir/designsystemet-react'
import { type FormEvent, useState } from 'react'
import type { Devices, PasskeyChallenge, SESSION_PATHS } from '#api/session.ts'
import { useTexts } from '../lib/account.tsx'
import { CallFailed, callApi, leaveIfSignedOut } from '../lib/call-api.ts'
import { deviceTexts } from '../texts/device-texts.ts'
import { Failure } from './failure.tsx'

const OPTIONS: (typeof SESSION_PATHS)['passkeyOptions'] = '/api/session/devices/passkey/options'
const REGISTER: (typeof SESSION_PATHS)['passkeyRegister'] = '/api/session/devices/passkey'

type AddProps = { onAdded: (devices: Devices, name: string) => Promise<void>; onCancel: () => void }

/** A passkey made by this device; its private half never leaves it. */
export function AddPasskey({ onAdded, onCancel }: AddProps) {
  const texts = useTexts(deviceTexts)
  const [wrong, setWrong] = useState<string | null>(null)
  const [stopped, setStopped] = useState(false)
  const [failure, setFailure] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const name = String(new FormData(event.currentTarget).get('name') ?? '').trim()
    const fits = name !== '' && name.length <= 60
    setWrong(fits ? null : texts.nameMissing)
    if (!fits) return
    setBusy(true)
    setStopped(false)
    setFailure(null)
    try {
      const { challengeId, options } = await callApi<PasskeyChallenge>('POST', OPTIONS)
      const { startRegistration } = await import('@simplewebauthn/browser')
      const attestation = await startRegistration({
        optionsJSON: options as unknown as Parameters<typeof startRegistration>[0]['optionsJSON'],
      })
      await onAdded(await callApi<Devices>('POST', REGISTER, { challengeId, name, attestation }), name)
    } catch (error) {
      if (leaveIfSignedOut(error)) return
      if (error instanceof CallFailed) setFailure(error)
      else setStopped(true)
    } finally {
      setBusy(false)
    }
  }
  return (
    <form className="step-up" onSubmit={(event) => void submit(event)} noValidate>
      <h2>{texts.addPasskey}</h2>
      <Textfield
        name="name"
        label={texts.name}
        description={texts.nameHint}
        error={wrong}
        maxLength={60}
        autoComplete="off"
      />
      {stopped && (
        <p className="bh-error" role="alert">
          {texts.passkeyStopped}
        </p>
      )}
      {failure !== null && <Failure failure={failure} />}
      <div className="doings">
        <Button type="submit" loading={busy}>
          {busy ? texts.follow : texts.passkeyGo}
        </Button>
        <Button variant="secondary" data-color="neutral" onClick={onCancel}>
          {texts.cancel}
        </Button>
      </div>
    </form>
  )
}
