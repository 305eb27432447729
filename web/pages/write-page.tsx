import { Button } from '@digdir/designsystemet-react'
import { useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { useAccount, useTexts } from '../lib/account.tsx'
import { useArrival } from '../lib/use-arrival.ts'
import { ChooseRecipient, type Chosen } from '../parts/choose-recipient.tsx'
import { Icon } from '../parts/icons.tsx'
import { WriteLetter } from '../parts/write-letter.tsx'
import { organisationTexts } from '../texts/organisation-texts.ts'
import { writeTexts } from '../texts/write-texts.ts'

/** S-13: whom to write to, then the letter, then that it is sent. An enterprise writes to organisations only. */
export function WritePage() {
  const texts = useTexts(writeTexts)
  const organisation = useTexts(organisationTexts)
  const { enterprise } = useAccount().standing
  const [query] = useSearchParams()
  const given = query.get('to')
  const [to, setTo] = useState<Chosen | null>(given ? { address: given, name: null } : null)
  const [sent, setSent] = useState<Chosen | null>(null)
  const title = sent ? texts.sentTitle : texts.title
  const heading = useArrival<HTMLHeadingElement>(title, sent ? 'sent' : 'write')
  return (
    <div className="page">
      <header className="page-head">
        <h1 className="page-title" ref={heading} tabIndex={-1}>
          {title}
        </h1>
        <Link to="/sent" className="back">
          <Icon name="sent" />
          {texts.sentPlace}
        </Link>
      </header>
      {sent ? (
        <div className="card">
          <p>{texts.sentTo(sent.name ?? sent.address)}</p>
          <div className="doings">
            <Button
              onClick={() => {
                setSent(null)
                setTo(null)
              }}
            >
              {texts.another}
            </Button>
          </div>
        </div>
      ) : to ? (
        <WriteLetter to={to} onChange={() => setTo(null)} onSent={() => setSent(to)} />
      ) : (
        <>
          <section className="card" aria-labelledby="write-organisation">
            <h2 id="write-organisation">{organisation.toOrganisation}</h2>
            <p className="quiet">{organisation.toOrganisationWhy}</p>
            <Button asChild variant="secondary">
              <Link to="/write/organisation">{organisation.chooseOrganisation}</Link>
            </Button>
          </section>
          {!enterprise && <ChooseRecipient onChosen={setTo} />}
        </>
      )}
    </div>
  )
}
