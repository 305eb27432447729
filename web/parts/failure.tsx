import { Button } from '@digdir/designsystemet-react'
import { useEffect, useLayoutEffect, useRef } from 'react'
import { useTexts } from '../lib/account.tsx'
import { CallFailed, isMeanwhile } from '../lib/call-api.ts'
import { failureTexts } from '../texts/failure-texts.ts'
import { Icon } from './icons.tsx'

/**
 * What happened, what is safe, what to do. Spoken at once, because something the reader asked for did not happen.
 * What the network kept away is fetched by itself once the network is back, as the note about it promises.
 */
export function Failure(props: {
  failure: unknown
  /** What failed is about one letter, which may have been deleted. */
  ofLetter?: boolean
  onAgain?: () => void
  /** What failed is more than showing something: nobody but the reader does it again. */
  deed?: boolean
}) {
  const { failure, ofLetter = false, onAgain, deed = false } = props
  const texts = useTexts(failureTexts)
  const call = failure instanceof CallFailed ? failure : null
  const kind = call && call.kind !== 'signed-out' ? call.kind : 'server'
  const told =
    texts.told[isMeanwhile(failure) ? 'meanwhile' : kind === 'not-found' && ofLetter ? 'letter' : kind]
  const seconds = call?.retryAfterSeconds ?? null
  const passes = kind === 'server' || kind === 'too-many'
  const when = seconds !== null ? texts.waitSeconds(seconds) : passes ? texts.wait : ''
  const waits = kind === 'offline' && !deed ? onAgain : undefined
  useEffect(() => {
    if (!waits) return
    addEventListener('online', waits)
    return () => removeEventListener('online', waits)
  }, [waits])
  const box = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const gone = box.current!
    return () => {
      if (gone.contains(document.activeElement)) focusHeadingOf(gone)
    }
  }, [])
  return (
    <div className="failure" role="alert" ref={box}>
      <Icon name={kind === 'offline' ? 'offline' : 'alert'} />
      <div>
        <p className="failure-title">{told.title}</p>
        <p>{[told.say, when].join(' ').trim()}</p>
        {call?.traceId && !isMeanwhile(call) && <p className="small quiet">{texts.trace(call.traceId)}</p>}
        {onAgain && (
          <Button variant="secondary" data-color="neutral" onClick={onAgain}>
            {texts.again}
          </Button>
        )}
      </div>
    </div>
  )
}

/** The button that asked again goes with the failure: the next Tab goes on from the name of what failed, not from the top of the page. */
function focusHeadingOf(gone: HTMLElement): void {
  for (let around = gone.parentElement; around; around = around.parentElement) {
    const heading = around.querySelector<HTMLElement>('h1, h2, h3')
    if (!heading || gone.contains(heading)) continue
    if (!heading.hasAttribute('tabindex')) heading.tabIndex = -1
    heading.focus({ preventScroll: true })
    return
  }
}
