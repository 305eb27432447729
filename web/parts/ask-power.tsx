import { Button, Fieldset, Radio, Textfield } from '@digdir/designsystemet-react'
import { type FormEvent, useCallback, useRef, useState } from 'react'
import type { BeginPowerRequest, POWER_REQUEST_PATHS, PowerRequest } from '#api/power-requests.ts'
import { type PaperKind, POWER_KINDS, POWER_REQUESTS, type PowerKind } from '#rules/power-requests.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { CallFailed, callApi, sendBytes } from '../lib/call-api.ts'
import { useChange } from '../lib/use-change.ts'
import { powerTexts } from '../texts/power-texts.ts'
import { Changed } from './changed.tsx'

const REQUESTS: (typeof POWER_REQUEST_PATHS)['requests'] = '/api/power-requests'
const COUNTRIES = ['dk', 'no'] as const

type Filled = { asked: BeginPowerRequest; files: readonly { paper: PaperKind; file: File }[] }

/** Fields and papers in one form; what breaks off half-way leaves no half request behind. */
export function AskPowerForm({ onSent }: { onSent: () => void }) {
  const texts = useTexts(powerTexts)
  const { me } = useAccount()
  const [kind, setKind] = useState<PowerKind>('guardian')
  const [wrong, setWrong] = useState<string | null>(null)
  const form = useRef<HTMLFormElement>(null)
  const send = useChange(
    useCallback(
      async ({ asked, files }: Filled) => {
        let requestId: string | undefined
        try {
          ;({ requestId } = await callApi<PowerRequest>('POST', REQUESTS, asked))
          for (const { paper, file } of files)
            await sendBytes<PowerRequest>(
              `${REQUESTS}/${requestId}/papers/${paper}`,
              await file.arrayBuffer(),
              new AbortController().signal,
            )
          await callApi<PowerRequest>('POST', `${REQUESTS}/${requestId}/submit`)
        } catch (error) {
          if (requestId) await callApi('DELETE', `${REQUESTS}/${requestId}`).catch(() => undefined)
          const code = error instanceof CallFailed ? error.code : null
          if (code === 'request-invalid') return setWrong(texts.wrong)
          if (code === 'file-not-taken') return setWrong(texts.notTaken)
          throw error
        }
        form.current?.reset()
        setKind('guardian')
        onSent()
      },
      [onSent, texts],
    ),
    { apart: true },
  )
  const papers = POWER_REQUESTS[kind].papers
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const given = new FormData(event.currentTarget)
    const text = (name: string) => String(given.get(name) ?? '').trim()
    const files = papers.flatMap((paper) => {
      const file = given.get(paper)
      return file instanceof File && file.size > 0 ? [{ paper, file }] : []
    })
    if (files.length < papers.length) return setWrong(texts.paperMissing)
    const asked: BeginPowerRequest = {
      kind,
      country: text('country') === 'no' ? 'no' : 'dk',
      subjectName: text('name'),
      subjectNumber: text('number'),
      description: text('description'),
      email: text('email'),
      phone: text('phone'),
      coAttorneys: text('co-attorneys')
        .split(/\s*\n\s*/)
        .filter(Boolean),
    }
    const short = [asked.subjectName, asked.subjectNumber, asked.email, asked.phone].some((one) => one === '')
    if (short || asked.description.length < 10) return setWrong(texts.wrong)
    void send.run({ asked, files })
  }
  return (
    <section className="card" aria-labelledby="apply-title">
      <h2 id="apply-title">{texts.apply}</h2>
      <form ref={form} className="give-access" onSubmit={submit} onChange={() => setWrong(null)} noValidate>
        <Fieldset>
          <Fieldset.Legend>{texts.kind}</Fieldset.Legend>
          {POWER_KINDS.map((one) => (
            <Radio
              key={one}
              name="kind"
              value={one}
              label={texts.kinds[one]}
              checked={kind === one}
              onChange={() => setKind(one)}
            />
          ))}
        </Fieldset>
        {kind === 'heir' && <p className="small">{texts.deadline}</p>}
        <Textfield name="name" label={texts.name} maxLength={200} autoComplete="off" />
        <Fieldset>
          <Fieldset.Legend>{texts.country}</Fieldset.Legend>
          {COUNTRIES.map((one) => (
            <Radio
              key={one}
              name="country"
              value={one}
              label={texts.countries[one]}
              defaultChecked={me.profile === one}
            />
          ))}
        </Fieldset>
        <Textfield name="number" label={texts.number} inputMode="numeric" maxLength={14} autoComplete="off" />
        <Textfield name="email" type="email" label={texts.email} maxLength={254} autoComplete="email" />
        <Textfield name="phone" type="tel" label={texts.phone} maxLength={30} autoComplete="tel" />
        <Textfield
          multiline
          name="description"
          label={texts.description}
          description={texts.descriptionHint}
          maxLength={2000}
          rows={4}
        />
        {POWER_REQUESTS[kind].consents && (
          <Textfield
            multiline
            name="co-attorneys"
            label={texts.coAttorneys}
            description={texts.coAttorneysHint}
            rows={3}
          />
        )}
        {papers.map((paper) => (
          <Textfield
            key={paper}
            type="file"
            name={paper}
            label={texts.papers[paper]}
            description={texts.paperHint}
            accept="application/pdf,image/png,image/jpeg"
          />
        ))}
        {wrong && (
          <p className="fault" role="alert">
            {wrong}
          </p>
        )}
        <Button type="submit" loading={send.busy}>
          {texts.send}
        </Button>
      </form>
      <Changed change={send} done={null} />
    </section>
  )
}
