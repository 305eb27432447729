import { Button } from '@digdir/designsystemet-react'
import { Link } from 'react-router'
import { useTexts } from '../lib/account.tsx'
import { noticesTexts } from '../texts/notices-texts.ts'

export function NoticesLink() {
  const texts = useTexts(noticesTexts)
  return (
    <section className="card" aria-labelledby="notices-title">
      <h2 id="notices-title">{texts.title}</h2>
      <p>{texts.why}</p>
      <div className="doings">
        <Button asChild variant="secondary">
          <Link to="/settings/notices">{texts.go}</Link>
        </Button>
      </div>
    </section>
  )
}
