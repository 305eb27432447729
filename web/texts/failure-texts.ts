import type { FailureKind } from '../lib/call-api.ts'
import type { Texts } from './words.ts'

/** What happened, what is safe, what to do; when to try again is said after it where only time helps. `letter`: what is not found is a letter. `meanwhile`: somebody else was at it. */
type Told = Record<
  Exclude<FailureKind, 'signed-out'> | 'letter' | 'meanwhile',
  { title: string; say: string }
>

const da = {
  told: {
    offline: {
      title: 'Vi kan ikke nå Brevhus',
      say: 'Dine breve er i sikkerhed. Se efter, om du er på nettet, og prøv igen.',
    },
    server: {
      title: 'Noget gik galt hos os',
      say: 'Dine breve er i sikkerhed, og intet er ændret.',
    },
    refused: {
      title: 'Det kunne ikke lade sig gøre',
      say: 'Enten må du ikke gøre det her, eller noget er ændret imens. Intet er gemt eller tabt. Hent siden igen, og prøv en gang til. Sker det stadig, så spørg den, der har givet dig adgang, eller supporten.',
    },
    'too-many': { title: 'For mange forsøg', say: 'Intet er gemt eller tabt.' },
    'not-found': {
      title: 'Det er her ikke længere',
      say: 'Det kan være ændret eller slettet imens. Intet er ændret nu. Prøv igen for at se, hvad der er.',
    },
    letter: {
      title: 'Brevet er ikke her',
      say: 'Brevet kan være slettet, eller adressen er forkert skrevet.',
    },
    meanwhile: {
      title: 'Det er ændret imens',
      say: 'En anden, eller et andet vindue, har ændret det. Her ser du, hvad der gælder nu. Det, du skrev, er hverken gemt eller tabt: gem igen, hvis det stadig skal være sådan.',
    },
    'level-too-low': {
      title: 'Her skal du logge ind i to trin',
      say: 'Bekræft, at det er dig, og prøv igen.',
    },
  } as Told,
  again: 'Prøv igen',
  trace: (id: string) => `Nummer til supporten: ${id}`,
  wait: 'Prøv igen om lidt.',
  waitSeconds: (seconds: number) =>
    seconds === 1
      ? 'Prøv igen om 1 sekund.'
      : seconds < 90
        ? `Prøv igen om ${seconds} sekunder.`
        : `Prøv igen om ${Math.ceil(seconds / 60)} minutter.`,
  toInbox: 'Til indbakken',
  notFoundTitle: 'Siden findes ikke',
  notFound: 'Adressen er måske skrevet forkert. Dine breve ligger i indbakken.',
  notComeTitle: 'Siden kunne ikke hentes',
  brokenTitle: 'Siden gik i stykker',
  broken: 'Dine breve er i sikkerhed. Hent siden igen.',
  reload: 'Hent siden igen',
}

const nb: typeof da = {
  told: {
    offline: {
      title: 'Vi når ikke Brevhus',
      say: 'Brevene dine er trygge. Se etter om du er på nett, og prøv igjen.',
    },
    server: {
      title: 'Noe gikk galt hos oss',
      say: 'Brevene dine er trygge, og ingenting er endret.',
    },
    refused: {
      title: 'Det lot seg ikke gjøre',
      say: 'Enten har du ikke lov til det her, eller noe er endret imens. Ingenting er lagret eller tapt. Last inn siden på nytt, og prøv en gang til. Skjer det fortsatt, så spør den som har gitt deg tilgang, eller brukerstøtten.',
    },
    'too-many': { title: 'For mange forsøk', say: 'Ingenting er lagret eller tapt.' },
    'not-found': {
      title: 'Det er ikke her lenger',
      say: 'Det kan være endret eller slettet imens. Ingenting er endret nå. Prøv igjen for å se hva som er her.',
    },
    letter: { title: 'Brevet er ikke her', say: 'Brevet kan være slettet, eller adressen er feil skrevet.' },
    meanwhile: {
      title: 'Det er endret imens',
      say: 'Noen andre, eller et annet vindu, har endret det. Her ser du hva som gjelder nå. Det du skrev, er verken lagret eller tapt: lagre igjen hvis det fortsatt skal være slik.',
    },
    'level-too-low': {
      title: 'Her må du logge inn i to trinn',
      say: 'Bekreft at det er deg, og prøv igjen.',
    },
  },
  again: 'Prøv igjen',
  trace: (id) => `Nummer til brukerstøtten: ${id}`,
  wait: 'Prøv igjen om litt.',
  waitSeconds: (seconds) =>
    seconds === 1
      ? 'Prøv igjen om 1 sekund.'
      : seconds < 90
        ? `Prøv igjen om ${seconds} sekunder.`
        : `Prøv igjen om ${Math.ceil(seconds / 60)} minutter.`,
  toInbox: 'Til innboksen',
  notFoundTitle: 'Siden finnes ikke',
  notFound: 'Adressen er kanskje feil skrevet. Brevene dine ligger i innboksen.',
  notComeTitle: 'Siden kunne ikke hentes',
  brokenTitle: 'Siden gikk i stykker',
  broken: 'Brevene dine er trygge. Last inn siden på nytt.',
  reload: 'Last inn siden på nytt',
}

const sv: typeof da = {
  told: {
    offline: {
      title: 'Vi når inte Brevhus',
      say: 'Dina brev är trygga. Se efter om du är på nätet och försök igen.',
    },
    server: {
      title: 'Något gick fel hos oss',
      say: 'Dina brev är trygga, och inget är ändrat.',
    },
    refused: {
      title: 'Det gick inte att göra',
      say: 'Antingen får du inte göra det här, eller så har något ändrats under tiden. Inget har sparats eller gått förlorat. Ladda om sidan och försök en gång till. Händer det igen, fråga den som har gett dig tillgång, eller supporten.',
    },
    'too-many': { title: 'För många försök', say: 'Inget har sparats eller gått förlorat.' },
    'not-found': {
      title: 'Det finns inte kvar här',
      say: 'Det kan ha ändrats eller raderats under tiden. Inget är ändrat nu. Försök igen för att se vad som finns.',
    },
    letter: {
      title: 'Brevet finns inte här',
      say: 'Brevet kan vara raderat, eller så är adressen felskriven.',
    },
    meanwhile: {
      title: 'Det har ändrats under tiden',
      say: 'Någon annan, eller ett annat fönster, har ändrat det. Här ser du vad som gäller nu. Det du skrev är varken sparat eller förlorat: spara igen om det fortfarande ska vara så.',
    },
    'level-too-low': {
      title: 'Här måste du logga in i två steg',
      say: 'Bekräfta att det är du och försök igen.',
    },
  },
  again: 'Försök igen',
  trace: (id) => `Nummer till supporten: ${id}`,
  wait: 'Försök igen om en stund.',
  waitSeconds: (seconds) =>
    seconds === 1
      ? 'Försök igen om 1 sekund.'
      : seconds < 90
        ? `Försök igen om ${seconds} sekunder.`
        : `Försök igen om ${Math.ceil(seconds / 60)} minuter.`,
  toInbox: 'Till inkorgen',
  notFoundTitle: 'Sidan finns inte',
  notFound: 'Adressen är kanske felskriven. Dina brev ligger i inkorgen.',
  notComeTitle: 'Sidan kunde inte hämtas',
  brokenTitle: 'Sidan gick sönder',
  broken: 'Dina brev är trygga. Ladda om sidan.',
  reload: 'Ladda om sidan',
}

const en: typeof da = {
  told: {
    offline: {
      title: 'Brevhus can’t be reached',
      say: 'Your letters are safe. Check that you are online, and try again.',
    },
    server: {
      title: 'Something went wrong on our side',
      say: 'Your letters are safe and nothing has changed.',
    },
    refused: {
      title: 'That could not be done',
      say: 'Either you may not do this here, or something changed in the meantime. Nothing was saved or lost. Load the page again and try once more. If it happens again, ask whoever gave you access, or support.',
    },
    'too-many': { title: 'Too many attempts', say: 'Nothing was saved or lost.' },
    'not-found': {
      title: 'It is no longer here',
      say: 'It may have been changed or deleted in the meantime. Nothing has changed now. Try again to see what there is.',
    },
    letter: {
      title: 'The letter is not here',
      say: 'The letter may have been deleted, or the address is misspelt.',
    },
    meanwhile: {
      title: 'It was changed in the meantime',
      say: 'Somebody else, or another window, changed it. Here you see how it is now. What you wrote is neither saved nor lost: save again if you still want it that way.',
    },
    'level-too-low': {
      title: 'This needs a sign-in in two steps',
      say: 'Confirm that it is you, and try again.',
    },
  },
  again: 'Try again',
  trace: (id) => `Number for support: ${id}`,
  wait: 'Try again in a moment.',
  waitSeconds: (seconds) =>
    seconds === 1
      ? 'Try again in 1 second.'
      : seconds < 90
        ? `Try again in ${seconds} seconds.`
        : `Try again in ${Math.ceil(seconds / 60)} minutes.`,
  toInbox: 'To the inbox',
  notFoundTitle: 'There is no such page',
  notFound: 'The address may be misspelt. Your letters are in the inbox.',
  notComeTitle: 'The page could not be fetched',
  brokenTitle: 'The page broke',
  broken: 'Your letters are safe. Load the page again.',
  reload: 'Load the page again',
}

export const failureTexts = { da, nb, sv, en } as const satisfies Texts<typeof da>
