/** The words of the pages a service provider's sign-in leads to. */
import type { SessionLanguage } from '../../session.store.ts'
import type { Claim } from '../claims-asked.ts'

type ShownClaim = Exclude<Claim, 'email_verified' | 'phone_number_verified' | 'national_number_country'>

const da = {
  consent: {
    title: (name: string) => `Log ind hos ${name}`,
    lead: (name: string) => `${name} beder om dette om dig. Intet videregives, før du siger ja.`,
    nothing: (name: string) =>
      `${name} får ingen oplysninger om dig. De får at vide, at det er samme person som sidst, og hvor sikkert du er logget ind.`,
    missing: 'Findes ikke hos os og videregives ikke.',
    number: (ground: string) => `Personnummeret må bruges efter: ${ground}`,
    signedInAs: (name: string) => `Du er logget ind som ${name}.`,
    acceptNothing: 'Ja, log ind',
    refuse: 'Nej, gå tilbage',
  },
  claims: {
    name: 'Navn',
    given_name: 'Fornavn',
    family_name: 'Efternavn',
    email: 'E-mailadresse',
    phone_number: 'Telefonnummer',
    address: 'Adresse',
    national_number: 'Personnummer',
  } satisfies Record<ShownClaim, string>,
  confirm: {
    title: 'Bekræft, at det er dig',
    again: (name: string) => `${name} beder dig bekræfte, hvem du er, før du går videre.`,
    level: (name: string) => `${name} kræver mere end en adgangskode.`,
    public: (name: string) =>
      `${name} er en offentlig tjeneste, og du har endnu ikke valgt at bruge dit ID til dem. Det kan du på næste side. Det kræver mere end en adgangskode, så bekræft først, at det er dig.`,
    stop: 'Gå tilbage uden at bekræfte',
    password: 'Bekræft med adgangskoden',
  },
  publicServices: {
    title: 'Brug dit ID til offentlige tjenester?',
    lead: (name: string) =>
      `${name} er en offentlig tjeneste. Dit ID bruges kun til dem, når du har sagt ja til det, og det har du ikke endnu.`,
    otherwise:
      'Siger du nej, går du tilbage, og tjenesten får intet at vide om dig. Til posten og banken bruger du dit ID som før.',
    accept: 'Ja, brug mit ID til offentlige tjenester',
    refuse: (name: string) => `Nej, gå tilbage til ${name}`,
  },
  onward: {
    title: 'Du sendes videre',
    lead: (name: string) => `Du sendes tilbage til ${name}.`,
    go: 'Fortsæt',
  },
  signOut: {
    title: 'Log ud',
    lead: 'Vil du logge ud af Brevhus og af de tjenester, du er logget ind hos med det?',
    submit: 'Log ud',
    stay: 'Bliv logget ind',
  },
  failed: {
    title: 'Det kan vi ikke svare på',
    lead: 'Tjenesten, du kom fra, har spurgt på en måde, vi ikke kan svare på. Intet er videregivet. Gå tilbage til den, og prøv igen.',
    expired:
      'Siden har stået åben for længe, eller du har logget ind på ny. Gå tilbage til tjenesten, og begynd igen.',
    code: 'Besked til tjenesten',
  },
  services: {
    title: 'Tjenesteudbydere',
    lead: 'Her har du sagt ja til at videregive oplysninger, når du logger ind.',
    none: 'Du har ikke sagt ja til at videregive noget.',
    since: (date: string) => `Siden ${date}`,
    nothing: 'Kun login',
    withdraw: (name: string) => `Tag samtykket til ${name} tilbage`,
    withdrawn: 'Samtykket er taget tilbage. De får intet mere fra os.',
    home: 'Til posten',
  },
}

const nb: typeof da = {
  consent: {
    title: (name) => `Logg inn hos ${name}`,
    lead: (name) => `${name} ber om dette om deg. Ingenting utleveres før du sier ja.`,
    nothing: (name) =>
      `${name} får ingen opplysninger om deg. De får vite at det er samme person som sist, og hvor sikkert du er logget inn.`,
    missing: 'Finnes ikke hos oss og utleveres ikke.',
    number: (ground) => `Fødselsnummeret kan brukes etter: ${ground}`,
    signedInAs: (name) => `Du er logget inn som ${name}.`,
    acceptNothing: 'Ja, logg inn',
    refuse: 'Nei, gå tilbake',
  },
  claims: {
    name: 'Navn',
    given_name: 'Fornavn',
    family_name: 'Etternavn',
    email: 'E-postadresse',
    phone_number: 'Telefonnummer',
    address: 'Adresse',
    national_number: 'Fødselsnummer',
  },
  confirm: {
    title: 'Bekreft at det er deg',
    again: (name) => `${name} ber deg bekrefte hvem du er før du går videre.`,
    level: (name) => `${name} krever mer enn et passord.`,
    public: (name) =>
      `${name} er en offentlig tjeneste, og du har ikke valgt å bruke ID-en din til slike ennå. Det kan du på neste side. Det krever mer enn et passord, så bekreft først at det er deg.`,
    stop: 'Gå tilbake uten å bekrefte',
    password: 'Bekreft med passordet',
  },
  publicServices: {
    title: 'Bruke ID-en din til offentlige tjenester?',
    lead: (name) =>
      `${name} er en offentlig tjeneste. ID-en din brukes bare til slike når du har sagt ja til det, og det har du ikke ennå.`,
    otherwise:
      'Sier du nei, går du tilbake, og tjenesten får ikke vite noe om deg. Til posten og banken bruker du ID-en som før.',
    accept: 'Ja, bruk ID-en min til offentlige tjenester',
    refuse: (name) => `Nei, gå tilbake til ${name}`,
  },
  onward: {
    title: 'Du sendes videre',
    lead: (name) => `Du sendes tilbake til ${name}.`,
    go: 'Fortsett',
  },
  signOut: {
    title: 'Logg ut',
    lead: 'Vil du logge ut av Brevhus og av tjenestene du er logget inn hos med det?',
    submit: 'Logg ut',
    stay: 'Forbli innlogget',
  },
  failed: {
    title: 'Dette kan vi ikke svare på',
    lead: 'Tjenesten du kom fra, har spurt på en måte vi ikke kan svare på. Ingenting er utlevert. Gå tilbake til den og prøv igjen.',
    expired:
      'Siden har stått åpen for lenge, eller du har logget inn på nytt. Gå tilbake til tjenesten og begynn igjen.',
    code: 'Melding til tjenesten',
  },
  services: {
    title: 'Tjenesteytere',
    lead: 'Her har du sagt ja til å utlevere opplysninger når du logger inn.',
    none: 'Du har ikke sagt ja til å utlevere noe.',
    since: (date) => `Siden ${date}`,
    nothing: 'Bare innlogging',
    withdraw: (name) => `Trekk tilbake samtykket til ${name}`,
    withdrawn: 'Samtykket er trukket tilbake. De får ikke mer fra oss.',
    home: 'Til posten',
  },
}

const sv: typeof da = {
  consent: {
    title: (name) => `Logga in hos ${name}`,
    lead: (name) => `${name} ber om det här om dig. Inget lämnas ut förrän du säger ja.`,
    nothing: (name) =>
      `${name} får inga uppgifter om dig. De får veta att det är samma person som förra gången och hur säkert du är inloggad.`,
    missing: 'Finns inte hos oss och lämnas inte ut.',
    number: (ground) => `Personnumret får användas enligt: ${ground}`,
    signedInAs: (name) => `Du är inloggad som ${name}.`,
    acceptNothing: 'Ja, logga in',
    refuse: 'Nej, gå tillbaka',
  },
  claims: {
    name: 'Namn',
    given_name: 'Förnamn',
    family_name: 'Efternamn',
    email: 'E-postadress',
    phone_number: 'Telefonnummer',
    address: 'Adress',
    national_number: 'Personnummer',
  },
  confirm: {
    title: 'Bekräfta att det är du',
    again: (name) => `${name} ber dig bekräfta vem du är innan du går vidare.`,
    level: (name) => `${name} kräver mer än ett lösenord.`,
    public: (name) =>
      `${name} är en offentlig tjänst, och du har ännu inte valt att använda ditt ID för sådana. Det kan du på nästa sida. Det kräver mer än ett lösenord, så bekräfta först att det är du.`,
    stop: 'Gå tillbaka utan att bekräfta',
    password: 'Bekräfta med lösenordet',
  },
  publicServices: {
    title: 'Använda ditt ID för offentliga tjänster?',
    lead: (name) =>
      `${name} är en offentlig tjänst. Ditt ID används bara för sådana när du har sagt ja till det, och det har du inte gjort ännu.`,
    otherwise:
      'Säger du nej går du tillbaka, och tjänsten får inte veta något om dig. För posten och banken använder du ditt ID som förut.',
    accept: 'Ja, använd mitt ID för offentliga tjänster',
    refuse: (name) => `Nej, gå tillbaka till ${name}`,
  },
  onward: {
    title: 'Du skickas vidare',
    lead: (name) => `Du skickas tillbaka till ${name}.`,
    go: 'Fortsätt',
  },
  signOut: {
    title: 'Logga ut',
    lead: 'Vill du logga ut från Brevhus och från de tjänster du är inloggad på med det?',
    submit: 'Logga ut',
    stay: 'Förbli inloggad',
  },
  failed: {
    title: 'Det här kan vi inte svara på',
    lead: 'Tjänsten du kom från har frågat på ett sätt som vi inte kan svara på. Inget är utlämnat. Gå tillbaka till den och försök igen.',
    expired:
      'Sidan har stått öppen för länge, eller så har du loggat in på nytt. Gå tillbaka till tjänsten och börja om.',
    code: 'Meddelande till tjänsten',
  },
  services: {
    title: 'Tjänsteleverantörer',
    lead: 'Här har du sagt ja till att lämna ut uppgifter när du loggar in.',
    none: 'Du har inte sagt ja till att lämna ut något.',
    since: (date) => `Sedan ${date}`,
    nothing: 'Bara inloggning',
    withdraw: (name) => `Ta tillbaka samtycket till ${name}`,
    withdrawn: 'Samtycket är återtaget. De får inget mer från oss.',
    home: 'Till posten',
  },
}

const en: typeof da = {
  consent: {
    title: (name) => `Sign in at ${name}`,
    lead: (name) => `${name} asks for this about you. Nothing is handed over before you say yes.`,
    nothing: (name) =>
      `${name} gets no data about you. They learn that it is the same person as last time, and how securely you have signed in.`,
    missing: 'We do not have this; it is not handed over.',
    number: (ground) => `The national number may be used under: ${ground}`,
    signedInAs: (name) => `You are signed in as ${name}.`,
    acceptNothing: 'Yes, sign in',
    refuse: 'No, go back',
  },
  claims: {
    name: 'Name',
    given_name: 'Given names',
    family_name: 'Family name',
    email: 'E-mail address',
    phone_number: 'Phone number',
    address: 'Address',
    national_number: 'National number',
  },
  confirm: {
    title: 'Confirm that it is you',
    again: (name) => `${name} asks you to confirm who you are before you go on.`,
    level: (name) => `${name} needs more than a password.`,
    public: (name) =>
      `${name} is a public service, and you have not chosen to use your ID for those yet. You can on the next page. That takes more than a password, so first confirm that it is you.`,
    stop: 'Go back without confirming',
    password: 'Confirm with the password',
  },
  publicServices: {
    title: 'Use your ID for public services?',
    lead: (name) =>
      `${name} is a public service. Your ID serves for those only when you have said yes to that, and you have not yet.`,
    otherwise:
      'If you say no, you go back, and the service learns nothing about you. For your mail and your bank you use the ID as before.',
    accept: 'Yes, use my ID for public services',
    refuse: (name) => `No, go back to ${name}`,
  },
  onward: {
    title: 'You are sent on',
    lead: (name) => `You are sent back to ${name}.`,
    go: 'Continue',
  },
  signOut: {
    title: 'Sign out',
    lead: 'Do you want to sign out of Brevhus and of the services you have signed in to with it?',
    submit: 'Sign out',
    stay: 'Stay signed in',
  },
  failed: {
    title: 'We cannot answer this',
    lead: 'The service you came from has asked in a way we cannot answer. Nothing was handed over. Go back to it and try again.',
    expired:
      'The page was open too long, or you have signed in anew. Go back to the service and begin again.',
    code: 'Message to the service',
  },
  services: {
    title: 'Service providers',
    lead: 'Here you have agreed to hand over data when you sign in.',
    none: 'You have not agreed to hand over anything.',
    since: (date) => `Since ${date}`,
    nothing: 'Sign-in only',
    withdraw: (name) => `Withdraw the consent for ${name}`,
    withdrawn: 'The consent is withdrawn. They get nothing more from us.',
    home: 'To your mail',
  },
}

export type ProviderTexts = typeof da

export const PROVIDER_TEXTS = { da, nb, sv, en } as const satisfies Record<SessionLanguage, ProviderTexts>
