import { Button } from '@digdir/designsystemet-react'
import { Link } from 'react-router'
import { useTexts } from '../lib/account.tsx'
import { deviceTexts } from '../texts/device-texts.ts'

export function DevicesLink() {
  const texts = useTexts(deviceTexts)
  return (
    <section className="card" aria-labelledby="devices-title">
      <h2 id="devices-title">{texts.title}</h2>
      <p>{texts.why}</p>
      <div className="doings">
        <Button asChild variant="secondary">
          <Link to="/settings/devices">{texts.go}</Link>
        </Button>
        <Button asChild variant="tertiary">
          <a href="/id">{texts.history}</a>
        </Button>
        <Button asChild variant="tertiary">
          <a href="/id/keep-device/settings">{texts.keep}</a>
        </Button>
      </div>
    </section>
  )
}
