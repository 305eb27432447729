import { Button } from '@digdir/designsystemet-react'
import { useCallback, useState } from 'react'
import { Link } from 'react-router'
import type { EmailAddress } from '#api/mailbox.ts'
import { useTexts } from '../lib/account.tsx'
import { CallFailed, callApi } from '../lib/call-api.ts'
import { useArrival } from '../lib/use-arrival.ts'
import { useChange } from '../lib/use-change.ts'
import { heldVerifyToken, releaseVerifyToken } from '../lib/verify-token.ts'
import { Changed } from '../parts/changed.tsx'
import { Icon } from '../parts/icons.tsx'
import { settingsTexts } from '../texts/settings-texts.ts'

/** Where the link of a verification mail leads. Nothing happens until the button is pressed: mail scanners follow links too. */
export function VerifyEmailPage() {
  const texts = useTexts(settingsTexts)
  const heading = useArrival<HTMLHeadingElement>(texts.verifyTitle, 'verify-email')
  const [token] = useState(heldVerifyToken)
  const [verified, setVerified] = useState<EmailAddress | null>(null)
  const change = useChange(
    useCallback(async (given: string) => {
      const email = await callApi<EmailAddress>('POST', '/api/settings/emails/verify', { token: given })
      releaseVerifyToken()
      setVerified(email)
    }, []),
  )
  const refused =
    change.failure instanceof CallFailed && ['refused', 'not-found'].includes(change.failure.kind)
  const useless = token === null || refused
  return (
    <div className="page">
      <header className="page-head">
        <h1 className="page-title" ref={heading} tabIndex={-1}>
          {texts.verifyTitle}
        </h1>
      </header>
      <section className="card">
        {verified && (
          <p role="status" className="done">
            <Icon name="check" /> {texts.verified(verified.address)}
          </p>
        )}
        {!verified && useless && (
          <div role={refused ? 'alert' : undefined}>
            <h2>{texts.verifyFailedTitle}</h2>
            <p>{texts.verifyFailed}</p>
          </div>
        )}
        {!verified && !useless && (
          <>
            <p>{texts.verifyWhy}</p>
            <div className="doings">
              <Button loading={change.busy} onClick={() => void change.run(token)}>
                {texts.verifyButton}
              </Button>
            </div>
            <Changed change={change} done={null} />
          </>
        )}
        {(verified || useless) && (
          <div className="doings">
            <Button asChild variant="secondary">
              <Link to="/settings">{texts.toSettings}</Link>
            </Button>
          </div>
        )}
      </section>
    </div>
  )
}
