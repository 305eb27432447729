import { useTexts } from '../lib/account.tsx'
import { AccessLog } from '../parts/access-log.tsx'
import { accessLogTexts } from '../texts/access-log-texts.ts'
import { letterTexts } from '../texts/letter-texts.ts'
import { useOpenLetter } from './letter-page.tsx'

export function SeenSide() {
  const letter = useOpenLetter()
  const texts = useTexts(accessLogTexts)
  const { seen } = useTexts(letterTexts)
  return (
    <section className="card" aria-labelledby="seen-title">
      <h2 id="seen-title">{seen}</h2>
      <p className="quiet">{texts.letterLead}</p>
      <AccessLog path={`/api/letters/${letter.letterId}/access-log`} withLetters={false} />
    </section>
  )
}
