import { useAccount, useTexts } from '../lib/account.tsx'
import { writeTexts } from '../texts/write-texts.ts'
import { Icon } from './icons.tsx'

/** What a writer should know before the button: in whose name it goes, and that it cannot be called back. */
export function BeforeSending() {
  const texts = useTexts(writeTexts)
  const { actingIn, person } = useAccount().session
  return (
    <>
      {actingIn && (
        <p className="no-recall">
          <Icon name="people" />
          {texts.inTheirName(actingIn.name, person.name)}
        </p>
      )}
      <p className="no-recall">
        <Icon name="alert" />
        {texts.noRecall}
      </p>
    </>
  )
}
