import type { Texts } from './words.ts'

const da = {
  card: 'Dine breve er dine',
  cardWhy: 'Tag dem alle med ud i ét arkiv, eller lad et program læse med.',
  title: 'Tag alt med ud',
  programs: 'Programmer, der læser med',
  whyOther:
    'Alle breve i denne postkasse i ét arkiv: dokumenter med navne, en side til at læse dem fra, lister til programmer og beviserne for, hvad der er sket med dem.',
  logged:
    'Det står i postkassens log, at du har bedt om arkivet og hentet det. Kun du kan hente dit arkiv, og kun så længe du har adgang.',
  why: 'Alle dine breve i ét arkiv: dokumenter med navne, en side til at læse dem fra, lister til programmer og beviserne for, hvad der er sket med dem.',
  askTitle: 'Lav et arkiv',
  holds: (letters: string) =>
    `Postkassen har ${letters} ${letters === '1' ? 'brev' : 'breve'}. Papirkurven er med.`,
  kept: (days: number) => `Arkivet gemmes krypteret i ${days} dage og slettes så. Du kan slette det før.`,
  locked: (letters: string) =>
    `${letters} af dem kræver et stærkere login end det, du har nu, og kommer ikke med. Bekræft, at det er dig, så er de med.`,
  checked: 'Du kan kontrollere arkivet uden os, også om mange år.',
  understood: (letters: string) =>
    letters === '1'
      ? 'Jeg forstår, at 1 brev, jeg ikke har åbnet, tæller som åbnet, og at afsenderen får det at vide'
      : `Jeg forstår, at ${letters} breve, jeg ikke har åbnet, tæller som åbnet, og at afsenderne får det at vide`,
  mustUnderstand: 'Sæt kryds for at vise, at du har læst, hvad der sker.',
  ask: 'Lav arkivet',
  states: { making: 'Arkivet bliver lavet', ready: 'Arkivet er klar', failed: 'Arkivet kunne ikke laves' },
  progress: (done: string, total: string) => `${done} af ${total} breve er pakket.`,
  leave: 'Du kan gå herfra. Det fortsætter, og arkivet ligger her, når det er klar.',
  ready: (size: string, until: string) => `${size}. Det slettes ${until}.`,
  resume: 'Bliver hentningen afbrudt, kan din browser fortsætte, hvor den slap.',
  failed: 'Der er ikke sket noget med brevene. Slet forsøget og lav et nyt.',
  download: 'Hent arkivet',
  erase: 'Slet arkivet',
  stop: 'Stop og slet',
  erased: 'Arkivet er slettet.',
}

const nb: typeof da = {
  card: 'Brevene dine er dine',
  cardWhy: 'Ta med deg alle i ett arkiv, eller la et program lese dem.',
  title: 'Ta med deg alt',
  programs: 'Programmer som leser brevene dine',
  whyOther:
    'Alle brev i denne postkassen i ett arkiv: dokumenter med navn, en side å lese dem fra, lister for programmer og bevisene for hva som har skjedd med dem.',
  logged:
    'Det står i loggen til postkassen at du har bedt om arkivet og lastet det ned. Bare du kan laste ned arkivet ditt, og bare så lenge du har tilgang.',
  why: 'Alle brevene dine i ett arkiv: dokumenter med navn, en side å lese dem fra, lister for programmer og bevisene for hva som har skjedd med dem.',
  askTitle: 'Lag et arkiv',
  holds: (letters) => `Postkassen har ${letters} brev. Papirkurven er med.`,
  kept: (days) => `Arkivet lagres kryptert i ${days} dager og slettes så. Du kan slette det før.`,
  locked: (letters) =>
    `${letters} av dem krever en sterkere innlogging enn den du har nå, og blir ikke med. Bekreft at det er deg, så er de med.`,
  checked: 'Du kan kontrollere arkivet uten oss, også om mange år.',
  understood: (letters) =>
    `Jeg forstår at ${letters} brev jeg ikke har åpnet, teller som åpnet, og at ${letters === '1' ? 'avsenderen' : 'avsenderne'} får vite det`,
  mustUnderstand: 'Sett kryss for å vise at du har lest hva som skjer.',
  ask: 'Lag arkivet',
  states: { making: 'Arkivet blir laget', ready: 'Arkivet er klart', failed: 'Arkivet kunne ikke lages' },
  progress: (done, total) => `${done} av ${total} brev er pakket.`,
  leave: 'Du kan gå herfra. Det fortsetter, og arkivet ligger her når det er klart.',
  ready: (size, until) => `${size}. Det slettes ${until}.`,
  resume: 'Blir nedlastingen avbrutt, kan nettleseren fortsette der den slapp.',
  failed: 'Det har ikke skjedd noe med brevene. Slett forsøket og lag et nytt.',
  download: 'Last ned arkivet',
  erase: 'Slett arkivet',
  stop: 'Stopp og slett',
  erased: 'Arkivet er slettet.',
}

const sv: typeof da = {
  card: 'Dina brev är dina',
  cardWhy: 'Ta med dig alla i ett arkiv, eller låt ett program läsa dem.',
  title: 'Ta med dig allt',
  programs: 'Program som läser dina brev',
  whyOther:
    'Alla brev i den här brevlådan i ett arkiv: dokument med namn, en sida att läsa dem från, listor för andra program och bevisen för vad som har hänt med dem.',
  logged:
    'Det står i brevlådans logg att du har bett om arkivet och laddat ned det. Bara du kan ladda ned ditt arkiv, och bara så länge du har tillgång.',
  why: 'Alla dina brev i ett arkiv: dokument med namn, en sida att läsa dem från, listor för andra program och bevisen för vad som har hänt med dem.',
  askTitle: 'Skapa ett arkiv',
  holds: (letters) => `Brevlådan har ${letters} brev. Papperskorgen är med.`,
  kept: (days) => `Arkivet sparas krypterat i ${days} dagar och raderas sedan. Du kan radera det tidigare.`,
  locked: (letters) =>
    `${letters} av dem kräver en starkare inloggning än den du har nu och kommer inte med. Bekräfta att det är du, så är de med.`,
  checked: 'Du kan kontrollera arkivet utan oss, också om många år.',
  understood: (letters) =>
    letters === '1'
      ? 'Jag förstår att 1 brev som jag inte har öppnat räknas som öppnat, och att avsändaren får veta det'
      : `Jag förstår att ${letters} brev som jag inte har öppnat räknas som öppnade, och att avsändarna får veta det`,
  mustUnderstand: 'Kryssa i för att visa att du har läst vad som händer.',
  ask: 'Skapa arkivet',
  states: { making: 'Arkivet skapas', ready: 'Arkivet är klart', failed: 'Arkivet kunde inte skapas' },
  progress: (done, total) => `${done} av ${total} brev är packade.`,
  leave: 'Du kan gå härifrån. Det fortsätter, och arkivet finns här när det är klart.',
  ready: (size, until) => `${size}. Det raderas ${until}.`,
  resume: 'Om nedladdningen avbryts kan webbläsaren fortsätta där den slutade.',
  failed: 'Inget har hänt med breven. Radera försöket och skapa ett nytt.',
  download: 'Ladda ned arkivet',
  erase: 'Radera arkivet',
  stop: 'Stoppa och radera',
  erased: 'Arkivet är raderat.',
}

const en: typeof da = {
  card: 'Your letters are yours',
  cardWhy: 'Take all of them out as one archive, or let a program read them.',
  title: 'Take everything out',
  programs: 'Programs that read your letters',
  whyOther:
    'All letters in this mailbox in one archive: documents with names, a page to read them from, lists for programs, and the proofs of what happened to them.',
  logged:
    'The log of the mailbox says that you have asked for the archive and downloaded it. Only you can download your archive, and only while you have access.',
  why: 'All your letters in one archive: documents with names, a page to read them from, lists for programs, and the proofs of what happened to them.',
  askTitle: 'Make an archive',
  holds: (letters) =>
    `The mailbox has ${letters} ${letters === '1' ? 'letter' : 'letters'}. The trash is included.`,
  kept: (days) => `The archive is kept encrypted for ${days} days and then erased. You can erase it earlier.`,
  locked: (letters) =>
    `${letters} of them need a stronger sign-in than the one you have now and will not be included. Confirm that it is you, then they are.`,
  checked: 'You can check the archive without us, also many years from now.',
  understood: (letters) =>
    letters === '1'
      ? 'I understand that 1 letter I have not opened counts as opened, and that its sender is told'
      : `I understand that ${letters} letters I have not opened count as opened, and that their senders are told`,
  mustUnderstand: 'Tick the box to show that you have read what happens.',
  ask: 'Make the archive',
  states: {
    making: 'The archive is being made',
    ready: 'The archive is ready',
    failed: 'The archive could not be made',
  },
  progress: (done, total) => `${done} of ${total} letters are packed.`,
  leave: 'You can leave this page. It goes on, and the archive is here when it is ready.',
  ready: (size, until) => `${size}. It is erased on ${until}.`,
  resume: 'If the download breaks off, your browser can go on where it stopped.',
  failed: 'Nothing happened to the letters. Erase the attempt and make a new one.',
  download: 'Download the archive',
  erase: 'Erase the archive',
  stop: 'Stop and erase',
  erased: 'The archive is erased.',
}

export const takeOutTexts = { da, nb, sv, en } as const satisfies Texts<typeof da>
