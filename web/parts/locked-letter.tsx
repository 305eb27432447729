import type { LockedLetter } from '#api/mailbox.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { useInbox } from '../lib/inbox.ts'
import { letterTexts } from '../texts/letter-texts.ts'
import { Icon } from './icons.tsx'
import { StepUp } from './step-up.tsx'

/** Says why it is locked, and unlocks it in place. */
export function LockedLetterView({ letter, onRaised }: { letter: LockedLetter; onRaised: () => void }) {
  const texts = useTexts(letterTexts)
  const { session } = useAccount()
  const inbox = useInbox()
  // A code or a passkey reaches `substantial`; asking for it again would lead round in a circle.
  const high = letter.minimumLevel === 'high' && session.level !== 'low'
  const outOfReach = high && session.stepUp.electronicIds.length === 0
  const raised = () => {
    onRaised()
    // The list may show its other locked rows now; if that fails it is merely less told than it could be.
    void inbox.refreshLocked().catch(() => {})
  }
  return (
    <section className="locked" aria-label={texts.lockedTitle}>
      <span className="locked-seal">
        <Icon name="lock" />
      </span>
      <h2>{texts.lockedTitle}</h2>
      <p>{outOfReach ? texts.lockedTooHigh : texts.lockedWhy(letter.sender?.name ?? null)}</p>
      {!outOfReach && (
        <>
          <p className="quiet">{texts.lockedAfter}</p>
          <StepUp purpose="unlock" level={high ? 'high' : 'substantial'} onRaised={raised} />
        </>
      )}
    </section>
  )
}
