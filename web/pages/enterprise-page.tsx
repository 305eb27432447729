import { useAccount, useTexts } from '../lib/account.tsx'
import { useArrival } from '../lib/use-arrival.ts'
import { EnterpriseSettingsParts } from '../parts/enterprise-settings.tsx'
import { WorkNoticesSetting } from '../parts/work-notices.tsx'
import { enterpriseTexts } from '../texts/enterprise-texts.ts'

/** P-02, B-15: settings while one acts for an enterprise: one's own there, and the enterprise's for who administers it. */
export function EnterprisePage() {
  const texts = useTexts(enterpriseTexts)
  const { standing } = useAccount()
  const heading = useArrival<HTMLHeadingElement>(texts.title, 'enterprise')
  return (
    <div className="page">
      <header className="page-head">
        <h1 className="page-title" ref={heading} tabIndex={-1}>
          {texts.title}
        </h1>
      </header>
      <WorkNoticesSetting />
      {standing.may('close-enterprise') && <EnterpriseSettingsParts />}
    </div>
  )
}
