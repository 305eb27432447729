import { Button, Textfield } from '@digdir/designsystemet-react'
import { type FormEvent, useCallback, useEffect, useRef, useState } from 'react'
import type { LetterPage } from '#api/mailbox.ts'
import type { WriteToOrganisation, WrittenToOrganisation } from '#api/writing.ts'
import { PERSON_LETTER, type PersonLetterFault, readPersonLetter } from '#rules/person-letter.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { CallFailed, callApi } from '../lib/call-api.ts'
import { useUploads } from '../lib/uploads.ts'
import { useAnswer } from '../lib/use-answer.ts'
import { useChange } from '../lib/use-change.ts'
import { useKeptWords } from '../lib/use-kept-words.ts'
import { organisationTexts } from '../texts/organisation-texts.ts'
import { writeTexts } from '../texts/write-texts.ts'
import { BeforeSending } from './before-sending.tsx'
import { Changed } from './changed.tsx'
import { Icon } from './icons.tsx'
import { UploadItems } from './upload-panel.tsx'

export type Addressee = {
  to: WriteToOrganisation['to']
  name: string
  /** Subject of the letter that is answered. */
  answers: string | null
}

type Draft = Omit<WriteToOrganisation, 'to'>

/** The letter. What was typed stays through a step-up and a failure; sending again is the same letter, changed it is another. */
export function WriteOrganisation(props: {
  to: Addressee
  onChange: (() => void) | null
  onSent: (letterId: string) => void
}) {
  const { to, onChange, onSent } = props
  const texts = useTexts(writeTexts)
  const organisation = useTexts(organisationTexts)
  const { formats, standing } = useAccount()
  const form = useRef<HTMLFormElement>(null)
  const { back, forget } = useKeptWords(form, JSON.stringify(to.to))
  const requestId = useRef(crypto.randomUUID())
  const [wrong, setWrong] = useState<Record<string, string>>({})
  const [stopped, setStopped] = useState<string | null>(null)
  const [attached, setAttached] = useState<readonly string[]>([])
  useEffect(() => form.current?.querySelector<HTMLInputElement>('[name=title]')?.focus(), [])
  const send = useChange(
    useCallback(
      async (draft: Draft) => {
        setStopped(null)
        try {
          const body: WriteToOrganisation = { ...draft, to: to.to }
          const { letterId } = await callApi<WrittenToOrganisation>(
            'POST',
            '/api/organisations/letters',
            body,
          )
          forget()
          onSent(letterId)
        } catch (error) {
          const code = error instanceof CallFailed ? error.code : null
          if (code === 'mailbox-full') setStopped(organisation.full)
          else if (code === 'organisation-takes-no-mail') setStopped(organisation.takesNone)
          else throw error
        }
      },
      [forget, onSent, organisation, to],
    ),
  )
  const say = ({ field, reason }: PersonLetterFault): [string, string] => {
    const most = field === 'title' ? PERSON_LETTER.titleCharactersMax : PERSON_LETTER.textCharactersMax
    if (reason === 'empty') return [field, field === 'title' ? texts.subjectEmpty : texts.textEmpty]
    return [field, reason === 'too-long' ? texts.tooLong(formats.counted(most)) : texts.unreadable]
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const said = new FormData(form.current!)
    const read = readPersonLetter({ title: String(said.get('title')), text: String(said.get('text')) })
    const faults = Object.fromEntries(read.kind === 'invalid' ? read.faults.map(say) : [])
    setWrong(faults)
    const [first] = Object.keys(faults)
    if (first) form.current!.querySelector<HTMLElement>(`[name=${first}]`)?.focus()
    else if (read.kind === 'letter') {
      const { title, text } = read
      void send.run({ requestId: requestId.current, title, text, attachments: [...attached] })
    }
  }
  const anew = () => {
    requestId.current = crypto.randomUUID()
  }
  return (
    <div className="card">
      <form ref={form} className="write-letter" onSubmit={submit} onChange={anew} noValidate>
        <div className="write-to">
          <p>
            <span className="quiet">{texts.to}</span> <strong>{to.name}</strong>
            {to.answers && <span className="small quiet"> {organisation.answers(to.answers)}</span>}
          </p>
          {onChange && (
            <Button type="button" variant="tertiary" onClick={onChange}>
              {texts.change}
            </Button>
          )}
        </div>
        {back && <p className="small quiet">{texts.kept}</p>}
        <Textfield
          name="title"
          label={texts.subject}
          autoComplete="off"
          defaultValue={
            to.answers ? organisation.replyTitle(to.answers).slice(0, PERSON_LETTER.titleCharactersMax) : ''
          }
          error={wrong.title}
        />
        <Textfield multiline rows={12} name="text" label={texts.text} error={wrong.text} />
        {standing.may('upload') && (
          <Attach
            chosen={attached}
            change={(to) => {
              anew()
              setAttached((before) => to(before).slice(0, PERSON_LETTER.attachmentsMax))
            }}
          />
        )}
        <BeforeSending />
        <Button type="submit" loading={send.busy}>
          {send.busy ? texts.sending : texts.send(to.name)}
        </Button>
        <div role="alert">{stopped && <p className="bh-error">{stopped}</p>}</div>
      </form>
      {/* Outside: the step-up is a form of its own. */}
      <Changed change={send} done={null} />
    </div>
  )
}

/** Documents of one's own; a file from the device becomes one first, and is attached by that. */
function Attach(props: {
  chosen: readonly string[]
  change: (to: (ids: readonly string[]) => readonly string[]) => void
}) {
  const texts = useTexts(organisationTexts)
  const uploads = useUploads()
  const input = useRef<HTMLInputElement>(null)
  const { answer, again } = useAnswer<LetterPage>('/api/letters?in=documents&limit=50')
  const { chosen, change } = props
  const full = chosen.length >= PERSON_LETTER.attachmentsMax
  const take = (files: FileList | null) => {
    if (!files) return
    uploads.add([...files], 'documents', ({ letterId }) => {
      again(true)
      change((ids) => [...ids, letterId])
    })
  }
  const documents = answer.value?.letters ?? []
  return (
    <fieldset className="attach-own">
      <legend>{texts.attach}</legend>
      <p className="quiet small">
        {answer.value && documents.length === 0
          ? texts.attachNone
          : texts.attachMost(PERSON_LETTER.attachmentsMax)}
      </p>
      <ul>
        {documents.map(({ letterId, title }) => {
          const is = chosen.includes(letterId)
          return (
            <li key={letterId}>
              <label>
                <input
                  type="checkbox"
                  checked={is}
                  disabled={!is && full}
                  onChange={() =>
                    change((ids) => (is ? ids.filter((id) => id !== letterId) : [...ids, letterId]))
                  }
                />
                <bdi>{title ?? letterId}</bdi>
              </label>
            </li>
          )
        })}
      </ul>
      <input
        ref={input}
        className="bh-hidden"
        type="file"
        multiple
        tabIndex={-1}
        aria-hidden="true"
        onChange={(event) => {
          take(event.target.files)
          event.target.value = ''
        }}
      />
      <Button type="button" variant="secondary" disabled={full} onClick={() => input.current?.click()}>
        <Icon name="clip" />
        {texts.attachFiles}
      </Button>
      <UploadItems />
    </fieldset>
  )
}
