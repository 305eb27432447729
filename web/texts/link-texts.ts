import type { Texts } from './words.ts'

const da = {
  title: 'Brevet er et link',
  why: (name: string) =>
    `Indholdet ligger hos ${name}, uden for Brevhus. Linket vises, når du har bekræftet, at det er dig, også selv om du er logget ind.`,
  show: 'Vis linket',
  confirm: 'Bekræft, at det er dig',
  shownTitle: 'Her er linket',
  leads: (host: string) =>
    `Det fører til ${host}, som ikke er en del af Brevhus. Der kan du blive bedt om at logge ind igen. Brevhus beder aldrig om din adgangskode på andre sider.`,
  go: (host: string) => `Gå til ${host}`,
  newWindow: 'åbner i nyt vindue',
  again: 'Linket kan ikke læses. Sig det til afsenderen; brevet er ikke ændret.',
}

const nb: typeof da = {
  title: 'Brevet er en lenke',
  why: (name) =>
    `Innholdet ligger hos ${name}, utenfor Brevhus. Lenken vises når du har bekreftet at det er deg, også om du er logget inn.`,
  show: 'Vis lenken',
  confirm: 'Bekreft at det er deg',
  shownTitle: 'Her er lenken',
  leads: (host) =>
    `Den fører til ${host}, som ikke er en del av Brevhus. Der kan du bli bedt om å logge inn igjen. Brevhus ber aldri om passordet ditt på andre sider.`,
  go: (host) => `Gå til ${host}`,
  newWindow: 'åpnes i nytt vindu',
  again: 'Lenken kan ikke leses. Si det til avsenderen; brevet er ikke endret.',
}

const sv: typeof da = {
  title: 'Brevet är en länk',
  why: (name) =>
    `Innehållet ligger hos ${name}, utanför Brevhus. Länken visas när du har bekräftat att det är du, även om du är inloggad.`,
  show: 'Visa länken',
  confirm: 'Bekräfta att det är du',
  shownTitle: 'Här är länken',
  leads: (host) =>
    `Den leder till ${host}, som inte är en del av Brevhus. Där kan du behöva logga in igen. Brevhus ber aldrig om ditt lösenord på andra sidor.`,
  go: (host) => `Gå till ${host}`,
  newWindow: 'öppnas i nytt fönster',
  again: 'Länken går inte att läsa. Säg det till avsändaren; brevet är inte ändrat.',
}

const en: typeof da = {
  title: 'The letter is a link',
  why: (name) =>
    `Its content is with ${name}, outside Brevhus. The link is shown once you have confirmed that it is you, even though you are signed in.`,
  show: 'Show the link',
  confirm: 'Confirm that it is you',
  shownTitle: 'Here is the link',
  leads: (host) =>
    `It leads to ${host}, which is no part of Brevhus. You may be asked to sign in again there. Brevhus never asks for your password on other sites.`,
  go: (host) => `Go to ${host}`,
  newWindow: 'opens in a new window',
  again: 'The link cannot be read. Tell the sender; the letter is unchanged.',
}

export const linkTexts = { da, nb, sv, en } as const satisfies Texts<typeof da>
