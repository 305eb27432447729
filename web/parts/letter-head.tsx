import { type RefObject, useId, useState } from 'react'
import type { LetterKind, LetterSender } from '#api/mailbox.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { letterTexts } from '../texts/letter-texts.ts'
import { uploadTexts } from '../texts/upload-texts.ts'
import { Icon } from './icons.tsx'
import { SenderMark } from './sender-mark.tsx'

type Known = {
  kind: LetterKind
  sender: LetterSender | null
  title: string | null
  receivedAt: string
  sensitive?: boolean
}

/** Who it is from, what that is worth, and what it is about. */
export function LetterHead(props: { letter: Known; heading: RefObject<HTMLHeadingElement | null> }) {
  const { letter, heading } = props
  const texts = useTexts(letterTexts)
  const { me, formats } = useAccount()
  const upload = useTexts(uploadTexts)
  const { sender } = letter
  const own = letter.kind === 'own'
  const when =
    formats.group(letter.receivedAt).kind === 'today'
      ? texts.todayAt(formats.time(letter.receivedAt))
      : formats.dayAndTime(letter.receivedAt)
  return (
    <header className="letter-head">
      <div className="letter-from">
        <SenderMark sender={sender} own={own} size="large" />
        <div>
          <p className="letter-sender">
            <span>{sender?.name ?? (own ? upload.own : texts.hiddenSender)}</span>
            {sender?.verified && <Verified sender={sender} />}
          </p>
          {sender?.writtenBy && <p className="small">{texts.writtenBy(sender.writtenBy, sender.name)}</p>}
          <p className="quiet small">
            {own ? upload.ownHead(me.name, when) : texts.to(me.name, when)}
            {letter.sensitive && (
              <>
                {' · '}
                <span className="nowrap">
                  <Icon name="lock" /> {texts.sensitive}
                </span>
              </>
            )}
          </p>
        </div>
      </div>
      <h1 className="letter-title" ref={heading} tabIndex={-1}>
        {letter.title ?? texts.hiddenTitle}
      </h1>
    </header>
  )
}

function Verified({ sender }: { sender: LetterSender }) {
  const texts = useTexts(letterTexts)
  const [told, setTold] = useState(false)
  const id = useId()
  return (
    <>
      <button
        type="button"
        className="verified"
        aria-expanded={told}
        aria-controls={id}
        onClick={() => setTold(!told)}
      >
        <Icon name="verified" />
        {texts.verified}
      </button>
      <span className="verified-means" id={id} hidden={!told}>
        {sender.publicSector && <strong>{texts.publicSector}. </strong>}
        {texts.verifiedMeans(sender.name)}
      </span>
    </>
  )
}
