import { Button, Switch } from '@digdir/designsystemet-react'
import { useCallback, useState } from 'react'
import { Link } from 'react-router'
import type { PEOPLE_PATHS, Visibility } from '#api/person-to-person.ts'
import type { MarketingConsent, Settings } from '#api/settings.ts'
import { useTexts } from '../lib/account.tsx'
import { callApi } from '../lib/call-api.ts'
import { useAnswer } from '../lib/use-answer.ts'
import { useArrival } from '../lib/use-arrival.ts'
import { useChange } from '../lib/use-change.ts'
import { Changed } from '../parts/changed.tsx'
import { Failure } from '../parts/failure.tsx'
import { Icon } from '../parts/icons.tsx'
import { BlocksSetting } from '../parts/setting-blocks.tsx'
import { ExchangeSetting } from '../parts/setting-exchange.tsx'
import { NumberSetting } from '../parts/setting-number.tsx'
import { LineSkeletons } from '../parts/skeletons.tsx'
import { consentsTexts } from '../texts/consents-texts.ts'
import { settingsTexts } from '../texts/settings-texts.ts'

const VISIBILITY: (typeof PEOPLE_PATHS)['visibility'] = '/api/people/visibility'
const MARKETING = '/api/settings/marketing-consent'

/** P-13: all of it in one place. */
export function ConsentsPage() {
  const texts = useTexts(consentsTexts)
  const words = useTexts(settingsTexts)
  const heading = useArrival<HTMLHeadingElement>(texts.title, 'consents')
  const { answer, again, set } = useAnswer<Settings>('/api/settings')
  const settings = answer.value
  return (
    <div className="page" aria-busy={answer.state === 'loading'}>
      <header className="page-head">
        <Link to="/settings" className="back">
          <Icon name="back" />
          {words.title}
        </Link>
        <h1 className="page-title" ref={heading} tabIndex={-1}>
          {texts.title}
        </h1>
        <p className="quiet">{texts.why}</p>
      </header>
      {answer.state === 'failed' && <Failure failure={answer.failure} onAgain={() => again()} />}
      {!settings && answer.state === 'loading' && (
        <div className="card">
          <LineSkeletons count={8} />
        </div>
      )}
      {settings && (
        <>
          <ExchangeSetting settings={settings} onChange={set} />
          <VisibilitySetting />
          <BlocksSetting />
          <section className="card" aria-labelledby="reading-title">
            <h2 id="reading-title">{texts.reading}</h2>
            <p>{texts.readingWhy}</p>
          </section>
          <MarketingSetting />
          <section className="card" aria-labelledby="services-title">
            <h2 id="services-title">{texts.services}</h2>
            <p>{texts.servicesWhy}</p>
            <div className="doings">
              <Button asChild variant="secondary">
                <a href="/service-providers">{texts.servicesGo}</a>
              </Button>
            </div>
          </section>
          <NumberSetting settings={settings} />
        </>
      )}
    </div>
  )
}

function VisibilitySetting() {
  const texts = useTexts(consentsTexts)
  const { answer, again, set } = useAnswer<Visibility>(VISIBILITY)
  const [done, setDone] = useState<string | null>(null)
  const change = useChange(
    useCallback(
      async (found: boolean) => {
        const now = await callApi<Visibility>('PUT', VISIBILITY, { found })
        set(now)
        setDone(now.found ? texts.visible : texts.hidden)
      },
      [set, texts],
    ),
  )
  return (
    <section className="card" aria-labelledby="visibility-title" aria-busy={answer.state === 'loading'}>
      <h2 id="visibility-title">{texts.visibility}</h2>
      <p>{texts.visibilityWhy}</p>
      {answer.state === 'failed' && <Failure failure={answer.failure} onAgain={() => again()} />}
      {!answer.value && answer.state === 'loading' && <LineSkeletons count={1} />}
      {answer.value && (
        <Switch
          label={texts.visibilitySwitch}
          checked={answer.value.found}
          aria-disabled={change.busy}
          onChange={(event) => void change.run(event.target.checked)}
        />
      )}
      <p className="quiet small">{texts.visibilityNot}</p>
      <Changed change={change} done={done} />
    </section>
  )
}

function MarketingSetting() {
  const texts = useTexts(consentsTexts)
  const { answer, again, set } = useAnswer<MarketingConsent>(MARKETING)
  const [done, setDone] = useState<string | null>(null)
  const change = useChange(
    useCallback(
      async (given: boolean) => {
        const now = await callApi<MarketingConsent>('PUT', MARKETING, { given })
        set(now)
        setDone(now.given ? texts.marketingGiven : texts.marketingWithdrawn)
      },
      [set, texts],
    ),
  )
  return (
    <section className="card" aria-labelledby="marketing-title" aria-busy={answer.state === 'loading'}>
      <h2 id="marketing-title">{texts.marketing}</h2>
      <p>{texts.marketingWhy}</p>
      {answer.state === 'failed' && <Failure failure={answer.failure} onAgain={() => again()} />}
      {!answer.value && answer.state === 'loading' && <LineSkeletons count={1} />}
      {answer.value && (
        <Switch
          label={texts.marketingSwitch}
          checked={answer.value.given}
          aria-disabled={change.busy}
          onChange={(event) => void change.run(event.target.checked)}
        />
      )}
      <Changed change={change} done={done} />
    </section>
  )
}
