/** The words of security notices, in Bokmål. */
import type { SecurityTexts } from './security-notice-words.ts'

export const BOKMAAL: SecurityTexts = {
  kinds: {
    'new-sign-in': {
      title: 'Noen har logget inn med Brevhus-ID-en din fra en ny nettleser',
      what: 'Brevhus-ID-en din er brukt til å logge inn fra en nettleser du ikke har brukt før.',
    },
    'suspicious-sign-in': {
      title: 'Bruken av Brevhus-ID-en din ser uvanlig ut',
      what: 'Vi har sett noe uvanlig ved bruken av Brevhus-ID-en din. Logg inn for å se hva.',
    },
    'new-device': {
      title: 'En enhet er lagt til Brevhus-ID-en din',
      what: 'En ny enhet kan nå bekrefte at det er du som logger inn.',
    },
    'device-removed': {
      title: 'En enhet er fjernet fra Brevhus-ID-en din',
      what: 'Enheten kan ikke lenger bekrefte at det er deg.',
    },
    'device-blocked': {
      title: 'En enhet på Brevhus-ID-en din er sperret',
      what: 'Enheten er sperret etter for mange feil koder på rad. Resten av ID-en virker.',
    },
    'password-changed': {
      title: 'Passordet til Brevhus-ID-en din er endret',
      what: 'Passordet er endret, og alle andre steder er logget ut. Programmer, kalenderadresser og sertifikater du har opprettet, virker fortsatt; avslutt det du ikke kjenner.',
    },
    'user-id-changed': {
      title: 'Bruker-ID-en til Brevhus-ID-en din er endret',
      what: 'Den gamle bruker-ID-en virker ikke lenger.',
    },
    'recovery-started': {
      title: 'Noen er i ferd med å få ny tilgang til Brevhus-ID-en din',
      what: 'Noen har bedt om ny tilgang til Brevhus-ID-en din. Det er en ventetid før det kan skje.',
    },
    'recovery-stopped': {
      title: 'Forespørselen om ny tilgang til Brevhus-ID-en din er stanset',
      what: 'Det skjer ikke mer. ID-en virker som før.',
    },
    'recovery-finished': {
      title: 'Det er gitt ny tilgang til Brevhus-ID-en din',
      what: 'Den nye tilgangen virker nå.',
    },
    'activation-sent': {
      title: 'Det er sendt en aktiveringskode til Brevhus-ID-en din',
      what: 'Koden er på vei til folkeregisteradressen din med posten.',
    },
    'code-card-sent': {
      title: 'Et nytt kodekort til Brevhus-ID-en din er på vei',
      what: 'Kodekortet er på vei til folkeregisteradressen din med posten.',
    },
    'code-left-behind': {
      title: 'Koden vi sendte med posten, gjelder ikke lenger',
      what: 'Du har fått ny folkeregisteradresse, og koden var sendt til den gamle. Den åpner ingenting nå. Bestill en ny; den kommer til den nye adressen.',
    },
    'temporary-password-sent': {
      title: 'Det er sendt et midlertidig passord til Brevhus-ID-en din',
      what: 'Det midlertidige passordet er på vei til deg.',
    },
    'email-failing': {
      title: 'E-post til en av adressene dine kommer ikke fram',
      what: 'En e-post fra oss kom tilbake. Vi bruker ikke adressen før du har bekreftet den igjen under Innstillinger.',
    },
    'contact-changed': {
      title: 'Kontaktopplysningene dine i Brevhus er endret',
      what: 'En e-postadresse eller et telefonnummer er lagt til, endret eller fjernet.',
    },
    blocked: {
      title: 'Brevhus-ID-en din er sperret',
      what: 'Ingen kan logge inn med ID-en før du selv får den åpnet igjen. Brevene dine er der fortsatt.',
    },
    unblocked: { title: 'Brevhus-ID-en din er åpnet igjen', what: 'ID-en kan brukes igjen.' },
    'certificate-issued': {
      title: 'Det er utstedt et sertifikat til Brevhus-ID-en din',
      what: 'Et nytt sertifikat kan brukes i ditt navn.',
    },
    'certificate-name-changed': {
      title: 'Navnet ditt er endret, men sertifikatet ditt har det gamle',
      what: 'Forny sertifikatet på siden om ID-en din. Ellers tilbakekalles det på dagen nedenfor.',
    },
    'certificate-revoked': {
      title: 'Et sertifikat til Brevhus-ID-en din er tilbakekalt',
      what: 'Sertifikatet kan ikke brukes mer.',
    },
    'consent-given': {
      title: 'Du har gitt en tjeneste tilgang til opplysningene dine',
      what: 'Du har sagt ja til at en tjeneste får opplysninger fra Brevhus-ID-en din. Logg inn for å se hvilken.',
    },
    'employee-id-ordered': {
      title: 'Det er bestilt en ansatt-ID til deg',
      what: 'En virksomhet har bestilt en ansatt-ID til deg. Logg inn for å se hvilken.',
    },
    'employee-id-revoked': {
      title: 'En ansatt-ID er tilbakekalt',
      what: 'En virksomhet har tilbakekalt ansatt-ID-en din. Logg inn for å se hvilken.',
    },
    'access-offered': {
      title: 'Noen tilbyr deg tilgang til postkassen sin',
      what: 'Logg inn for å se hvem det er, og si ja eller nei. Ingenting skjer før du svarer.',
    },
    'access-given': {
      title: 'Noen har nå tilgang til postkassen din',
      what: 'En person du har tilbudt tilgang til postkassen din, har sagt ja. Under Innstillinger kan du se hvem og ta tilgangen tilbake.',
    },
    'power-decided': {
      title: 'Det er svar på søknaden din om tilgang',
      what: 'En søknad du har sendt om tilgang til postkassen til en annen, er avgjort eller endret. Logg inn for å se svaret.',
    },
    'power-given': {
      title: 'Postkassen din har fått en verge eller fullmektig',
      what: 'To medarbeidere har godkjent en søknad med papirer. Under Innstillinger kan du se hvem som har tilgang. Skriv til oss hvis det ikke stemmer.',
    },
    'power-consent-asked': {
      title: 'Samtykket ditt trengs',
      what: 'En som har fremtidsfullmakt sammen med deg, søker om tilgang til en postkasse. Logg inn for å se det og si ja eller nei.',
    },
    'data-disclosed': {
      title: 'Opplysninger om Brevhus-ID-en din er gitt videre',
      what: 'Opplysninger om ID-en er gitt videre, slik loven tillater. Logg inn for å se til hvem og hvorfor.',
    },
    'take-out-by-other': {
      title: 'Alle brevene dine er bestilt som ett arkiv av en annen',
      what: 'Noen som har tilgang til postkassen din som verge eller ved fullmakt, har bestilt alle brevene dine som ett arkiv. Logg inn og se under Hvem har sett hva hvem det er.',
    },
    'take-out-asked': {
      title: 'Noen har bedt om alle brevene dine i ett arkiv',
      what: 'Arkivet blir laget nå og kan lastes ned av den som er logget inn med enheten din. Det slettes etter en uke.',
    },
    'token-made': {
      title: 'Det er laget en nøkkel som kan lese brevene dine',
      what: 'Et program kan nå hente brevene dine til nøkkelen utløper, eller du trekker den tilbake under Innstillinger.',
    },
    'calendar-shared': {
      title: 'Kalenderen din i Brevhus har fått en hemmelig adresse',
      what: 'Et kalenderprogram kan nå hente fristene og avtalene dine til du stenger adressen under Kalender.',
    },
    'data-requested': {
      title: 'Det er bedt om innsyn i opplysningene dine i Brevhus',
      what: 'Svaret sendes til folkeregisteradressen din eller kryptert til ditt eget sertifikat.',
    },
    'data-answered': {
      title: 'Innsynsbegjæringen din er besvart',
      what: 'Svaret er på vei: til folkeregisteradressen din, eller som kryptert e-post.',
    },
    'report-decided': {
      title: 'Meldingen din om et brev er avgjort',
      what: 'Hva vi fant, står ved brevet i postkassen din.',
    },
    'mailbox-deactivated': {
      title: 'Postkassen din er satt på pause',
      what: 'Fra nå av kommer det ingen nye brev. De gamle kan leses.',
    },
    'mailbox-reactivated': {
      title: 'Postkassen din tar imot brev igjen',
      what: 'Pausen er over. Nye brev kommer igjen.',
    },
    'mailbox-closed': {
      title: 'Postkassen din er lukket',
      what: 'Den kan ikke leses, og nye brev kommer ikke hit. Etter tidspunktet nedenfor kan ingen lese brevene mer.',
    },
    'mailbox-reopened': {
      title: 'Postkassen din er åpnet igjen',
      what: 'Brevene kan leses, og nye brev kommer hit. Bekreft e-postadressene dine på nytt hvis Brevhus ber om det.',
    },
    'mailbox-unused': {
      title: 'Postkassen din blir lukket fordi ingen bruker den',
      what: 'På snart fem år har ingen logget inn, og det er verken kommet eller sendt brev. På tidspunktet nedenfor blir den lukket, og brevene slettes for godt. Logg inn før det, så blir alt som det er.',
    },
    'enterprise-unused': {
      title: 'Postkassen til en virksomhet blir lukket fordi ingen bruker den',
      what: 'På snart fem år har ingen logget inn for virksomheten du arbeider for hos Brevhus, og det er verken kommet eller sendt brev. På tidspunktet nedenfor blir postkassen dens lukket, og brevene slettes for godt. Logg inn og velg virksomheten før det, så blir alt som det er.',
    },
    'enterprise-closing': {
      title: 'Noen vil lukke postkassen til en virksomhet du administrerer',
      what: 'En administrator har bedt om det. Det skjer først når en annen administrator sier ja, eller etter 14 dager hvis det ikke er andre. Dere kan trekke det tilbake under Innstillinger når dere handler på vegne av virksomheten.',
    },
    'enterprise-closed': {
      title: 'Postkassen til en virksomhet du administrerer, er lukket',
      what: 'Den kan ikke leses, og nye brev kommer ikke dit. Etter tidspunktet under kan ingen lenger lese brevene.',
    },
    'enterprise-reopened': {
      title: 'Postkassen til en virksomhet du administrerer, er åpen igjen',
      what: 'Brevene kan leses, og nye kommer dit.',
    },
    'enterprise-email-failing': {
      title: 'E-post til en virksomhet du administrerer, kommer ikke fram',
      what: 'En e-post fra oss til en av adressene til virksomheten kom tilbake. Vi bruker ikke adressen før den er bekreftet igjen under Innstillinger når dere handler på vegne av virksomheten.',
    },
  },
  facts: {
    at: 'Når',
    device: 'Enhet',
    browser: 'Nettleser',
    place: 'Sted',
    until: 'Skjer tidligst',
    service: 'Tjeneste',
    enterprise: 'Virksomhet',
    owner: 'Fra',
    recipient: 'Mottaker',
    reason: 'Begrunnelse',
  },
  notYou:
    'Var det ikke deg, så logg inn i Brevhus slik du pleier, og se under Innstillinger hva som har skjedd.',
  notYouBlock: 'Var det deg, trenger du ikke gjøre noe. Var det ikke deg, så sperr ID-en her:',
  afterBlock:
    'Lenken spør én gang til før noe skjer, og ber aldri om passord eller kode. Gjør den det, er den ikke fra oss.',
  wherefrom: 'Du får dette varselet fordi adressen er bekreftet i Brevhus. Slike varsler kan ikke slås av.',
  signed: 'Vennlig hilsen\nBrevhus',
}
