import { Button } from '@digdir/designsystemet-react'
import { useRouteError } from 'react-router'
import { useTexts } from '../lib/account.tsx'
import { CallFailed } from '../lib/call-api.ts'
import { Failure } from '../parts/failure.tsx'
import { Icon } from '../parts/icons.tsx'
import { failureTexts } from '../texts/failure-texts.ts'
import { frameTexts } from '../texts/frame-texts.ts'

/** Before anything could be shown. */
export function BrokenPage() {
  return (
    <main className="bh-page">
      <a className="bh-brand" href="/">
        <Icon name="brand" />
        Brevhus
      </a>
      <div className="bh-card">
        <Broken />
      </div>
    </main>
  )
}

/** A page that broke, or whose code did not come: what is around it stays, with the ways to all others and what is being uploaded. */
export function BrokenPlace() {
  return (
    <div className="page">
      <div className="card">
        <Broken />
      </div>
    </div>
  )
}

function Broken() {
  const error = useRouteError()
  const texts = useTexts(failureTexts)
  const reload = () => location.reload()
  return error instanceof CallFailed ? (
    <>
      <h1 className="bh-hidden">Brevhus</h1>
      <Failure failure={error} onAgain={reload} />
    </>
  ) : (
    <>
      <h1>{texts.brokenTitle}</h1>
      <p role="alert">{texts.broken}</p>
      <Button onClick={reload}>{texts.reload}</Button>
    </>
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
