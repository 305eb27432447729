import { Button } from '@digdir/designsystemet-react'
import { Link } from 'react-router'
import { useTexts } from '../lib/account.tsx'
import { sharingTexts } from '../texts/sharing-texts.ts'

export function AccessLink() {
  const texts = useTexts(sharingTexts)
  return (
    <section className="card" aria-labelledby="access-title">
      <h2 id="access-title">{texts.title}</h2>
      <p>{texts.why}</p>
      <div className="doings">
        <Button asChild variant="secondary">
          <Link to="/settings/access">{texts.go}</Link>
        </Button>
      </div>
    </section>
  )
}
