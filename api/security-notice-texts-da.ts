/** The words of security notices, in Danish. */
import type { SecurityTexts } from './security-notice-words.ts'

export const DANISH: SecurityTexts = {
  kinds: {
    'new-sign-in': {
      title: 'Der er logget ind med dit Brevhus-ID fra en ny browser',
      what: 'Dit Brevhus-ID er brugt til at logge ind fra en browser, du ikke har brugt før.',
    },
    'suspicious-sign-in': {
      title: 'Brugen af dit Brevhus-ID ser usædvanlig ud',
      what: 'Vi har set noget usædvanligt ved brugen af dit Brevhus-ID. Log ind for at se hvad.',
    },
    'new-device': {
      title: 'Der er tilføjet en enhed til dit Brevhus-ID',
      what: 'En ny enhed kan nu bekræfte, at det er dig, der logger ind.',
    },
    'device-removed': {
      title: 'En enhed er fjernet fra dit Brevhus-ID',
      what: 'Enheden kan ikke længere bekræfte, at det er dig.',
    },
    'device-blocked': {
      title: 'En enhed på dit Brevhus-ID er spærret',
      what: 'Enheden er spærret efter for mange forkerte koder i træk. Resten af dit ID virker.',
    },
    'password-changed': {
      title: 'Adgangskoden til dit Brevhus-ID er ændret',
      what: 'Adgangskoden er ændret, og alle andre steder er logget ud. Programmer, kalenderadresser og certifikater, du har oprettet, virker stadig; afslut det, du ikke kender.',
    },
    'user-id-changed': {
      title: 'Bruger-id’et til dit Brevhus-ID er ændret',
      what: 'Det gamle bruger-id virker ikke længere.',
    },
    'recovery-started': {
      title: 'Nogen er ved at få ny adgang til dit Brevhus-ID',
      what: 'Nogen har bedt om ny adgang til dit Brevhus-ID. Der er en ventetid, før det kan ske.',
    },
    'recovery-stopped': {
      title: 'Anmodningen om ny adgang til dit Brevhus-ID er standset',
      what: 'Der sker ikke mere. Dit ID virker som før.',
    },
    'recovery-finished': {
      title: 'Der er givet ny adgang til dit Brevhus-ID',
      what: 'Den nye adgang virker nu.',
    },
    'activation-sent': {
      title: 'Der er sendt en aktiveringskode til dit Brevhus-ID',
      what: 'Koden er på vej til din folkeregisteradresse med posten.',
    },
    'code-card-sent': {
      title: 'Et nyt kodekort til dit Brevhus-ID er på vej',
      what: 'Kodekortet er på vej til din folkeregisteradresse med posten.',
    },
    'code-left-behind': {
      title: 'Koden, vi sendte med posten, gælder ikke længere',
      what: 'Du har fået en ny folkeregisteradresse, og koden var sendt til den gamle. Den åbner intet nu. Bestil en ny; den kommer til den nye adresse.',
    },
    'temporary-password-sent': {
      title: 'Der er sendt en midlertidig adgangskode til dit Brevhus-ID',
      what: 'Den midlertidige adgangskode er på vej til dig.',
    },
    'email-failing': {
      title: 'Mails til en af dine e-mailadresser kommer ikke frem',
      what: 'En mail fra os kom tilbage. Vi bruger ikke adressen, før du har bekræftet den igen under Indstillinger.',
    },
    'contact-changed': {
      title: 'Dine kontaktoplysninger i Brevhus er ændret',
      what: 'En e-mailadresse eller et telefonnummer er tilføjet, ændret eller fjernet.',
    },
    blocked: {
      title: 'Dit Brevhus-ID er spærret',
      what: 'Ingen kan logge ind med dit ID, før du selv får det åbnet igen. Dine breve er der stadig.',
    },
    unblocked: { title: 'Dit Brevhus-ID er åbnet igen', what: 'Dit ID kan bruges igen.' },
    'certificate-issued': {
      title: 'Der er udstedt et certifikat til dit Brevhus-ID',
      what: 'Et nyt certifikat kan bruges i dit navn.',
    },
    'certificate-name-changed': {
      title: 'Dit navn er ændret, men dit certifikat har det gamle',
      what: 'Forny certifikatet på siden om dit ID. Ellers tilbagekaldes det på dagen nedenfor.',
    },
    'certificate-revoked': {
      title: 'Et certifikat til dit Brevhus-ID er tilbagekaldt',
      what: 'Certifikatet kan ikke bruges mere.',
    },
    'consent-given': {
      title: 'Du har givet en tjeneste adgang til dine oplysninger',
      what: 'Du har sagt ja til, at en tjeneste får oplysninger fra dit Brevhus-ID. Log ind for at se hvilken.',
    },
    'employee-id-ordered': {
      title: 'Der er bestilt et medarbejder-ID til dig',
      what: 'En virksomhed har bestilt et medarbejder-ID til dig. Log ind for at se hvilken.',
    },
    'employee-id-revoked': {
      title: 'Et medarbejder-ID er ophævet',
      what: 'En virksomhed har ophævet dit medarbejder-ID. Log ind for at se hvilken.',
    },
    'access-offered': {
      title: 'Nogen tilbyder dig adgang til sin postkasse',
      what: 'Log ind for at se, hvem det er, og sige ja eller nej. Der sker ikke noget, før du svarer.',
    },
    'access-given': {
      title: 'Nogen har nu adgang til din postkasse',
      what: 'En person, du har tilbudt adgang til din postkasse, har sagt ja. Under Indstillinger kan du se hvem og tage adgangen tilbage.',
    },
    'power-decided': {
      title: 'Der er svar på din ansøgning om adgang',
      what: 'En ansøgning, du har sendt om adgang til en andens postkasse, er afgjort eller ændret. Log ind for at se svaret.',
    },
    'power-given': {
      title: 'Din postkasse har fået en værge eller fuldmægtig',
      what: 'To medarbejdere har godkendt en ansøgning med papirer. Under Indstillinger kan du se, hvem der har adgang. Skriv til os, hvis det ikke er rigtigt.',
    },
    'power-consent-asked': {
      title: 'Dit samtykke er nødvendigt',
      what: 'En, der har fremtidsfuldmagt sammen med dig, søger om adgang til en postkasse. Log ind for at se det og sige ja eller nej.',
    },
    'data-disclosed': {
      title: 'Oplysninger om dit Brevhus-ID er givet videre',
      what: 'Oplysninger om dit ID er givet videre, som loven tillader. Log ind for at se til hvem og hvorfor.',
    },
    'take-out-by-other': {
      title: 'Alle dine breve er bestilt som ét arkiv af en anden',
      what: 'En, der har adgang til din postkasse som værge eller ved fuldmagt, har bestilt alle dine breve som ét arkiv. Log ind og se under Hvem har set hvad, hvem det er.',
    },
    'take-out-asked': {
      title: 'Der er bedt om alle dine breve i ét arkiv',
      what: 'Arkivet bliver lavet nu og kan hentes af den, der er logget ind med din enhed. Det slettes efter en uge.',
    },
    'token-made': {
      title: 'Der er lavet en nøgle, som kan læse dine breve',
      what: 'Et program kan nu hente dine breve, indtil nøglen udløber, eller du trækker den tilbage under Indstillinger.',
    },
    'calendar-shared': {
      title: 'Din kalender i Brevhus har fået en hemmelig adresse',
      what: 'Et kalenderprogram kan nu hente dine frister og aftaler, indtil du lukker adressen under Kalender.',
    },
    'data-requested': {
      title: 'Der er bedt om indsigt i dine oplysninger i Brevhus',
      what: 'Svaret sendes til din folkeregisteradresse eller krypteret til dit eget certifikat.',
    },
    'data-answered': {
      title: 'Din anmodning om indsigt er besvaret',
      what: 'Svaret er på vej: til din folkeregisteradresse, eller som krypteret e-mail.',
    },
    'report-decided': {
      title: 'Din anmeldelse af et brev er afgjort',
      what: 'Hvad vi fandt, står ved brevet i din postkasse.',
    },
    'mailbox-deactivated': {
      title: 'Din postkasse er sat på pause',
      what: 'Fra nu af kommer der ingen nye breve. De gamle kan læses.',
    },
    'mailbox-reactivated': {
      title: 'Din postkasse modtager breve igen',
      what: 'Pausen er slut. Nye breve kommer igen.',
    },
    'mailbox-closed': {
      title: 'Din postkasse er lukket',
      what: 'Den kan ikke læses, og nye breve kommer ikke hertil. Efter tidspunktet nedenfor kan ingen læse brevene mere.',
    },
    'mailbox-reopened': {
      title: 'Din postkasse er åbnet igen',
      what: 'Brevene kan læses, og nye breve kommer hertil. Bekræft dine e-mailadresser igen, hvis Brevhus beder om det.',
    },
    'mailbox-unused': {
      title: 'Din postkasse bliver lukket, fordi ingen bruger den',
      what: 'I snart fem år har ingen logget på, og der er hverken kommet eller sendt breve. På tidspunktet nedenfor bliver den lukket, og brevene slettes for altid. Log på inden da, så bliver alt, som det er.',
    },
    'enterprise-unused': {
      title: 'En virksomheds postkasse bliver lukket, fordi ingen bruger den',
      what: 'I snart fem år har ingen logget på for virksomheden, som du arbejder for hos Brevhus, og der er hverken kommet eller sendt breve. På tidspunktet nedenfor bliver dens postkasse lukket, og brevene slettes for altid. Log på, og vælg virksomheden inden da, så bliver alt, som det er.',
    },
    'enterprise-closing': {
      title: 'Nogen vil lukke en virksomheds postkasse, du administrerer',
      what: 'En administrator har bedt om det. Det sker først, når en anden administrator siger ja, eller efter 14 dage, hvis der ikke er andre. I kan trække det tilbage under Indstillinger, når I handler på virksomhedens vegne.',
    },
    'enterprise-closed': {
      title: 'En virksomheds postkasse, du administrerer, er lukket',
      what: 'Den kan ikke læses, og nye breve kommer ikke dertil. Efter tidspunktet herunder kan ingen længere læse brevene.',
    },
    'enterprise-reopened': {
      title: 'En virksomheds postkasse, du administrerer, er åben igen',
      what: 'Brevene kan læses, og nye kommer dertil.',
    },
    'enterprise-email-failing': {
      title: 'Mails til en virksomhed, du administrerer, kommer ikke frem',
      what: 'En mail fra os til en af virksomhedens e-mailadresser kom tilbage. Vi bruger ikke adressen, før den er bekræftet igen under Indstillinger, når I handler på virksomhedens vegne.',
    },
  },
  facts: {
    at: 'Hvornår',
    device: 'Enhed',
    browser: 'Browser',
    place: 'Sted',
    until: 'Sker tidligst',
    service: 'Tjeneste',
    enterprise: 'Virksomhed',
    owner: 'Fra',
    recipient: 'Modtager',
    reason: 'Begrundelse',
  },
  notYou:
    'Var det ikke dig, så log ind i Brevhus, som du plejer, og se under Indstillinger, hvad der er sket.',
  notYouBlock: 'Var det dig, skal du ikke gøre noget. Var det ikke dig, så spær dit ID her:',
  afterBlock:
    'Linket spørger én gang til, før der sker noget, og beder aldrig om adgangskode eller kode. Gør det det, er det ikke fra os.',
  wherefrom: 'Du får denne besked, fordi adressen er bekræftet i Brevhus. Den slags kan ikke slås fra.',
  signed: 'Venlig hilsen\nBrevhus',
}
