import { Button } from '@digdir/designsystemet-react'
import { useEffect, useRef, useState } from 'react'
import type { LetterOpened, OpenableLetter } from '#api/mailbox.ts'
import { judgeLink, type LinkVerdict } from '#rules/link-letter.ts'
import { useTexts } from '../lib/account.tsx'
import { CallFailed, callApi, callText, leaveIfSignedOut } from '../lib/call-api.ts'
import { linkTexts } from '../texts/link-texts.ts'
import { documentPath } from './document-view.tsx'
import { Failure } from './failure.tsx'
import { Icon } from './icons.tsx'
import { StepUp } from './step-up.tsx'

type Stage = 'closed' | 'asking' | 'confirm' | LinkVerdict

/** A letter that is a link (B-07): its content is asked for, and an ID shown once more, only when the reader wants to go there. */
export function LinkLetter(props: { letter: OpenableLetter; onOpened: (opened: LetterOpened) => void }) {
  const { letter, onOpened } = props
  const { letterId } = letter
  const texts = useTexts(linkTexts)
  const [stage, setStage] = useState<Stage>('closed')
  const [failure, setFailure] = useState<unknown>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  const ledTo = typeof stage === 'object' ? 'link' : stage === 'confirm' ? 'confirm' : null
  // What the button led to takes the focus the button had.
  useEffect(() => {
    if (ledTo) heading.current?.focus()
  }, [ledTo])

  const show = async () => {
    setStage('asking')
    setFailure(null)
    try {
      const opened = await callApi<LetterOpened>('POST', `/api/letters/${letterId}/open`)
      const text = await callText(documentPath(letterId, letter.documents[0]!.documentNo))
      onOpened(opened)
      setStage(judgeLink(text))
    } catch (error) {
      if (leaveIfSignedOut(error)) return
      const confirm = error instanceof CallFailed && error.code === 'id-not-shown-lately'
      setStage(confirm ? 'confirm' : 'closed')
      if (!confirm) setFailure(error)
    }
  }

  if (typeof stage === 'object')
    return (
      <section className="locked" aria-labelledby={`link-${letterId}`}>
        <Seal />
        <h2 id={`link-${letterId}`} ref={heading} tabIndex={-1}>
          {texts.shownTitle}
        </h2>
        {stage.kind === 'refused' ? (
          <p>{texts.again}</p>
        ) : (
          <>
            <p>{texts.leads(stage.host)}</p>
            <Button asChild>
              <a href={stage.url} target="_blank" rel="noopener noreferrer" referrerPolicy="no-referrer">
                {texts.go(stage.host)}
                <span className="bh-hidden"> ({texts.newWindow})</span>
              </a>
            </Button>
          </>
        )}
      </section>
    )
  return (
    <section className="locked" aria-labelledby={`link-${letterId}`}>
      <Seal />
      <h2 id={`link-${letterId}`} ref={heading} tabIndex={-1}>
        {stage === 'confirm' ? texts.confirm : texts.title}
      </h2>
      <p>{texts.why(letter.sender?.name ?? '')}</p>
      {stage === 'confirm' ? (
        <StepUp
          purpose="confirm"
          level={letter.minimumLevel === 'high' ? 'high' : 'substantial'}
          onRaised={show}
        />
      ) : (
        <Button loading={stage === 'asking'} onClick={() => stage === 'closed' && void show()}>
          {texts.show}
        </Button>
      )}
      {failure !== null && <Failure ofLetter deed failure={failure} onAgain={() => void show()} />}
    </section>
  )
}

const Seal = () => (
  <span className="locked-seal">
    <Icon name="link" />
  </span>
)
