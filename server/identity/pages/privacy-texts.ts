/** The words of `/id/privacy`, in every version that was shown. What is said here is held to what runs: a cookie without words does not compile. */
import type { ProcessorTask } from '#rules/processors.ts'
import type { Profile, ProfileId } from '#rules/profiles.ts'
import type { CookieName } from '../cookies.ts'
import type { SessionLanguage } from '../session.store.ts'

export const PRIVACY_PATH = '/id/privacy'
export const privacyPath = (version: string) => `${PRIVACY_PATH}/${version}`

export type PrivacyWords = {
  readonly title: string
  readonly lead: string
  readonly basisTitle: string
  /** N-05 */
  readonly basis: readonly string[]
  readonly texts: string
  /** E-01, E-03, D-27: a person's letters, by what the profile of their country says of them. */
  readonly answers: {
    readonly title: string
    readonly points: readonly string[]
    readonly role: Readonly<Record<Profile['privateContentRole'], string>>
  }
  readonly services: { readonly title: string; readonly points: readonly string[] }
  /** N-29 */
  readonly handlers: {
    readonly title: string
    readonly lead: string
    readonly none: string
    readonly unsaid: string
    readonly push: string
    readonly task: Readonly<Record<ProcessorTask, string>>
  }
  readonly cookiesTitle: string
  readonly cookiesLead: string
  readonly cookies: Readonly<Record<CookieName, string>>
  readonly openidCookies: string
  readonly untilClosed: string
  readonly days: (count: number) => string
  readonly hoursAtMost: (count: number) => string
  readonly complain: { readonly title: string; readonly write: string; readonly authority: string }
  readonly country: Readonly<Record<ProfileId, string>>
  readonly see: string
}

const da: PrivacyWords = {
  title: 'Sådan bruger vi dine data',
  lead: 'Siden kan læses af alle. Den gemmer intet om dig.',
  basisTitle: 'Hvorfor vi må have dem',
  basis: [
    'Et privat ID bygger på den aftale, du indgår, når du får det. Uden navn, adresse og nummer kan det ikke udstedes.',
    'Handler du på vegne af en virksomhed, bygger det på virksomhedens aftale; den siger, hvem der må.',
    'Navn og adresse hentes i folkeregistret. E-mail og telefon giver du selv, hvis du vil.',
    'Data sælges ikke og bruges ikke til markedsføring. Andre får dem kun, når loven kræver det, eller når du siger ja.',
  ],
  texts: 'Alle tekster, man siger ja til',
  answers: {
    title: 'Hvem der svarer for hvad',
    points: [
      'Vi er dataansvarlige for det, postkassen kræver: at du har en, at du loggede ind, at et brev kom. Ikke for, hvad der står i et brev.',
      'Dine breve er private. De ligger krypteret, og ingen hos os kan læse dem.',
      'Spørgsmål om, hvad der står i et brev, stilles til den, der sendte det. Navnet står over brevet.',
    ],
    role: {
      neither: 'vi er hverken dataansvarlige eller databehandlere for private breve',
      processor: 'vi behandler private breve for dig, og kun som du siger',
    },
  },
  services: {
    title: 'Hvad en tjeneste ser, når du logger ind hos den',
    points: [
      'Et nummer, der står for dig hos netop den tjeneste og ikke siger den andet, hvor sikkert du loggede ind, og hvornår.',
      'Det, du selv siger ja til på en side, der viser oplysningerne, før de sendes. Du kan tage det tilbage.',
      'Dit personnummer kun, hvis loven giver tjenesten ret til det.',
      'Bruger du et certifikat: det, der står i certifikatet.',
    ],
  },
  handlers: {
    title: 'Hvem der ellers har data i hænderne',
    lead: 'De arbejder for os, kun som vi siger, og her er landet, hvor data ligger:',
    none: 'Ingen. Alt kører hos os selv.',
    unsaid: 'Det er ikke oplyst endnu. Spørg på adressen nederst.',
    push: 'En besked på skærmen går gennem firmaet bag din browser. Den er krypteret, og firmaet ser kun, at der kom en.',
    task: {
      hosting: 'maskinerne',
      storage: 'opbevaring af krypterede breve',
      'e-mail': 'e-mail',
      sms: 'sms',
      print: 'breve på papir',
      support: 'hjælp til brugere',
    },
  },
  cookiesTitle: 'Cookies',
  cookiesLead:
    'Kun disse, alle vores egne og nødvendige for det, de gør. Ingen af dem måler eller følger dig, og siderne henter intet hos andre; derfor går intet til andre lande.',
  cookies: {
    session: 'holder dig logget ind',
    browser: 'genkender en browser, du har logget ind fra før, så et login fra et fremmed sted kan opdages',
    device: 'husker dig på en enhed, hvor du selv har valgt det',
    form: 'binder en formular til din browser, så ingen anden kan sende den for dig',
    language: 'husker det sprog, du valgte, før du loggede ind',
  },
  openidCookies: 'fører dig gennem et login hos en tjeneste og tilbage til den',
  untilClosed: 'til browseren lukkes',
  days: (count) => `${count} dage`,
  hoursAtMost: (count) => `højst ${count} timer`,
  complain: {
    title: 'Spørg eller klag',
    write: 'Skriv til vores databeskyttelsesrådgiver:',
    authority: 'Du kan altid klage til tilsynsmyndigheden:',
  },
  country: { dk: 'Danmark', no: 'Norge' },
  see: 'Se alt, hvad der står om dig',
}

const nb: PrivacyWords = {
  title: 'Slik bruker vi dataene dine',
  lead: 'Siden kan leses av alle. Den lagrer ingenting om deg.',
  basisTitle: 'Hvorfor vi kan ha dem',
  basis: [
    'En privat ID bygger på avtalen du inngår når du får den. Uten navn, adresse og nummer kan den ikke utstedes.',
    'Handler du på vegne av en virksomhet, bygger det på virksomhetens avtale; den sier hvem som har lov.',
    'Navn og adresse hentes i folkeregisteret. E-post og telefon oppgir du selv, hvis du vil.',
    'Data selges ikke og brukes ikke til markedsføring. Andre får dem bare når loven krever det, eller når du sier ja.',
  ],
  texts: 'Alle tekster man sier ja til',
  answers: {
    title: 'Hvem som svarer for hva',
    points: [
      'Vi er behandlingsansvarlige for det postkassen krever: at du har en, at du logget inn, at et brev kom. Ikke for hva som står i et brev.',
      'Brevene dine er private. De ligger kryptert, og ingen hos oss kan lese dem.',
      'Spørsmål om hva som står i et brev, stilles til den som sendte det. Navnet står over brevet.',
    ],
    role: {
      neither: 'vi er verken behandlingsansvarlige eller databehandlere for private brev',
      processor: 'vi behandler private brev for deg, og bare slik du sier',
    },
  },
  services: {
    title: 'Hva en tjeneste ser når du logger inn hos den',
    points: [
      'Et nummer som står for deg hos akkurat den tjenesten og ikke sier den noe annet, hvor sikkert du logget inn, og når.',
      'Det du selv sier ja til på en side som viser opplysningene før de sendes. Du kan trekke det tilbake.',
      'Fødselsnummeret ditt bare hvis loven gir tjenesten rett til det.',
      'Bruker du et sertifikat: det som står i sertifikatet.',
    ],
  },
  handlers: {
    title: 'Hvem andre som har data i hendene',
    lead: 'De arbeider for oss, bare slik vi sier, og her er landet der dataene ligger:',
    none: 'Ingen. Alt kjører hos oss selv.',
    unsaid: 'Det er ikke oppgitt ennå. Spør på adressen nederst.',
    push: 'Et varsel på skjermen går gjennom selskapet bak nettleseren din. Det er kryptert, og selskapet ser bare at det kom ett.',
    task: {
      hosting: 'maskinene',
      storage: 'oppbevaring av krypterte brev',
      'e-mail': 'e-post',
      sms: 'SMS',
      print: 'brev på papir',
      support: 'hjelp til brukere',
    },
  },
  cookiesTitle: 'Informasjonskapsler',
  cookiesLead:
    'Bare disse, alle våre egne og nødvendige for det de gjør. Ingen av dem måler eller følger deg, og sidene henter ingenting hos andre; derfor går ingenting til andre land.',
  cookies: {
    session: 'holder deg innlogget',
    browser:
      'kjenner igjen en nettleser du har logget inn fra før, så en innlogging fra et fremmed sted kan oppdages',
    device: 'husker deg på en enhet der du selv har valgt det',
    form: 'binder et skjema til nettleseren din, så ingen andre kan sende det for deg',
    language: 'husker språket du valgte før du logget inn',
  },
  openidCookies: 'fører deg gjennom en innlogging hos en tjeneste og tilbake til den',
  untilClosed: 'til nettleseren lukkes',
  days: (count) => `${count} dager`,
  hoursAtMost: (count) => `høyst ${count} timer`,
  complain: {
    title: 'Spør eller klag',
    write: 'Skriv til personvernombudet vårt:',
    authority: 'Du kan alltid klage til tilsynsmyndigheten:',
  },
  country: { dk: 'Danmark', no: 'Norge' },
  see: 'Se alt som står om deg',
}

const sv: PrivacyWords = {
  title: 'Så använder vi dina uppgifter',
  lead: 'Sidan kan läsas av alla. Den sparar ingenting om dig.',
  basisTitle: 'Varför vi får ha dem',
  basis: [
    'Ett privat ID bygger på avtalet du ingår när du får det. Utan namn, adress och nummer kan det inte utfärdas.',
    'Företräder du en organisation bygger det på organisationens avtal; det säger vem som får.',
    'Namn och adress hämtas i folkbokföringen. E-post och telefon ger du själv, om du vill.',
    'Uppgifter säljs inte och används inte till marknadsföring. Andra får dem bara när lagen kräver det, eller när du säger ja.',
  ],
  texts: 'Alla texter man säger ja till',
  answers: {
    title: 'Vem som svarar för vad',
    points: [
      'Vi är personuppgiftsansvariga för det som brevlådan kräver: att du har en, att du loggade in, att ett brev kom. Inte för vad som står i ett brev.',
      'Dina brev är privata. De ligger krypterade, och ingen hos oss kan läsa dem.',
      'Frågor om vad som står i ett brev ställs till den som skickade det. Namnet står ovanför brevet.',
    ],
    role: {
      neither: 'vi är varken personuppgiftsansvariga eller personuppgiftsbiträden för privata brev',
      processor: 'vi behandlar privata brev åt dig, och bara så som du säger',
    },
  },
  services: {
    title: 'Vad en tjänst ser när du loggar in hos den',
    points: [
      'Ett nummer som står för dig hos just den tjänsten och inte säger den något annat, hur säkert du loggade in, och när.',
      'Det du själv säger ja till på en sida som visar uppgifterna innan de skickas. Du kan ta tillbaka det.',
      'Ditt personnummer bara om lagen ger tjänsten rätt till det.',
      'Använder du ett certifikat: det som står i certifikatet.',
    ],
  },
  handlers: {
    title: 'Vilka andra som har data i sina händer',
    lead: 'De arbetar åt oss, bara så som vi säger, och här är landet där data ligger:',
    none: 'Ingen. Allt körs hos oss själva.',
    unsaid: 'Det är inte angivet än. Fråga på adressen längst ned.',
    push: 'En avisering på skärmen går genom företaget bakom din webbläsare. Den är krypterad, och företaget ser bara att det kom en.',
    task: {
      hosting: 'maskinerna',
      storage: 'förvaring av krypterade brev',
      'e-mail': 'e-post',
      sms: 'sms',
      print: 'brev på papper',
      support: 'hjälp till användare',
    },
  },
  cookiesTitle: 'Kakor',
  cookiesLead:
    'Bara dessa, alla våra egna och nödvändiga för det de gör. Ingen av dem mäter eller följer dig, och sidorna hämtar ingenting hos andra; därför går ingenting till andra länder.',
  cookies: {
    session: 'håller dig inloggad',
    browser:
      'känner igen en webbläsare du har loggat in från förut, så att en inloggning från ett främmande ställe kan upptäckas',
    device: 'minns dig på en enhet där du själv har valt det',
    form: 'binder ett formulär till din webbläsare, så att ingen annan kan skicka det för dig',
    language: 'minns språket du valde innan du loggade in',
  },
  openidCookies: 'för dig genom en inloggning hos en tjänst och tillbaka till den',
  untilClosed: 'tills webbläsaren stängs',
  days: (count) => `${count} dagar`,
  hoursAtMost: (count) => `högst ${count} timmar`,
  complain: {
    title: 'Fråga eller klaga',
    write: 'Skriv till vårt dataskyddsombud:',
    authority: 'Du kan alltid klaga hos tillsynsmyndigheten:',
  },
  country: { dk: 'Danmark', no: 'Norge' },
  see: 'Se allt som står om dig',
}

const en: PrivacyWords = {
  title: 'How we use your data',
  lead: 'Anybody can read this page. It keeps nothing about you.',
  basisTitle: 'Why we may have it',
  basis: [
    'A private ID rests on the agreement you make when you get it. Without name, address and number it cannot be issued.',
    'When you act for an enterprise, that rests on the enterprise’s agreement; it says who may.',
    'Name and address come from the population register. E-mail and phone you give yourself, if you like.',
    'Data is not sold and not used for marketing. Others get it only when the law demands it, or when you say yes.',
  ],
  texts: 'Every text people say yes to',
  answers: {
    title: 'Who answers for what',
    points: [
      'We are the controller of what a mailbox takes: that you have one, that you signed in, that a letter came. Not of what a letter says.',
      'Your letters are private. They are kept encrypted, and nobody here can read them.',
      'Questions about what a letter says go to whoever sent it. The name is above the letter.',
    ],
    role: {
      neither: 'we are neither controller nor processor of private letters',
      processor: 'we process private letters for you, and only as you say',
    },
  },
  services: {
    title: 'What a service sees when you sign in to it',
    points: [
      'A number that stands for you at this very service and tells it nothing else, how securely you signed in, and when.',
      'What you say yes to yourself, on a page that shows the details before they are sent. You can take it back.',
      'Your national number only if the law gives the service the right to it.',
      'If you use a certificate: what the certificate says.',
    ],
  },
  handlers: {
    title: 'Who else has data in their hands',
    lead: 'They work for us, only as we say, and here is the country where the data lies:',
    none: 'Nobody. We run everything ourselves.',
    unsaid: 'It has not been said yet. Ask at the address below.',
    push: 'A notice on your screen goes through the maker of your browser. It is encrypted, and they only see that one came.',
    task: {
      hosting: 'the machines',
      storage: 'storage of encrypted letters',
      'e-mail': 'e-mail',
      sms: 'SMS',
      print: 'letters on paper',
      support: 'help for users',
    },
  },
  cookiesTitle: 'Cookies',
  cookiesLead:
    'Only these, all our own and needed for what they do. None of them measures or follows you, and the pages fetch nothing from others; so nothing goes to other countries.',
  cookies: {
    session: 'keeps you signed in',
    browser:
      'recognises a browser you have signed in from before, so that a sign-in from a strange place can be noticed',
    device: 'remembers you on a device where you chose that yourself',
    form: 'binds a form to your browser, so that nobody else can send it for you',
    language: 'remembers the language you chose before you signed in',
  },
  openidCookies: 'takes you through a sign-in to a service and back to it',
  untilClosed: 'until the browser is closed',
  days: (count) => `${count} days`,
  hoursAtMost: (count) => `at most ${count} hours`,
  complain: {
    title: 'Ask or complain',
    write: 'Write to our data protection officer:',
    authority: 'You can always complain to the supervisory authority:',
  },
  country: { dk: 'Denmark', no: 'Norway' },
  see: 'See everything that is held about you',
}

const NOW = { da, nb, sv, en } as const satisfies Record<SessionLanguage, PrivacyWords>

export type PrivacyText = {
  readonly version: string
  /** First day it was shown, as YYYY-MM-DD. */
  readonly since: string
  readonly words: Readonly<Record<SessionLanguage, PrivacyWords>>
}

/** Newest first (N-30). A version that was shown is never changed: whoever changes its words puts a new one above it. */
export const PRIVACY_VERSIONS: readonly [PrivacyText, ...PrivacyText[]] = [
  { version: 'privacy-1', since: '2026-11-24', words: NOW },
]

/** The words shown now. */
export const PRIVACY_TEXTS = PRIVACY_VERSIONS[0].words
