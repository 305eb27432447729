import { Button } from '@digdir/designsystemet-react'
import { useRouteError } from 'react-router'
import { useTexts } from '../lib/account.tsx'
import { CallFailed } from '../lib/call-api.ts'
import { Failure } from '../parts/failure.tsx'
import { Icon } from '../parts/icons.tsx'
import { failureTexts } from '../texts/failure-texts.ts'
import { frameTexts } from '../texts/frame-texts.ts'

/** Before anything could be shown, or when a page broke. */
export function BrokenPage() {
  const error = useRouteError()
  const texts = useTexts(failureTexts)
  const reload = () => location.reload()
  return (
    <main className="bh-page">
      <a className="bh-brand" href="/">
        <Icon name="brand" />
        Brevhus
      </a>
      <div className="bh-card">
        {error instanceof CallFailed ? (
          <>
            <h1 className="bh-hidden">Brevhus</h1>
            <Failure failure={error} onAgain={reload} />
          </>
        ) : (
          <>
            <h1>{texts.brokenTitle}</h1>
            <p>{texts.broken}</p>
            <Button onClick={reload}>{texts.reload}</Button>
          </>
        )}
      </div>
    </main>
  )
}

/** While it is not yet known who is signed in. */
export function StartingPage() {
  const texts = useTexts(frameTexts)
  return (
    <main className="bh-page" aria-busy="true">
      <p className="bh-brand">
        <Icon name="brand" />
        Brevhus
      </p>
      <p className="quiet" role="status">
        {texts.loading}
      </p>
    </main>
  )
}
