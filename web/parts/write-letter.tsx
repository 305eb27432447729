import { Button, Textfield } from '@digdir/designsystemet-react'
import { type FormEvent, useCallback, useEffect, useRef, useState } from 'react'
import type { PEOPLE_PATHS, PersonLetterSent } from '#api/person-to-person.ts'
import { PERSON_LETTER, type PersonLetterFault, readPersonLetter } from '#rules/person-letter.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { CallFailed, sendParts } from '../lib/call-api.ts'
import { useChange } from '../lib/use-change.ts'
import { useKeptWords } from '../lib/use-kept-words.ts'
import { writeTexts } from '../texts/write-texts.ts'
import { BeforeSending } from './before-sending.tsx'
import { Changed } from './changed.tsx'
import type { Chosen } from './choose-recipient.tsx'

const LETTERS: (typeof PEOPLE_PATHS)['letters'] = '/api/people/letters'

type Draft = { title: string; text: string; files: File[]; key: string }

/** The letter itself. What was typed stays through a step-up and a failure; sending again is the same request. */
export function WriteLetter(props: { to: Chosen; onChange: () => void; onSent: () => void }) {
  const { to, onChange, onSent } = props
  const texts = useTexts(writeTexts)
  const { formats } = useAccount()
  const form = useRef<HTMLFormElement>(null)
  const { back, forget } = useKeptWords(form, 'person')
  const key = useRef(crypto.randomUUID())
  const [wrong, setWrong] = useState<Record<string, string>>({})
  const [unreached, setUnreached] = useState(false)
  useEffect(() => form.current?.querySelector<HTMLInputElement>('[name=title]')?.focus(), [])
  const send = useChange(
    useCallback(
      async ({ title, text, files, key }: Draft) => {
        setUnreached(false)
        const parts = new FormData()
        parts.append('letter', JSON.stringify({ to: to.address, title, text }))
        for (const file of files) parts.append('attachment', file, file.name)
        try {
          await sendParts<PersonLetterSent>(LETTERS, parts, key)
        } catch (error) {
          if (!(error instanceof CallFailed) || error.code !== 'address-not-reached') throw error
          setUnreached(true)
          return
        }
        forget()
        onSent()
      },
      [forget, onSent, to],
    ),
    { apart: true },
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
    const files = said.getAll('files').filter((file): file is File => file instanceof File && file.size > 0)
    const faults = Object.fromEntries(read.kind === 'invalid' ? read.faults.map(say) : [])
    const fault = faultOf(files)
    if (fault) faults.files = sayFiles[fault]
    setWrong(faults)
    const [first] = Object.keys(faults)
    if (first) form.current!.querySelector<HTMLElement>(`[name=${first}]`)?.focus()
    else if (read.kind === 'letter') void send.run({ ...read, files, key: key.current })
  }
  const most = formats.size(PERSON_LETTER.bytesMax)
  const sayFiles = {
    many: texts.attachTooMany(PERSON_LETTER.attachmentsMax),
    large: texts.attachTooLarge(most),
    kind: texts.attachKind,
  }
  return (
    <div className="card">
      <form
        ref={form}
        className="write-letter"
        onSubmit={submit}
        // A letter that is changed is another request than the one that may have arrived.
        onChange={() => {
          key.current = crypto.randomUUID()
        }}
        noValidate
      >
        <div className="write-to">
          <p>
            <span className="quiet">{texts.to}</span> <strong>{to.name ?? to.address}</strong>
            {to.name && <span className="small quiet"> {to.address}</span>}
          </p>
          <Button type="button" variant="tertiary" onClick={onChange}>
            {texts.change}
          </Button>
        </div>
        {back && <p className="small quiet">{texts.kept}</p>}
        <Textfield name="title" label={texts.subject} autoComplete="off" error={wrong.title} />
        <Textfield multiline rows={12} name="text" label={texts.text} error={wrong.text} />
        <Textfield
          type="file"
          name="files"
          multiple
          accept="application/pdf"
          label={texts.attach}
          description={texts.attachHint(PERSON_LETTER.attachmentsMax, most)}
          error={wrong.files}
        />
        <BeforeSending />
        <Button type="submit" loading={send.busy}>
          {send.busy ? texts.sending : texts.send(to.name ?? to.address)}
        </Button>
        <div role="alert">{unreached && <p className="bh-error">{texts.notReached}</p>}</div>
      </form>
      <Changed change={send} done={null} />
    </div>
  )
}

function faultOf(files: readonly File[]): 'many' | 'large' | 'kind' | null {
  if (files.length > PERSON_LETTER.attachmentsMax) return 'many'
  if (files.some((file) => file.type !== 'application/pdf')) return 'kind'
  const bytes = files.reduce((sum, file) => sum + file.size, 0)
  return bytes > PERSON_LETTER.bytesMax - PERSON_LETTER.textCharactersMax * 4 ? 'large' : null
}
