import { Button } from '@digdir/designsystemet-react'
import { Link } from 'react-router'
import { useTexts } from '../lib/account.tsx'
import { takeOutTexts } from '../texts/take-out-texts.ts'

/** The letters are the person's own: all of them at once, and by a program of one's own (B-14). */
export function TakeOutLink() {
  const texts = useTexts(takeOutTexts)
  return (
    <section className="card" aria-labelledby="take-out-title">
      <h2 id="take-out-title">{texts.card}</h2>
      <p>{texts.cardWhy}</p>
      <div className="doings">
        <Button asChild variant="secondary">
          <Link to="/settings/take-out">{texts.title}</Link>
        </Button>
        <Button asChild variant="tertiary">
          <Link to="/settings/programs">{texts.programs}</Link>
        </Button>
      </div>
    </section>
  )
}
