import { Button, Spinner } from '@digdir/designsystemet-react'
import { type ReactNode, useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { Link } from 'react-router'
import type { LettersDeleted } from '#api/keeping.ts'
import type { LetterRow } from '#api/mailbox.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { callApi } from '../lib/call-api.ts'
import { useInbox, useInboxState, usePlace } from '../lib/inbox.ts'
import { ArrangeRowContext, SELECTED_MAX, SelectionContext } from '../lib/selection.ts'
import { type Arranging, useArrange } from '../lib/use-arrange.ts'
import { useArrival } from '../lib/use-arrival.ts'
import { SIDE_BY_SIDE, useMedia } from '../lib/use-media.ts'
import { useNear } from '../lib/use-near.ts'
import { usePlaceName } from '../lib/use-place-name.ts'
import { departmentsTexts } from '../texts/departments-texts.ts'
import { keepingTexts } from '../texts/keeping-texts.ts'
import { letterTexts } from '../texts/letter-texts.ts'
import { uploadTexts } from '../texts/upload-texts.ts'
import { ArrangeTools, DeleteForGood } from './arrange-tools.tsx'
import { Changed } from './changed.tsx'
import { Failure } from './failure.tsx'
import { Icon, type IconName } from './icons.tsx'
import { LetterBlock } from './letter-block.tsx'
import { RowSkeletons } from './skeletons.tsx'
import { UploadPanel } from './upload-panel.tsx'

/** How often to look for new letters while the page is in view, in ms. */
const LOOK_EVERY_MS = 60_000

/** What was done is told by the bar with its undo. */
const noMore = () => {}

export function LetterListPane({ chosen }: { chosen: string | undefined }) {
  const texts = useTexts(letterTexts)
  const inbox = useInbox()
  const list = useInboxState()
  const sideBySide = useMedia(SIDE_BY_SIDE)
  const [scroller, setScroller] = useState<HTMLElement | null>(null)
  const root = sideBySide ? scroller : null
  const name = usePlaceName()
  const { place } = usePlace()
  const selecting = useSelecting(place)
  const inRows = useInRows(selecting.selection)
  const arrange = useArrange(noMore)
  const { run } = arrange
  const arrangeRow = useCallback((asked: Arranging) => void run(asked), [run])

  // Also when the list was told to begin anew, by an undo say.
  const unknown = list.next === undefined && !list.loading && list.failure === null
  useEffect(() => {
    if (unknown) void inbox.more()
  }, [inbox, unknown])
  useEffect(() => {
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
    <section className="list-pane" ref={setScroller} aria-label={name} aria-busy={list.loading}>
      <ListHead chosen={chosen} name={name} selecting={selecting} />
      {list.arrived.length > 0 && (
        <Button className="arrived" variant="secondary" onClick={() => void inbox.showArrived()}>
          {texts.arrived(list.arrived.length)}
        </Button>
      )}
      {/* What a swipe could not do is said here, and stepped up for. */}
      <Changed change={arrange} done={null} />
      <ArrangeRowContext.Provider value={arrangeRow}>
        <SelectionContext.Provider value={inRows}>
          {list.blocks.map((block, at) => (
            <LetterBlock
              key={block.key}
              rows={block.rows}
              above={above(at)}
              chosen={chosen}
              scroller={root}
            />
          ))}
        </SelectionContext.Provider>
      </ArrangeRowContext.Provider>
      {!begun && list.failure === null && <RowSkeletons count={8} />}
      {list.failure !== null && <Failure failure={list.failure} onAgain={() => void inbox.more()} />}
      {begun && list.blocks.every((block) => block.rows.length === 0) && list.next === null && (
        <EmptyList place={place} />
      )}
      {begun && list.next !== null && list.failure === null && <Older scroller={root} />}
    </section>
  )
}

type Selecting = ReturnType<typeof useSelecting>

/** Choosing several: off until asked for, and off again in another place. */
function useSelecting(place: string) {
  const [held, setHeld] = useState<{ place: string; rows: ReadonlyMap<string, LetterRow> } | null>(null)
  const rows = held?.place === place ? held.rows : null
  const toggle = useCallback(
    (row: LetterRow) =>
      setHeld((before) => {
        if (before?.place !== place) return before
        const rows = new Map(before.rows)
        if (!rows.delete(row.letterId) && rows.size < SELECTED_MAX) rows.set(row.letterId, row)
        return { place, rows }
      }),
    [place],
  )
  const selection = useMemo(() => (rows ? { rows, toggle } : null), [rows, toggle])
  return {
    selection,
    begin: useCallback(() => setHeld({ place, rows: new Map() }), [place]),
    end: useCallback(() => setHeld(null), []),
  }
}

/**
 * Choosing as the rows show it. The press is answered at once; that each of some fifty rows gets its box, or loses it, comes
 * after that in pieces: done in one go it took a slow phone up to half a second. A box once there follows every press.
 */
function useInRows(selection: Selecting['selection']): Selecting['selection'] {
  const shown = useDeferredValue(selection)
  return shown && (selection ?? shown)
}

type HeadProps = { chosen: string | undefined; name: string; selecting: Selecting }

function ListHead({ chosen, name, selecting }: HeadProps) {
  const texts = useTexts(letterTexts)
  const keeping = useTexts(keepingTexts)
  const { formats, me, standing } = useAccount()
  const { place } = usePlace()
  const { unread, next, blocks, asOf } = useInboxState()
  const heading = useArrival<HTMLHeadingElement>(chosen ? null : name, chosen ? 'letter' : place)
  // With a letter open, the letter is what the page is about.
  const Heading = chosen ? 'h2' : 'h1'
  const any = blocks.some((block) => block.rows.length > 0)
  const { selection, begin, end } = selecting
  const ended = useCallback(() => {
    end()
    // What was chosen has left the list, and the tools with it.
    heading.current?.focus()
  }, [end, heading])
  return (
    <header className="list-head">
      <Heading className="page-title" ref={heading} tabIndex={-1}>
        <bdi>{name}</bdi>
      </Heading>
      {place === 'inbox' && (
        <p className="quiet small" role="status">
          {next === undefined
            ? ''
            : unread > 0
              ? texts.unreadCount(unread, formats.unread(unread))
              : any
                ? texts.allRead
                : ''}
        </p>
      )}
      {place === 'documents' && standing.may('upload') && me.mailboxState === 'open' && (
        <UploadPanel place={place} />
      )}
      {place === 'trash' && <p className="quiet small trash-lead">{keeping.trashLead}</p>}
      {next === undefined && standing.may('arrange-letters') && (
        // Room for the button that comes with the rows, so that they do not push down what is there.
        <div className="list-doings list-doings-waiting" aria-hidden="true" />
      )}
      {any && standing.may('arrange-letters') && (
        <div className="list-doings">
          <Button
            variant="tertiary"
            data-size="sm"
            aria-expanded={selection !== null}
            onClick={selection ? end : begin}
          >
            {selection ? keeping.selectDone : keeping.select}
          </Button>
          {place === 'trash' && asOf !== null && !selection && standing.may('delete-letters') && (
            <EmptyTrash until={asOf} onDeleted={ended} />
          )}
        </div>
      )}
      {selection && (
        <div className="selected">
          <p className="small" role="status">
            {keeping.selected(selection.rows.size)}
            {selection.rows.size >= SELECTED_MAX && ` · ${keeping.most(SELECTED_MAX)}`}
          </p>
          <ArrangeTools
            letters={[...selection.rows.values()]}
            label={keeping.tools}
            withUnread
            onChanged={ended}
            onDeleted={ended}
          />
        </div>
      )}
    </header>
  )
}

/** Empties what was there when the list was asked for, and nothing another window threw away since. */
function EmptyTrash({ until, onDeleted }: { until: string; onDeleted: () => void }) {
  const texts = useTexts(keepingTexts)
  const ask = useCallback(() => callApi<LettersDeleted>('POST', '/api/trash/empty', { until }), [until])
  return <DeleteForGood words={texts.emptyTrash} sure={texts.sureAll} ask={ask} onDeleted={onDeleted} />
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

function EmptyList({ place }: { place: string }) {
  const { session, standing } = useAccount()
  const letters = useTexts(letterTexts)
  const keeping = useTexts(keepingTexts)
  const departments = useTexts(departmentsTexts)
  const own = useTexts(uploadTexts)
  if (place === 'documents')
    return (
      <Empty icon="document" title={own.emptyTitle}>
        {standing.may('upload') && own.empty}
      </Empty>
    )
  if (place === 'mine' || place === 'department' || place === 'unassigned')
    return <Empty icon="brand" title={departments.nothing} />
  // B-10: who sees some folders only finds the letters there, and nothing here says that there are none.
  if (place === 'inbox' && session.actingIn?.part === 'folders')
    return (
      <Empty
        icon="folder"
        title={letters.emptyFoldersTitle}
        go={
          <Link to="/folders" className="line-link">
            {letters.emptyFoldersGo}
          </Link>
        }
      >
        {letters.emptyFolders}
      </Empty>
    )
  if (place === 'inbox')
    return (
      <Empty
        icon="brand"
        title={letters.emptyTitle}
        go={
          standing.own && (
            <Link to="/settings/notices" className="line-link">
              {letters.emptyNotices}
            </Link>
          )
        }
      >
        {standing.own ? letters.empty : letters.emptyElsewhere}
      </Empty>
    )
  const named = place === 'archive' || place === 'starred' || place === 'trash' ? place : 'folder'
  return (
    <Empty icon={ICONS[named]} title={keeping.emptyTitle[named]}>
      {/* Of the trash the page's head says what it does. */}
      {named !== 'trash' &&
        standing.may('arrange-letters') &&
        (named === 'starred' ? keeping.emptyStarred : keeping.empty)}
    </Empty>
  )
}

type EmptyProps = { icon: IconName; title: string; children?: ReactNode; go?: ReactNode }

function Empty({ icon, title, children, go }: EmptyProps) {
  return (
    <div className="empty">
      <Icon name={icon} />
      <p className="empty-title">{title}</p>
      {children && <p className="quiet">{children}</p>}
      {go}
    </div>
  )
}

const ICONS = { archive: 'archive', starred: 'star', trash: 'trash', folder: 'folder' } as const
