import type { Texts } from './words.ts'

const da = {
  skip: 'Gå til indholdet',
  places: 'Steder',
  more: 'Mere',
  groups: { letters: 'Breve', overview: 'Overblik', account: 'Dig selv', mailbox: 'Postkassen' },
  search: 'Søg i breve og afsendere',
  unread: (count: string) => (count === '1' ? '1 ulæst' : `${count} ulæste`),
  account: (name: string) => `Konto: ${name}`,
  digitalAddress: 'Din digitale adresse',
  level: {
    low: 'Logget ind med adgangskode',
    substantial: 'Logget ind i to trin',
    high: 'Logget ind med e-ID',
  },
  signOut: 'Log ud',
  signingOut: 'Logger ud …',
  offline: 'Du er uden net. Nyt hentes, når det er tilbage.',
  deactivated: 'Postkassen er sat på pause: du får ingen nye breve, men kan læse de gamle.',
  endingTitle: 'Du bliver snart logget ud',
  ending: (time: string) =>
    `Du har ikke rørt siden et stykke tid. Klokken ${time} logger vi dig ud, så ingen anden kan læse dine breve.`,
  endingForGood: (time: string) =>
    `Af hensyn til sikkerheden kan du ikke være logget ind længere ad gangen. Klokken ${time} logger vi dig ud; derefter kan du logge ind igen.`,
  stay: 'Bliv logget ind',
  signOutNow: 'Log ud nu',
  understood: 'Forstået',
  loading: 'Henter …',
}

const nb: typeof da = {
  skip: 'Gå til innholdet',
  places: 'Steder',
  more: 'Mer',
  groups: { letters: 'Brev', overview: 'Oversikt', account: 'Deg selv', mailbox: 'Postkassen' },
  search: 'Søk i brev og avsendere',
  unread: (count) => (count === '1' ? '1 ulest' : `${count} uleste`),
  account: (name) => `Konto: ${name}`,
  digitalAddress: 'Din digitale adresse',
  level: {
    low: 'Logget inn med passord',
    substantial: 'Logget inn i to trinn',
    high: 'Logget inn med e-ID',
  },
  signOut: 'Logg ut',
  signingOut: 'Logger ut …',
  offline: 'Du er uten nett. Nytt hentes når det er tilbake.',
  deactivated: 'Postkassen er satt på pause: du får ingen nye brev, men kan lese de gamle.',
  endingTitle: 'Du blir snart logget ut',
  ending: (time) =>
    `Du har ikke rørt siden på en stund. Klokken ${time} logger vi deg ut, så ingen andre kan lese brevene dine.`,
  endingForGood: (time) =>
    `Av hensyn til sikkerheten kan du ikke være logget inn lenger om gangen. Klokken ${time} logger vi deg ut; deretter kan du logge inn igjen.`,
  stay: 'Forbli innlogget',
  signOutNow: 'Logg ut nå',
  understood: 'Forstått',
  loading: 'Henter …',
}

const sv: typeof da = {
  skip: 'Gå till innehållet',
  places: 'Platser',
  more: 'Mer',
  groups: { letters: 'Brev', overview: 'Översikt', account: 'Du själv', mailbox: 'Brevlådan' },
  search: 'Sök i brev och avsändare',
  unread: (count) => (count === '1' ? '1 oläst' : `${count} olästa`),
  account: (name) => `Konto: ${name}`,
  digitalAddress: 'Din digitala adress',
  level: {
    low: 'Inloggad med lösenord',
    substantial: 'Inloggad i två steg',
    high: 'Inloggad med e-legitimation',
  },
  signOut: 'Logga ut',
  signingOut: 'Loggar ut …',
  offline: 'Du är utan nät. Nytt hämtas när det är tillbaka.',
  deactivated: 'Brevlådan är pausad: du får inga nya brev men kan läsa de gamla.',
  endingTitle: 'Du loggas snart ut',
  ending: (time) =>
    `Du har inte rört sidan på ett tag. Klockan ${time} loggar vi ut dig, så att ingen annan kan läsa dina brev.`,
  endingForGood: (time) =>
    `Av säkerhetsskäl kan du inte vara inloggad längre åt gången. Klockan ${time} loggar vi ut dig; sedan kan du logga in igen.`,
  stay: 'Förbli inloggad',
  signOutNow: 'Logga ut nu',
  understood: 'Jag förstår',
  loading: 'Hämtar …',
}

const en: typeof da = {
  skip: 'Skip to the content',
  places: 'Places',
  more: 'More',
  groups: { letters: 'Letters', overview: 'Overview', account: 'Yourself', mailbox: 'The mailbox' },
  search: 'Search letters and senders',
  unread: (count) => `${count} unread`,
  account: (name) => `Account: ${name}`,
  digitalAddress: 'Your digital address',
  level: {
    low: 'Signed in with a password',
    substantial: 'Signed in in two steps',
    high: 'Signed in with an e-ID',
  },
  signOut: 'Sign out',
  signingOut: 'Signing out …',
  offline: 'You are offline. Anything new is fetched once you are back online.',
  deactivated: 'The mailbox is paused: no new letters arrive, the old ones can be read.',
  endingTitle: 'You will soon be signed out',
  ending: (time) =>
    `You have not touched the page for a while. At ${time} we sign you out, so that nobody else can read your letters.`,
  endingForGood: (time) =>
    `For your safety you can’t stay signed in any longer at a time. At ${time} we sign you out; after that you can sign in again.`,
  stay: 'Stay signed in',
  signOutNow: 'Sign out now',
  understood: 'Understood',
  loading: 'Loading …',
}

export const frameTexts = { da, nb, sv, en } as const satisfies Texts<typeof da>
