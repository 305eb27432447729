import { useState } from 'react'
import { keepingTexts } from '../texts/keeping-texts.ts'
import { useTexts } from './account.tsx'
import { CallFailed, leaveIfSignedOut } from './call-api.ts'

/** What is wrong with a name or a folder, in its own words where there are such; else the failure itself. */
export function useTold() {
  const texts = useTexts(keepingTexts)
  const [told, setTold] = useState<{ words: string | null; failure: unknown }>({ words: null, failure: null })
  const tell = (error: unknown) => {
    if (leaveIfSignedOut(error)) return
    const words = error instanceof CallFailed && error.code ? (texts.problems[error.code] ?? null) : null
    setTold({ words, failure: words ? null : error })
  }
  return { told, tell, forget: () => setTold({ words: null, failure: null }) }
}
