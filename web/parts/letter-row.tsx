import { memo, useContext } from 'react'
import { Link } from 'react-router'
import type { LetterRow } from '#api/mailbox.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { usePlace } from '../lib/inbox.ts'
import { ArrangeRowContext, SelectionContext } from '../lib/selection.ts'
import { useSwipe } from '../lib/use-swipe.ts'
import { appTexts } from '../texts/app-texts.ts'
import { departmentsTexts } from '../texts/departments-texts.ts'
import { keepingTexts } from '../texts/keeping-texts.ts'
import { letterTexts } from '../texts/letter-texts.ts'
import { uploadTexts } from '../texts/upload-texts.ts'
import { Icon } from './icons.tsx'
import { SenderMark } from './sender-mark.tsx'

/** One letter in the list: unread dot, sender mark, sender, subject, what it wants, time. The whole row is one link. */
export const Row = memo(function Row({ row, chosen }: { row: LetterRow; chosen: boolean }) {
  const texts = useTexts(letterTexts)
  const keeping = useTexts(keepingTexts)
  const { own } = useTexts(uploadTexts)
  const { formats, standing } = useAccount()
  const { base } = usePlace()
  const selection = useContext(SelectionContext)
  const selected = selection?.rows.has(row.letterId) ?? false
  const app = useTexts(appTexts)
  const run = useContext(ArrangeRowContext)
  const archived = row.place === 'archive'
  const mayArrange = standing.may('arrange-letters') && row.place !== 'trash' && !row.locked
  const swipe = useSwipe(
    mayArrange && !selection && run
      ? (way) =>
          run({
            letterIds: [row.letterId],
            change:
              way === 'on'
                ? { kind: 'unread', unread: !row.unread }
                : { kind: 'move', to: archived ? 'inbox' : 'archive' },
          })
      : null,
  )
  return (
    <li className="row-item" data-selected={selected || undefined} {...swipe}>
      {mayArrange && (
        <span className="row-swipe" aria-hidden="true">
          <span data-way="on">{row.unread ? app.swipeRead : app.swipeUnread}</span>
          <span data-way="back">{archived ? keeping.toInbox : app.swipeArchive}</span>
        </span>
      )}
      {selection && (
        <label className="row-select">
          <input type="checkbox" checked={selected} onChange={() => selection.toggle(row)} />
          <span className="bh-hidden">{keeping.selectLetter(row.title ?? texts.hiddenTitle)}</span>
        </label>
      )}
      <Link
        to={`${base}/letters/${row.letterId}`}
        className="row"
        id={`row-${row.letterId}`}
        data-unread={row.unread || undefined}
        aria-current={chosen ? 'page' : undefined}
      >
        <span className="row-dot">{row.unread && <span className="bh-hidden">{texts.unread}: </span>}</span>
        <SenderMark sender={row.sender} own={row.kind === 'own'} />
        <span className="row-words">
          <span className="row-top">
            <span className="row-sender">
              {row.sender?.name ?? (row.kind === 'own' ? own : texts.hiddenSender)}
            </span>
            {row.starred && (
              <span className="row-star">
                <Icon name="star" />
                <span className="bh-hidden">{keeping.starred}</span>
              </span>
            )}
            <time className="row-time" dateTime={row.receivedAt}>
              {formats.brief(row.receivedAt)}
            </time>
          </span>
          <span className="row-title">{row.title ?? texts.hiddenTitle}</span>
          <RowWants row={row} />
          <RowWork row={row} />
        </span>
      </Link>
    </li>
  )
})

function RowWants({ row }: { row: LetterRow }) {
  const texts = useTexts(letterTexts)
  const { formats } = useAccount()
  const { wants } = row
  const keeping = useTexts(keepingTexts)
  if (!row.locked && !wants && row.attachments === 0 && !row.goneAt) return null
  return (
    <span className="row-wants">
      {row.locked && (
        <span className="chip" data-kind="lock">
          <Icon name="lock" />
          {texts.openInTwoSteps}
        </span>
      )}
      {wants?.kind === 'pay' && (
        <span className="chip" data-kind="money">
          {texts.pay(formats.amount(wants.amountMinor, wants.currency), formats.calendarDay(wants.dueOn))}
        </span>
      )}
      {wants?.kind === 'appointment' && (
        <span className="chip" data-kind="meet">
          {texts.comeAt(formats.appointment(wants.startsAt))}
        </span>
      )}
      {wants?.kind === 'answer' && (
        <span className="chip" data-kind="urgent">
          {texts.answerBy(formats.calendarDay(wants.dueOn))}
        </span>
      )}
      {row.goneAt && (
        <span className="row-clip">
          <Icon name="trash" />
          {keeping.gone(formats.day(row.goneAt))}
        </span>
      )}
      {row.attachments > 0 && (
        <span className="row-clip">
          <Icon name="clip" />
          {texts.attachments(row.attachments)}
        </span>
      )}
    </span>
  )
}

/** B-15: whose it is to deal with, in an enterprise's mailbox. */
function RowWork({ row: { work } }: { row: LetterRow }) {
  const texts = useTexts(departmentsTexts)
  const said = [work?.department, work?.assignee, work?.done && texts.isDone].filter(Boolean)
  if (said.length === 0) return null
  return <span className="block-line quiet small">{said.join(' · ')}</span>
}
