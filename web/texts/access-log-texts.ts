import { ACCESS_WORDS } from '#api/access-words.ts'
import type { Texts } from './words.ts'

const da = {
  title: 'Hvem har set hvad',
  lead: 'Alt, hvad nogen har gjort i denne postkasse, også posthusets egne folk. Intet kan slettes herfra før tid.',
  letterLead: 'Alle, der har haft med brevet at gøre, siden det kom.',
  you: 'Du',
  postOffice: 'Posthuset',
  staff: (name: string) => `${name} fra posthuset`,
  oneOfStaff: 'En medarbejder på posthuset',
  actions: ACCESS_WORDS.da,
  document: (no: number) => `dokument ${no}`,
  reason: (reason: string) => `Begrundelse: ${reason}`,
  level: { low: 'med adgangskode', substantial: 'i to trin', high: 'med e-ID' },
  hiddenTitle: 'Et fortroligt brev',
  older: 'Vis ældre',
  fetchingOlder: 'Henter ældre …',
  emptyTitle: 'Ingen har set noget endnu',
  empty: 'Når nogen åbner et brev, står det her med tid og navn.',
}

const nb: typeof da = {
  title: 'Hvem har sett hva',
  lead: 'Alt noen har gjort i denne postkassen, også posthusets egne folk. Ingenting kan slettes herfra før tiden.',
  letterLead: 'Alle som har hatt med brevet å gjøre siden det kom.',
  you: 'Du',
  postOffice: 'Posthuset',
  staff: (name) => `${name} fra posthuset`,
  oneOfStaff: 'En medarbeider på posthuset',
  actions: ACCESS_WORDS.nb,
  document: (no) => `dokument ${no}`,
  reason: (reason) => `Begrunnelse: ${reason}`,
  level: { low: 'med passord', substantial: 'i to trinn', high: 'med e-ID' },
  hiddenTitle: 'Et fortrolig brev',
  older: 'Vis eldre',
  fetchingOlder: 'Henter eldre …',
  emptyTitle: 'Ingen har sett noe ennå',
  empty: 'Når noen åpner et brev, står det her med tid og navn.',
}

const sv: typeof da = {
  title: 'Vem har sett vad',
  lead: 'Allt som någon har gjort i den här brevlådan, även postkontorets egna medarbetare. Inget här kan tas bort i förtid.',
  letterLead: 'Alla som har haft med brevet att göra sedan det kom.',
  you: 'Du',
  postOffice: 'Postkontoret',
  staff: (name) => `${name} på postkontoret`,
  oneOfStaff: 'En medarbetare på postkontoret',
  actions: ACCESS_WORDS.sv,
  document: (no) => `dokument ${no}`,
  reason: (reason) => `Skäl: ${reason}`,
  level: { low: 'med lösenord', substantial: 'i två steg', high: 'med e-legitimation' },
  hiddenTitle: 'Ett konfidentiellt brev',
  older: 'Visa äldre',
  fetchingOlder: 'Hämtar äldre …',
  emptyTitle: 'Ingen har sett något än',
  empty: 'När någon öppnar ett brev står det här med tid och namn.',
}

const en: typeof da = {
  title: 'Who has seen what',
  lead: 'Everything anybody has done in this mailbox, the post office’s own people included. Nothing here can be removed before its time.',
  letterLead: 'Everybody who has had to do with this letter since it came.',
  you: 'You',
  postOffice: 'The post office',
  staff: (name) => `${name} of the post office`,
  oneOfStaff: 'Somebody at the post office',
  actions: ACCESS_WORDS.en,
  document: (no) => `document ${no}`,
  reason: (reason) => `Reason: ${reason}`,
  level: { low: 'with a password', substantial: 'with two steps', high: 'with e-ID' },
  hiddenTitle: 'A confidential letter',
  older: 'Show older',
  fetchingOlder: 'Fetching older …',
  emptyTitle: 'Nobody has seen anything yet',
  empty: 'When somebody opens a letter, it is written here with time and name.',
}

export const accessLogTexts = { da, nb, sv, en } as const satisfies Texts<typeof da>
export type AccessLogTexts = typeof da
