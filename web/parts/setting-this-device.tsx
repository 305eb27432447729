import { Button, Textfield } from '@digdir/designsystemet-react'
import { type FormEvent, useCallback, useState } from 'react'
import type { AppSession, AppSessions, KeepDevice, SESSION_PATHS } from '#api/session.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { CallFailed, callApi } from '../lib/call-api.ts'
import { isInstalled, useInstall } from '../lib/installed-app.ts'
import { type Put, useAnswer } from '../lib/use-answer.ts'
import { useChange } from '../lib/use-change.ts'
import { appTexts } from '../texts/app-texts.ts'
import { Changed } from './changed.tsx'
import { Failure } from './failure.tsx'
import { LineSkeletons } from './skeletons.tsx'

const APPS: (typeof SESSION_PATHS)['apps'] = '/api/session/apps'
const PIN_SHAPE = /^[0-9]{6}$/

/** The app on this very device: installing it, and the PIN that opens it (B-19, D-02). */
export function ThisDeviceSetting() {
  const texts = useTexts(appTexts)
  const install = useInstall()
  const { answer, again, set } = useAnswer<AppSessions>(APPS)
  const current = answer.value?.apps.find((app) => app.current) ?? null
  return (
    <section className="card" aria-labelledby="app-title" aria-busy={answer.state === 'loading'}>
      <h2 id="app-title">{texts.title}</h2>
      <p>{texts.why}</p>
      {isInstalled() ? (
        <p className="quiet">{texts.installed}</p>
      ) : install ? (
        <Button variant="secondary" onClick={() => void install()}>
          {texts.install}
        </Button>
      ) : (
        <p className="small quiet">{texts.byHand}</p>
      )}
      <h3>{texts.keepTitle}</h3>
      <p className="small quiet">{texts.keepWhy}</p>
      {answer.state === 'failed' && <Failure failure={answer.failure} onAgain={() => again()} />}
      {!answer.value && answer.state === 'loading' && <LineSkeletons count={2} />}
      {answer.value && <Kept current={current} onChange={set} />}
    </section>
  )
}

type KeptProps = { current: AppSession | null; onChange: Put<AppSessions> }

function Kept({ current, onChange }: KeptProps) {
  const texts = useTexts(appTexts)
  const { formats } = useAccount()
  const [done, setDone] = useState<string | null>(null)
  const [wrong, setWrong] = useState<{ name?: string; pin?: string; again?: string }>({})
  const keep = useChange(
    useCallback(
      async (given: KeepDevice) => {
        try {
          const kept = await callApi<AppSession>('POST', APPS, given)
          onChange(({ apps }) => ({ apps: [kept, ...apps.filter((app) => !app.current)] }))
          setDone(texts.kept(kept.name))
        } catch (error) {
          // Which digits are too easy is for the server to know.
          if (!(error instanceof CallFailed) || error.code !== 'request-invalid') throw error
          setWrong({ pin: texts.pinRefused })
        }
      },
      [onChange, texts],
    ),
  )
  const forget = useChange(
    useCallback(
      async (appId: string) => {
        onChange(await callApi<AppSessions>('DELETE', `${APPS}/${appId}`))
        setDone(texts.forgotten)
      },
      [onChange, texts],
    ),
  )
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const given = new FormData(event.currentTarget)
    const [name, pin, pinAgain] = ['name', 'pin', 'again'].map((field) => String(given.get(field) ?? ''))
    const faults = {
      ...(!name?.trim() && { name: texts.nameShape }),
      ...(!PIN_SHAPE.test(pin!) && { pin: texts.pinShape }),
      ...(pin !== pinAgain && { again: texts.pinDiffer }),
    }
    setWrong(faults)
    const first = ['name', 'pin', 'again'].find((field) => field in faults)
    if (first) event.currentTarget.querySelector<HTMLInputElement>(`[name=${first}]`)?.focus()
    else void keep.run({ name: name!.trim(), pin: pin! })
  }
  return (
    <>
      {current ? (
        <>
          <p>
            <strong>{current.name}</strong>{' '}
            <span className="small quiet">{texts.keptNow(formats.day(current.endsAt))}</span>
          </p>
          <Button variant="tertiary" data-color="danger" onClick={() => void forget.run(current.id)}>
            {texts.forget}
          </Button>
        </>
      ) : (
        <form className="keep-device" onSubmit={submit} noValidate>
          <Textfield
            name="name"
            label={texts.name}
            description={texts.nameHint}
            maxLength={60}
            error={wrong.name}
            autoComplete="off"
          />
          <Textfield
            name="pin"
            type="password"
            inputMode="numeric"
            label={texts.pin}
            description={texts.pinHint}
            maxLength={6}
            error={wrong.pin}
            autoComplete="new-password"
          />
          <Textfield
            name="again"
            type="password"
            inputMode="numeric"
            label={texts.pinAgain}
            maxLength={6}
            error={wrong.again}
            autoComplete="new-password"
          />
          <Button type="submit" variant="secondary" aria-disabled={keep.busy}>
            {texts.keep}
          </Button>
        </form>
      )}
      <Changed change={forget} done={null} />
      <Changed change={keep} done={done} />
    </>
  )
}
