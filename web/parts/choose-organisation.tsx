import { Button, Textfield } from '@digdir/designsystemet-react'
import { type FormEvent, useState } from 'react'
import type { Organisations } from '#api/writing.ts'
import { useTexts } from '../lib/account.tsx'
import { useAnswer } from '../lib/use-answer.ts'
import { organisationTexts } from '../texts/organisation-texts.ts'
import { Failure } from './failure.tsx'
import { LineSkeletons } from './skeletons.tsx'
import type { Addressee } from './write-organisation.tsx'

/** Everybody who takes letters, the customer service first; narrowed by a part of the name. */
export function ChooseOrganisation({ onChosen }: { onChosen: (to: Addressee) => void }) {
  const texts = useTexts(organisationTexts)
  const [name, setName] = useState('')
  const { answer, again } = useAnswer<Organisations>(`/api/organisations?name=${encodeURIComponent(name)}`)
  const found = answer.value
  const search = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setName(String(new FormData(event.currentTarget).get('name') ?? '').slice(0, 100))
  }
  return (
    <section className="card" aria-label={texts.toOrganisation} aria-busy={answer.state === 'loading'}>
      <p className="quiet">{texts.toOrganisationWhy}</p>
      <form className="find-organisation" onSubmit={search} noValidate>
        <Textfield name="name" label={texts.name} autoComplete="off" maxLength={100} />
        <Button type="submit" variant="secondary">
          {texts.find}
        </Button>
      </form>
      {answer.state === 'failed' && <Failure failure={answer.failure} onAgain={() => again()} />}
      {!found && answer.state === 'loading' && <LineSkeletons count={4} />}
      <div role="status">{found?.organisations.length === 0 && <p>{texts.none}</p>}</div>
      <ul className="emails">
        {found?.organisations.map((one) => (
          <li key={one.organisationId}>
            <span className="email-words">
              <span>{one.name}</span>
              {(one.customerService || one.publicSector) && (
                <span className="small quiet">
                  {one.customerService ? texts.customerService : texts.publicSector}
                </span>
              )}
            </span>
            <Button
              variant="secondary"
              aria-label={texts.chooseNamed(one.name)}
              onClick={() =>
                onChosen({ to: { organisationId: one.organisationId }, name: one.name, answers: null })
              }
            >
              {texts.choose}
            </Button>
          </li>
        ))}
      </ul>
      {found?.more && <p className="quiet">{texts.more}</p>}
    </section>
  )
}
