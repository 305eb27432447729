import { Button } from '@digdir/designsystemet-react'
import { useTexts } from '../lib/account.tsx'
import { useUpdate } from '../lib/installed-app.ts'
import { appTexts } from '../texts/app-texts.ts'

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
