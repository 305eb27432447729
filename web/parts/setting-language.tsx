import { useCallback, useState } from 'react'
import type { Language } from '#api/mailbox.ts'
import type { Settings } from '#api/settings.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { callApi } from '../lib/call-api.ts'
import { useChange } from '../lib/use-change.ts'
import { settingsTexts } from '../texts/settings-texts.ts'
import { Changed } from './changed.tsx'
import { ChooseLanguage } from './choose-language.tsx'

export function LanguageSetting(props: { settings: Settings; onChange: (settings: Settings) => void }) {
  const { settings, onChange } = props
  const texts = useTexts(settingsTexts)
  const { refresh } = useAccount()
  const [done, setDone] = useState(false)
  const change = useChange(
    useCallback(
      async (language: Language) => {
        onChange(await callApi<Settings>('PUT', '/api/settings', { language }))
        await refresh()
        setDone(true)
      },
      [onChange, refresh],
    ),
  )
  return (
    <section className="card">
      <ChooseLanguage
        title={texts.language}
        why={texts.languageWhy}
        language={settings.language}
        onChoose={change.run}
      />
      <Changed change={change} done={done ? texts.saved : null} />
    </section>
  )
}
