import type { Settings } from '#api/settings.ts'
import { useTexts } from '../lib/account.tsx'
import { useAnswer } from '../lib/use-answer.ts'
import { useArrival } from '../lib/use-arrival.ts'
import { Failure } from '../parts/failure.tsx'
import { AccessLink } from '../parts/setting-access-link.tsx'
import { AppearanceSetting } from '../parts/setting-appearance.tsx'
import { ConsentsLink } from '../parts/setting-consents-link.tsx'
import { DevicesLink } from '../parts/setting-devices-link.tsx'
import { EmailSettings } from '../parts/setting-emails.tsx'
import { LanguageSetting } from '../parts/setting-language.tsx'
import { LeavingSetting } from '../parts/setting-leaving.tsx'
import { NoticesLink } from '../parts/setting-notices-link.tsx'
import { PhoneSetting } from '../parts/setting-phone.tsx'
import { StorageSetting } from '../parts/setting-storage.tsx'
import { TakeOutLink } from '../parts/setting-take-out-link.tsx'
import { ThisDeviceSetting } from '../parts/setting-this-device.tsx'
import { LineSkeletons } from '../parts/skeletons.tsx'
import { settingsTexts } from '../texts/settings-texts.ts'

export function SettingsPage() {
  const texts = useTexts(settingsTexts)
  const heading = useArrival<HTMLHeadingElement>(texts.title, 'settings')
  const { answer, again, set } = useAnswer<Settings>('/api/settings')
  const settings = answer.value
  return (
    <div className="page" aria-busy={answer.state === 'loading'}>
      <header className="page-head">
        <h1 className="page-title" ref={heading} tabIndex={-1}>
          {texts.title}
        </h1>
      </header>
      {answer.state === 'failed' && <Failure failure={answer.failure} onAgain={() => again()} />}
      {!settings && answer.state === 'loading' && (
        <div className="card">
          <LineSkeletons count={8} />
        </div>
      )}
      {settings && (
        <>
          <div className="card-pair">
            <LanguageSetting settings={settings} onChange={set} />
            <AppearanceSetting />
          </div>
          <EmailSettings />
          <PhoneSetting />
          <NoticesLink />
          <ConsentsLink />
          <StorageSetting />
          <AccessLink />
          <ThisDeviceSetting />
          <DevicesLink />
          <TakeOutLink />
          <LeavingSetting />
        </>
      )}
    </div>
  )
}
