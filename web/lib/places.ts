/**
 * Every place of the app, in the order it stands: one list for the rail, the phone's bar and the page "More".
 * A new place is one entry here, its route in web/main.tsx and its address in server/http/web.routes.ts.
 */
import type { IconName } from '../parts/icons.tsx'
import type { Texts } from '../texts/words.ts'
import type { Standing } from './acting.ts'

export type PlaceGroup = 'letters' | 'overview' | 'account'
const PLACE_GROUPS = ['letters', 'overview', 'account'] as const satisfies readonly PlaceGroup[]

export type AppPlace = {
  readonly to: string
  readonly icon: IconName
  readonly group: PlaceGroup
  readonly name: Texts<string>
  /** Where there is little room; begins like `name`, so that what is seen can be said. */
  readonly short?: Texts<string>
  /** Its turn for the phone's bar: the four lowest stand there, "More" is the fifth. Left out: under "More" only. */
  readonly bar?: number
  /** Other addresses that belong to it, by how they begin. */
  readonly also?: readonly string[]
  /** A page the server renders itself: a link out of the app. */
  readonly served?: true
  /** For whom it is there; left out: for everybody who is signed in. */
  readonly shows?: (standing: Standing) => boolean
}

const own = ({ own }: Standing) => own

export const APP_PLACES: readonly AppPlace[] = [
  {
    to: '/',
    icon: 'inbox',
    group: 'letters',
    bar: 1,
    also: ['/letters/'],
    name: { da: 'Indbakke', nb: 'Innboks', sv: 'Inkorg', en: 'Inbox' },
  },
  {
    to: '/search',
    icon: 'search',
    group: 'letters',
    bar: 2,
    shows: ({ may }) => may('search'),
    name: { da: 'Søg', nb: 'Søk', sv: 'Sök', en: 'Search' },
  },
  {
    to: '/write',
    icon: 'write',
    group: 'letters',
    bar: 5,
    shows: ({ may }) => may('send-letters'),
    name: { da: 'Skriv', nb: 'Skriv', sv: 'Skriv', en: 'Write' },
  },
  {
    to: '/in/mine',
    icon: 'person',
    group: 'letters',
    bar: 3,
    shows: ({ may }) => may('assign-letters'),
    name: { da: 'Hos mig', nb: 'Hos meg', sv: 'Hos mig', en: 'With me' },
  },
  {
    to: '/in/department',
    icon: 'people',
    group: 'letters',
    bar: 4,
    shows: ({ may }) => may('assign-letters'),
    name: { da: 'Min afdeling', nb: 'Min avdeling', sv: 'Min avdelning', en: 'My department' },
  },
  {
    to: '/in/unassigned',
    icon: 'unread',
    group: 'letters',
    bar: 9,
    shows: ({ may }) => may('assign-letters'),
    name: { da: 'Hos ingen', nb: 'Hos ingen', sv: 'Hos ingen', en: 'With nobody' },
  },
  {
    to: '/in/starred',
    icon: 'star',
    group: 'letters',
    name: { da: 'Med stjerne', nb: 'Med stjerne', sv: 'Stjärnmärkta', en: 'Starred' },
  },
  {
    to: '/in/archive',
    icon: 'archive',
    group: 'letters',
    bar: 7,
    name: { da: 'Arkiv', nb: 'Arkiv', sv: 'Arkiv', en: 'Archive' },
  },
  {
    to: '/in/documents',
    icon: 'document',
    group: 'letters',
    name: { da: 'Egne dokumenter', nb: 'Egne dokumenter', sv: 'Egna dokument', en: 'Own documents' },
  },
  {
    to: '/sent',
    icon: 'sent',
    group: 'letters',
    shows: ({ may }) => may('send-letters') || may('read-sent'),
    name: { da: 'Sendt', nb: 'Sendt', sv: 'Skickat', en: 'Sent' },
  },
  {
    to: '/in/trash',
    icon: 'trash',
    group: 'letters',
    shows: ({ may }) => may('trash-letters'),
    name: { da: 'Papirkurv', nb: 'Papirkurv', sv: 'Papperskorg', en: 'Trash' },
  },
  {
    to: '/folders',
    icon: 'folder',
    group: 'letters',
    bar: 6,
    also: ['/in/'],
    name: { da: 'Mapper', nb: 'Mapper', sv: 'Mappar', en: 'Folders' },
  },
  {
    to: '/calendar',
    icon: 'calendar',
    group: 'overview',
    shows: own,
    name: { da: 'Kalender', nb: 'Kalender', sv: 'Kalender', en: 'Calendar' },
  },
  {
    to: '/access-log',
    icon: 'eye',
    group: 'overview',
    bar: 8,
    shows: ({ may }) => may('read-access-log'),
    name: {
      da: 'Hvem har set hvad',
      nb: 'Hvem har sett hva',
      sv: 'Vem har sett vad',
      en: 'Who has seen what',
    },
    short: { da: 'Hvem har set', nb: 'Hvem har sett', sv: 'Vem har sett', en: 'Who has seen' },
  },
  {
    to: '/shared',
    icon: 'people',
    group: 'overview',
    shows: own,
    name: {
      da: 'Postkasser, jeg kan se',
      nb: 'Postkasser jeg kan se',
      sv: 'Brevlådor jag kan se',
      en: 'Mailboxes I can see',
    },
  },
  {
    to: '/settings',
    icon: 'settings',
    group: 'account',
    shows: own,
    name: { da: 'Indstillinger', nb: 'Innstillinger', sv: 'Inställningar', en: 'Settings' },
  },
  {
    to: '/enterprise',
    icon: 'settings',
    group: 'account',
    shows: ({ enterprise }) => enterprise,
    name: { da: 'Indstillinger', nb: 'Innstillinger', sv: 'Inställningar', en: 'Settings' },
  },
  {
    to: '/id',
    icon: 'person',
    group: 'account',
    served: true,
    shows: own,
    name: { da: 'Dit Brevhus-ID', nb: 'Brevhus-ID-en din', sv: 'Ditt Brevhus-ID', en: 'Your Brevhus ID' },
  },
  {
    // B-14, in another's mailbox; in one's own it stands under Settings.
    to: '/settings/take-out',
    icon: 'download',
    group: 'account',
    shows: ({ own, may }) => !own && may('export'),
    name: { da: 'Tag alt med ud', nb: 'Ta med deg alt', sv: 'Ta med dig allt', en: 'Take everything out' },
  },
  {
    to: '/departments',
    icon: 'folder',
    group: 'account',
    shows: ({ may }) => may('manage-departments'),
    name: { da: 'Afdelinger', nb: 'Avdelinger', sv: 'Avdelningar', en: 'Departments' },
  },
  {
    to: '/id/company',
    icon: 'people',
    group: 'account',
    served: true,
    shows: ({ may }) => may('manage-employees'),
    name: { da: 'Medarbejdere', nb: 'Ansatte', sv: 'Medarbetare', en: 'Employees' },
  },
]

/** Those the bar holds beside "More". */
const BAR_MOST = 4

export function placesFor(standing: Standing, places = APP_PLACES): readonly AppPlace[] {
  return places.filter((place) => place.shows?.(standing) ?? true)
}

/** The groups that hold any of them. */
export const groupsOf = (places: readonly AppPlace[]): PlaceGroup[] =>
  PLACE_GROUPS.filter((group) => places.some((place) => place.group === group))

/** What stands above a group: in another's mailbox, or an enterprise's, nothing is about oneself. */
export const headingOf = (group: PlaceGroup, { own }: Standing): PlaceGroup | 'mailbox' =>
  group === 'account' && !own ? 'mailbox' : group

/** The phone's bar: those whose turn comes first. */
export function barOf(places: readonly AppPlace[]): readonly AppPlace[] {
  return places
    .filter((place) => place.bar !== undefined)
    .sort((a, b) => a.bar! - b.bar!)
    .slice(0, BAR_MOST)
}

/** The one place an address belongs to: that which names most of it. */
export function placeOf(path: string, places: readonly AppPlace[]): AppPlace | null {
  let found: { place: AppPlace; named: number } | null = null
  for (const place of places) {
    const named = Math.max(
      path === place.to || (place.to !== '/' && path.startsWith(`${place.to}/`)) ? place.to.length : 0,
      ...(place.also ?? []).map((begin) => (path.startsWith(begin) ? begin.length : 0)),
    )
    if (named > (found?.named ?? 0)) found = { place, named }
  }
  return found?.place ?? null
}
