import type { SessionLanguage } from '../session.store.ts'

const da = {
  title: 'Det har du sagt ja til',
  lead: 'Hver linje er et ja eller et nej fra dig, med den tekst, der stod der dengang.',
  none: 'Intet er registreret; dit ID er oprettet af posthuset selv.',
  given: 'Ja',
  taken: 'Nej, eller taget tilbage',
  read: (title: string, day: string) => `Læs teksten fra ${day}: ${title}`,
  lost: (version: string) => `Teksten (${version}) er fra før dette posthus og findes ikke her.`,
  all: 'Alle tekster og deres ændringer',
  allLead: 'En tekst, der er vist, ændres aldrig. Ændres ordene, kommer en ny version øverst.',
  policy: 'Certifikatpolitik og certificeringspraksis',
  current: (day: string) => `Gælder siden ${day}`,
  former: (from: string, to: string) => `Tidligere version, vist fra ${from} til ${to}`,
  version: 'Version',
  asked: 'Det stod ved afkrydsningsfeltet eller på knappen:',
  told: 'Denne tekst oplyser; der siges ikke ja til den.',
  back: 'Til alle tekster',
  home: 'Til dit ID',
}
type AgreedPageTexts = typeof da

const nb: AgreedPageTexts = {
  title: 'Dette har du sagt ja til',
  lead: 'Hver linje er et ja eller et nei fra deg, med teksten som sto der den gangen.',
  none: 'Ingenting er registrert; ID-en er opprettet av posthuset selv.',
  given: 'Ja',
  taken: 'Nei, eller trukket tilbake',
  read: (title, day) => `Les teksten fra ${day}: ${title}`,
  lost: (version) => `Teksten (${version}) er fra før dette posthuset og finnes ikke her.`,
  all: 'Alle tekster og endringene i dem',
  allLead: 'En tekst som er vist, endres aldri. Endres ordene, kommer en ny versjon øverst.',
  policy: 'Sertifikatpolicy og sertifikatpraksis',
  current: (day) => `Gjelder siden ${day}`,
  former: (from, to) => `Tidligere versjon, vist fra ${from} til ${to}`,
  version: 'Versjon',
  asked: 'Dette sto ved avkrysningsboksen eller på knappen:',
  told: 'Denne teksten opplyser; den sies det ikke ja til.',
  back: 'Til alle tekster',
  home: 'Til ID-en din',
}

const sv: AgreedPageTexts = {
  title: 'Det här har du sagt ja till',
  lead: 'Varje rad är ett ja eller ett nej från dig, med texten som stod där då.',
  none: 'Inget är registrerat; ditt ID har skapats av postkontoret självt.',
  given: 'Ja',
  taken: 'Nej, eller återtaget',
  read: (title, day) => `Läs texten från ${day}: ${title}`,
  lost: (version) => `Texten (${version}) är från tiden före det här postkontoret och finns inte här.`,
  all: 'Alla texter och deras ändringar',
  allLead: 'En text som har visats ändras aldrig. Ändras orden kommer en ny version överst.',
  policy: 'Certifikatpolicy och certifikatpraxis',
  current: (day) => `Gäller sedan ${day}`,
  former: (from, to) => `Tidigare version, visad från ${from} till ${to}`,
  version: 'Version',
  asked: 'Det här stod vid kryssrutan eller på knappen:',
  told: 'Den här texten informerar; man säger inte ja till den.',
  back: 'Till alla texter',
  home: 'Till ditt ID',
}

const en: AgreedPageTexts = {
  title: 'What you have said yes to',
  lead: 'Each line is a yes or a no of yours, with the text that stood there at the time.',
  none: 'Nothing is on record; the post office itself made your ID.',
  given: 'Yes',
  taken: 'No, or taken back',
  read: (title, day) => `Read the text of ${day}: ${title}`,
  lost: (version) => `The text (${version}) is from before this post office and is not kept here.`,
  all: 'All texts and their changes',
  allLead: 'A text that was shown is never changed. When the words change, a new version comes on top.',
  policy: 'Certificate policy and practice statement',
  current: (day) => `In force since ${day}`,
  former: (from, to) => `Earlier version, shown from ${from} to ${to}`,
  version: 'Version',
  asked: 'This stood beside the box or on the button:',
  told: 'This text informs; nobody says yes to it.',
  back: 'To all texts',
  home: 'To your ID',
}

export const AGREED_PAGE_TEXTS = { da, nb, sv, en } as const satisfies Record<
  SessionLanguage,
  AgreedPageTexts
>
