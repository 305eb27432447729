import { useEffect, useMemo, useRef } from 'react'
import { Link, useLocation } from 'react-router'
import type { Folders } from '#api/keeping.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { inTree } from '../lib/folder-tree.ts'
import { type AppPlace, barOf, groupsOf, headingOf, placeOf, placesFor } from '../lib/places.ts'
import { useAnswer } from '../lib/use-answer.ts'
import { SIDE_BY_SIDE, useMedia } from '../lib/use-media.ts'
import { useUnreadInFolders } from '../lib/use-unread-in-folders.ts'
import { folderTexts } from '../texts/folder-texts.ts'
import { frameTexts } from '../texts/frame-texts.ts'
import { keepingTexts } from '../texts/keeping-texts.ts'
import { FolderUnread } from './folder-unread.tsx'
import { Icon } from './icons.tsx'

const PHONE = '(max-width: 699.98px)'
/** Folders the rail shows. */
const RAIL_MOST = 40

/** The places: a rail on wide screens, on a phone a bar of five in reach of the thumb. */
export function Places() {
  const texts = useTexts(frameTexts)
  const { me, session, standing } = useAccount()
  const { pathname } = useLocation()
  const phone = useMedia(PHONE)
  const sideBySide = useMedia(SIDE_BY_SIDE)
  const places = placesFor(standing)
  const here = placeOf(pathname, places)
  if (phone) {
    const bar = barOf(places)
    return (
      <nav className="places" aria-label={texts.places}>
        <ul className="place-group place-bar">
          {bar.map((place) => (
            <PlaceItem key={place.to} place={place} here={place === here} />
          ))}
          <li>
            <Link
              to="/more"
              className="place"
              aria-current={pathname === '/more' ? 'page' : here && !bar.includes(here) ? 'true' : undefined}
            >
              <Icon name="more" />
              <span className="place-name">{texts.more}</span>
            </Link>
          </li>
        </ul>
      </nav>
    )
  }
  return (
    <nav className="places" aria-label={texts.places}>
      {groupsOf(places).map((group) => (
        <ul className="place-group" key={group} aria-label={texts.groups[headingOf(group, standing)]}>
          {places
            .filter((place) => place.group === group)
            .map((place) => (
              <PlaceItem key={place.to} place={place} here={place === here} />
            ))}
        </ul>
      ))}
      {sideBySide && <OwnFolders />}
      {me.digitalAddress && !session.actingIn && (
        <p className="own-address">
          <span className="quiet">{texts.digitalAddress}</span>
          <span>{me.digitalAddress}</span>
        </p>
      )}
    </nav>
  )
}

function PlaceItem({ place, here }: { place: AppPlace; here: boolean }) {
  const texts = useTexts(frameTexts)
  const { pathname } = useLocation()
  const { me, formats } = useAccount()
  const name = useTexts(place.name)
  const inside = (
    <>
      <Icon name={place.icon} />
      <span className="place-name">
        {place.short ? <ShortAndRest name={name} short={place.short} /> : name}
      </span>
      {place.to === '/' && me.unread > 0 && (
        <span className="count">
          <span aria-hidden="true">{formats.unread(me.unread)}</span>
          <span className="bh-hidden">, {texts.unread(formats.unread(me.unread))}</span>
        </span>
      )}
    </>
  )
  return (
    <li>
      {place.served ? (
        <a className="place" href={place.to}>
          {inside}
        </a>
      ) : (
        <Link
          className="place"
          to={place.to}
          aria-current={pathname === place.to ? 'page' : here ? 'true' : undefined}
        >
          {inside}
        </Link>
      )}
    </li>
  )
}

function ShortAndRest({ name, short }: { name: string; short: NonNullable<AppPlace['short']> }) {
  const seen = useTexts(short)
  return (
    <>
      {seen}
      <span className="place-rest">{name.slice(seen.length)}</span>
    </>
  )
}

/** Folders of one's own have room on the widest rail only; everywhere else they are one step away. */
function OwnFolders() {
  const texts = useTexts(keepingTexts)
  const folderWords = useTexts(folderTexts)
  const { formats } = useAccount()
  const { pathname } = useLocation()
  const { answer, again } = useAnswer<Folders>('/api/folders')
  const onFolders = pathname === '/folders'
  const was = useRef(onFolders)
  useEffect(() => {
    // On that page they are made, renamed and deleted.
    if (was.current && !onFolders) again(true)
    was.current = onFolders
  }, [onFolders, again])
  const tree = useMemo(
    () => inTree(answer.value?.folders ?? [], formats.locale),
    [answer.value, formats.locale],
  )
  const unread = useUnreadInFolders(tree.length > 0)
  if (tree.length === 0) return null
  const here = (folderId: string) => pathname.startsWith(`/in/${folderId}`)
  // Of very many those that stand first, and where one is; all of them are a page of their own, with a field to find one.
  const shown =
    tree.length <= RAIL_MOST ? tree : tree.filter(({ folder }, at) => at < RAIL_MOST || here(folder.folderId))
  return (
    <ul className="place-group own-folders" aria-label={texts.own}>
      <li className="place-group-name" aria-hidden="true">
        {texts.own}
      </li>
      {shown.map(({ folder, depth }) => (
        <li key={folder.folderId}>
          <Link
            className="place"
            to={`/in/${folder.folderId}`}
            data-depth={depth}
            aria-current={here(folder.folderId) ? 'page' : undefined}
          >
            <Icon name="folder" />
            <bdi className="place-name">{folder.name ?? texts.damaged}</bdi>
            <FolderUnread unread={unread.get(folder.folderId)} />
          </Link>
        </li>
      ))}
      {shown.length < tree.length && (
        <li>
          <Link className="place" to="/folders">
            <Icon name="search" />
            <span className="place-name">{folderWords.all(formats.count(tree.length))}</span>
          </Link>
        </li>
      )}
    </ul>
  )
}
