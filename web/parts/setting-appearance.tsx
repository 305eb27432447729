import { Fieldset, Radio } from '@digdir/designsystemet-react'
import { useState } from 'react'
import { useTexts } from '../lib/account.tsx'
import { chooseScheme, chosenScheme, type Scheme } from '../lib/scheme.ts'
import { settingsTexts } from '../texts/settings-texts.ts'

export function AppearanceSetting() {
  const texts = useTexts(settingsTexts)
  const [scheme, setScheme] = useState(chosenScheme)
  const choose = (chosen: Scheme) => {
    chooseScheme(chosen)
    setScheme(chosen)
  }
  return (
    <section className="card">
      <Fieldset>
        <Fieldset.Legend>
          <span className="setting-title">{texts.scheme}</span>
        </Fieldset.Legend>
        <Fieldset.Description>{texts.schemeWhy}</Fieldset.Description>
        {(['system', 'light', 'dark'] as const).map((value) => (
          <Radio
            key={value}
            name="scheme"
            value={value}
            label={texts.schemes[value]}
            checked={scheme === value}
            onChange={() => choose(value)}
          />
        ))}
      </Fieldset>
    </section>
  )
}
