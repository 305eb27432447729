/** What is agreed to with the electronic ID. A version that was shown is never changed (agreed-texts.ts). */
import type { Versions } from './agreed-text.ts'

export const ID_TEXTS = {
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
      version: 'id-terms-2',
      since: '2026-11-24',
      words: {
        da: {
          title: 'Vilkår for ID’et',
          points: [
            'ID’et er personligt. Adgangskode og koder gives aldrig videre.',
            'Du spærrer ID’et straks, hvis nogen kan have fået fat i det.',
            'Vi fører log over brugen, som du kan se. Du kan spærre ID’et når som helst.',
            'Det slettes seks år efter, at din postkasse er lukket, hvis det ikke er brugt siden.',
          ],
          agree: 'Jeg accepterer vilkårene for det private ID, der kan bruges til netbank og post.',
        },
        nb: {
          title: 'Vilkår for ID-en',
          points: [
            'ID-en er personlig. Passord og koder gis aldri videre.',
            'Du sperrer ID-en straks hvis noen kan ha fått tak i den.',
            'Vi fører logg over bruken, som du kan se. Du kan sperre ID-en når som helst.',
            'Den slettes seks år etter at postkassen din er lukket, hvis den ikke er brukt siden.',
          ],
          agree: 'Jeg godtar vilkårene for den private ID-en, som kan brukes til nettbank og post.',
        },
        sv: {
          title: 'Villkor för ID:t',
          points: [
            'ID:t är personligt. Lösenord och koder lämnas aldrig vidare.',
            'Du spärrar ID:t genast om någon kan ha fått tag i det.',
            'Vi för en logg över användningen som du kan se. Du kan spärra ID:t när som helst.',
            'Det raderas sex år efter att din brevlåda stängts, om det inte har använts sedan dess.',
          ],
          agree: 'Jag godtar villkoren för det privata ID:t, som kan användas till internetbank och post.',
        },
        en: {
          title: 'Terms of the ID',
          points: [
            'The ID is personal. Password and codes are never passed on.',
            'You block the ID at once if somebody may have got hold of it.',
            'We keep a log of its use, which you can see. You can block the ID at any time.',
            'It is deleted six years after your mailbox was closed, if it has not been used since.',
          ],
          agree: 'I accept the terms of the private ID, which can be used for banking and mail.',
        },
      },
    },
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
} as const satisfies Record<string, Versions>
