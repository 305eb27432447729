import type { Texts } from './words.ts'

/** Names of ETSI EN 319 522-1, told in plain words. A name that is not here is shown as it is. */
const da = {
  lead: 'Posthuset skriver hvert skridt ind i en log, som ingen kan ændre bagefter, heller ikke posthuset. Kvitteringen beviser det, også uden for Brevhus.',
  sealed: (when: string) => `Forseglet ${when}`,
  waiting: 'Forsegles inden for få sekunder',
  steps: 'Skridtene',
  step: 'Skridt',
  when: 'Hvornår',
  place: 'Plads i loggen',
  notSealed: 'venter',
  events: {
    SubmissionAcceptance: 'Afleveret og modtaget af posthuset',
    ContentConsignment: 'Lagt i din postkasse',
    ConsignmentNotification: 'Besked sendt til dig',
    ContentHandover: 'Åbnet af dig',
  } as Record<string, string>,
  fingerprints: 'Dokumenternes fingeraftryk',
  fingerprintsWhy: 'Ændres blot ét tegn i et dokument, passer fingeraftrykket (SHA-256) ikke længere.',
  download: 'Hent kvitteringen',
  downloadWhy: 'Filen kan kontrolleres af enhver uden at spørge os.',
  receiptName: 'kvittering',
}

const nb: typeof da = {
  lead: 'Posthuset skriver hvert trinn inn i en logg som ingen kan endre etterpå, heller ikke posthuset. Kvitteringen beviser det, også utenfor Brevhus.',
  sealed: (when) => `Forseglet ${when}`,
  waiting: 'Forsegles i løpet av få sekunder',
  steps: 'Trinnene',
  step: 'Trinn',
  when: 'Når',
  place: 'Plass i loggen',
  notSealed: 'venter',
  events: {
    SubmissionAcceptance: 'Levert inn og mottatt av posthuset',
    ContentConsignment: 'Lagt i postkassen din',
    ConsignmentNotification: 'Beskjed sendt til deg',
    ContentHandover: 'Åpnet av deg',
  },
  fingerprints: 'Fingeravtrykkene til dokumentene',
  fingerprintsWhy: 'Endres bare ett tegn i et dokument, stemmer ikke fingeravtrykket (SHA-256) lenger.',
  download: 'Last ned kvitteringen',
  downloadWhy: 'Filen kan kontrolleres av hvem som helst uten å spørre oss.',
  receiptName: 'kvittering',
}

const sv: typeof da = {
  lead: 'Postkontoret skriver in varje steg i en logg som ingen kan ändra efteråt, inte heller postkontoret. Kvittot bevisar det, även utanför Brevhus.',
  sealed: (when) => `Förseglat ${when}`,
  waiting: 'Förseglas inom några sekunder',
  steps: 'Stegen',
  step: 'Steg',
  when: 'När',
  place: 'Plats i loggen',
  notSealed: 'väntar',
  events: {
    SubmissionAcceptance: 'Inlämnat och mottaget av postkontoret',
    ContentConsignment: 'Lagt i din brevlåda',
    ConsignmentNotification: 'Avisering skickad till dig',
    ContentHandover: 'Öppnat av dig',
  },
  fingerprints: 'Dokumentens fingeravtryck',
  fingerprintsWhy: 'Ändras ett enda tecken i ett dokument stämmer fingeravtrycket (SHA-256) inte längre.',
  download: 'Ladda ned kvittot',
  downloadWhy: 'Filen kan kontrolleras av vem som helst utan att fråga oss.',
  receiptName: 'kvitto',
}

const en: typeof da = {
  lead: 'The post office writes every step into a log that nobody can change afterwards, the post office included. The receipt proves it, outside Brevhus as well.',
  sealed: (when) => `Sealed ${when}`,
  waiting: 'Will be sealed within seconds',
  steps: 'The steps',
  step: 'Step',
  when: 'When',
  place: 'Place in the log',
  notSealed: 'waiting',
  events: {
    SubmissionAcceptance: 'Handed in and accepted by the post office',
    ContentConsignment: 'Put in your mailbox',
    ConsignmentNotification: 'Notice sent to you',
    ContentHandover: 'Opened by you',
  },
  fingerprints: 'The documents’ fingerprints',
  fingerprintsWhy:
    'If a single character of a document changes, the fingerprint (SHA-256) no longer matches.',
  download: 'Download the receipt',
  downloadWhy: 'Anybody can check the file without asking us.',
  receiptName: 'receipt',
}

export const proofTexts = { da, nb, sv, en } as const satisfies Texts<typeof da>
