import type { Texts } from './words.ts'

const da = {
  title: 'Indstillinger',
  saved: 'Gemt.',
  language: 'Sprog',
  languageWhy: 'For siderne og for det, vi skriver til dig.',
  scheme: 'Udseende',
  schemeWhy: 'Gælder på denne enhed.',
  schemes: { system: 'Som enheden', light: 'Lyst', dark: 'Mørkt' },
  email: 'E-mail',
  emailWhy: (most: number) =>
    `Her får du besked om nye breve. Du kan have ${most}. Afsendere, der kender adressen, kan bruge den til at finde dig, når den er bekræftet.`,
  emailNone: 'Du har ingen e-mail her endnu.',
  emailVerified: (day: string) => `Bekræftet ${day}`,
  emailWaiting: (time: string) => `Venter: følg linket i den mail, vi har sendt. Det virker til ${time}.`,
  emailExpired: 'Linket er udløbet. Send et nyt.',
  emailRemove: 'Fjern',
  emailRemoveNamed: (address: string) => `Fjern ${address}`,
  emailRemoved: (address: string) => `${address} er fjernet.`,
  emailSendAgain: 'Send nyt link',
  emailSendAgainNamed: (address: string) => `Send nyt link til ${address}`,
  emailAdd: 'Ny e-mail',
  emailAddHint: 'For eksempel navn@eksempel.dk',
  emailAddButton: 'Tilføj og send link',
  emailShape: 'Adressen mangler noget. Den skal se sådan ud: navn@eksempel.dk.',
  emailSent: (address: string) => `Vi har sendt et link til ${address}. Følg det, så er adressen din.`,
  emailFull: (most: number) =>
    `Du har ${most} adresser, og flere kan der ikke være. Fjern en for at tilføje en ny.`,
  notices: 'Besked om nye breve',
  noticesWhy:
    'En kort mail uden indhold og uden link, altid fra samme adresse. Fortrolige breve nævnes uden afsender.',
  noticesSwitch: 'Send besked til min e-mail',
  noticesNeedEmail: 'Bekræft en e-mail først, så kan beskeder sendes til den.',
  exchange: 'Findes på navn og adresse',
  exchangeWhy:
    'Nogle afsendere kender dit navn og din adresse, men ikke dit nummer. Siger du ja, må posthuset sammenligne det, de skriver, med folkeregistret og lægge brevet her, når det kun kan være dig.',
  exchangeNot:
    'Afsenderen får ikke dit nummer, din adresse eller at vide, om du har en postkasse. Har du navne- eller adressebeskyttelse, findes du aldrig på den måde.',
  exchangeSwitch: 'Ja, afsendere må finde mig på navn og adresse',
  exchangeSince: (day: string) =>
    `Du sagde ja ${day}. Du kan trække det tilbage når som helst; det gælder straks.`,
  exchangeOffSince: (day: string) => `Trukket tilbage ${day}. Ingen kan finde dig på den måde.`,
  exchangeOff: 'Du har ikke sagt ja. Ingen kan finde dig på den måde.',
  exchangeGiven: 'Gemt. Afsendere kan nu finde dig på navn og adresse.',
  exchangeWithdrawn: 'Trukket tilbage. Det gælder fra nu af.',
  number: 'Brug af dit nummer',
  numberWhy: (day: string) =>
    `Postkassen hviler på dit samtykke fra ${day} til, at vi bruger dit nummer til at kende dig. Uden det kan den ikke fortsætte.`,
  numberGo: 'Træk samtykket tilbage …',
  numberTitle: 'Træk samtykket til dit nummer tilbage',
  numberEnds: 'Dette slutter',
  numberEndsMailbox: 'Postkassen lukkes, og du bliver logget ud. Nye breve kommer ikke hertil.',
  numberEndsWallet: 'Tegnebog og aldersbevis kan ikke bruges mere, hvis du har dem.',
  numberEndsLetters: (count: number, shown: string) =>
    count === 1 ? '1 brev slettes' : `${shown} breve slettes`,
  numberErased: (months: number) =>
    months === 0
      ? 'De slettes med det samme og kan ikke hentes tilbage, heller ikke af os.'
      : `De slettes om ${months} måneder og kan derefter ikke hentes tilbage, heller ikke af os.`,
  numberDownload: 'Hent først de breve, du vil beholde.',
  numberKeep: 'Behold postkassen',
  numberUnderstood: (count: number, shown: string) =>
    `Jeg forstår, at ${shown} ${count === 1 ? 'brev' : 'breve'} bliver slettet`,
  numberMustUnderstand: 'Sæt kryds for at vise, at du har læst, hvad der sker.',
  numberWithdraw: (count: number, shown: string) =>
    `Træk tilbage og slet ${shown} ${count === 1 ? 'brev' : 'breve'}`,
  numberDoneTitle: 'Samtykket er trukket tilbage',
  numberDone: (when: string) => `Postkassen er lukket. Indholdet er slettet for altid fra ${when}.`,
}

const nb: typeof da = {
  title: 'Innstillinger',
  saved: 'Lagret.',
  language: 'Språk',
  languageWhy: 'For sidene og for det vi skriver til deg.',
  scheme: 'Utseende',
  schemeWhy: 'Gjelder på denne enheten.',
  schemes: { system: 'Som enheten', light: 'Lyst', dark: 'Mørkt' },
  email: 'E-post',
  emailWhy: (most) =>
    `Her får du beskjed om nye brev. Du kan ha ${most}. Avsendere som kjenner adressen, kan bruke den til å finne deg når den er bekreftet.`,
  emailNone: 'Du har ingen e-post her ennå.',
  emailVerified: (day) => `Bekreftet ${day}`,
  emailWaiting: (time) => `Venter: følg lenken i e-posten vi har sendt. Den virker til ${time}.`,
  emailExpired: 'Lenken er utløpt. Send en ny.',
  emailRemove: 'Fjern',
  emailRemoveNamed: (address) => `Fjern ${address}`,
  emailRemoved: (address) => `${address} er fjernet.`,
  emailSendAgain: 'Send ny lenke',
  emailSendAgainNamed: (address) => `Send ny lenke til ${address}`,
  emailAdd: 'Ny e-post',
  emailAddHint: 'For eksempel navn@eksempel.no',
  emailAddButton: 'Legg til og send lenke',
  emailShape: 'Adressen mangler noe. Den skal se slik ut: navn@eksempel.no.',
  emailSent: (address) => `Vi har sendt en lenke til ${address}. Følg den, så er adressen din.`,
  emailFull: (most) => `Du har ${most} adresser, og flere kan det ikke være. Fjern en for å legge til en ny.`,
  notices: 'Beskjed om nye brev',
  noticesWhy:
    'En kort e-post uten innhold og uten lenke, alltid fra samme adresse. Fortrolige brev nevnes uten avsender.',
  noticesSwitch: 'Send beskjed til e-posten min',
  noticesNeedEmail: 'Bekreft en e-post først, så kan beskjeder sendes til den.',
  exchange: 'Finnes på navn og adresse',
  exchangeWhy:
    'Noen avsendere kjenner navnet og adressen din, men ikke nummeret ditt. Sier du ja, kan posthuset sammenligne det de skriver, med folkeregisteret og legge brevet her når det bare kan være deg.',
  exchangeNot:
    'Avsenderen får ikke nummeret ditt, adressen din eller vite om du har en postkasse. Er adressen din beskyttet, finnes du aldri på den måten.',
  exchangeSwitch: 'Ja, avsendere kan finne meg på navn og adresse',
  exchangeSince: (day) => `Du sa ja ${day}. Du kan trekke det tilbake når som helst; det gjelder straks.`,
  exchangeOffSince: (day) => `Trukket tilbake ${day}. Ingen kan finne deg på den måten.`,
  exchangeOff: 'Du har ikke sagt ja. Ingen kan finne deg på den måten.',
  exchangeGiven: 'Lagret. Avsendere kan nå finne deg på navn og adresse.',
  exchangeWithdrawn: 'Trukket tilbake. Det gjelder fra nå av.',
  number: 'Bruk av nummeret ditt',
  numberWhy: (day) =>
    `Postkassen hviler på samtykket ditt fra ${day} til at vi bruker nummeret ditt for å kjenne deg. Uten det kan den ikke fortsette.`,
  numberGo: 'Trekk samtykket tilbake …',
  numberTitle: 'Trekk tilbake samtykket til nummeret ditt',
  numberEnds: 'Dette slutter',
  numberEndsMailbox: 'Postkassen lukkes, og du blir logget ut. Nye brev kommer ikke hit.',
  numberEndsWallet: 'Lommebok og aldersbevis kan ikke brukes mer, hvis du har dem.',
  numberEndsLetters: (_count, shown) => `${shown} brev slettes`,
  numberErased: (months) =>
    months === 0
      ? 'De slettes med en gang og kan ikke hentes tilbake, heller ikke av oss.'
      : `De slettes om ${months} måneder og kan deretter ikke hentes tilbake, heller ikke av oss.`,
  numberDownload: 'Last først ned de brevene du vil beholde.',
  numberKeep: 'Behold postkassen',
  numberUnderstood: (_count, shown) => `Jeg forstår at ${shown} brev blir slettet`,
  numberMustUnderstand: 'Sett kryss for å vise at du har lest hva som skjer.',
  numberWithdraw: (_count, shown) => `Trekk tilbake og slett ${shown} brev`,
  numberDoneTitle: 'Samtykket er trukket tilbake',
  numberDone: (when) => `Postkassen er lukket. Innholdet er slettet for alltid fra ${when}.`,
}

const sv: typeof da = {
  title: 'Inställningar',
  saved: 'Sparat.',
  language: 'Språk',
  languageWhy: 'För sidorna och för det vi skriver till dig.',
  scheme: 'Utseende',
  schemeWhy: 'Gäller på den här enheten.',
  schemes: { system: 'Som enheten', light: 'Ljust', dark: 'Mörkt' },
  email: 'E-post',
  emailWhy: (most) =>
    `Hit skickas meddelanden om nya brev. Du kan ha ${most}. Avsändare som känner till adressen kan använda den för att hitta dig när den är bekräftad.`,
  emailNone: 'Du har ingen e-post här än.',
  emailVerified: (day) => `Bekräftad ${day}`,
  emailWaiting: (time) => `Väntar: följ länken i e-brevet vi har skickat. Den fungerar till ${time}.`,
  emailExpired: 'Länken har gått ut. Skicka en ny.',
  emailRemove: 'Ta bort',
  emailRemoveNamed: (address) => `Ta bort ${address}`,
  emailRemoved: (address) => `${address} är borttagen.`,
  emailSendAgain: 'Skicka ny länk',
  emailSendAgainNamed: (address) => `Skicka ny länk till ${address}`,
  emailAdd: 'Ny e-postadress',
  emailAddHint: 'Till exempel namn@example.com',
  emailAddButton: 'Lägg till och skicka länk',
  emailShape: 'Något saknas i adressen. Den ska se ut så här: namn@example.com.',
  emailSent: (address) => `Vi har skickat en länk till ${address}. Följ den, så är adressen din.`,
  emailFull: (most) =>
    `Du har ${most} adresser, och fler kan det inte vara. Ta bort en för att lägga till en ny.`,
  notices: 'Meddelande om nya brev',
  noticesWhy:
    'Ett kort e-brev utan innehåll och utan länk, alltid från samma adress. Konfidentiella brev nämns utan avsändare.',
  noticesSwitch: 'Skicka meddelanden till min e-post',
  noticesNeedEmail: 'Bekräfta en e-postadress först, så kan meddelanden skickas till den.',
  exchange: 'Hittas på namn och adress',
  exchangeWhy:
    'En del avsändare känner till ditt namn och din adress men inte ditt nummer. Säger du ja får postkontoret jämföra det de skriver med folkbokföringen och lägga brevet här när det bara kan vara du.',
  exchangeNot:
    'Avsändaren får inte ditt nummer, din adress eller veta om du har en brevlåda. Har du skyddade personuppgifter hittas du aldrig på det sättet.',
  exchangeSwitch: 'Ja, avsändare får hitta mig på namn och adress',
  exchangeSince: (day) => `Du sa ja ${day}. Du kan ta tillbaka det när som helst; det gäller genast.`,
  exchangeOffSince: (day) => `Återtaget ${day}. Ingen kan hitta dig på det sättet.`,
  exchangeOff: 'Du har inte sagt ja. Ingen kan hitta dig på det sättet.',
  exchangeGiven: 'Sparat. Avsändare kan nu hitta dig på namn och adress.',
  exchangeWithdrawn: 'Återtaget. Det gäller från och med nu.',
  number: 'Användning av ditt nummer',
  numberWhy: (day) =>
    `Brevlådan vilar på ditt samtycke från ${day} till att vi använder ditt nummer för att känna igen dig. Utan det kan den inte fortsätta.`,
  numberGo: 'Ta tillbaka samtycket …',
  numberTitle: 'Ta tillbaka samtycket till ditt nummer',
  numberEnds: 'Det här upphör',
  numberEndsMailbox: 'Brevlådan stängs och du loggas ut. Nya brev kommer inte hit.',
  numberEndsWallet: 'Plånbok och åldersbevis kan inte användas mer, om du har dem.',
  numberEndsLetters: (_count, shown) => `${shown} brev raderas`,
  numberErased: (months) =>
    months === 0
      ? 'De raderas genast och kan inte hämtas tillbaka, inte ens av oss.'
      : `De raderas om ${months} månader och kan därefter inte hämtas tillbaka, inte ens av oss.`,
  numberDownload: 'Ladda först ned de brev du vill behålla.',
  numberKeep: 'Behåll brevlådan',
  numberUnderstood: (_count, shown) => `Jag förstår att ${shown} brev raderas`,
  numberMustUnderstand: 'Kryssa i rutan för att visa att du har läst vad som händer.',
  numberWithdraw: (_count, shown) => `Ta tillbaka och radera ${shown} brev`,
  numberDoneTitle: 'Samtycket är återtaget',
  numberDone: (when) => `Brevlådan är stängd. Innehållet är raderat för gott från ${when}.`,
}

const en: typeof da = {
  title: 'Settings',
  saved: 'Saved.',
  language: 'Language',
  languageWhy: 'For the pages and for what we write to you.',
  scheme: 'Appearance',
  schemeWhy: 'Holds on this device.',
  schemes: { system: 'As the device', light: 'Light', dark: 'Dark' },
  email: 'E-mail',
  emailWhy: (most) =>
    `This is where notices of new letters go. You can have ${most}. Senders who know the address can use it to find you once it is verified.`,
  emailNone: 'You have no e-mail here yet.',
  emailVerified: (day) => `Verified ${day}`,
  emailWaiting: (time) => `Waiting: follow the link in the mail we sent. It works until ${time}.`,
  emailExpired: 'The link has expired. Send a new one.',
  emailRemove: 'Remove',
  emailRemoveNamed: (address) => `Remove ${address}`,
  emailRemoved: (address) => `${address} is removed.`,
  emailSendAgain: 'Send a new link',
  emailSendAgainNamed: (address) => `Send a new link to ${address}`,
  emailAdd: 'New e-mail',
  emailAddHint: 'For example name@example.com',
  emailAddButton: 'Add and send the link',
  emailShape: 'Something is missing in the address. It looks like this: name@example.com.',
  emailSent: (address) => `We have sent a link to ${address}. Follow it and the address is yours.`,
  emailFull: (most) => `You have ${most} addresses, and that is the most. Remove one to add another.`,
  notices: 'Notice of new letters',
  noticesWhy:
    'A short mail without content and without a link, always from the same address. Confidential letters are mentioned without their sender.',
  noticesSwitch: 'Send notices to my e-mail',
  noticesNeedEmail: 'Verify an e-mail first, then notices can be sent to it.',
  exchange: 'Found by name and address',
  exchangeWhy:
    'Some senders know your name and address but not your number. If you say yes, the post office may compare what they write with the population register and put the letter here when it can only be you.',
  exchangeNot:
    'The sender does not get your number, your address, or to know whether you have a mailbox. If your name or address is protected, you are never found this way.',
  exchangeSwitch: 'Yes, senders may find me by name and address',
  exchangeSince: (day) => `You said yes on ${day}. You can withdraw it at any time; it takes effect at once.`,
  exchangeOffSince: (day) => `Withdrawn on ${day}. Nobody can find you this way.`,
  exchangeOff: 'You have not said yes. Nobody can find you this way.',
  exchangeGiven: 'Saved. Senders can now find you by name and address.',
  exchangeWithdrawn: 'Withdrawn. It is in force from now on.',
  number: 'Use of your number',
  numberWhy: (day) =>
    `The mailbox rests on your consent of ${day} that we use your number to know you. Without it the mailbox can’t go on.`,
  numberGo: 'Withdraw the consent …',
  numberTitle: 'Withdraw the consent to use your number',
  numberEnds: 'This ends',
  numberEndsMailbox: 'The mailbox is closed and you are signed out. New letters no longer come here.',
  numberEndsWallet: 'Wallet and age proof can no longer be used, if you have them.',
  numberEndsLetters: (count, shown) => (count === 1 ? '1 letter is erased' : `${shown} letters are erased`),
  numberErased: (months) =>
    months === 0
      ? 'They are erased at once and can’t be brought back, not even by us.'
      : `They are erased in ${months} months and after that can’t be brought back, not even by us.`,
  numberDownload: 'Download the letters you want to keep first.',
  numberKeep: 'Keep the mailbox',
  numberUnderstood: (count, shown) =>
    `I understand that ${shown} ${count === 1 ? 'letter' : 'letters'} will be erased`,
  numberMustUnderstand: 'Tick the box to show that you have read what happens.',
  numberWithdraw: (count, shown) => `Withdraw and erase ${shown} ${count === 1 ? 'letter' : 'letters'}`,
  numberDoneTitle: 'The consent is withdrawn',
  numberDone: (when) => `The mailbox is closed. The content is erased for good from ${when}.`,
}

export const settingsTexts = { da, nb, sv, en } as const satisfies Texts<typeof da>
