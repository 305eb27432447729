/**
 * Every text a person agrees to, in every version that was ever shown, newest first (N-30, G10). Pages take their words from here, and each
 * acceptance keeps the version, so that what somebody agreed to can be read for as long as they are with us. A published version is never
 * changed: whoever changes what a text says puts a new version above it (a test holds their fingerprints).
 */
import type { SessionLanguage } from '../session.store.ts'

export type AgreedWords = {
  readonly title: string
  readonly points: readonly string[]
  /** The sentence at the tick or on the button; null for what is told, not agreed to. */
  readonly agree: string | null
}
export type AgreedText = {
  readonly version: string
  /** First day it was shown, as YYYY-MM-DD. */
  readonly since: string
  readonly words: Record<SessionLanguage, AgreedWords>
}

export const AGREED_TEXTS = {
  'id-purpose': [
    {
      version: 'id-purpose-1',
      since: '2026-11-01',
      words: {
        da: {
          title: 'Hvad vi bruger oplysningerne til',
          points: [
            'Personnummeret slås op i folkeregistret, så ID’et udstedes til den rigtige. Navn og adresse hentes derfra; dem kan du ikke skrive selv.',
            'Grundlaget er aftalen med dig om et elektronisk ID. E-mail og telefon er frivillige.',
            'Vi gemmer, hvornår og hvorfra ID’et bruges, så du kan se det, og så misbrug kan opdages. Oplysningerne slettes, når ID’et ophører, senest seks år efter.',
          ],
          agree: null,
        },
        nb: {
          title: 'Hva vi bruker opplysningene til',
          points: [
            'Fødselsnummeret slås opp i folkeregisteret, så ID-en utstedes til rett person. Navn og adresse hentes derfra; dem kan du ikke skrive selv.',
            'Grunnlaget er avtalen med deg om en elektronisk ID. E-post og telefon er frivillig.',
            'Vi lagrer når og hvorfra ID-en brukes, så du kan se det, og så misbruk kan oppdages. Opplysningene slettes når ID-en opphører, senest seks år etter.',
          ],
          agree: null,
        },
        sv: {
          title: 'Vad vi använder uppgifterna till',
          points: [
            'Personnumret slås upp i folkbokföringen, så att ID:t utfärdas till rätt person. Namn och adress hämtas därifrån; dem kan du inte skriva själv.',
            'Grunden är avtalet med dig om ett elektroniskt ID. E-post och telefon är frivilligt.',
            'Vi sparar när och varifrån ID:t används, så att du kan se det och så att missbruk kan upptäckas. Uppgifterna raderas när ID:t upphör, senast sex år efter.',
          ],
          agree: null,
        },
        en: {
          title: 'What we use this for',
          points: [
            'The national number is looked up in the population register, so that the ID is issued to the right person. Name and address come from there; you cannot type them yourself.',
            'The basis is the agreement with you on an electronic ID. E-mail and phone are optional.',
            'We keep when and from where the ID is used, so that you can see it and misuse can be found. It is deleted when the ID ends, at the latest six years after.',
          ],
          agree: null,
        },
      },
    },
  ],
  'id-terms': [
    {
      version: 'id-terms-1',
      since: '2026-11-01',
      words: {
        da: {
          title: 'Vilkår for ID’et',
          points: [
            'ID’et er personligt. Adgangskode og koder gives aldrig videre.',
            'Du spærrer ID’et straks, hvis nogen kan have fået fat i det.',
            'Vi fører log over brugen, som du kan se. Du kan lukke ID’et når som helst.',
          ],
          agree: 'Jeg accepterer vilkårene for det private ID, der kan bruges til netbank og post.',
        },
        nb: {
          title: 'Vilkår for ID-en',
          points: [
            'ID-en er personlig. Passord og koder gis aldri videre.',
            'Du sperrer ID-en straks hvis noen kan ha fått tak i den.',
            'Vi fører logg over bruken, som du kan se. Du kan avslutte ID-en når som helst.',
          ],
          agree: 'Jeg godtar vilkårene for den private ID-en, som kan brukes til nettbank og post.',
        },
        sv: {
          title: 'Villkor för ID:t',
          points: [
            'ID:t är personligt. Lösenord och koder lämnas aldrig vidare.',
            'Du spärrar ID:t genast om någon kan ha fått tag i det.',
            'Vi för en logg över användningen som du kan se. Du kan avsluta ID:t när som helst.',
          ],
          agree: 'Jag godtar villkoren för det privata ID:t, som kan användas till internetbank och post.',
        },
        en: {
          title: 'Terms of the ID',
          points: [
            'The ID is personal. Password and codes are never passed on.',
            'You block the ID at once if somebody may have got hold of it.',
            'We keep a log of its use, which you can see. You can end the ID at any time.',
          ],
          agree: 'I accept the terms of the private ID, which can be used for banking and mail.',
        },
      },
    },
  ],
  'public-services-and-signature': [
    {
      version: 'public-services-and-signature-2',
      since: '2026-11-23',
      words: {
        da: {
          title: 'Offentlige tjenester og underskrift',
          points: [
            'Ja’et gælder alle offentlige tjenester og underskrift.',
            'Hvad en tjeneste får at vide om dig, bliver du spurgt om hver gang, den beder om noget nyt.',
            'Du kan tage det tilbage når som helst. Så åbner det, de har fået, intet mere.',
          ],
          agree: 'Jeg vil også bruge ID’et til offentlige tjenester og til underskrift.',
        },
        nb: {
          title: 'Offentlige tjenester og signering',
          points: [
            'Ja-et gjelder alle offentlige tjenester og signering.',
            'Hva en tjeneste får vite om deg, blir du spurt om hver gang den ber om noe nytt.',
            'Du kan trekke det tilbake når som helst. Da åpner det de har fått, ingenting mer.',
          ],
          agree: 'Jeg vil også bruke ID-en til offentlige tjenester og til signering.',
        },
        sv: {
          title: 'Offentliga tjänster och underskrift',
          points: [
            'Ditt ja gäller alla offentliga tjänster och underskrift.',
            'Vad en tjänst får veta om dig blir du tillfrågad om varje gång den ber om något nytt.',
            'Du kan ta tillbaka det när som helst. Då öppnar det de har fått inget mer.',
          ],
          agree: 'Jag vill också använda mitt ID till offentliga tjänster och underskrift.',
        },
        en: {
          title: 'Public services and signature',
          points: [
            'The yes is for all public services and for signing.',
            'What a service gets to know about you, you are asked each time it asks for something new.',
            'You can take it back at any time. Then what they were given opens nothing any more.',
          ],
          agree: 'I also want to use the ID for public services and for signing.',
        },
      },
    },
    {
      version: 'public-services-and-signature-1',
      since: '2026-11-01',
      words: {
        da: {
          title: 'Offentlige tjenester og underskrift',
          points: [],
          agree:
            'Jeg vil også bruge ID’et til offentlige tjenester og til underskrift. (Valgfrit, kan vælges senere.)',
        },
        nb: {
          title: 'Offentlige tjenester og signering',
          points: [],
          agree:
            'Jeg vil også bruke ID-en til offentlige tjenester og til signering. (Valgfritt, kan velges senere.)',
        },
        sv: {
          title: 'Offentliga tjänster och underskrift',
          points: [],
          agree:
            'Jag vill också använda mitt ID till offentliga tjänster och underskrift. (Frivilligt, kan väljas senare.)',
        },
        en: {
          title: 'Public services and signature',
          points: [],
          agree:
            'I also want to use the ID for public services and for signing. (Optional, can be chosen later.)',
        },
      },
    },
  ],
  terms: [
    {
      version: '2026-11',
      since: '2026-11-01',
      words: {
        da: {
          title: 'Vilkår for postkassen',
          points: [
            'Alle afsendere, som posthuset har godkendt, kan sende dig breve. Privatpersoner kan du blokere.',
            'Brevene ligger krypteret. Posthusets medarbejdere kan ikke læse dem, og ingen andre end dig sletter dem.',
            'Du kan til enhver tid sætte postkassen på pause, tage det hele med dig eller lukke den.',
          ],
          agree: 'Jeg accepterer vilkårene ovenfor.',
        },
        nb: {
          title: 'Vilkår for postkassen',
          points: [
            'Alle avsendere som posthuset har godkjent, kan sende deg brev. Privatpersoner kan du blokkere.',
            'Brevene ligger kryptert. Posthusets ansatte kan ikke lese dem, og ingen andre enn du sletter dem.',
            'Du kan når som helst sette postkassen på pause, ta med deg alt eller lukke den.',
          ],
          agree: 'Jeg godtar vilkårene ovenfor.',
        },
        sv: {
          title: 'Villkor för brevlådan',
          points: [
            'Alla avsändare som posthuset har godkänt kan skicka brev till dig. Privatpersoner kan du blockera.',
            'Breven ligger krypterade. Posthusets personal kan inte läsa dem, och ingen annan än du raderar dem.',
            'Du kan när som helst pausa brevlådan, ta med dig allt eller stänga den.',
          ],
          agree: 'Jag godkänner villkoren ovan.',
        },
        en: {
          title: 'Terms of the mailbox',
          points: [
            'Every sender the post office has approved can write to you. Private persons you can block.',
            'Letters are kept encrypted. The post office’s staff can’t read them, and nobody but you deletes them.',
            'You can pause the mailbox, take everything with you or close it at any time.',
          ],
          agree: 'I accept the terms above.',
        },
      },
    },
  ],
  'number-use': [
    {
      version: '2026-11',
      since: '2026-11-01',
      words: {
        da: {
          title: 'Brug af dit nummer',
          points: [],
          agree:
            'Posthuset må bruge mit CPR-nummer eller fødselsnummer til at kende mig. Uden det er der ingen postkasse.',
        },
        nb: {
          title: 'Bruk av nummeret ditt',
          points: [],
          agree:
            'Posthuset kan bruke fødselsnummeret eller CPR-nummeret mitt til å kjenne meg. Uten det er det ingen postkasse.',
        },
        sv: {
          title: 'Användning av ditt nummer',
          points: [],
          agree:
            'Posthuset får använda mitt personnummer för att känna igen mig. Utan det finns ingen brevlåda.',
        },
        en: {
          title: 'Use of your number',
          points: [],
          agree: 'The post office may use my national number to know me. Without it there is no mailbox.',
        },
      },
    },
  ],
  'address-exchange': [
    {
      version: '2026-11',
      since: '2026-11-01',
      words: {
        da: {
          title: 'Findes på navn og adresse',
          points: [
            'Nogle afsendere kender dit navn og din adresse, men ikke dit nummer. Siger du ja, må posthuset sammenligne det, de skriver, med folkeregistret og lægge brevet her, når det kun kan være dig.',
            'Afsenderen får ikke dit nummer, din adresse eller at vide, om du har en postkasse. Har du navne- eller adressebeskyttelse, findes du aldrig på den måde.',
          ],
          agree: 'Ja, afsendere må finde mig på navn og adresse',
        },
        nb: {
          title: 'Finnes på navn og adresse',
          points: [
            'Noen avsendere kjenner navnet og adressen din, men ikke nummeret ditt. Sier du ja, kan posthuset sammenligne det de skriver, med folkeregisteret og legge brevet her når det bare kan være deg.',
            'Avsenderen får ikke nummeret ditt, adressen din eller vite om du har en postkasse. Er adressen din beskyttet, finnes du aldri på den måten.',
          ],
          agree: 'Ja, avsendere kan finne meg på navn og adresse',
        },
        sv: {
          title: 'Hittas på namn och adress',
          points: [
            'En del avsändare känner till ditt namn och din adress men inte ditt nummer. Säger du ja får postkontoret jämföra det de skriver med folkbokföringen och lägga brevet här när det bara kan vara du.',
            'Avsändaren får inte ditt nummer, din adress eller veta om du har en brevlåda. Har du skyddade personuppgifter hittas du aldrig på det sättet.',
          ],
          agree: 'Ja, avsändare får hitta mig på namn och adress',
        },
        en: {
          title: 'Found by name and address',
          points: [
            'Some senders know your name and address but not your number. If you say yes, the post office may compare what they write with the population register and put the letter here when it can only be you.',
            'The sender does not get your number, your address, or to know whether you have a mailbox. If your name or address is protected, you are never found this way.',
          ],
          agree: 'Yes, senders may find me by name and address',
        },
      },
    },
  ],
  marketing: [
    {
      version: '2026-11',
      since: '2026-11-01',
      words: {
        da: {
          title: 'Nyheder fra posthuset',
          points: [
            'Må vi skrive til dig om nye muligheder i Brevhus? Aldrig på andres vegne, og aldrig ud fra dine breve.',
          ],
          agree: 'Ja, skriv til mig om nyt i Brevhus',
        },
        nb: {
          title: 'Nyheter fra posthuset',
          points: [
            'Kan vi skrive til deg om nye muligheter i Brevhus? Aldri på vegne av andre, og aldri ut fra brevene dine.',
          ],
          agree: 'Ja, skriv til meg om nytt i Brevhus',
        },
        sv: {
          title: 'Nyheter från posthuset',
          points: [
            'Får vi skriva till dig om nya möjligheter i Brevhus? Aldrig för andras räkning, och aldrig utifrån dina brev.',
          ],
          agree: 'Ja, skriv till mig om nytt i Brevhus',
        },
        en: {
          title: 'News from the post office',
          points: [
            'May we write to you about what is new in Brevhus? Never on behalf of others, and never from your letters.',
          ],
          agree: 'Yes, write to me about what is new in Brevhus',
        },
      },
    },
  ],
  disclosure: [
    {
      version: '2026-11',
      since: '2026-11-01',
      words: {
        da: {
          title: 'Data til en tjeneste, du logger ind hos',
          points: [
            'Tjenesten beder om noget om dig. Siden viser hver oplysning, og intet videregives, før du siger ja.',
            'De kan hente oplysningerne igen i op til 60 dage, uden at du er logget ind.',
            'Dit ja huskes for netop disse oplysninger. Du kan tage det tilbage når som helst under Tjenesteudbydere.',
          ],
          agree: 'Ja, videregiv',
        },
        nb: {
          title: 'Opplysninger til en tjeneste du logger inn hos',
          points: [
            'Tjenesten ber om noe om deg. Siden viser hver opplysning, og ingenting utleveres før du sier ja.',
            'De kan hente opplysningene igjen i inntil 60 dager, uten at du er logget inn.',
            'Samtykket huskes for akkurat disse opplysningene. Du kan trekke det tilbake når som helst under Tjenesteytere.',
          ],
          agree: 'Ja, utlever',
        },
        sv: {
          title: 'Uppgifter till en tjänst du loggar in på',
          points: [
            'Tjänsten ber om något om dig. Sidan visar varje uppgift, och inget lämnas ut förrän du säger ja.',
            'De kan hämta uppgifterna igen i upp till 60 dagar utan att du är inloggad.',
            'Samtycket minns vi för just de här uppgifterna. Du kan ta tillbaka det när som helst under Tjänsteleverantörer.',
          ],
          agree: 'Ja, lämna ut',
        },
        en: {
          title: 'Data for a service you sign in to',
          points: [
            'The service asks for something about you. The page shows each value, and nothing is handed over before you say yes.',
            'They can fetch the data again for up to 60 days, without you being signed in.',
            'Your yes is remembered for exactly these data. You can take it back at any time under Service providers.',
          ],
          agree: 'Yes, hand over',
        },
      },
    },
  ],
} as const satisfies Record<string, readonly [AgreedText, ...AgreedText[]]>

export type AgreedName = keyof typeof AGREED_TEXTS

export const AGREED_NAMES = Object.keys(AGREED_TEXTS) as AgreedName[]

export const currentText = (name: AgreedName): AgreedText => AGREED_TEXTS[name][0]

/** The words shown now. */
export const agreedWords = (name: AgreedName, language: SessionLanguage): AgreedWords =>
  currentText(name).words[language]

/** null for a name or version that was never published here. */
export function findText(name: string, version: string): AgreedText | null {
  if (!Object.hasOwn(AGREED_TEXTS, name)) return null
  const versions: readonly AgreedText[] = AGREED_TEXTS[name as AgreedName]
  return versions.find((text) => text.version === version) ?? null
}
