import type { Texts } from './words.ts'

const da = {
  report: 'Anmeld brevet',
  title: 'Anmeld brevet til posthuset',
  kind: 'Hvad er der galt?',
  fraudulent: 'Det ligner svindel',
  unwanted: 'Det er uønsket',
  remark: 'Vil du fortælle mere? (valgfrit)',
  attach: 'Lad posthusets medarbejdere læse brevet',
  attachWhy:
    'Uden dit ja ser de kun afsenderen og det, du skriver her. Med dit ja kan de læse det, indtil de har afgjort det.',
  send: 'Send anmeldelsen',
  cancel: 'Annullér',
  waiting: (day: string) => `Anmeldt ${day}. Posthuset ser på det, og svaret kommer her.`,
  outcome: {
    nothing: (day: string) =>
      `Posthuset har set på din anmeldelse ${day} og fandt ikke grund til at gribe ind.`,
    'sender-suspended': (day: string) =>
      `Posthuset har set på din anmeldelse og lukket for afsenderen ${day}. Tak.`,
  },
}

const nb: typeof da = {
  report: 'Meld fra om brevet',
  title: 'Meld fra om brevet til posthuset',
  kind: 'Hva er galt?',
  fraudulent: 'Det ligner på svindel',
  unwanted: 'Det er uønsket',
  remark: 'Vil du fortelle mer? (valgfritt)',
  attach: 'La posthusets medarbeidere lese brevet',
  attachWhy:
    'Uten ditt ja ser de bare avsenderen og det du skriver her. Med ditt ja kan de lese det til de har avgjort det.',
  send: 'Send meldingen',
  cancel: 'Avbryt',
  waiting: (day) => `Meldt fra ${day}. Posthuset ser på det, og svaret kommer her.`,
  outcome: {
    nothing: (day) => `Posthuset har sett på meldingen din ${day} og fant ikke grunn til å gripe inn.`,
    'sender-suspended': (day) => `Posthuset har sett på meldingen din og stengt avsenderen ute ${day}. Takk.`,
  },
}

const sv: typeof da = {
  report: 'Anmäl brevet',
  title: 'Anmäl brevet till postkontoret',
  kind: 'Vad är fel?',
  fraudulent: 'Det ser ut som bedrägeri',
  unwanted: 'Det är oönskat',
  remark: 'Vill du berätta mer? (valfritt)',
  attach: 'Låt postkontorets medarbetare läsa brevet',
  attachWhy:
    'Utan ditt ja ser de bara avsändaren och det du skriver här. Med ditt ja kan de läsa det tills de har avgjort det.',
  send: 'Skicka anmälan',
  cancel: 'Avbryt',
  waiting: (day) => `Anmält ${day}. Postkontoret ser på det, och svaret kommer här.`,
  outcome: {
    nothing: (day) => `Postkontoret har sett på din anmälan ${day} och fann inget skäl att ingripa.`,
    'sender-suspended': (day) =>
      `Postkontoret har sett på din anmälan och stängt av avsändaren ${day}. Tack.`,
  },
}

const en: typeof da = {
  report: 'Report the letter',
  title: 'Report the letter to the post office',
  kind: 'What is wrong?',
  fraudulent: 'It looks like fraud',
  unwanted: 'It is unwanted',
  remark: 'Anything more to say? (optional)',
  attach: 'Let the post office’s staff read the letter',
  attachWhy:
    'Without your yes they see the sender and what you write here, nothing else. With it they can read it until they have decided.',
  send: 'Send the report',
  cancel: 'Cancel',
  waiting: (day) => `Reported ${day}. The post office is looking at it; the answer comes here.`,
  outcome: {
    nothing: (day) => `The post office looked at your report on ${day} and found no reason to step in.`,
    'sender-suspended': (day) =>
      `The post office looked at your report and stopped the sender on ${day}. Thank you.`,
  },
}

export const reportTexts: Texts<typeof da> = { da, nb, sv, en }
