import { Button } from '@digdir/designsystemet-react'
import { useEffect, useId, useRef, useState } from 'react'
import type { OpenableLetter } from '#api/mailbox.ts'
import { NOTE_LENGTH_MAX } from '#api/note-length.ts'
import type { NoteSet } from '#api/search.ts'
import { useTexts } from '../lib/account.tsx'
import { CallFailed, callApi, isMeanwhile, leaveIfSignedOut } from '../lib/call-api.ts'
import { searchTexts } from '../texts/search-texts.ts'
import { Failure } from './failure.tsx'
import { Icon } from './icons.tsx'

/** What one noted on the letter for oneself; written and changed in place, found by search. */
export function LetterNote({ letter, mayWrite }: { letter: OpenableLetter; mayWrite: boolean }) {
  const { notes: texts } = useTexts(searchTexts)
  const [note, setNote] = useState(letter.note)
  const [writing, setWriting] = useState(false)
  const [told, setTold] = useState('')
  const button = useRef<HTMLButtonElement>(null)
  const back = useRef(false)
  useEffect(() => {
    // The form is gone: focus goes back to what opened it.
    if (!writing && back.current) button.current?.focus()
    back.current = writing
  }, [writing])
  if (note === null && !mayWrite) return null
  return (
    <section className="letter-note" aria-label={texts.title}>
      {!writing && note !== null && (
        <>
          <h2 className="note-title">{texts.title}</h2>
          <p className="note-text">{note}</p>
        </>
      )}
      {!writing && mayWrite && (
        <Button ref={button} variant="tertiary" data-size="sm" onClick={() => setWriting(true)}>
          <Icon name="write" />
          {note === null ? texts.write : texts.edit}
        </Button>
      )}
      {writing && (
        <NoteForm
          letterId={letter.letterId}
          note={note}
          onNewer={setNote}
          onDone={(after) => {
            setWriting(false)
            if (after === undefined) return
            setNote(after)
            setTold(after === null ? texts.gone : texts.saved)
          }}
        />
      )}
      <p className="small quiet" role="status">
        {told}
      </p>
    </section>
  )
}

type FormProps = {
  letterId: string
  note: string | null
  /** Somebody else wrote meanwhile: this is there now. */
  onNewer: (note: string | null) => void
  onDone: (note: string | null | undefined) => void
}

function NoteForm({ letterId, note, onNewer, onDone }: FormProps) {
  const { notes: texts } = useTexts(searchTexts)
  const [failure, setFailure] = useState<unknown>(null)
  const [saving, setSaving] = useState(false)
  const [began] = useState(note ?? '')
  const field = useRef<HTMLTextAreaElement>(null)
  const id = useId()
  useEffect(() => field.current?.focus(), [])
  const look = async () => {
    try {
      onNewer((await callApi<OpenableLetter>('GET', `/api/letters/${letterId}`)).note)
    } catch (error) {
      leaveIfSignedOut(error)
    }
  }
  const save = async () => {
    if (saving) return
    setSaving(true)
    setFailure(null)
    try {
      const text = field.current?.value ?? ''
      onDone((await callApi<NoteSet>('PUT', `/api/letters/${letterId}/note`, { text, from: note })).note)
    } catch (error) {
      setSaving(false)
      if (isMeanwhile(error)) await look()
      if (!leaveIfSignedOut(error)) setFailure(error)
    }
  }
  return (
    <form
      className="note-form"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onDone(undefined)
      }}
    >
      <label htmlFor={id}>{texts.label}</label>
      <textarea
        className="ds-input"
        id={id}
        ref={field}
        rows={4}
        maxLength={NOTE_LENGTH_MAX}
        defaultValue={began}
        aria-describedby={`${id}-lead`}
      />
      <p className="small quiet" id={`${id}-lead`}>
        {texts.lead}
      </p>
      {failure instanceof CallFailed && failure.code === 'notes-too-many' ? (
        <p role="alert">{texts.tooMany}</p>
      ) : (
        failure !== null && <Failure ofLetter failure={failure} />
      )}
      {isMeanwhile(failure) && (
        <>
          <h2 className="note-title">{texts.now}</h2>
          <p className="note-text">{note ?? texts.nowNone}</p>
        </>
      )}
      <div className="doings">
        <Button type="submit" aria-disabled={saving}>
          {texts.save}
        </Button>
        <Button type="button" variant="tertiary" onClick={() => onDone(undefined)}>
          {texts.cancel}
        </Button>
      </div>
    </form>
  )
}
