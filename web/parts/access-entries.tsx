import { Link } from 'react-router'
import type { AccessEntry } from '#api/mailbox.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { type AccessLogTexts, accessLogTexts } from '../texts/access-log-texts.ts'

/** Who did what and when, as sentences in a list. */
export function AccessEntries(props: { entries: readonly AccessEntry[]; withLetters: boolean }) {
  return (
    <ol className="entries">
      {props.entries.map((entry, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: entries are only ever added at the end of this list
        <Entry key={at} entry={entry} withLetter={props.withLetters} />
      ))}
    </ol>
  )
}

/** `own`: in one's own mailbox. A guardian reads the owner's name there, not their own. */
function saidOf({ kind, name }: AccessEntry['actor'], texts: AccessLogTexts, own: boolean): string {
  if (kind === 'owner' && own) return texts.you
  if (kind === 'staff') return name === null ? texts.oneOfStaff : texts.staff(name)
  return name ?? texts.postOffice
}

function Entry({ entry, withLetter }: { entry: AccessEntry; withLetter: boolean }) {
  const texts = useTexts(accessLogTexts)
  const { formats, standing } = useAccount()
  const who = saidOf(entry.actor, texts, standing.own)
  const detail = [
    entry.documentNo !== null && texts.document(entry.documentNo),
    entry.sessionLevel && texts.level[entry.sessionLevel],
  ].filter(Boolean)
  return (
    <li data-kind={entry.actor.kind}>
      <p>
        <strong>{who}</strong> {texts.actions[entry.action]}
        {detail.length > 0 && <span className="quiet"> ({detail.join(', ')})</span>}
      </p>
      {withLetter && entry.letter && (
        <p>
          <Link to={`/letters/${entry.letter.letterId}`}>{entry.letter.title ?? texts.hiddenTitle}</Link>
        </p>
      )}
      {entry.reason && <p>{texts.reason(entry.reason)}</p>}
      <time className="quiet small" dateTime={entry.at}>
        {formats.dayAndTime(entry.at)}
      </time>
    </li>
  )
}
