/** The words of the pages that issue an ID, give it back and block it. What is collected and why is said before it is asked for (N-04). */
import type { SessionLanguage } from '../session.store.ts'

const da = {
  enrol: {
    title: 'Få et elektronisk ID',
    lead: 'Skriv dit personnummer, så sender vi en kode med posten til den adresse, du er registreret på.',
    number: 'Personnummer',
    numberHint: 'Ti cifre. Norske fødselsnumre har elleve.',
    submit: 'Send mig en kode',
    have: 'Jeg har en kode',
    sentTitle: 'Så snart vi kan, er der et brev på vej',
    sent: 'Står nummeret i folkeregistret, kommer der et brev med en kode til den registrerede adresse. Det tager et par dage. Har du allerede et ID, fører brevet dig tilbage til det.',
    limits: 'Der sendes højst et brev om dagen og tre om måneden til samme person.',
  },
  purpose: {
    title: 'Hvad vi bruger oplysningerne til',
    items: [
      'Personnummeret slås op i folkeregistret, så ID’et udstedes til den rigtige. Navn og adresse hentes derfra; dem kan du ikke skrive selv.',
      'Grundlaget er aftalen med dig om et elektronisk ID. E-mail og telefon er frivillige.',
      'Vi gemmer, hvornår og hvorfra ID’et bruges, så du kan se det, og så misbrug kan opdages. Oplysningerne slettes, når ID’et ophører, senest seks år efter.',
    ],
  },
  recover: {
    title: 'Mistet adgangskode eller enheder',
    lead: 'Skriv dit personnummer. Vi sender en kode med posten til din registrerede adresse. Den åbner også et spærret ID.',
    wait: 'Koden virker tidligst en time efter bestillingen, og du får besked på alle bekræftede e-mailadresser. Så kan ingen gøre det uden, at du opdager det.',
  },
  activate: {
    title: 'Brug din kode',
    lead: 'Koden står i brevet. Tolv tegn i tre grupper.',
    name: 'Personnummer',
    nameHint: 'Eller dit bruger-ID, hvis du har et.',
    code: 'Kode',
    codeHint: 'For eksempel K7QM-4R2X-9TPD. Store og små bogstaver er lige gode.',
    submit: 'Fortsæt',
    none: 'Jeg har ingen kode',
  },
  choose: {
    title: 'Vælg, hvordan du logger ind',
    backTitle: 'Vælg en ny adgangskode',
    userId: 'Bruger-ID',
    userIdHint: '4 til 40 tegn: a–z, cifre, punktum, streg. Mindst ét bogstav. Ikke dit personnummer.',
    byNumber: 'Du logger ind med dit fødselsnummer.',
    keeps: (userId: string) => `Dit bruger-ID er stadig ${userId}.`,
    password: 'Adgangskode',
    passwordHint: 'Mindst 10 tegn. En kort sætning er let at huske.',
    terms: 'Jeg accepterer vilkårene for det private ID, der kan bruges til netbank og post.',
    publicServices:
      'Jeg vil også bruge ID’et til offentlige tjenester og til underskrift. (Valgfrit, kan vælges senere.)',
    termsTitle: 'Vilkår for ID’et',
    termsItems: [
      'ID’et er personligt. Adgangskode og koder gives aldrig videre.',
      'Du spærrer ID’et straks, hvis nogen kan have fået fat i det.',
      'Vi fører log over brugen, som du kan se. Du kan lukke ID’et når som helst.',
    ],
    forget: 'Jeg har også mistet mine enheder eller kodekort: gør dem alle ugyldige.',
    submit: 'Opret mit ID',
    backSubmit: 'Gem, og log ind',
  },
  failed: {
    number: 'Skriv ti cifre, eller elleve for et norsk nummer.',
    mistyped:
      'Koden er ikke skrevet, som den står i brevet. Sammenlign tegn for tegn. Det talte ikke som et forsøg.',
    wrong:
      'Nummer og kode passer ikke sammen, eller koden gælder ikke længere. Tre forkerte forsøg gør en kode ugyldig.',
    notYet: (time: string) => `Koden er rigtig, men virker først om ${time}. Ventetiden beskytter dig.`,
    over: 'Det tog for lang tid, eller koden er brugt. Skriv koden igen.',
    userIdForm:
      'Dette kan ikke være et bruger-ID: 4 til 40 tegn a–z, cifre, punktum eller streg, mindst ét bogstav.',
    userIdTaken: 'Dette bruger-ID er optaget. Vælg et andet.',
    terms: 'Uden vilkårene er der intet ID. Sæt kryds, hvis du accepterer dem.',
    password: {
      'too-short': 'Adgangskoden skal have mindst 10 tegn. En kort sætning er let at huske.',
      'too-long': 'Adgangskoden må højst have 128 tegn.',
      'national-number-inside': 'Udelad dit personnummer, og hvad der ligner et, af adgangskoden.',
      'user-id-inside': 'Udelad dit bruger-ID af adgangskoden.',
      'too-common': 'Den adgangskode bruger mange, så den prøves først. Vælg en anden.',
      'one-character': 'Adgangskoden skal have flere forskellige tegn.',
    } as Record<string, string>,
  },
}

const nb: typeof da = {
  enrol: {
    title: 'Få en elektronisk ID',
    lead: 'Skriv fødselsnummeret ditt, så sender vi en kode med posten til adressen du er registrert på.',
    number: 'Fødselsnummer',
    numberHint: 'Elleve sifre. Danske personnumre har ti.',
    submit: 'Send meg en kode',
    have: 'Jeg har en kode',
    sentTitle: 'Så snart vi kan, er et brev på vei',
    sent: 'Står nummeret i folkeregisteret, kommer det et brev med en kode til den registrerte adressen. Det tar et par dager. Har du allerede en ID, fører brevet deg tilbake til den.',
    limits: 'Det sendes høyst ett brev om dagen og tre i måneden til samme person.',
  },
  purpose: {
    title: 'Hva vi bruker opplysningene til',
    items: [
      'Fødselsnummeret slås opp i folkeregisteret, så ID-en utstedes til rett person. Navn og adresse hentes derfra; dem kan du ikke skrive selv.',
      'Grunnlaget er avtalen med deg om en elektronisk ID. E-post og telefon er frivillig.',
      'Vi lagrer når og hvorfra ID-en brukes, så du kan se det, og så misbruk kan oppdages. Opplysningene slettes når ID-en opphører, senest seks år etter.',
    ],
  },
  recover: {
    title: 'Mistet passord eller enheter',
    lead: 'Skriv fødselsnummeret ditt. Vi sender en kode med posten til den registrerte adressen din. Den åpner også en sperret ID.',
    wait: 'Koden virker tidligst en time etter bestillingen, og du får beskjed på alle bekreftede e-postadresser. Da kan ingen gjøre det uten at du oppdager det.',
  },
  activate: {
    title: 'Bruk koden din',
    lead: 'Koden står i brevet. Tolv tegn i tre grupper.',
    name: 'Fødselsnummer',
    nameHint: 'Eller bruker-ID-en din, hvis du har en.',
    code: 'Kode',
    codeHint: 'For eksempel K7QM-4R2X-9TPD. Store og små bokstaver er like gode.',
    submit: 'Fortsett',
    none: 'Jeg har ingen kode',
  },
  choose: {
    title: 'Velg hvordan du logger inn',
    backTitle: 'Velg et nytt passord',
    userId: 'Bruker-ID',
    userIdHint: '4 til 40 tegn: a–z, sifre, punktum, strek. Minst én bokstav. Ikke fødselsnummeret ditt.',
    byNumber: 'Du logger inn med fødselsnummeret ditt.',
    keeps: (userId: string) => `Bruker-ID-en din er fortsatt ${userId}.`,
    password: 'Passord',
    passwordHint: 'Minst 10 tegn. En kort setning er lett å huske.',
    terms: 'Jeg godtar vilkårene for den private ID-en, som kan brukes til nettbank og post.',
    publicServices:
      'Jeg vil også bruke ID-en til offentlige tjenester og til signering. (Valgfritt, kan velges senere.)',
    termsTitle: 'Vilkår for ID-en',
    termsItems: [
      'ID-en er personlig. Passord og koder gis aldri videre.',
      'Du sperrer ID-en straks hvis noen kan ha fått tak i den.',
      'Vi fører logg over bruken, som du kan se. Du kan avslutte ID-en når som helst.',
    ],
    forget: 'Jeg har også mistet enhetene eller kodekortene mine: gjør alle ugyldige.',
    submit: 'Opprett ID-en min',
    backSubmit: 'Lagre og logg inn',
  },
  failed: {
    number: 'Skriv elleve sifre, eller ti for et dansk nummer.',
    mistyped:
      'Koden er ikke skrevet slik den står i brevet. Sammenlign tegn for tegn. Det talte ikke som et forsøk.',
    wrong:
      'Nummer og kode passer ikke sammen, eller koden gjelder ikke lenger. Tre feil forsøk gjør en kode ugyldig.',
    notYet: (time: string) => `Koden er riktig, men virker først om ${time}. Ventetiden beskytter deg.`,
    over: 'Det tok for lang tid, eller koden er brukt. Skriv koden igjen.',
    userIdForm:
      'Dette kan ikke være en bruker-ID: 4 til 40 tegn a–z, sifre, punktum eller strek, minst én bokstav.',
    userIdTaken: 'Denne bruker-ID-en er opptatt. Velg en annen.',
    terms: 'Uten vilkårene er det ingen ID. Kryss av hvis du godtar dem.',
    password: {
      'too-short': 'Passordet må ha minst 10 tegn. En kort setning er lett å huske.',
      'too-long': 'Passordet kan ha høyst 128 tegn.',
      'national-number-inside': 'Utelat fødselsnummeret ditt, og det som ligner et, fra passordet.',
      'user-id-inside': 'Utelat bruker-ID-en din fra passordet.',
      'too-common': 'Det passordet bruker mange, så det prøves først. Velg et annet.',
      'one-character': 'Passordet må ha flere ulike tegn.',
    },
  },
}

const en: typeof da = {
  enrol: {
    title: 'Get an electronic ID',
    lead: 'Type your national number and we send a code by post to the address you are registered at.',
    number: 'National number',
    numberHint: 'Ten digits in Denmark, eleven in Norway.',
    submit: 'Send me a code',
    have: 'I have a code',
    sentTitle: 'A letter is on its way as soon as we can',
    sent: 'If the number is in the population register, a letter with a code goes to the registered address. It takes a few days. If you have an ID already, the letter leads you back to it.',
    limits: 'At most one letter a day and three a month go to the same person.',
  },
  purpose: {
    title: 'What we use this for',
    items: [
      'The national number is looked up in the population register, so that the ID is issued to the right person. Name and address come from there; you cannot type them yourself.',
      'The basis is the agreement with you on an electronic ID. E-mail and phone are optional.',
      'We keep when and from where the ID is used, so that you can see it and misuse can be found. It is deleted when the ID ends, at the latest six years after.',
    ],
  },
  recover: {
    title: 'Lost password or devices',
    lead: 'Type your national number. We send a code by post to your registered address. It also opens a blocked ID.',
    wait: 'The code works an hour after the order at the earliest, and you are told at every verified e-mail address. So nobody can do it without you noticing.',
  },
  activate: {
    title: 'Use your code',
    lead: 'The code is in the letter: twelve characters in three groups.',
    name: 'National number',
    nameHint: 'Or your user ID, if you have one.',
    code: 'Code',
    codeHint: 'For example K7QM-4R2X-9TPD. Capital and small letters are the same.',
    submit: 'Continue',
    none: 'I have no code',
  },
  choose: {
    title: 'Choose how you sign in',
    backTitle: 'Choose a new password',
    userId: 'User ID',
    userIdHint:
      '4 to 40 characters: a–z, digits, full stop, dash. At least one letter. Not your national number.',
    byNumber: 'You sign in with your national number.',
    keeps: (userId: string) => `Your user ID is still ${userId}.`,
    password: 'Password',
    passwordHint: 'At least 10 characters. A short sentence is easy to remember.',
    terms: 'I accept the terms of the private ID, which can be used for banking and mail.',
    publicServices:
      'I also want to use the ID for public services and for signing. (Optional, can be chosen later.)',
    termsTitle: 'Terms of the ID',
    termsItems: [
      'The ID is personal. Password and codes are never passed on.',
      'You block the ID at once if somebody may have got hold of it.',
      'We keep a log of its use, which you can see. You can end the ID at any time.',
    ],
    forget: 'I have also lost my devices or code cards: make all of them invalid.',
    submit: 'Make my ID',
    backSubmit: 'Save and sign in',
  },
  failed: {
    number: 'Type ten digits, or eleven for a Norwegian number.',
    mistyped:
      'The code is not typed as it is in the letter. Compare it character by character. This did not count as a try.',
    wrong: 'Number and code do not go together, or the code is no longer good. Three wrong tries end a code.',
    notYet: (time: string) => `The code is right, but works only in ${time}. The waiting time protects you.`,
    over: 'It took too long, or the code has been used. Type the code again.',
    userIdForm:
      'This cannot be a user ID: 4 to 40 characters a–z, digits, full stop or dash, at least one letter.',
    userIdTaken: 'This user ID is taken. Choose another.',
    terms: 'Without the terms there is no ID. Tick the box if you accept them.',
    password: {
      'too-short': 'The password needs at least 10 characters. A short sentence is easy to remember.',
      'too-long': 'The password may have at most 128 characters.',
      'national-number-inside':
        'Leave your national number, and anything that looks like one, out of the password.',
      'user-id-inside': 'Leave your user ID out of the password.',
      'too-common': 'Many people use that password, so it is tried first. Choose another.',
      'one-character': 'The password needs more than one character.',
    },
  },
}

export type IdTexts = typeof da
export const ID_TEXTS = { da, nb, en } as const satisfies Record<SessionLanguage, IdTexts>
