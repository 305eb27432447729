import { Fieldset, Radio } from '@digdir/designsystemet-react'
import { useState } from 'react'
import type { Language } from '#api/mailbox.ts'

/** Each in its own words, so that nobody has to know the other language to find theirs. */
const NAMES: Record<Language, string> = { da: 'Dansk', nb: 'Norsk bokmål', sv: 'Svenska', en: 'English' }

export function ChooseLanguage(props: {
  title: string
  why: string
  language: Language
  /** Ends when the server has answered, whether it was done or refused. */
  onChoose: (language: Language) => Promise<unknown>
}) {
  // What was clicked shows at once; it goes back only if the change is refused.
  const [chosen, setChosen] = useState<Language | null>(null)
  const choose = async (language: Language) => {
    setChosen(language)
    await props.onChoose(language)
    setChosen((now) => (now === language ? null : now))
  }
  return (
    <Fieldset>
      <Fieldset.Legend>
        <span className="setting-title">{props.title}</span>
      </Fieldset.Legend>
      <Fieldset.Description>{props.why}</Fieldset.Description>
      {(Object.keys(NAMES) as Language[]).map((language) => (
        <Radio
          key={language}
          name="language"
          value={language}
          label={<span lang={language}>{NAMES[language]}</span>}
          checked={(chosen ?? props.language) === language}
          onChange={() => void choose(language)}
        />
      ))}
    </Fieldset>
  )
}
