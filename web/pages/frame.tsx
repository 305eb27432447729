import { useCallback, useEffect, useMemo, useState } from 'react'
import { Link, Outlet, useLoaderData, useRevalidator } from 'react-router'
import { type Account, AccountProvider, useAccount, useTexts } from '../lib/account.tsx'
import { followActing } from '../lib/acting.ts'
import { createInboxes, InboxesContext } from '../lib/inbox.ts'
import { switchMailbox } from '../lib/switch-mailbox.ts'
import { createUploads, UploadsContext } from '../lib/uploads.ts'
import { useOnline } from '../lib/use-media.ts'
import { useSpokenFaults } from '../lib/use-spoken-faults.ts'
import { AccountMenu } from '../parts/account-menu.tsx'
import { ContactPrompt } from '../parts/contact-prompt.tsx'
import { DoneBar, DoneProvider } from '../parts/done-bar.tsx'
import { Icon } from '../parts/icons.tsx'
import { Places } from '../parts/places.tsx'
import { SearchField } from '../parts/search-field.tsx'
import { SessionEnd } from '../parts/session-end.tsx'
import { UpdateBar } from '../parts/update-bar.tsx'
import { frameTexts } from '../texts/frame-texts.ts'
import { sharingTexts } from '../texts/sharing-texts.ts'

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
  const [uploads] = useState(createUploads)
  useEffect(followActing, [])
  useSpokenFaults()
  return (
    <AccountProvider account={account} refresh={refresh} setUnread={setUnread}>
      <InboxesContext.Provider value={inboxes}>
        <UploadsContext.Provider value={uploads}>
          <DoneProvider>
            <FramedPage />
          </DoneProvider>
        </UploadsContext.Provider>
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
        <SearchField />
        <AccountMenu />
      </header>
      <Places />
      <main id="main" tabIndex={-1}>
        <Elsewhere />
        <ContactPrompt />
        {me.mailboxState === 'deactivated' && (
          <p className="banner">
            <Icon name="alert" />
            {texts.deactivated}
          </p>
        )}
        <Outlet />
        {/* What comes while one reads comes below: nothing that is read or about to be pressed is pushed away. */}
        <div className="meanwhile">
          <UpdateBar />
          <div role="status">
            {!online && (
              <p className="banner" data-kind="warning">
                <Icon name="offline" />
                {texts.offline}
              </p>
            )}
          </div>
          <DoneBar />
        </div>
      </main>
    </div>
  )
}

/** Whose mailbox this is, on every page that is not in one's own, and the way back. */
function Elsewhere() {
  const texts = useTexts(sharingTexts)
  const { session } = useAccount()
  if (!session.actingIn) return null
  const { name } = session.actingIn
  return (
    <p className="banner elsewhere">
      <Icon name="people" />
      <span>{texts.banner(name)}</span>
      <button
        type="button"
        className="link-button"
        onClick={() => void switchMailbox({ employeeId: null }, '/')}
      >
        {texts.home}
      </button>
    </p>
  )
}
