/** I-07, I-11: the words of security notices: fixed subjects, plain text, nothing of a letter, nobody's name. */

import type { Language } from './problems.ts'
import { SWEDISH } from './security-notice-texts-sv.ts'
import type { SecurityTexts } from './security-notice-words.ts'

export const SECURITY_TEXTS = {
  da: {
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
        what: 'Adgangskoden er ændret, og alle andre steder er logget ud.',
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
        title: 'Et medarbejder-ID er tilbagekaldt',
        what: 'En virksomhed har tilbagekaldt dit medarbejder-ID. Log ind for at se hvilken.',
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
        what: 'Svaret sendes til din folkeregisteradresse.',
      },
      'data-answered': {
        title: 'Din anmodning om indsigt er besvaret',
        what: 'Svaret er på vej til din folkeregisteradresse.',
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
    },
    facts: {
      at: 'Hvornår',
      device: 'Enhed',
      browser: 'Browser',
      place: 'Sted',
      until: 'Sker tidligst',
      service: 'Tjeneste',
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
  },
  nb: {
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
        what: 'Passordet er endret, og alle andre steder er logget ut.',
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
      'take-out-asked': {
        title: 'Det er bedt om alle brevene dine i ett arkiv',
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
        what: 'Svaret sendes til folkeregisteradressen din.',
      },
      'data-answered': {
        title: 'Innsynsbegjæringen din er besvart',
        what: 'Svaret er på vei til folkeregisteradressen din.',
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
    },
    facts: {
      at: 'Når',
      device: 'Enhet',
      browser: 'Nettleser',
      place: 'Sted',
      until: 'Skjer tidligst',
      service: 'Tjeneste',
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
  },
  sv: SWEDISH,
  en: {
    kinds: {
      'new-sign-in': {
        title: 'Your Brevhus ID was used to sign in from a new browser',
        what: 'Your Brevhus ID was used to sign in from a browser you have not used before.',
      },
      'suspicious-sign-in': {
        title: 'The use of your Brevhus ID looks unusual',
        what: 'We saw something unusual in the use of your Brevhus ID. Sign in to see what.',
      },
      'new-device': {
        title: 'A device was added to your Brevhus ID',
        what: 'A new device can now confirm that it is you who signs in.',
      },
      'device-removed': {
        title: 'A device was removed from your Brevhus ID',
        what: 'The device can no longer confirm that it is you.',
      },
      'device-blocked': {
        title: 'A device of your Brevhus ID is blocked',
        what: 'The device is blocked after too many wrong codes in a row. The rest of your ID works.',
      },
      'password-changed': {
        title: 'The password of your Brevhus ID was changed',
        what: 'The password was changed, and everywhere else is signed out.',
      },
      'user-id-changed': {
        title: 'The user ID of your Brevhus ID was changed',
        what: 'The old user ID no longer works.',
      },
      'recovery-started': {
        title: 'Somebody is getting new access to your Brevhus ID',
        what: 'Somebody asked for new access to your Brevhus ID. There is a waiting time before it can happen.',
      },
      'recovery-stopped': {
        title: 'The request for new access to your Brevhus ID was stopped',
        what: 'Nothing more happens. Your ID works as before.',
      },
      'recovery-finished': {
        title: 'New access to your Brevhus ID was given',
        what: 'The new access works now.',
      },
      'activation-sent': {
        title: 'An activation code for your Brevhus ID was sent',
        what: 'The code is on its way to your registered address by post.',
      },
      'code-card-sent': {
        title: 'A new code card for your Brevhus ID is on its way',
        what: 'The code card is on its way to your registered address by post.',
      },
      'temporary-password-sent': {
        title: 'A temporary password for your Brevhus ID was sent',
        what: 'The temporary password is on its way to you.',
      },
      'email-failing': {
        title: 'Mail to one of your e-mail addresses does not arrive',
        what: 'A mail from us came back. We do not use the address until you have verified it again under Settings.',
      },
      'contact-changed': {
        title: 'Your contact details in Brevhus were changed',
        what: 'An e-mail address or a phone number was added, changed or removed.',
      },
      blocked: {
        title: 'Your Brevhus ID is blocked',
        what: 'Nobody can sign in with your ID until you have it opened again. Your letters are still there.',
      },
      unblocked: { title: 'Your Brevhus ID is open again', what: 'Your ID can be used again.' },
      'certificate-issued': {
        title: 'A certificate for your Brevhus ID was issued',
        what: 'A new certificate can be used in your name.',
      },
      'certificate-name-changed': {
        title: 'Your name has changed, but your certificate carries the old one',
        what: 'Renew the certificate on the page about your ID. Otherwise it is revoked on the day below.',
      },
      'certificate-revoked': {
        title: 'A certificate of your Brevhus ID was revoked',
        what: 'The certificate can no longer be used.',
      },
      'consent-given': {
        title: 'You gave a service access to your data',
        what: 'You agreed that a service gets data from your Brevhus ID. Sign in to see which.',
      },
      'employee-id-ordered': {
        title: 'An employee ID was ordered for you',
        what: 'A company ordered an employee ID for you. Sign in to see which.',
      },
      'employee-id-revoked': {
        title: 'An employee ID was revoked',
        what: 'A company revoked your employee ID. Sign in to see which.',
      },
      'access-offered': {
        title: 'Somebody offers you access to their mailbox',
        what: 'Sign in to see who it is, and say yes or no. Nothing happens until you answer.',
      },
      'access-given': {
        title: 'Somebody now has access to your mailbox',
        what: 'A person you offered access to your mailbox has said yes. Under Settings you can see who, and take the access back.',
      },
      'power-decided': {
        title: 'Your request for access has an answer',
        what: 'A request you made for access to another person’s mailbox was decided or changed. Sign in to see the answer.',
      },
      'power-given': {
        title: 'Your mailbox has a guardian or attorney',
        what: 'Two members of staff have approved a request with papers. In Settings you see who has access. Write to us if this is not right.',
      },
      'power-consent-asked': {
        title: 'Your consent is needed',
        what: 'Somebody who holds a future power of attorney together with you asks for access to a mailbox. Sign in to see it and to say yes or no.',
      },
      'data-disclosed': {
        title: 'Data about your Brevhus ID was disclosed',
        what: 'Data about your ID was disclosed as the law allows. Sign in to see to whom and why.',
      },
      'take-out-asked': {
        title: 'All your letters were asked for as one archive',
        what: 'The archive is being made and can be downloaded by whoever is signed in with your device. It is erased after a week.',
      },
      'token-made': {
        title: 'A token that can read your letters was made',
        what: 'A program can now fetch your letters until the token expires, or you revoke it under Settings.',
      },
      'calendar-shared': {
        title: 'Your calendar in Brevhus has a secret address',
        what: 'A calendar program can now fetch your deadlines and appointments until you close the address under Calendar.',
      },
      'data-requested': {
        title: 'Access to your data in Brevhus was requested',
        what: 'The answer goes to your registered address.',
      },
      'data-answered': {
        title: 'Your request for your data was answered',
        what: 'The answer is on its way to your registered address.',
      },
      'report-decided': {
        title: 'Your report of a letter is decided',
        what: 'What we found stands with the letter in your mailbox.',
      },
      'mailbox-deactivated': {
        title: 'Your mailbox is paused',
        what: 'From now on no new letters arrive. The old ones can be read.',
      },
      'mailbox-reactivated': {
        title: 'Your mailbox takes letters again',
        what: 'The pause is over. New letters arrive again.',
      },
      'mailbox-closed': {
        title: 'Your mailbox is closed',
        what: 'It can’t be read, and new letters do not come here. After the moment below nobody can read its letters any more.',
      },
      'mailbox-reopened': {
        title: 'Your mailbox is open again',
        what: 'Its letters can be read and new ones come here. Confirm your e-mail addresses again if Brevhus asks for it.',
      },
    },
    facts: {
      at: 'When',
      device: 'Device',
      browser: 'Browser',
      place: 'Place',
      until: 'Not before',
      service: 'Service',
      recipient: 'Recipient',
      reason: 'Reason',
    },
    notYou:
      'If this was not you, sign in to Brevhus the way you usually do and look under Settings at what happened.',
    notYouBlock: 'If this was you, do nothing. If it was not, block your ID here:',
    afterBlock:
      'The link asks once more before anything happens, and never for a password or code. If it does, it is not from us.',
    wherefrom:
      'You get this because the address is confirmed in Brevhus. Notices of this kind can’t be switched off.',
    signed: 'Kind regards\nBrevhus',
  },
} as const satisfies Record<Language, SecurityTexts>
