import { Button } from '@digdir/designsystemet-react'
import { Link } from 'react-router'
import { useTexts } from '../lib/account.tsx'
import { useArrival } from '../lib/use-arrival.ts'
import { failureTexts } from '../texts/failure-texts.ts'

export function NotFoundPage() {
  const texts = useTexts(failureTexts)
  const heading = useArrival<HTMLHeadingElement>(texts.notFoundTitle, 'not-found')
  return (
    <div className="page">
      <header className="page-head">
        <h1 className="page-title" ref={heading} tabIndex={-1}>
          {texts.notFoundTitle}
        </h1>
        <p className="quiet">{texts.notFound}</p>
      </header>
      <Button asChild>
        <Link to="/">{texts.toInbox}</Link>
      </Button>
    </div>
  )
}
