import { Button } from '@digdir/designsystemet-react'
import { Link } from 'react-router'
import { useTexts } from '../lib/account.tsx'
import { leavingTexts } from '../texts/leaving-texts.ts'

/** B-22: pausing and closing have a page of their own, which first offers what may be wanted instead. */
export function LeavingSetting() {
  const texts = useTexts(leavingTexts)
  return (
    <section className="card" aria-labelledby="leaving-title">
      <h2 id="leaving-title">{texts.title}</h2>
      <p>{texts.settingWhy}</p>
      <div className="doings">
        <Button asChild variant="secondary">
          <Link to="/settings/leaving">{texts.settingGo}</Link>
        </Button>
      </div>
    </section>
  )
}
