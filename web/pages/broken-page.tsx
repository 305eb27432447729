import { Button } from '@digdir/designsystemet-react'
import { useLocation, useRevalidator, useRouteError } from 'react-router'
import { useTexts } from '../lib/account.tsx'
import { CallFailed } from '../lib/call-api.ts'
import { type UploadItem, useUploadItems } from '../lib/uploads.ts'
import { useArrival } from '../lib/use-arrival.ts'
import { Failure } from '../parts/failure.tsx'
import { Icon } from '../parts/icons.tsx'
import { failureTexts } from '../texts/failure-texts.ts'
import { frameTexts } from '../texts/frame-texts.ts'

const UNDER_WAY: readonly UploadItem['state'][] = ['waiting', 'sending', 'checking']

/** Before anything could be shown. */
export function BrokenPage() {
  const error = useRouteError()
  const { revalidate } = useRevalidator()
  const texts = useTexts(failureTexts)
  return (
    <main className="bh-page">
      <a className="bh-brand" href="/">
        <Icon name="brand" />
        Brevhus
      </a>
      <div className="bh-card">
        <h1 className={error instanceof CallFailed ? 'bh-hidden' : ''}>
          {error instanceof CallFailed ? 'Brevhus' : texts.brokenTitle}
        </h1>
        <Remedy onAgain={() => void revalidate()} />
      </div>
    </main>
  )
}

/** A page that broke, or whose code did not come: what is around it stays, with the ways to all others and what is being uploaded. */
export function BrokenPlace() {
  const error = useRouteError()
  const texts = useTexts(failureTexts)
  const title = error instanceof CallFailed ? texts.notComeTitle : texts.brokenTitle
  const heading = useArrival<HTMLHeadingElement>(title, useLocation().pathname)
  const uploading = useUploadItems().some(({ state }) => UNDER_WAY.includes(state))
  return (
    <div className="page">
      <h1 className="page-title" ref={heading} tabIndex={-1}>
        {title}
      </h1>
      <div className="card">
        {/* Coming back by itself loads the page anew, which would take with it what is being uploaded. */}
        <Remedy deed={uploading} />
      </div>
    </div>
  )
}

const reload = () => location.reload()

function Remedy({ deed = false, onAgain = reload }) {
  const error = useRouteError()
  const texts = useTexts(failureTexts)
  return error instanceof CallFailed ? (
    <Failure failure={error} deed={deed} onAgain={onAgain} />
  ) : (
    <>
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
