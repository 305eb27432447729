/** The words of the sign-in pages. Plain, short, no blame (LOOK: words). */
import type { SessionLanguage } from '../session.store.ts'

const da = {
  skip: 'Gå til indholdet',
  languages: 'Sprog',
  signIn: {
    title: 'Log ind',
    lead: 'Din post ligger klar i Brevhus.',
    name: 'Bruger-ID',
    nameHint: 'Norske konti: fødselsnummer.',
    password: 'Adgangskode',
    submit: 'Log ind',
    or: 'eller',
    passkey: 'Log ind med adgangsnøgle',
    enrol: 'Få et elektronisk ID',
    recover: 'Mistet adgangskode eller enheder',
    levels:
      'Med adgangskode alene er post fra det offentlige låst, til du bekræfter med kodekort, kode-app, adgangsnøgle eller et andet elektronisk ID.',
  },
  stepUp: {
    title: 'Bekræft, at det er dig',
    lead: 'Skriv koden fra din kode-app, så åbnes også post fra det offentlige og følsomme breve.',
    letterLead: 'Brevet er låst. Skriv koden fra din kode-app, så åbnes netop dette brev.',
    passkeyLead: 'Bekræft med din adgangsnøgle, så åbnes også post fra det offentlige og følsomme breve.',
    code: 'Kode fra din kode-app',
    codeHint: 'Seks cifre. De skifter hvert halve minut.',
    submit: 'Bekræft med koden',
    passkey: 'Bekræft med adgangsnøgle',
    cardLead:
      'Find nøglen på dit kodekort, og skriv koden ved siden af, så åbnes også post fra det offentlige og følsomme breve.',
    cardSerial: 'Kortets nummer',
    cardKey: 'Nøgle',
    cardCode: 'Kode ved siden af nøglen',
    cardSubmit: 'Bekræft med kodekortet',
    cardWrong: 'Koden passer ikke til nøglen. Nu gælder en ny nøgle.',
    cardMeanwhile: 'Nøglen er brugt i et andet vindue. Her er en ny.',
    passkeyNeedsScript: 'Adgangsnøgler kræver, at JavaScript er slået til i browseren.',
    later: 'Ikke nu',
    none: 'Du har endnu intet at bekræfte med. Vælg et kodekort, der kommer med posten, en kode-app eller en adgangsnøgle.',
    noneHigh:
      'Det kræver et elektronisk ID på det højeste niveau, og her kan ingen vises frem. Gå tilbage; intet er ændret. Posthuset kan sige, hvordan du så får brevet at se.',
    choose: 'Vælg din enhed',
    goOn: 'Gå til posten',
  },
  signOut: {
    title: 'Log ud',
    question: 'Vil du logge ud på denne enhed?',
    submit: 'Log ud',
    stay: 'Bliv logget ind',
    doneTitle: 'Du er logget ud',
    done: 'Luk gerne browseren, hvis andre også bruger enheden.',
    again: 'Log ind igen',
  },
  verifyEmail: {
    title: 'Bekræft din e-mailadresse',
    lead: 'Når du bekræfter, kan post, der er adresseret til e-mailadressen, nå din postkasse, og besked om ny post kan sendes til den.',
    submit: 'Bekræft e-mailadressen',
    doneTitle: 'E-mailadressen er bekræftet',
    done: (address: string) => `${address} hører nu til din postkasse.`,
    failedTitle: 'Linket gælder ikke længere',
    failed:
      'Et link gælder i 24 timer, én gang, og kun for den postkasse, der bad om det. Bed om et nyt under indstillinger.',
    settings: 'Til indstillinger',
    later: 'Ikke nu',
  },
  failed: {
    title: 'Det lykkedes ikke',
    'sign-in-failed': 'Bruger-ID eller adgangskode passer ikke. Prøv igen.',
    code: 'Koden passer ikke, eller den er brugt før. Vent på den næste i appen, og skriv den.',
    wait: (time: string) => `Der har været for mange forsøg. Prøv igen om ${time}.`,
    'device-not-usable':
      'Det kodekort, den kode-app eller den adgangsnøgle kan ikke bruges her. Vælg en anden måde.',
    'too-often':
      'Det er bestilt for nylig, eller du har så mange, som du kan have. Intet er ændret. Prøv igen i morgen, eller afslut en af dem, du har.',
    'number-typed':
      'Danske konti logger ind med bruger-ID, ikke med personnummer. Har du glemt dit bruger-ID, så vælg ”Mistet adgangskode eller enheder”: koden i brevet viser det.',
    'id-blocked':
      'Dit ID er spærret. Et brev åbner det igen: vælg ”Mistet adgangskode eller enheder” på siden Log ind.',
    'mailbox-not-open': 'Postkassen er lukket. Kontakt posthuset.',
    form: 'Siden har stået åben for længe, eller browseren gemmer ikke cookies. Prøv igen.',
    empty: 'Udfyld begge felter.',
    other: 'Noget gik galt hos os. Intet er ændret. Prøv igen om lidt.',
    passkey: 'Adgangsnøglen blev ikke godkendt. Prøv igen, eller log ind på en anden måde.',
    passkeyStopped: 'Adgangsnøglen blev ikke brugt. Prøv igen, eller vælg en anden måde.',
    trace: 'Nummer til support',
  },
  waiting: 'Følg din enheds anvisning …',
  seconds: (n: number) => (n === 1 ? '1 sekund' : `${n} sekunder`),
  minutes: (n: number) => (n === 1 ? '1 minut' : `${n} minutter`),
}

const nb: typeof da = {
  skip: 'Gå til innholdet',
  languages: 'Språk',
  signIn: {
    title: 'Logg inn',
    lead: 'Posten din ligger klar i Brevhus.',
    name: 'Fødselsnummer',
    nameHint: 'Danske kontoer: bruker-ID.',
    password: 'Passord',
    submit: 'Logg inn',
    or: 'eller',
    passkey: 'Logg inn med tilgangsnøkkel',
    enrol: 'Få en elektronisk ID',
    recover: 'Mistet passord eller enheter',
    levels:
      'Med bare passord er post fra det offentlige låst til du bekrefter med kodekort, kodeapp, tilgangsnøkkel eller en annen elektronisk ID.',
  },
  stepUp: {
    title: 'Bekreft at det er deg',
    lead: 'Skriv koden fra kodeappen din, så åpnes også post fra det offentlige og sensitive brev.',
    letterLead: 'Brevet er låst. Skriv koden fra kodeappen din, så åpnes akkurat dette brevet.',
    passkeyLead: 'Bekreft med tilgangsnøkkelen din, så åpnes også post fra det offentlige og sensitive brev.',
    code: 'Kode fra kodeappen din',
    codeHint: 'Seks sifre. De skifter hvert halve minutt.',
    submit: 'Bekreft med koden',
    passkey: 'Bekreft med tilgangsnøkkel',
    cardLead:
      'Finn nøkkelen på kodekortet ditt og skriv koden ved siden av, så åpnes også post fra det offentlige og sensitive brev.',
    cardSerial: 'Kortets nummer',
    cardKey: 'Nøkkel',
    cardCode: 'Kode ved siden av nøkkelen',
    cardSubmit: 'Bekreft med kodekortet',
    cardWrong: 'Koden passer ikke til nøkkelen. Nå gjelder en ny nøkkel.',
    cardMeanwhile: 'Nøkkelen er brukt i et annet vindu. Her er en ny.',
    passkeyNeedsScript: 'Tilgangsnøkler krever at JavaScript er slått på i nettleseren.',
    later: 'Ikke nå',
    none: 'Du har ingenting å bekrefte med ennå. Velg et kodekort, som kommer i posten, en kodeapp eller en tilgangsnøkkel.',
    noneHigh:
      'Dette krever en elektronisk ID på høyeste nivå, og her kan ingen vises fram. Gå tilbake; ingenting er endret. Posthuset kan si hvordan du da får se brevet.',
    choose: 'Velg enheten din',
    goOn: 'Gå til posten',
  },
  signOut: {
    title: 'Logg ut',
    question: 'Vil du logge ut på denne enheten?',
    submit: 'Logg ut',
    stay: 'Forbli innlogget',
    doneTitle: 'Du er logget ut',
    done: 'Lukk gjerne nettleseren hvis andre også bruker enheten.',
    again: 'Logg inn igjen',
  },
  verifyEmail: {
    title: 'Bekreft e-postadressen din',
    lead: 'Når du bekrefter, kan post som er adressert til e-postadressen nå postkassen din, og varsel om ny post kan sendes til den.',
    submit: 'Bekreft e-postadressen',
    doneTitle: 'E-postadressen er bekreftet',
    done: (address: string) => `${address} hører nå til postkassen din.`,
    failedTitle: 'Lenken gjelder ikke lenger',
    failed:
      'En lenke gjelder i 24 timer, én gang, og bare for postkassen som ba om den. Be om en ny under innstillinger.',
    settings: 'Til innstillinger',
    later: 'Ikke nå',
  },
  failed: {
    title: 'Det gikk ikke',
    'sign-in-failed': 'Fødselsnummer, bruker-ID eller passord stemmer ikke. Prøv igjen.',
    code: 'Koden stemmer ikke, eller den er brukt før. Vent på den neste i appen, og skriv den.',
    wait: (time: string) => `Det har vært for mange forsøk. Prøv igjen om ${time}.`,
    'device-not-usable':
      'Det kodekortet, den kodeappen eller den tilgangsnøkkelen kan ikke brukes her. Velg en annen måte.',
    'too-often':
      'Det er bestilt nylig, eller du har så mange som du kan ha. Ingenting er endret. Prøv igjen i morgen, eller avslutt en av dem du har.',
    'number-typed':
      'Danske kontoer logger inn med bruker-ID, ikke med personnummer. Har du glemt bruker-ID-en, velg «Mistet passord eller enheter»: koden i brevet viser den. Et norsk fødselsnummer har elleve sifre.',
    'id-blocked':
      'ID-en din er sperret. Et brev åpner den igjen: velg «Mistet passord eller enheter» på siden Logg inn.',
    'mailbox-not-open': 'Postkassen er lukket. Kontakt posthuset.',
    form: 'Siden har stått åpen for lenge, eller nettleseren lagrer ikke informasjonskapsler. Prøv igjen.',
    empty: 'Fyll ut begge feltene.',
    other: 'Noe gikk galt hos oss. Ingenting er endret. Prøv igjen om litt.',
    passkey: 'Tilgangsnøkkelen ble ikke godkjent. Prøv igjen, eller logg inn på en annen måte.',
    passkeyStopped: 'Tilgangsnøkkelen ble ikke brukt. Prøv igjen, eller velg en annen måte.',
    trace: 'Nummer til brukerstøtte',
  },
  waiting: 'Følg anvisningene på enheten din …',
  seconds: (n: number) => (n === 1 ? '1 sekund' : `${n} sekunder`),
  minutes: (n: number) => (n === 1 ? '1 minutt' : `${n} minutter`),
}

const sv: typeof da = {
  skip: 'Gå till innehållet',
  languages: 'Språk',
  signIn: {
    title: 'Logga in',
    lead: 'Din post ligger klar i Brevhus.',
    name: 'Personnummer',
    nameHint: 'Danska konton: användar-ID.',
    password: 'Lösenord',
    submit: 'Logga in',
    or: 'eller',
    passkey: 'Logga in med lösennyckel',
    enrol: 'Skaffa ett elektroniskt ID',
    recover: 'Förlorat lösenord eller enheter',
    levels:
      'Med bara lösenord är post från myndigheter låst tills du bekräftar med kodkort, kodapp, lösennyckel eller en annan e-legitimation.',
  },
  stepUp: {
    title: 'Bekräfta att det är du',
    lead: 'Skriv koden från din kodapp, så öppnas även post från myndigheter och känsliga brev.',
    letterLead: 'Brevet är låst. Skriv koden från din kodapp, så öppnas just det här brevet.',
    passkeyLead: 'Bekräfta med din lösennyckel, så öppnas även post från myndigheter och känsliga brev.',
    code: 'Kod från din kodapp',
    codeHint: 'Sex siffror. De byts var halvminut.',
    submit: 'Bekräfta med koden',
    passkey: 'Bekräfta med lösennyckel',
    cardLead:
      'Hitta nyckeln på ditt kodkort och skriv koden bredvid, så öppnas även post från myndigheter och känsliga brev.',
    cardSerial: 'Kortets nummer',
    cardKey: 'Nyckel',
    cardCode: 'Kod bredvid nyckeln',
    cardSubmit: 'Bekräfta med kodkortet',
    cardWrong: 'Koden hör inte till nyckeln. Nu gäller en ny nyckel.',
    cardMeanwhile: 'Nyckeln har använts i ett annat fönster. Här är en ny.',
    passkeyNeedsScript: 'Lösennycklar kräver att JavaScript är påslaget i webbläsaren.',
    later: 'Inte nu',
    none: 'Du har inget att bekräfta med än. Välj ett kodkort, som kommer med posten, en kodapp eller en lösennyckel.',
    noneHigh:
      'Det här kräver en e-legitimation på högsta nivå, och här kan ingen visas. Gå tillbaka; inget har ändrats. Postkontoret kan säga hur du då får se brevet.',
    choose: 'Välj din enhet',
    goOn: 'Gå till posten',
  },
  signOut: {
    title: 'Logga ut',
    question: 'Vill du logga ut på den här enheten?',
    submit: 'Logga ut',
    stay: 'Förbli inloggad',
    doneTitle: 'Du är utloggad',
    done: 'Stäng gärna webbläsaren om andra också använder enheten.',
    again: 'Logga in igen',
  },
  verifyEmail: {
    title: 'Bekräfta din e-postadress',
    lead: 'När du bekräftar kan post som är adresserad till e-postadressen nå din brevlåda, och meddelanden om ny post kan skickas till den.',
    submit: 'Bekräfta e-postadressen',
    doneTitle: 'E-postadressen är bekräftad',
    done: (address: string) => `${address} hör nu till din brevlåda.`,
    failedTitle: 'Länken gäller inte längre',
    failed:
      'En länk gäller i 24 timmar, en gång, och bara för brevlådan som bad om den. Be om en ny under inställningar.',
    settings: 'Till inställningarna',
    later: 'Inte nu',
  },
  failed: {
    title: 'Det gick inte',
    'sign-in-failed': 'Personnummer, användar-ID eller lösenord stämmer inte. Försök igen.',
    code: 'Koden stämmer inte, eller så har den använts förut. Vänta på nästa i appen och skriv den.',
    wait: (time: string) => `Det har varit för många försök. Försök igen om ${time}.`,
    'device-not-usable':
      'Det kodkortet, den kodappen eller den lösennyckeln kan inte användas här. Välj ett annat sätt.',
    'too-often':
      'Det har beställts nyligen, eller så har du så många som du kan ha. Inget har ändrats. Försök igen i morgon eller avsluta en av dem du har.',
    'number-typed':
      'Danska konton loggar in med användar-ID, inte med personnummer. Har du glömt ditt användar-ID, välj ”Förlorat lösenord eller enheter”: koden i brevet visar det. Ett norskt nummer har elva siffror.',
    'id-blocked':
      'Ditt ID är spärrat. Ett brev öppnar det igen: välj ”Förlorat lösenord eller enheter” på sidan Logga in.',
    'mailbox-not-open': 'Brevlådan är stängd. Kontakta postkontoret.',
    form: 'Sidan har stått öppen för länge, eller så sparar webbläsaren inte kakor. Försök igen.',
    empty: 'Fyll i båda fälten.',
    other: 'Något gick fel hos oss. Inget är ändrat. Försök igen om en stund.',
    passkey: 'Lösennyckeln godkändes inte. Försök igen, eller logga in på ett annat sätt.',
    passkeyStopped: 'Lösennyckeln användes inte. Försök igen, eller välj ett annat sätt.',
    trace: 'Nummer till supporten',
  },
  waiting: 'Följ anvisningarna på din enhet …',
  seconds: (n: number) => (n === 1 ? '1 sekund' : `${n} sekunder`),
  minutes: (n: number) => (n === 1 ? '1 minut' : `${n} minuter`),
}

const en: typeof da = {
  skip: 'Go to the content',
  languages: 'Language',
  signIn: {
    title: 'Sign in',
    lead: 'Your mail is waiting in Brevhus.',
    name: 'User ID',
    nameHint: 'Norwegian accounts: national number.',
    password: 'Password',
    submit: 'Sign in',
    or: 'or',
    passkey: 'Sign in with a passkey',
    enrol: 'Get an electronic ID',
    recover: 'Lost password or devices',
    levels:
      'With a password alone, mail from public authorities stays locked until you confirm with a code card, a code app, a passkey or another electronic ID.',
  },
  stepUp: {
    title: 'Confirm that it is you',
    lead: 'Type the code from your code app to open mail from public authorities and sensitive letters too.',
    letterLead: 'The letter is locked. Type the code from your code app and exactly this letter opens.',
    passkeyLead: 'Confirm with your passkey to open mail from public authorities and sensitive letters too.',
    code: 'Code from your code app',
    codeHint: 'Six digits. They change every half minute.',
    submit: 'Confirm with the code',
    passkey: 'Confirm with a passkey',
    cardLead:
      'Find the key on your code card and type the code beside it to open mail from public authorities and sensitive letters too.',
    cardSerial: 'Number of the card',
    cardKey: 'Key',
    cardCode: 'Code beside the key',
    cardSubmit: 'Confirm with the code card',
    cardWrong: 'The code does not match the key. A new key is asked for now.',
    cardMeanwhile: 'That key was used in another window. Here is a new one.',
    passkeyNeedsScript: 'Passkeys need JavaScript to be switched on in the browser.',
    later: 'Not now',
    none: 'You have nothing to confirm with yet. Choose a code card, which comes by post, a code app or a passkey.',
    noneHigh:
      'This asks for an electronic ID at the highest level, and none can be shown here. Go back; nothing has changed. The post office can tell you how to see the letter then.',
    choose: 'Choose your device',
    goOn: 'Go to your mail',
  },
  signOut: {
    title: 'Sign out',
    question: 'Do you want to sign out on this device?',
    submit: 'Sign out',
    stay: 'Stay signed in',
    doneTitle: 'You are signed out',
    done: 'Close the browser if others use this device too.',
    again: 'Sign in again',
  },
  verifyEmail: {
    title: 'Confirm your e-mail address',
    lead: 'Once you confirm, letters addressed to this e-mail address can reach your mailbox, and notices of new mail can be sent to it.',
    submit: 'Confirm the e-mail address',
    doneTitle: 'The e-mail address is confirmed',
    done: (address: string) => `${address} now belongs to your mailbox.`,
    failedTitle: 'The link is no longer valid',
    failed:
      'A link is good for 24 hours, once, and only for the mailbox that asked for it. Ask for a new one in the settings.',
    settings: 'To the settings',
    later: 'Not now',
  },
  failed: {
    title: 'That did not work',
    'sign-in-failed': 'The user ID or the password does not match. Try again.',
    code: 'The code does not match, or it has been used before. Wait for the next one in the app and type that.',
    wait: (time: string) => `There were too many attempts. Try again in ${time}.`,
    'device-not-usable': 'That code card, code app or passkey cannot be used here. Choose another way.',
    'too-often':
      'It was ordered a short while ago, or you have as many as you may. Nothing has changed. Try again tomorrow, or end one of those you have.',
    'number-typed':
      'Danish accounts sign in with a user ID, not with the national number. If you have forgotten yours, choose “Lost password or devices”: the code in the letter shows it. A Norwegian number has eleven digits.',
    'id-blocked':
      'Your ID is blocked. A letter opens it again: choose “Lost password or devices” on the sign-in page.',
    'mailbox-not-open': 'The mailbox is closed. Contact the post office.',
    form: 'The page was open too long, or the browser keeps no cookies. Try again.',
    empty: 'Fill in both fields.',
    other: 'Something went wrong on our side. Nothing has changed. Try again in a moment.',
    passkey: 'The passkey was not accepted. Try again, or choose another way.',
    passkeyStopped: 'The passkey was not used. Try again, or choose another way.',
    trace: 'Number for support',
  },
  waiting: 'Follow the instructions on your device …',
  seconds: (n: number) => (n === 1 ? '1 second' : `${n} seconds`),
  minutes: (n: number) => (n === 1 ? '1 minute' : `${n} minutes`),
}

export type PageTexts = typeof da

export const PAGE_TEXTS = { da, nb, sv, en } as const satisfies Record<SessionLanguage, PageTexts>

/** Whole minutes from one minute up, rounded up: never told too early. */
export function sayWait(texts: PageTexts, seconds: number): string {
  return texts.failed.wait(
    seconds < 60 ? texts.seconds(Math.max(1, seconds)) : texts.minutes(Math.ceil(seconds / 60)),
  )
}
