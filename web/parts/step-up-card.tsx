import { Button, Textfield } from '@digdir/designsystemet-react'
import { type FormEvent, useId, useRef, useState } from 'react'
import type { CardChallenge } from '#api/code-card.ts'
import type { SESSION_PATHS, SignedIn } from '#api/session.ts'
import { useTexts } from '../lib/account.tsx'
import { CallFailed, callApi, leaveIfSignedOut } from '../lib/call-api.ts'
import { useAnswer } from '../lib/use-answer.ts'
import { stepUpTexts } from '../texts/step-up-texts.ts'
import { Failure } from './failure.tsx'
import { LineSkeletons } from './skeletons.tsx'

const CARD: (typeof SESSION_PATHS)['stepUpCard'] = '/api/session/step-up/card'

/** A key of the printed card, and a field for the code beside it. Looking at the key uses nothing up. */
export function StepUpCard(props: {
  unlock: boolean
  secondary: boolean
  onRaised: () => void | Promise<void>
}) {
  const texts = useTexts(stepUpTexts)
  const { answer, again } = useAnswer<CardChallenge>(CARD)
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<string | null>(null)
  const [failure, setFailure] = useState<unknown>(null)
  const field = useRef<HTMLInputElement>(null)
  const id = useId()
  const asked = answer.value

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const code = (field.current?.value ?? '').replaceAll(/\s/g, '')
    if (!asked || !/^\d{6}$/.test(code)) {
      setWrong(texts.cardShape)
      field.current?.focus()
      return
    }
    setBusy(true)
    setWrong(null)
    setFailure(null)
    try {
      await callApi<SignedIn>('POST', CARD, { cardId: asked.cardId, key: asked.key, code })
      await props.onRaised()
    } catch (error) {
      if (leaveIfSignedOut(error)) return
      if (error instanceof CallFailed && error.kind === 'refused') {
        setWrong(error.code === 'changed-meanwhile' ? texts.cardMeanwhile : texts.cardWrong)
        if (field.current) field.current.value = ''
        again()
      } else setFailure(error)
    } finally {
      setBusy(false)
    }
  }

  if (answer.state === 'failed') return <Failure failure={answer.failure} onAgain={() => again()} />
  if (!asked) return <LineSkeletons count={2} />
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <p>
        {texts.card} <strong>{asked.serial}</strong> · {texts.key} <strong>{asked.key}</strong>
      </p>
      <Textfield
        ref={field}
        id={`${id}code`}
        name="code"
        label={texts.cardCode}
        error={wrong}
        inputMode="numeric"
        autoComplete="off"
        maxLength={9}
        className="code-field"
      />
      <Button type="submit" variant={props.secondary ? 'secondary' : 'primary'} loading={busy}>
        {busy ? texts.checking : props.unlock ? texts.openWithCard : texts.confirmWithCard}
      </Button>
      {failure !== null && <Failure failure={failure} />}
    </form>
  )
}
