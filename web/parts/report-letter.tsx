import { Button, Textfield } from '@digdir/designsystemet-react'
import { type FormEvent, useCallback, useEffect, useId, useRef, useState } from 'react'
import type { OpenableLetter } from '#api/mailbox.ts'
import type { LetterReport, ReportLetter as Report } from '#api/reports.ts'
import { REPORT_KINDS, REPORTS } from '#rules/reports.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { callApi } from '../lib/call-api.ts'
import { useAnswer } from '../lib/use-answer.ts'
import { useChange } from '../lib/use-change.ts'
import { reportTexts } from '../texts/report-texts.ts'
import { Changed } from './changed.tsx'
import { Icon } from './icons.tsx'

/** B-21: below a letter. What became of an earlier report, or a way to make one; the content goes along only by an own yes. */
export function ReportLetter({ letter }: { letter: OpenableLetter }) {
  const texts = useTexts(reportTexts)
  const { formats, standing } = useAccount()
  const may = letter.kind !== 'own' && standing.may('report-letters')
  const path = `/api/letters/${letter.letterId}/report`
  const { answer, set } = useAnswer<LetterReport>(may ? path : null)
  const [asking, setAsking] = useState(false)
  const status = useRef<HTMLParagraphElement>(null)
  const report = useChange(
    useCallback(
      async (asked: Report) => {
        set(await callApi<LetterReport>('POST', path, asked))
        setAsking(false)
        status.current?.focus()
      },
      [path, set],
    ),
  )
  if (!may || !answer.value) return null
  const { reported } = answer.value
  const told = reported
    ? reported.outcome && reported.decidedAt
      ? texts.outcome[reported.outcome](formats.day(reported.decidedAt))
      : texts.waiting(formats.day(reported.reportedAt))
    : null
  return (
    <section className="report-letter" aria-label={texts.title}>
      <p ref={status} role="status" tabIndex={-1}>
        {told}
      </p>
      {!reported && !asking && (
        <Button variant="tertiary" data-color="neutral" onClick={() => setAsking(true)}>
          <Icon name="flag" />
          {texts.report}
        </Button>
      )}
      {!reported && asking && (
        <ReportForm
          busy={report.busy}
          onSend={(asked) => void report.run(asked)}
          onCancel={() => setAsking(false)}
        />
      )}
      <Changed change={report} done={null} />
    </section>
  )
}

type FormProps = { busy: boolean; onSend: (asked: Report) => void; onCancel: () => void }

function ReportForm({ busy, onSend, onCancel }: FormProps) {
  const texts = useTexts(reportTexts)
  const id = useId()
  const form = useRef<HTMLFormElement>(null)
  // The button that opened it is gone.
  useEffect(() => form.current?.querySelector('input')?.focus(), [])
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const said = new FormData(event.currentTarget)
    const kind = REPORT_KINDS.find((one) => one === said.get('kind')) ?? 'fraudulent'
    const remark = String(said.get('remark') ?? '').trim()
    onSend({ kind, attach: said.get('attach') === 'yes', ...(remark && { said: remark }) })
  }
  return (
    <form ref={form} className="card report-form" onSubmit={submit} noValidate>
      <h2>{texts.title}</h2>
      <fieldset>
        <legend>{texts.kind}</legend>
        {(['fraudulent', 'unwanted'] as const).map((kind) => (
          <label key={kind}>
            <input type="radio" name="kind" value={kind} defaultChecked={kind === 'fraudulent'} />
            {texts[kind]}
          </label>
        ))}
      </fieldset>
      <Textfield multiline rows={3} name="remark" label={texts.remark} maxLength={REPORTS.saidMax} />
      <label>
        <input type="checkbox" name="attach" value="yes" aria-describedby={id} />
        {texts.attach}
      </label>
      <p id={id} className="quiet small">
        {texts.attachWhy}
      </p>
      <div className="doings">
        <Button type="submit" loading={busy}>
          {texts.send}
        </Button>
        <Button type="button" variant="secondary" data-color="neutral" onClick={onCancel}>
          {texts.cancel}
        </Button>
      </div>
    </form>
  )
}
