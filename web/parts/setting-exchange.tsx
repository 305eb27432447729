import { Switch } from '@digdir/designsystemet-react'
import { useCallback, useState } from 'react'
import type { ExchangeConsent, Settings } from '#api/settings.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { callApi } from '../lib/call-api.ts'
import type { Put } from '../lib/use-answer.ts'
import { useChange } from '../lib/use-change.ts'
import { settingsTexts } from '../texts/settings-texts.ts'
import { Changed } from './changed.tsx'

/** Consent to be found by name and address: what it means in plain words, given and withdrawn by the same switch. */
export function ExchangeSetting(props: { settings: Settings; onChange: Put<Settings> }) {
  const { settings, onChange } = props
  const texts = useTexts(settingsTexts)
  const { formats } = useAccount()
  const [done, setDone] = useState<string | null>(null)
  const { given, changedAt } = settings.exchangeConsent
  const change = useChange(
    useCallback(
      async (wanted: boolean) => {
        const exchangeConsent = await callApi<ExchangeConsent>('PUT', '/api/settings/exchange-consent', {
          given: wanted,
        })
        onChange((now) => ({ ...now, exchangeConsent }))
        setDone(exchangeConsent.given ? texts.exchangeGiven : texts.exchangeWithdrawn)
      },
      [onChange, texts],
    ),
  )
  const day = changedAt && formats.day(changedAt)
  const since = given
    ? day && texts.exchangeSince(day)
    : day
      ? texts.exchangeOffSince(day)
      : texts.exchangeOff
  return (
    <section className="card" aria-labelledby="exchange-title">
      <h2 id="exchange-title">{texts.exchange}</h2>
      <p>{texts.exchangeWhy}</p>
      <p>{texts.exchangeNot}</p>
      <Switch
        label={texts.exchangeSwitch}
        checked={given}
        aria-disabled={change.busy}
        onChange={(event) => void change.run(event.target.checked)}
      />
      <p className="quiet small">{since}</p>
      <Changed change={change} done={done} />
    </section>
  )
}
