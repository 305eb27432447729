import { Button } from '@digdir/designsystemet-react'
import { Link } from 'react-router'
import type { Settings } from '#api/settings.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { settingsTexts } from '../texts/settings-texts.ts'

/** The consent the mailbox rests on; withdrawing it has a page of its own that says what ends (P-12). */
export function NumberSetting({ settings }: { settings: Settings }) {
  const texts = useTexts(settingsTexts)
  const { formats } = useAccount()
  return (
    <section className="card" aria-labelledby="number-title">
      <h2 id="number-title">{texts.number}</h2>
      <p>{texts.numberWhy(formats.day(settings.numberConsent.givenAt))}</p>
      <div className="doings">
        <Button asChild variant="secondary" data-color="danger">
          <Link to="/settings/number-use">{texts.numberGo}</Link>
        </Button>
      </div>
    </section>
  )
}
