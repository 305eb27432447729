import { useId } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { useAccount, useTexts } from '../lib/account.tsx'
import { placesFor } from '../lib/places.ts'
import { searchAddress } from '../lib/search-address.ts'
import { useMedia } from '../lib/use-media.ts'
import { frameTexts } from '../texts/frame-texts.ts'
import { Icon } from './icons.tsx'

const SEARCH = '/search'

/** In the top of wide screens, once there is a place that searches; a phone has that place in its bar. */
export function SearchField() {
  const texts = useTexts(frameTexts)
  const { standing } = useAccount()
  const { pathname } = useLocation()
  const wide = useMedia('(min-width: 700px)')
  const navigate = useNavigate()
  const id = useId()
  const there = placesFor(standing).some(({ to }) => to === SEARCH)
  // The search page has a field of its own: two of the same would ask which is the right one.
  if (!wide || !there || pathname.startsWith(SEARCH)) return null
  return (
    <search className="top-search">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          const words = String(new FormData(event.currentTarget).get('words') ?? '').trim()
          void navigate(searchAddress(words))
        }}
      >
        <label className="bh-hidden" htmlFor={id}>
          {texts.search}
        </label>
        <Icon name="search" />
        <input
          id={id}
          name="words"
          type="search"
          placeholder={texts.search}
          autoComplete="off"
          maxLength={200}
        />
      </form>
    </search>
  )
}
