import { Button, Spinner } from '@digdir/designsystemet-react'
import { useEffect, useRef, useState } from 'react'
import { useAccount, useTexts } from '../lib/account.tsx'
import { useInbox, useInboxState } from '../lib/inbox.ts'
import { useArrival } from '../lib/use-arrival.ts'
import { SIDE_BY_SIDE, useMedia } from '../lib/use-media.ts'
import { useNear } from '../lib/use-near.ts'
import { letterTexts } from '../texts/letter-texts.ts'
import { Failure } from './failure.tsx'
import { Icon } from './icons.tsx'
import { LetterBlock } from './letter-block.tsx'
import { RowSkeletons } from './skeletons.tsx'

/** How often to look for new letters while the page is in view, in ms. */
const LOOK_EVERY_MS = 60_000

export function LetterListPane({ chosen }: { chosen: string | undefined }) {
  const texts = useTexts(letterTexts)
  const inbox = useInbox()
  const list = useInboxState()
  const sideBySide = useMedia(SIDE_BY_SIDE)
  const [scroller, setScroller] = useState<HTMLElement | null>(null)
  const root = sideBySide ? scroller : null

  useEffect(() => {
    if (inbox.state().next === undefined) void inbox.more()
    const look = () => document.visibilityState === 'visible' && navigator.onLine && void inbox.look()
    const timer = setInterval(look, LOOK_EVERY_MS)
    document.addEventListener('visibilitychange', look)
    addEventListener('online', look)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', look)
      removeEventListener('online', look)
    }
  }, [inbox])

  const begun = list.blocks.length > 0
  const above = (at: number) => list.blocks[at - 1]?.rows.at(-1)
  return (
    <section className="list-pane" ref={setScroller} aria-label={texts.inbox} aria-busy={list.loading}>
      <ListHead chosen={chosen} />
      {list.arrived.length > 0 && (
        <Button className="arrived" variant="secondary" onClick={() => void inbox.showArrived()}>
          {texts.arrived(list.arrived.length)}
        </Button>
      )}
      {list.blocks.map((block, at) => (
        <LetterBlock key={block.key} rows={block.rows} above={above(at)} chosen={chosen} scroller={root} />
      ))}
      {!begun && list.failure === null && <RowSkeletons count={8} />}
      {list.failure !== null && <Failure failure={list.failure} onAgain={() => void inbox.more()} />}
      {begun && list.blocks.every((block) => block.rows.length === 0) && <EmptyInbox />}
      {begun && list.next !== null && list.failure === null && <Older scroller={root} />}
    </section>
  )
}

function ListHead({ chosen }: { chosen: string | undefined }) {
  const texts = useTexts(letterTexts)
  const { formats } = useAccount()
  const { unread, next } = useInboxState()
  const heading = useArrival<HTMLHeadingElement>(chosen ? null : texts.inbox, chosen ? 'letter' : 'inbox')
  // With a letter open, the letter is what the page is about.
  const Heading = chosen ? 'h2' : 'h1'
  return (
    <header className="list-head">
      <Heading className="page-title" ref={heading} tabIndex={-1}>
        {texts.inbox}
      </Heading>
      <p className="quiet small" role="status">
        {next === undefined
          ? ''
          : unread > 0
            ? texts.unreadCount(unread, formats.unread(unread))
            : texts.allRead}
      </p>
    </header>
  )
}

/** Fetches the next page as it comes near; the button is there for keyboards, and when fetching stops. */
function Older({ scroller }: { scroller: Element | null }) {
  const texts = useTexts(letterTexts)
  const inbox = useInbox()
  const { loading } = useInboxState()
  const end = useRef<HTMLDivElement>(null)
  const near = useNear(end, scroller)
  useEffect(() => {
    if (!near || loading) return
    // A moment's patience: rows that just came may have pushed the end out of sight again.
    const timer = setTimeout(() => void inbox.more(), 100)
    return () => clearTimeout(timer)
  }, [near, loading, inbox])
  return (
    <div className="older" ref={end}>
      {loading ? (
        <Spinner aria-label={texts.fetchingOlder} data-size="sm" />
      ) : (
        <Button variant="tertiary" onClick={() => void inbox.more()}>
          {texts.older}
        </Button>
      )}
    </div>
  )
}

function EmptyInbox() {
  const texts = useTexts(letterTexts)
  return (
    <div className="empty">
      <Icon name="brand" />
      <p className="empty-title">{texts.emptyTitle}</p>
      <p className="quiet">{texts.empty}</p>
    </div>
  )
}
