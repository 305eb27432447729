import { useCallback, useEffect, useMemo, useState } from 'react'
import { Link, NavLink, Outlet, useLoaderData, useRevalidator } from 'react-router'
import { type Account, AccountProvider, useAccount, useTexts } from '../lib/account.tsx'
import { followActing, maySeeLog } from '../lib/acting.ts'
import { createInboxes, InboxesContext } from '../lib/inbox.ts'
import { useOnline } from '../lib/use-media.ts'
import { AccountMenu } from '../parts/account-menu.tsx'
import { DoneBar, DoneProvider } from '../parts/done-bar.tsx'
import { Icon, type IconName } from '../parts/icons.tsx'
import { SessionEnd } from '../parts/session-end.tsx'
import { actingTexts } from '../texts/acting-texts.ts'
import { frameTexts } from '../texts/frame-texts.ts'
import { keepingTexts } from '../texts/keeping-texts.ts'
import { writeTexts } from '../texts/write-texts.ts'

/** Everything around the pages: who is signed in, the places, and what concerns all of them. */
export function Frame() {
  const loaded = useLoaderData<Account>()
  const { revalidate } = useRevalidator()
  const [unread, setUnread] = useState<number | null>(null)
  const account = useMemo(
    () => (unread === null ? loaded : { ...loaded, me: { ...loaded.me, unread } }),
    [loaded, unread],
  )
  const refresh = useCallback(async () => {
    await revalidate()
  }, [revalidate])
  const [inboxes] = useState(createInboxes)
  useEffect(followActing, [])
  return (
    <AccountProvider account={account} refresh={refresh} setUnread={setUnread}>
      <InboxesContext.Provider value={inboxes}>
        <DoneProvider>
          <FramedPage />
        </DoneProvider>
        <SessionEnd />
      </InboxesContext.Provider>
    </AccountProvider>
  )
}

function FramedPage() {
  const texts = useTexts(frameTexts)
  const { me } = useAccount()
  const online = useOnline()
  return (
    <div className="frame">
      <a className="bh-skip" href="#main">
        {texts.skip}
      </a>
      <header className="top">
        <Link className="bh-brand" to="/">
          <Icon name="brand" />
          Brevhus
        </Link>
        <AccountMenu />
      </header>
      <Places />
      <main id="main" tabIndex={-1}>
        <div role="status">
          {!online && (
            <p className="banner" data-kind="warning">
              <Icon name="offline" />
              {texts.offline}
            </p>
          )}
        </div>
        {me.mailboxState === 'deactivated' && (
          <p className="banner">
            <Icon name="alert" />
            {texts.deactivated}
          </p>
        )}
        <Outlet />
        <DoneBar />
      </main>
    </div>
  )
}

/** The places that exist: a rail on wide screens, a bar at the bottom on a phone. */
function Places() {
  const texts = useTexts(frameTexts)
  const acting = useTexts(actingTexts)
  const keeping = useTexts(keepingTexts)
  const write = useTexts(writeTexts)
  const { me, session, formats } = useAccount()
  const { actingFor } = session
  return (
    <nav className="places" aria-label={texts.places}>
      <Place to="/" icon="inbox" name={texts.inbox} also="/letters">
        {me.unread > 0 && (
          <span className="count">
            <span aria-hidden="true">{formats.unread(me.unread)}</span>
            <span className="bh-hidden">, {texts.unread(formats.unread(me.unread))}</span>
          </span>
        )}
      </Place>
      <Place to="/folders" icon="folder" name={keeping.folders} also="/in/" />
      {actingFor === null && <Place to="/write" icon="write" name={write.place} also="/sent" />}
      {maySeeLog(actingFor) && (
        <Place to="/access-log" icon="eye" name={texts.accessLog} short={texts.accessLogShort} />
      )}
      {actingFor === null && <Place to="/settings" icon="settings" name={texts.settings} />}
      {actingFor?.role === 'administrator' && (
        <a className="place" href="/id/company">
          <Icon name="people" />
          <span className="place-name">{acting.employees}</span>
        </a>
      )}
      {me.digitalAddress && (
        <p className="own-address">
          <span className="quiet">{texts.digitalAddress}</span>
          <span>{me.digitalAddress}</span>
        </p>
      )}
    </nav>
  )
}

function LongOrShort({ name, short }: { name: string; short: string }) {
  return (
    <>
      {short}
      <span className="place-rest">{name.slice(short.length)}</span>
    </>
  )
}

function Place(props: {
  to: string
  icon: IconName
  name: string
  /** Where there is little room; begins like `name`, so that what is seen can be said. */
  short?: string
  also?: string
  children?: React.ReactNode
}) {
  return (
    <NavLink
      to={props.to}
      end={props.to === '/'}
      className={({ isActive }) =>
        isActive || (props.also && location.pathname.startsWith(props.also)) ? 'place here' : 'place'
      }
    >
      <Icon name={props.icon} />
      <span className="place-name">
        {props.short ? <LongOrShort name={props.name} short={props.short} /> : props.name}
      </span>
      {props.children}
    </NavLink>
  )
}
