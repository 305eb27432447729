import { Button } from '@digdir/designsystemet-react'
import { useTexts } from '../lib/account.tsx'
import { CallFailed, isMeanwhile } from '../lib/call-api.ts'
import { failureTexts } from '../texts/failure-texts.ts'
import { Icon } from './icons.tsx'

/** What happened, what is safe, what to do. Spoken at once, because something the reader asked for did not happen. */
export function Failure(props: {
  failure: unknown
  /** What failed is about one letter, which may have been deleted. */
  ofLetter?: boolean
  onAgain?: () => void
}) {
  const { failure, ofLetter = false, onAgain } = props
  const texts = useTexts(failureTexts)
  const call = failure instanceof CallFailed ? failure : null
  const kind = call && call.kind !== 'signed-out' ? call.kind : 'server'
  const told =
    texts.told[isMeanwhile(failure) ? 'meanwhile' : kind === 'not-found' && ofLetter ? 'letter' : kind]
  return (
    <div className="failure" role="alert">
      <Icon name={kind === 'offline' ? 'offline' : 'alert'} />
      <div>
        <p className="failure-title">{told.title}</p>
        <p>{call?.retryAfterSeconds ? texts.waitSeconds(call.retryAfterSeconds) : told.say}</p>
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
