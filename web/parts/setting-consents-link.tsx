import { Button } from '@digdir/designsystemet-react'
import { Link } from 'react-router'
import { useTexts } from '../lib/account.tsx'
import { consentsTexts } from '../texts/consents-texts.ts'

export function ConsentsLink() {
  const texts = useTexts(consentsTexts)
  return (
    <section className="card" aria-labelledby="consents-title">
      <h2 id="consents-title">{texts.title}</h2>
      <p>{texts.why}</p>
      <div className="doings">
        <Button asChild variant="secondary">
          <Link to="/settings/consents" aria-label={`${texts.go}: ${texts.title}`}>
            {texts.go}
          </Link>
        </Button>
      </div>
    </section>
  )
}
