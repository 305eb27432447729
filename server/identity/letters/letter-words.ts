/** What the ID's letters say, in four languages. Plain, short, no blame; the codes stand in the boxes, never in a sentence. */
import { ANSWER_WORDS } from '../access-requests/answer-words.ts'
import type { ReportSection } from '../access-requests/write-report.ts'
import type { SessionLanguage } from '../session.store.ts'

export type LetterFacts =
  | { kind: 'activation'; code: string; until: string; page: string; blockCode: string; blockPage: string }
  | {
      kind: 'recovery'
      code: string
      from: string
      until: string
      page: string
      blockCode: string
      blockPage: string
    }
  | { kind: 'temporary-password'; code: string; from: string; until: string; page: string }
  | { kind: 'code-card'; serial: string; rows: readonly (readonly [key: string, code: string])[] }
  | {
      kind: 'access-answer'
      part: number
      parts: number
      /** Day it was put together, ISO 8601. */
      at: string
      sections: readonly ReportSection[]
      notGiven: readonly string[]
    }

/** What the page is set from. */
export type LetterContent = {
  title: string
  paragraphs: readonly string[]
  boxes: readonly { label: string; text: string }[]
  after: readonly string[]
  report: ReportContent | null
  card: { title: string; hint: string; key: string; code: string; serial: string; rows: LetterRows } | null
}
type ReportContent = {
  sections: readonly { title: string; reasons: readonly string[]; rows: readonly string[]; after: string }[]
  notGiven: { title: string; lines: readonly string[] } | null
}
type LetterRows = readonly (readonly [key: string, code: string])[]

type CodeFacts = Exclude<LetterFacts, { kind: 'access-answer' }>
type Words = {
  when: (iso: string) => string
  compose: (facts: CodeFacts, when: (iso: string) => string) => LetterContent
}

const dateTime = (locale: string, timeZone: string) => (iso: string) =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone }).format(new Date(iso))

const da: Words['compose'] = (facts, when) => {
  switch (facts.kind) {
    case 'activation':
      return {
        title: 'Aktivér dit elektroniske ID',
        paragraphs: [
          `Nogen har bestilt et elektronisk ID i dit navn. Er det dig, så gå til ${facts.page}, og skriv dit personnummer og aktiveringskoden.`,
          `Koden gælder til ${when(facts.until)}. Tre forkerte forsøg gør den ugyldig; så bestiller du en ny.`,
        ],
        boxes: [
          { label: 'Aktiveringskode', text: facts.code },
          { label: 'Spærrekode – gem den', text: facts.blockCode },
        ],
        after: [
          `Med spærrekoden og dit bruger-ID (i Norge dit fødselsnummer) kan du spærre dit ID døgnet rundt på ${facts.blockPage}, også uden at logge ind.`,
          'Har du ikke bestilt noget, så smid brevet ud. Uden koden kan ingen oprette et ID i dit navn.',
          'Vi ringer, skriver eller mailer aldrig for at få koderne.',
        ],
        report: null,
        card: null,
      }
    case 'recovery':
      return {
        title: 'Kom tilbage til dit elektroniske ID',
        paragraphs: [
          `Nogen har bedt om en ny adgang til dit elektroniske ID. Er det dig, så gå til ${facts.page}, og skriv dit personnummer og koden.`,
          `Koden gælder fra ${when(facts.from)} til ${when(facts.until)}.`,
        ],
        boxes: [
          { label: 'Genoprettelseskode', text: facts.code },
          { label: 'Spærrekode – gem den', text: facts.blockCode },
        ],
        after: [
          `Har du ikke bedt om det, så spær dit ID med spærrekoden og dit bruger-ID (i Norge dit fødselsnummer) på ${facts.blockPage}.`,
          'Vi ringer, skriver eller mailer aldrig for at få koderne.',
        ],
        report: null,
        card: null,
      }
    case 'temporary-password':
      return {
        title: 'Midlertidig adgangskode',
        paragraphs: [
          `Gå til ${facts.page}, og skriv dit personnummer og i feltet Kode den midlertidige adgangskode. Den virker én gang, og samtidig vælger du en ny.`,
          `Den gælder fra ${when(facts.from)} til ${when(facts.until)}.`,
        ],
        boxes: [{ label: 'Midlertidig adgangskode', text: facts.code }],
        after: ['Har du ikke bedt om den, så smid brevet ud, og kontakt posthuset.'],
        report: null,
        card: null,
      }
    case 'code-card':
      return {
        title: 'Dit kodekort',
        paragraphs: [
          'Kodekortet ligger på næste side. Når du logger ind, viser siden kortets nummer og en nøgle på fire cifre. Find nøglen på kortet, og skriv koden ved siden af.',
          'Hver kode bruges én gang. Et nyt kort kommer af sig selv, når der er 20 koder tilbage.',
        ],
        boxes: [{ label: 'Kortets nummer', text: facts.serial }],
        after: [
          'Tag aldrig et billede af kortet, og giv aldrig mere end én kode ad gangen. Mister du det, så spær det under indstillinger.',
        ],
        report: null,
        card: {
          title: 'Kodekort',
          hint: 'Find nøglen, og skriv koden ved siden af.',
          key: 'Nøgle',
          code: 'Kode',
          serial: facts.serial,
          rows: facts.rows,
        },
      }
  }
}

const nb: Words['compose'] = (facts, when) => {
  switch (facts.kind) {
    case 'activation':
      return {
        title: 'Aktiver din elektroniske ID',
        paragraphs: [
          `Noen har bestilt en elektronisk ID i ditt navn. Er det deg, gå til ${facts.page} og skriv fødselsnummeret ditt og aktiveringskoden.`,
          `Koden gjelder til ${when(facts.until)}. Tre feil forsøk gjør den ugyldig; da bestiller du en ny.`,
        ],
        boxes: [
          { label: 'Aktiveringskode', text: facts.code },
          { label: 'Sperrekode – ta vare på den', text: facts.blockCode },
        ],
        after: [
          `Med sperrekoden og fødselsnummeret ditt (i Danmark bruker-ID-en din) kan du sperre ID-en døgnet rundt på ${facts.blockPage}, også uten å logge inn.`,
          'Har du ikke bestilt noe, kast brevet. Uten koden kan ingen opprette en ID i ditt navn.',
          'Vi ringer, skriver eller sender aldri e-post for å få kodene.',
        ],
        report: null,
        card: null,
      }
    case 'recovery':
      return {
        title: 'Kom tilbake til din elektroniske ID',
        paragraphs: [
          `Noen har bedt om ny tilgang til din elektroniske ID. Er det deg, gå til ${facts.page} og skriv fødselsnummeret ditt og koden.`,
          `Koden gjelder fra ${when(facts.from)} til ${when(facts.until)}.`,
        ],
        boxes: [
          { label: 'Gjenopprettingskode', text: facts.code },
          { label: 'Sperrekode – ta vare på den', text: facts.blockCode },
        ],
        after: [
          `Har du ikke bedt om dette, sperr ID-en med sperrekoden og fødselsnummeret ditt (i Danmark bruker-ID-en din) på ${facts.blockPage}.`,
          'Vi ringer, skriver eller sender aldri e-post for å få kodene.',
        ],
        report: null,
        card: null,
      }
    case 'temporary-password':
      return {
        title: 'Midlertidig passord',
        paragraphs: [
          `Gå til ${facts.page} og skriv fødselsnummeret ditt og i feltet Kode det midlertidige passordet. Det virker én gang, og samtidig velger du et nytt.`,
          `Det gjelder fra ${when(facts.from)} til ${when(facts.until)}.`,
        ],
        boxes: [{ label: 'Midlertidig passord', text: facts.code }],
        after: ['Har du ikke bedt om det, kast brevet og kontakt posthuset.'],
        report: null,
        card: null,
      }
    case 'code-card':
      return {
        title: 'Kodekortet ditt',
        paragraphs: [
          'Kodekortet ligger på neste side. Når du logger inn, viser siden kortets nummer og en nøkkel på fire sifre. Finn nøkkelen på kortet, og skriv koden ved siden av.',
          'Hver kode brukes én gang. Et nytt kort kommer av seg selv når det er 20 koder igjen.',
        ],
        boxes: [{ label: 'Kortets nummer', text: facts.serial }],
        after: [
          'Ta aldri bilde av kortet, og gi aldri mer enn én kode om gangen. Mister du det, sperr det under innstillinger.',
        ],
        report: null,
        card: {
          title: 'Kodekort',
          hint: 'Finn nøkkelen, og skriv koden ved siden av.',
          key: 'Nøkkel',
          code: 'Kode',
          serial: facts.serial,
          rows: facts.rows,
        },
      }
  }
}

const sv: Words['compose'] = (facts, when) => {
  switch (facts.kind) {
    case 'activation':
      return {
        title: 'Aktivera ditt elektroniska ID',
        paragraphs: [
          `Någon har beställt ett elektroniskt ID i ditt namn. Är det du, gå till ${facts.page} och skriv ditt personnummer och aktiveringskoden.`,
          `Koden gäller till ${when(facts.until)}. Tre felaktiga försök gör den ogiltig; då beställer du en ny.`,
        ],
        boxes: [
          { label: 'Aktiveringskod', text: facts.code },
          { label: 'Spärrkod – spara den', text: facts.blockCode },
        ],
        after: [
          `Med spärrkoden och ditt användar-ID (i Norge ditt personnummer) kan du spärra ditt ID dygnet runt på ${facts.blockPage}, även utan att logga in.`,
          'Har du inte beställt något, släng brevet. Utan koden kan ingen skapa ett ID i ditt namn.',
          'Vi ringer, skriver eller mejlar aldrig för att få koderna.',
        ],
        report: null,
        card: null,
      }
    case 'recovery':
      return {
        title: 'Kom tillbaka till ditt elektroniska ID',
        paragraphs: [
          `Någon har begärt ny tillgång till ditt elektroniska ID. Är det du, gå till ${facts.page} och skriv ditt personnummer och koden.`,
          `Koden gäller från ${when(facts.from)} till ${when(facts.until)}.`,
        ],
        boxes: [
          { label: 'Återställningskod', text: facts.code },
          { label: 'Spärrkod – spara den', text: facts.blockCode },
        ],
        after: [
          `Har du inte begärt det, spärra ditt ID med spärrkoden och ditt användar-ID (i Norge ditt personnummer) på ${facts.blockPage}.`,
          'Vi ringer, skriver eller mejlar aldrig för att få koderna.',
        ],
        report: null,
        card: null,
      }
    case 'temporary-password':
      return {
        title: 'Tillfälligt lösenord',
        paragraphs: [
          `Gå till ${facts.page} och skriv ditt personnummer och i fältet Kod det tillfälliga lösenordet. Det fungerar en gång, och samtidigt väljer du ett nytt.`,
          `Det gäller från ${when(facts.from)} till ${when(facts.until)}.`,
        ],
        boxes: [{ label: 'Tillfälligt lösenord', text: facts.code }],
        after: ['Har du inte begärt det, släng brevet och kontakta postkontoret.'],
        report: null,
        card: null,
      }
    case 'code-card':
      return {
        title: 'Ditt kodkort',
        paragraphs: [
          'Kodkortet ligger på nästa sida. När du loggar in visar sidan kortets nummer och en nyckel på fyra siffror. Hitta nyckeln på kortet och skriv koden bredvid den.',
          'Varje kod används en gång. Ett nytt kort kommer av sig självt när 20 koder återstår.',
        ],
        boxes: [{ label: 'Kortets nummer', text: facts.serial }],
        after: [
          'Ta aldrig en bild av kortet, och lämna aldrig ut mer än en kod åt gången. Förlorar du det, spärra det under inställningar.',
        ],
        report: null,
        card: {
          title: 'Kodkort',
          hint: 'Hitta nyckeln och skriv koden bredvid den.',
          key: 'Nyckel',
          code: 'Kod',
          serial: facts.serial,
          rows: facts.rows,
        },
      }
  }
}

const en: Words['compose'] = (facts, when) => {
  switch (facts.kind) {
    case 'activation':
      return {
        title: 'Activate your electronic ID',
        paragraphs: [
          `Somebody has ordered an electronic ID in your name. If it was you, go to ${facts.page} and type your national number and the activation code.`,
          `The code is good until ${when(facts.until)}. Three wrong tries end it; then you order a new one.`,
        ],
        boxes: [
          { label: 'Activation code', text: facts.code },
          { label: 'Block code – keep it', text: facts.blockCode },
        ],
        after: [
          `With the block code and your user ID (in Norway your national number) you can block your ID at any hour at ${facts.blockPage}, without signing in.`,
          'If you have not ordered anything, throw this letter away. Without the code nobody can make an ID in your name.',
          'We never call, write or e-mail to ask for the codes.',
        ],
        report: null,
        card: null,
      }
    case 'recovery':
      return {
        title: 'Get back to your electronic ID',
        paragraphs: [
          `Somebody has asked for new access to your electronic ID. If it was you, go to ${facts.page} and type your national number and the code.`,
          `The code is good from ${when(facts.from)} until ${when(facts.until)}.`,
        ],
        boxes: [
          { label: 'Recovery code', text: facts.code },
          { label: 'Block code – keep it', text: facts.blockCode },
        ],
        after: [
          `If you have not asked for it, block your ID with the block code and your user ID (in Norway your national number) at ${facts.blockPage}.`,
          'We never call, write or e-mail to ask for the codes.',
        ],
        report: null,
        card: null,
      }
    case 'temporary-password':
      return {
        title: 'Temporary password',
        paragraphs: [
          `Go to ${facts.page} and type your national number and, in the field Code, the temporary password. It works once, and you choose a new one at the same time.`,
          `It is good from ${when(facts.from)} until ${when(facts.until)}.`,
        ],
        boxes: [{ label: 'Temporary password', text: facts.code }],
        after: ['If you have not asked for it, throw this letter away and contact the post office.'],
        report: null,
        card: null,
      }
    case 'code-card':
      return {
        title: 'Your code card',
        paragraphs: [
          'The code card is on the next page. When you sign in, the page shows the number of the card and a key of four digits. Find the key on the card and type the code beside it.',
          'Each code is used once. A new card comes by itself when 20 codes are left.',
        ],
        boxes: [{ label: 'Number of the card', text: facts.serial }],
        after: [
          'Never take a picture of the card, and never give away more than one code at a time. If you lose it, block it in the settings.',
        ],
        report: null,
        card: {
          title: 'Code card',
          hint: 'Find the key and type the code beside it.',
          key: 'Key',
          code: 'Code',
          serial: facts.serial,
          rows: facts.rows,
        },
      }
  }
}

const WORDS = {
  da: { compose: da, locale: 'da-DK', zone: 'Europe/Copenhagen' },
  nb: { compose: nb, locale: 'nb-NO', zone: 'Europe/Oslo' },
  sv: { compose: sv, locale: 'sv-SE', zone: 'Europe/Copenhagen' },
  en: { compose: en, locale: 'en-GB', zone: 'Europe/Copenhagen' },
} as const satisfies Record<SessionLanguage, { compose: Words['compose']; locale: string; zone: string }>

export function composeLetter(language: SessionLanguage, facts: LetterFacts): LetterContent {
  if (facts.kind === 'access-answer') return composeAnswer(language, facts)
  const { compose, locale, zone } = WORDS[language]
  return compose(facts, dateTime(locale, zone))
}

/** N-08, N-09: the answer itself. What it says was put together when it was asked for; here it only gets its place. */
function composeAnswer(
  language: SessionLanguage,
  facts: Extract<LetterFacts, { kind: 'access-answer' }>,
): LetterContent {
  const words = ANSWER_WORDS[language]
  const part = facts.parts > 1 ? [words.part(facts.part, facts.parts)] : []
  return {
    title: words.title,
    paragraphs: facts.part === 1 ? [words.lead(letterDate(language, new Date(facts.at))), ...part] : part,
    boxes: [],
    after: [],
    report: {
      sections: facts.sections.map(({ title, reasons, rows, more }) => ({
        title,
        reasons,
        rows,
        after: rows.length === 0 ? words.none : more > 0 ? words.more(more) : '',
      })),
      notGiven:
        facts.notGiven.length > 0
          ? { title: words.notGiven, lines: [...facts.notGiven, ...words.rights] }
          : null,
    },
    card: null,
  }
}

export function letterDate(language: SessionLanguage, at: Date): string {
  const { locale, zone } = WORDS[language]
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: zone }).format(at)
}
