import { Link } from 'react-router'
import { useAccount, useTexts } from '../lib/account.tsx'
import { type AppPlace, groupsOf, headingOf, placesFor } from '../lib/places.ts'
import { useArrival } from '../lib/use-arrival.ts'
import { Icon } from '../parts/icons.tsx'
import { frameTexts } from '../texts/frame-texts.ts'

/** Every place there is, for a phone whose bar holds five. */
export function MorePage() {
  const texts = useTexts(frameTexts)
  const { standing } = useAccount()
  const heading = useArrival<HTMLHeadingElement>(texts.more, 'more')
  const places = placesFor(standing)
  return (
    <div className="page">
      <header className="page-head">
        <h1 className="page-title" ref={heading} tabIndex={-1}>
          {texts.more}
        </h1>
      </header>
      {groupsOf(places).map((group) => (
        <section key={group} className="card" aria-labelledby={`more-${group}`}>
          <h2 id={`more-${group}`}>{texts.groups[headingOf(group, standing)]}</h2>
          <ul className="folders">
            {places
              .filter((place) => place.group === group)
              .map((place) => (
                <MoreItem key={place.to} place={place} />
              ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

function MoreItem({ place }: { place: AppPlace }) {
  const name = useTexts(place.name)
  const inside = (
    <>
      <Icon name={place.icon} />
      {name}
    </>
  )
  return (
    <li>
      {place.served ? (
        <a className="folder" href={place.to}>
          {inside}
        </a>
      ) : (
        <Link className="folder" to={place.to}>
          {inside}
        </Link>
      )}
    </li>
  )
}
