/** T-01, D-15: the words of notices. Plain text, no link, no address; nothing of a letter but, when it is not sensitive, the
 * sender's verified name. The one e-mail with a link is the one that verifies an e-mail address. */
import type { Language } from '#api/problems.ts'

type NoticeText = {
  readonly subject: string
  readonly youHaveALetter: string
  readonly sender: string
  readonly howToRead: string
  readonly weSendNoLinks: string
  readonly howToStop: string
  readonly signed: string
}

export const NOTICE_TEXTS = {
  da: {
    subject: 'Du har fået et nyt brev',
    youHaveALetter: 'Der er kommet et nyt brev til dig i Brevhus.',
    sender: 'Afsender',
    howToRead: 'Log ind i Brevhus, som du plejer, for at læse det.',
    weSendNoLinks:
      'Vi sender aldrig links i beskeder om breve. Er der et link i en besked om et brev, er den ikke fra os.',
    howToStop: 'Du kan slå beskeder til og fra under Indstillinger i Brevhus.',
    signed: 'Venlig hilsen\nBrevhus',
  },
  nb: {
    subject: 'Du har fått et nytt brev',
    youHaveALetter: 'Det har kommet et nytt brev til deg i Brevhus.',
    sender: 'Avsender',
    howToRead: 'Logg inn i Brevhus slik du pleier, for å lese det.',
    weSendNoLinks:
      'Vi sender aldri lenker i varsler om brev. Er det en lenke i et varsel om et brev, er det ikke fra oss.',
    howToStop: 'Du kan slå varsler av og på under Innstillinger i Brevhus.',
    signed: 'Vennlig hilsen\nBrevhus',
  },
  sv: {
    subject: 'Du har fått ett nytt brev',
    youHaveALetter: 'Ett nytt brev har kommit till dig i Brevhus.',
    sender: 'Avsändare',
    howToRead: 'Logga in i Brevhus som du brukar för att läsa det.',
    weSendNoLinks:
      'Vi skickar aldrig länkar i meddelanden om brev. Finns det en länk i ett meddelande om ett brev kommer det inte från oss.',
    howToStop: 'Du kan slå på och av meddelanden under Inställningar i Brevhus.',
    signed: 'Vänliga hälsningar\nBrevhus',
  },
  en: {
    subject: 'You have a new letter',
    youHaveALetter: 'A new letter has arrived for you in Brevhus.',
    sender: 'Sender',
    howToRead: 'Sign in to Brevhus the way you usually do to read it.',
    weSendNoLinks:
      'We never send links in notices of letters. If there is a link in a notice of a letter, it is not from us.',
    howToStop: 'You can switch notices on and off under Settings in Brevhus.',
    signed: 'Kind regards\nBrevhus',
  },
} as const satisfies Record<Language, NoticeText>

type ReminderText = {
  readonly subject: string
  readonly unread: string
  readonly digestSubject: string
  readonly digest: (count: number) => string
  readonly contactSubject: string
  readonly contact: string
  readonly contactHow: string
  /** SMS: no sender, no subject, no link, one part of 160 characters. */
  readonly sms: string
  readonly smsReminder: string
  /** Push: shown on a locked screen. */
  readonly push: string
  readonly pushReminder: string
}

/** The words of the other notices: a reminder, a digest, contact details, SMS and push (T-01, T-02, D-13). */
export const OTHER_TEXTS = {
  da: {
    subject: 'Du har et ulæst brev',
    unread: 'Der ligger et brev i Brevhus, som du ikke har læst endnu.',
    digestSubject: 'Nye breve i Brevhus',
    digest: (count) =>
      `Du har fået ${count === 1 ? '1 nyt brev' : `${count} nye breve`} i Brevhus siden sidst.`,
    contactSubject: 'Er dine kontaktoplysninger stadig rigtige?',
    contact: 'Det er 90 dage siden, du bekræftede din e-mail og dit telefonnummer i Brevhus.',
    contactHow: 'Log ind i Brevhus, som du plejer. Der kan du bekræfte dem med ét klik, eller rette dem.',
    sms: 'Du har fået et nyt brev i Brevhus. Log ind, som du plejer, for at læse det. Vi sender aldrig links.',
    smsReminder:
      'Du har et ulæst brev i Brevhus. Log ind, som du plejer, for at læse det. Vi sender aldrig links.',
    push: 'Du har fået et nyt brev.',
    pushReminder: 'Du har et ulæst brev.',
  },
  nb: {
    subject: 'Du har et ulest brev',
    unread: 'Det ligger et brev i Brevhus som du ikke har lest ennå.',
    digestSubject: 'Nye brev i Brevhus',
    digest: (count) =>
      `Du har fått ${count === 1 ? '1 nytt brev' : `${count} nye brev`} i Brevhus siden sist.`,
    contactSubject: 'Er kontaktopplysningene dine fortsatt riktige?',
    contact: 'Det er 90 dager siden du bekreftet e-posten og telefonnummeret ditt i Brevhus.',
    contactHow: 'Logg inn i Brevhus slik du pleier. Der kan du bekrefte dem med ett klikk, eller rette dem.',
    sms: 'Du har fått et nytt brev i Brevhus. Logg inn slik du pleier for å lese det. Vi sender aldri lenker.',
    smsReminder:
      'Du har et ulest brev i Brevhus. Logg inn slik du pleier for å lese det. Vi sender aldri lenker.',
    push: 'Du har fått et nytt brev.',
    pushReminder: 'Du har et ulest brev.',
  },
  sv: {
    subject: 'Du har ett oläst brev',
    unread: 'Det ligger ett brev i Brevhus som du inte har läst än.',
    digestSubject: 'Nya brev i Brevhus',
    digest: (count) =>
      `Du har fått ${count === 1 ? '1 nytt brev' : `${count} nya brev`} i Brevhus sedan sist.`,
    contactSubject: 'Stämmer dina kontaktuppgifter fortfarande?',
    contact: 'Det är 90 dagar sedan du bekräftade din e-post och ditt telefonnummer i Brevhus.',
    contactHow: 'Logga in i Brevhus som du brukar. Där kan du bekräfta dem med ett klick, eller rätta dem.',
    sms: 'Du har fått ett nytt brev i Brevhus. Logga in som du brukar för att läsa det. Vi skickar aldrig länkar.',
    smsReminder:
      'Du har ett oläst brev i Brevhus. Logga in som du brukar för att läsa det. Vi skickar aldrig länkar.',
    push: 'Du har fått ett nytt brev.',
    pushReminder: 'Du har ett oläst brev.',
  },
  en: {
    subject: 'You have an unread letter',
    unread: 'There is a letter in Brevhus that you have not read yet.',
    digestSubject: 'New letters in Brevhus',
    digest: (count) =>
      `You have got ${count === 1 ? '1 new letter' : `${count} new letters`} in Brevhus since last time.`,
    contactSubject: 'Are your contact details still right?',
    contact: 'It is 90 days since you confirmed your e-mail and phone number in Brevhus.',
    contactHow:
      'Sign in to Brevhus the way you usually do. There you can confirm them with one click, or correct them.',
    sms: 'You have a new letter in Brevhus. Sign in the way you usually do to read it. We never send links.',
    smsReminder:
      'You have an unread letter in Brevhus. Sign in the way you usually do to read it. We never send links.',
    push: 'You have a new letter.',
    pushReminder: 'You have an unread letter.',
  },
} as const satisfies Record<Language, ReminderText>

type VerificationText = {
  readonly subject: string
  readonly why: string
  readonly how: string
  readonly notYou: string
  readonly signed: string
}

export const VERIFICATION_TEXTS = {
  da: {
    subject: 'Bekræft din e-mailadresse',
    why: 'Denne e-mailadresse er skrevet ind i Brevhus. Bekræft, at den er din, så kan vi sende beskeder om nye breve til den.',
    how: 'Åbn linket, mens du er logget ind. Det gælder i 24 timer og kan bruges én gang:',
    notYou: 'Har du ikke selv gjort det, så gør ingenting. Så sker der ikke noget.',
    signed: 'Venlig hilsen\nBrevhus',
  },
  nb: {
    subject: 'Bekreft e-postadressen din',
    why: 'Denne e-postadressen er skrevet inn i Brevhus. Bekreft at den er din, så kan vi sende varsler om nye brev til den.',
    how: 'Åpne lenken mens du er logget inn. Den gjelder i 24 timer og kan brukes én gang:',
    notYou: 'Har du ikke gjort dette selv, trenger du ikke gjøre noe. Da skjer det ingenting.',
    signed: 'Vennlig hilsen\nBrevhus',
  },
  sv: {
    subject: 'Bekräfta din e-postadress',
    why: 'Den här e-postadressen har skrivits in i Brevhus. Bekräfta att den är din, så kan vi skicka meddelanden om nya brev till den.',
    how: 'Öppna länken medan du är inloggad. Den gäller i 24 timmar och kan användas en gång:',
    notYou: 'Har du inte gjort detta själv behöver du inte göra något. Då händer ingenting.',
    signed: 'Vänliga hälsningar\nBrevhus',
  },
  en: {
    subject: 'Confirm your e-mail address',
    why: 'This e-mail address was entered in Brevhus. Confirm that it is yours, and we can send notices of new letters to it.',
    how: 'Open the link while you are signed in. It works once, within 24 hours:',
    notYou: 'If this was not you, do nothing. Then nothing happens.',
    signed: 'Kind regards\nBrevhus',
  },
} as const satisfies Record<Language, VerificationText>

type InvitationText = {
  readonly subject: string
  readonly why: string
  readonly enterprise: string
  readonly how: string
  readonly needs: string
  readonly notYou: string
  readonly signed: string
}

/** I-03: the invitation to act for an enterprise. */
export const INVITATION_TEXTS = {
  da: {
    subject: 'Invitation til at handle på vegne af en virksomhed i Brevhus',
    why: 'Du er inviteret til at handle på vegne af en virksomhed i Brevhus.',
    enterprise: 'Virksomhed',
    how: 'Åbn linket, log ind med dit eget e-ID, og sig ja eller nej. Linket gælder i 7 dage og kan bruges én gang:',
    needs: 'Du skal kunne bekræfte med kode-app eller adgangsnøgle; adgangskoden alene er ikke nok.',
    notYou: 'Kender du ikke virksomheden, så gør ingenting. Så sker der ikke noget.',
    signed: 'Venlig hilsen\nBrevhus',
  },
  nb: {
    subject: 'Invitasjon til å handle på vegne av en virksomhet i Brevhus',
    why: 'Du er invitert til å handle på vegne av en virksomhet i Brevhus.',
    enterprise: 'Virksomhet',
    how: 'Åpne lenken, logg inn med din egen e-ID og si ja eller nei. Lenken gjelder i 7 dager og kan brukes én gang:',
    needs: 'Du må kunne bekrefte med kode-app eller tilgangsnøkkel; passordet alene er ikke nok.',
    notYou: 'Kjenner du ikke virksomheten, trenger du ikke gjøre noe. Da skjer det ingenting.',
    signed: 'Vennlig hilsen\nBrevhus',
  },
  sv: {
    subject: 'Inbjudan att företräda en organisation i Brevhus',
    why: 'Du är inbjuden att företräda en organisation i Brevhus.',
    enterprise: 'Organisation',
    how: 'Öppna länken, logga in med din egen e-legitimation och säg ja eller nej. Länken gäller i 7 dagar och kan användas en gång:',
    needs: 'Du måste kunna bekräfta med kodapp eller lösennyckel; enbart lösenordet räcker inte.',
    notYou: 'Känner du inte till organisationen behöver du inte göra något. Då händer ingenting.',
    signed: 'Vänliga hälsningar\nBrevhus',
  },
  en: {
    subject: 'Invitation to act for an enterprise in Brevhus',
    why: 'You are invited to act for an enterprise in Brevhus.',
    enterprise: 'Enterprise',
    how: 'Open the link, sign in with your own e-ID, and say yes or no. It works once, within 7 days:',
    needs: 'You need a code app or a passkey to confirm; the password alone is not enough.',
    notYou: 'If you do not know the enterprise, do nothing. Then nothing happens.',
    signed: 'Kind regards\nBrevhus',
  },
} as const satisfies Record<Language, InvitationText>
