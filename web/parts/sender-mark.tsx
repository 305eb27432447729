import type { LetterSender } from '#api/mailbox.ts'
import { Icon } from './icons.tsx'

const HUES = ['a', 'b', 'c', 'd', 'e', 'f'] as const

/** The same sender always has the same hue; which one says nothing. */
function hueOf(name: string): (typeof HUES)[number] {
  let sum = 0
  for (const letter of name) sum = (sum * 31 + letter.codePointAt(0)!) % 9973
  return HUES[sum % HUES.length]!
}

/** The sender's initials in a tinted square; a lock when who sent it is hidden, a sheet when nobody sent it. Decoration: the name stands beside it. */
export function SenderMark(props: { sender: LetterSender | null; own?: boolean; size?: 'large' }) {
  const { sender, own, size } = props
  return (
    <span
      className="mark"
      data-hue={sender ? hueOf(sender.name) : 'locked'}
      data-size={size}
      aria-hidden="true"
    >
      {sender ? sender.mark : <Icon name={own ? 'document' : 'lock'} />}
    </span>
  )
}
