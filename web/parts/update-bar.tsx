import { Button } from '@digdir/designsystemet-react'
import { useTexts } from '../lib/account.tsx'
import { CallFailed } from '../lib/call-api.ts'
import { useUpdate } from '../lib/installed-app.ts'
import { appTexts } from '../texts/app-texts.ts'
import { Failure } from './failure.tsx'

/** A new version waits for a click: a page that loads itself anew would take half-written words with it. */
export function UpdateBar() {
  const texts = useTexts(appTexts)
  const takeOver = useUpdate()
  return (
    <div role="status">
      {takeOver && (
        <p className="banner">
          {texts.update}
          <Button variant="secondary" data-size="sm" onClick={takeOver}>
            {texts.updateNow}
          </Button>
        </p>
      )}
    </div>
  )
}

/** In the place of what is on a page and whose code did not come: for there is a newer version, or there is no network. */
export function CodeGone() {
  const newer = useUpdate()
  return newer ? (
    <UpdateBar />
  ) : (
    <Failure deed failure={new CallFailed('offline')} onAgain={() => location.reload()} />
  )
}
