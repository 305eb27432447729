import { Button, Textfield } from '@digdir/designsystemet-react'
import { type FormEvent, useCallback, useRef, useState } from 'react'
import type { PEOPLE_PATHS, PeopleFound, PersonFound } from '#api/person-to-person.ts'
import { parseDigitalAddress } from '#rules/digital-address.ts'
import { type PersonSearch, readPersonSearch } from '#rules/person-search.ts'
import { useTexts } from '../lib/account.tsx'
import { callApi } from '../lib/call-api.ts'
import { useChange } from '../lib/use-change.ts'
import { writeTexts } from '../texts/write-texts.ts'
import { Changed } from './changed.tsx'

const FIND: (typeof PEOPLE_PATHS)['find'] = '/api/people/find'

/** Whom a letter goes to: the name is known when the person was found. */
export type Chosen = { address: string; name: string | null }

export function ChooseRecipient({ onChosen }: { onChosen: (to: Chosen) => void }) {
  const [found, setFound] = useState<PersonFound[] | null>(null)
  const find = useChange(
    useCallback(async (asked: PersonSearch) => {
      const { name, postcode, city } = asked
      setFound(null)
      const body = { name, ...(postcode && { postcode }), ...(city && { city }) }
      setFound((await callApi<PeopleFound>('POST', FIND, body)).people)
    }, []),
  )
  return (
    <>
      <section className="card" aria-labelledby="find-title">
        <FindForm busy={find.busy} onFind={(asked) => void find.run(asked)} />
        <Changed change={find} done={null} />
        <Hits found={found} onChosen={onChosen} />
      </section>
      <AddressForm onChosen={onChosen} />
    </>
  )
}

function FindForm({ busy, onFind }: { busy: boolean; onFind: (asked: PersonSearch) => void }) {
  const texts = useTexts(writeTexts)
  const [wrong, setWrong] = useState<keyof PersonSearch | null>(null)
  const form = useRef<HTMLFormElement>(null)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const said = new FormData(form.current!)
    const read = readPersonSearch({
      name: String(said.get('name') ?? ''),
      postcode: String(said.get('postcode') ?? ''),
      city: String(said.get('city') ?? ''),
    })
    setWrong(read.kind === 'invalid' ? read.field : null)
    if (read.kind === 'invalid')
      form.current!.querySelector<HTMLInputElement>(`[name=${read.field}]`)?.focus()
    else onFind(read)
  }
  return (
    <form ref={form} className="find-person" onSubmit={submit} noValidate>
      <h2 id="find-title">{texts.findTitle}</h2>
      <p className="quiet">{texts.findWhy}</p>
      <Textfield
        name="name"
        label={texts.name}
        autoComplete="off"
        error={wrong === 'name' ? texts.nameShape : undefined}
      />
      <div className="find-place">
        <Textfield
          name="postcode"
          label={texts.postcode}
          inputMode="numeric"
          autoComplete="off"
          error={wrong === 'postcode' ? texts.postcodeShape : undefined}
        />
        <Textfield
          name="city"
          label={texts.city}
          autoComplete="off"
          error={wrong === 'city' ? texts.nameShape : undefined}
        />
      </div>
      <Button type="submit" loading={busy}>
        {busy ? texts.finding : texts.find}
      </Button>
    </form>
  )
}

function Hits({ found, onChosen }: { found: PersonFound[] | null; onChosen: (to: Chosen) => void }) {
  const texts = useTexts(writeTexts)
  return (
    <>
      <p role="status" className={found && found.length > 0 ? 'small quiet' : undefined}>
        {found && (found.length === 0 ? texts.nobody : texts.hits(found.length))}
      </p>
      {found && found.length > 0 && (
        <ul className="emails people-found">
          {found.map((person) => {
            const place = `${person.postcode} ${person.city}`
            return (
              <li key={person.digitalAddress}>
                <span className="email-words">
                  <strong>{person.name}</strong>
                  <span className="small quiet">
                    {place} · {person.digitalAddress}
                  </span>
                </span>
                <Button
                  variant="secondary"
                  aria-label={texts.chooseNamed(person.name, place)}
                  onClick={() => onChosen({ address: person.digitalAddress, name: person.name })}
                >
                  {texts.choose}
                </Button>
              </li>
            )
          })}
        </ul>
      )}
    </>
  )
}

function AddressForm({ onChosen }: { onChosen: (to: Chosen) => void }) {
  const texts = useTexts(writeTexts)
  const [wrong, setWrong] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const address = field.current?.value.trim() ?? ''
    const fits = parseDigitalAddress(address).kind === 'digital-address'
    setWrong(!fits)
    if (fits) onChosen({ address, name: null })
    else field.current?.focus()
  }
  return (
    <section className="card" aria-labelledby="address-title">
      <h2 id="address-title">{texts.orAddress}</h2>
      <form className="add-email" onSubmit={submit} noValidate>
        <Textfield
          ref={field}
          name="to"
          label={texts.address}
          description={texts.addressHint}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          error={wrong ? texts.addressShape : undefined}
        />
        <Button type="submit" variant="secondary">
          {texts.useAddress}
        </Button>
      </form>
    </section>
  )
}
