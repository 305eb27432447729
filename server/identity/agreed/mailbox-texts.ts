/** What is agreed to with the mailbox. A version that was shown is never changed (agreed-texts.ts). */
import type { Versions } from './agreed-text.ts'

export const MAILBOX_TEXTS = {
  terms: [
    {
      version: '2026-11-24',
      since: '2026-11-24',
      words: {
        da: {
          title: 'Vilkår for postkassen',
          points: [
            'Alle afsendere, som posthuset har godkendt, kan sende dig breve. Privatpersoner kan du blokere.',
            'Brevene ligger krypteret. Posthusets medarbejdere kan ikke læse dem, medmindre du viser dem et, og kun du, eller den, der handler for dig i alt, sletter dem.',
            'Alt slettes, når postkassen ender: når du lukker den, nogen tid efter din død, og i Danmark, når ingen har brugt den i fem år. Så siger vi til 90 dage før.',
            'Du kan til enhver tid sætte postkassen på pause, tage det hele med dig eller lukke den.',
          ],
          agree: 'Jeg accepterer vilkårene ovenfor.',
        },
        nb: {
          title: 'Vilkår for postkassen',
          points: [
            'Alle avsendere som posthuset har godkjent, kan sende deg brev. Privatpersoner kan du blokkere.',
            'Brevene ligger kryptert. Posthusets medarbeidere kan ikke lese dem, med mindre du viser dem et, og bare du, eller den som handler for deg i alt, sletter dem.',
            'Alt slettes når postkassen opphører: når du lukker den, en tid etter din død, og i Danmark når ingen har brukt den på fem år. Da sier vi fra 90 dager før.',
            'Du kan når som helst sette postkassen på pause, ta med deg alt eller lukke den.',
          ],
          agree: 'Jeg godtar vilkårene ovenfor.',
        },
        sv: {
          title: 'Villkor för brevlådan',
          points: [
            'Alla avsändare som postkontoret har godkänt kan skicka brev till dig. Privatpersoner kan du blockera.',
            'Breven ligger krypterade. Postkontorets personal kan inte läsa dem, om du inte visar dem ett, och bara du, eller den som företräder dig i allt, raderar dem.',
            'Allt raderas när brevlådan upphör: när du stänger den, en tid efter din död, och i Danmark när ingen har använt den på fem år. Då säger vi till 90 dagar innan.',
            'Du kan när som helst pausa brevlådan, ta med dig allt eller stänga den.',
          ],
          agree: 'Jag godkänner villkoren ovan.',
        },
        en: {
          title: 'Terms of the mailbox',
          points: [
            'Every sender the post office has approved can write to you. Private persons you can block.',
            'Letters are kept encrypted. The post office’s staff can’t read them unless you show them one, and only you, or whoever acts for you in everything, deletes them.',
            'Everything is deleted when the mailbox ends: when you close it, some time after your death, and in Denmark when nobody has used it for five years. Then we tell you 90 days before.',
            'You can pause the mailbox, take everything with you or close it at any time.',
          ],
          agree: 'I accept the terms above.',
        },
      },
    },
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
      version: '2026-11-24',
      since: '2026-11-24',
      words: {
        da: {
          title: 'Brug af dit nummer',
          points: [],
          agree:
            'Posthuset må bruge mit CPR-nummer eller fødselsnummer til at vide, hvem jeg er. Uden det er der ingen postkasse.',
        },
        nb: {
          title: 'Bruk av nummeret ditt',
          points: [],
          agree:
            'Posthuset kan bruke fødselsnummeret eller CPR-nummeret mitt til å vite hvem jeg er. Uten det er det ingen postkasse.',
        },
        sv: {
          title: 'Användning av ditt nummer',
          points: [],
          agree:
            'Postkontoret får använda mitt personnummer för att veta vem jag är. Utan det finns ingen brevlåda.',
        },
        en: {
          title: 'Use of your number',
          points: [],
          agree:
            'The post office may use my national number to know who I am. Without it there is no mailbox.',
        },
      },
    },
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
      version: '2026-11-24',
      since: '2026-11-24',
      words: {
        da: {
          title: 'Bliv fundet på navn og adresse',
          points: [
            'Nogle afsendere kender dit navn og din adresse, men ikke dit nummer. Siger du ja, må posthuset sammenligne det, de skriver, med folkeregistret og lægge brevet her, når det kun kan være dig.',
            'Afsenderen får hverken dit nummer eller din adresse. Når et brev frem, kan afsenderen se det; ellers siger vi ikke, hvorfor det ikke gjorde. Har du navne- eller adressebeskyttelse, bliver du aldrig fundet på den måde.',
          ],
          agree: 'Ja, afsendere må finde mig på navn og adresse',
        },
        nb: {
          title: 'Bli funnet på navn og adresse',
          points: [
            'Noen avsendere kjenner navnet ditt og adressen din, men ikke nummeret ditt. Sier du ja, kan posthuset sammenligne det de skriver, med folkeregisteret og legge brevet her når det bare kan være deg.',
            'Avsenderen får verken nummeret ditt eller adressen din. Kommer et brev fram, kan avsenderen se det; ellers sier vi ikke hvorfor det ikke gjorde det. Er navnet eller adressen din beskyttet, blir du aldri funnet på den måten.',
          ],
          agree: 'Ja, avsendere kan finne meg på navn og adresse',
        },
        sv: {
          title: 'Hittas på namn och adress',
          points: [
            'En del avsändare känner till ditt namn och din adress men inte ditt nummer. Säger du ja får postkontoret jämföra det de skriver med folkbokföringen och lägga brevet här när det bara kan vara du.',
            'Avsändaren får varken ditt nummer eller din adress. Kommer ett brev fram kan avsändaren se det; annars säger vi inte varför det inte gjorde det. Har du skyddade personuppgifter hittas du aldrig på det sättet.',
          ],
          agree: 'Ja, avsändare får hitta mig på namn och adress',
        },
        en: {
          title: 'Found by name and address',
          points: [
            'Some senders know your name and address but not your number. If you say yes, the post office may compare what they write with the population register and put the letter here when it can only be you.',
            'The sender gets neither your number nor your address. If a letter reaches you, the sender can see that; if not, we do not say why. If your name or address is protected, you are never found this way.',
          ],
          agree: 'Yes, senders may find me by name and address',
        },
      },
    },
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
      version: '2026-11-24',
      since: '2026-11-24',
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
          title: 'Nyheter från postkontoret',
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
} as const satisfies Record<string, Versions>
