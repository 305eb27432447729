import { useTexts } from '../lib/account.tsx'
import { useArrival } from '../lib/use-arrival.ts'
import { AccessLog } from '../parts/access-log.tsx'
import { accessLogTexts } from '../texts/access-log-texts.ts'

export function AccessLogPage() {
  const texts = useTexts(accessLogTexts)
  const heading = useArrival<HTMLHeadingElement>(texts.title, 'access-log')
  return (
    <div className="page">
      <header className="page-head">
        <h1 className="page-title" ref={heading} tabIndex={-1}>
          {texts.title}
        </h1>
        <p className="quiet">{texts.lead}</p>
      </header>
      <section className="card">
        <AccessLog path="/api/access-log" withLetters />
      </section>
    </div>
  )
}
