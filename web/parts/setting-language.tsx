import { Fieldset, Radio } from '@digdir/designsystemet-react'
import { useCallback, useState } from 'react'
import type { Language } from '#api/mailbox.ts'
import type { Settings } from '#api/settings.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { callApi } from '../lib/call-api.ts'
import { useChange } from '../lib/use-change.ts'
import { settingsTexts } from '../texts/settings-texts.ts'
import { Changed } from './changed.tsx'

/** Each in its own words, so that nobody has to know the other language to find theirs. */
const NAMES: Record<Language, string> = { da: 'Dansk', nb: 'Norsk bokmål', sv: 'Svenska', en: 'English' }

export function LanguageSetting(props: { settings: Settings; onChange: (settings: Settings) => void }) {
  const { settings, onChange } = props
  const texts = useTexts(settingsTexts)
  const { refresh } = useAccount()
  const [done, setDone] = useState(false)
  // What was clicked shows at once; it goes back only if the change is refused.
  const [chosen, setChosen] = useState<Language | null>(null)
  const change = useChange(
    useCallback(
      async (language: Language) => {
        setChosen(language)
        try {
          onChange(await callApi<Settings>('PUT', '/api/settings', { language }))
        } finally {
          setChosen(null)
        }
        await refresh()
        setDone(true)
      },
      [onChange, refresh],
    ),
  )
  return (
    <section className="card">
      <Fieldset>
        <Fieldset.Legend>
          <span className="setting-title">{texts.language}</span>
        </Fieldset.Legend>
        <Fieldset.Description>{texts.languageWhy}</Fieldset.Description>
        {(Object.keys(NAMES) as Language[]).map((language) => (
          <Radio
            key={language}
            name="language"
            value={language}
            label={<span lang={language}>{NAMES[language]}</span>}
            checked={(chosen ?? settings.language) === language}
            onChange={() => void change.run(language)}
          />
        ))}
      </Fieldset>
      <Changed change={change} done={done ? texts.saved : null} />
    </section>
  )
}
