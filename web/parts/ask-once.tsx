import { Button } from '@digdir/designsystemet-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTexts } from '../lib/account.tsx'
import type { useChange } from '../lib/use-change.ts'
import { keepingTexts } from '../texts/keeping-texts.ts'
import { Changed } from './changed.tsx'

type AskOnceProps = {
  words: ReactNode
  /** What the button is called where its words alone do not say of what. */
  named?: string
  variant: 'secondary' | 'tertiary'
  color: 'danger' | 'neutral'
  /** What it means, said before the second press. */
  sure: string
  yes: string
  no?: string
  change: ReturnType<typeof useChange<undefined>>
}

/**
 * Two presses, the second of which says what it means. The focus goes along: to the safe answer, and back to the button
 * where nothing is to be done after all.
 */
export function AskOnce({ words, named, variant, color, sure, yes, no, change }: AskOnceProps) {
  const texts = useTexts(keepingTexts)
  const [asking, setAsking] = useState(false)
  const pressed = useRef(false)
  const button = useRef<HTMLButtonElement>(null)
  const safe = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (pressed.current) (asking ? safe : button).current?.focus()
  }, [asking])
  const ask = (wanted: boolean) => {
    pressed.current = true
    change.forget()
    setAsking(wanted)
  }
  if (!asking)
    return (
      <Button
        ref={button}
        type="button"
        variant={variant}
        data-color={color}
        aria-label={named}
        onClick={() => ask(true)}
      >
        {words}
      </Button>
    )
  return (
    <fieldset className="sure">
      <legend className="bh-hidden">{yes}</legend>
      <p>{sure}</p>
      <div className="doings">
        <Button
          type="button"
          data-color="danger"
          loading={change.busy}
          onClick={() => void change.run(undefined)}
        >
          {yes}
        </Button>
        <Button ref={safe} type="button" variant="secondary" data-color="neutral" onClick={() => ask(false)}>
          {no ?? texts.cancel}
        </Button>
      </div>
      <Changed change={change} done={null} />
    </fieldset>
  )
}
