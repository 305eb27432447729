import { Button } from '@digdir/designsystemet-react'
import {
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useId,
  useRef,
  useState,
} from 'react'
import { useTexts } from '../lib/account.tsx'
import { keepingTexts } from '../texts/keeping-texts.ts'
import { Icon } from './icons.tsx'

/** What is seldom wanted of a row of tools, one under another below a button. What is inside stays as it is while it is not seen. */
export function MoreTools({ children }: { children: ReactNode }) {
  const texts = useTexts(keepingTexts)
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const id = useId()
  const close = () => {
    setOpen(false)
    button.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && open) close()
  }
  const onBlur = (event: FocusEvent) => {
    if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false)
  }
  const onClick = (event: MouseEvent) => {
    const pressed = (event.target as Element).closest('a, button')
    // What shows how far it has come is not taken out of sight.
    if (pressed && !pressed.closest('[data-stays]')) close()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: closes when Escape is pressed or focus leaves; its button is the control
    <div className="more-tools" onKeyDown={onKeyDown} onBlur={onBlur}>
      <Button
        ref={button}
        variant="secondary"
        data-color="neutral"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <Icon name="more" />
        <span className="more-word">{texts.more}</span>
      </Button>
      {/* Focusable by click, so that a press inside does not count as focus leaving. */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: hears the presses of the buttons inside, by key too */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: as above */}
      <div className="more-panel" id={id} hidden={!open} tabIndex={-1} onClick={onClick}>
        {children}
      </div>
    </div>
  )
}
