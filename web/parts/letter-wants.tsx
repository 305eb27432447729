import type { LetterWants } from '#api/mailbox.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { letterTexts } from '../texts/letter-texts.ts'

/** What the letter wants, on one band. */
export function LetterWantsBand({ wants }: { wants: LetterWants }) {
  const texts = useTexts(letterTexts)
  const { formats } = useAccount()
  if (!wants) return null
  if (wants.kind === 'appointment')
    return (
      <p className="wants" data-kind="meet">
        <strong>{texts.comeAt(formats.appointment(wants.startsAt))}</strong>
        {wants.place && <span>{wants.place}</span>}
      </p>
    )
  const day = formats.calendarDay(wants.dueOn)
  if (wants.kind === 'answer')
    return (
      <p className="wants" data-kind="urgent">
        <strong>{texts.answerBy(day)}</strong>
      </p>
    )
  return (
    <p className="wants" data-kind="money">
      <strong>{formats.amount(wants.amountMinor, wants.currency)}</strong>
      <span>{texts.payBy(day)}</span>
    </p>
  )
}
