import { memo, useLayoutEffect, useRef } from 'react'
import type { LetterRow } from '#api/mailbox.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { type DayGroup, groupKey } from '../lib/day-groups.ts'
import { useNear } from '../lib/use-near.ts'
import { letterTexts } from '../texts/letter-texts.ts'
import { Row } from './letter-row.tsx'

type Group = { key: string; group: DayGroup; rows: LetterRow[]; begins: boolean }

/** A block's rows by day group; a group that goes on from the block above has no heading of its own again. */
function groupsOf(
  rows: readonly LetterRow[],
  above: LetterRow | undefined,
  groupAt: (instant: string) => DayGroup,
): Group[] {
  const groups: Group[] = []
  const aboveKey = above && groupKey(groupAt(above.receivedAt))
  for (const row of rows) {
    const group = groupAt(row.receivedAt)
    const key = groupKey(group)
    const last = groups.at(-1)
    if (last?.key === key) last.rows.push(row)
    else groups.push({ key, group, rows: [row], begins: groups.length > 0 || key !== aboveKey })
  }
  return groups
}

type BlockProps = {
  rows: readonly LetterRow[]
  /** The last row of the block above, to know whether its day group goes on. */
  above: LetterRow | undefined
  chosen: string | undefined
  /** What scrolls; null when the window does. */
  scroller: Element | null
}

/**
 * A page of rows. Far from the view it is an empty box of the height it last had, so that a mailbox of a hundred thousand
 * letters keeps a few hundred rows in the document. It stays whole while focus is inside it.
 */
export const LetterBlock = memo(function LetterBlock({ rows, above, chosen, scroller }: BlockProps) {
  const box = useRef<HTMLDivElement>(null)
  const heightPx = useRef(0)
  const near = useNear(box, scroller, true)
  const shown = near || heightPx.current === 0 || (box.current?.contains(document.activeElement) ?? false)
  useLayoutEffect(() => {
    if (shown && box.current && box.current.offsetHeight > 0) heightPx.current = box.current.offsetHeight
  })
  return (
    <div ref={box} className="block" style={shown ? undefined : { height: heightPx.current }}>
      {shown && <Groups rows={rows} above={above} chosen={chosen} />}
    </div>
  )
})

function Groups({ rows, above, chosen }: Omit<BlockProps, 'scroller'>) {
  const texts = useTexts(letterTexts)
  const { formats } = useAccount()
  const now = new Date()
  const nameOf = (group: DayGroup): string => {
    if (group.kind === 'today') return texts.today
    if (group.kind === 'this-week') return texts.thisWeek
    const month = formats.month(group.month)
    if (group.kind === 'this-month') return texts.earlierIn(month)
    return texts.monthOf(month, formats.isThisYear(group.year, now) ? null : group.year)
  }
  return groupsOf(rows, above, (instant) => formats.group(instant, now)).map((group) => (
    <div key={group.key}>
      {group.begins && <h2 className="day">{nameOf(group.group)}</h2>}
      <ul className="rows" aria-label={nameOf(group.group)}>
        {group.rows.map((row) => (
          <Row key={row.letterId} row={row} chosen={row.letterId === chosen} />
        ))}
      </ul>
    </div>
  ))
}
