import type { Texts } from './words.ts'

const da = {
  toOrganisation: 'Skriv til en organisation',
  toOrganisationWhy:
    'Myndigheder og virksomheder, der tager imod breve her, og posthusets egen kundeservice.',
  chooseOrganisation: 'Vælg organisation',
  reply: 'Svar',
  replyTo: (name: string) => `Svar til ${name}`,
  answers: (title: string) => `Svar på: ${title}`,
  replyTitle: (title: string) => `Sv: ${title}`,
  name: 'Organisationens navn',
  find: 'Søg',
  customerService: 'Kundeservice',
  publicSector: 'Offentlig myndighed',
  choose: 'Skriv til',
  chooseNamed: (name: string) => `Skriv til ${name}`,
  none: 'Ingen, der tager imod breve her, hedder det.',
  more: 'Der er flere. Skriv mere af navnet.',
  attach: 'Vedhæft egne dokumenter',
  attachMost: (most: number) => `Højst ${most}.`,
  attachNone: 'Du har ingen egne dokumenter endnu. Vælg filer, så lægges de ind og vedhæftes.',
  attachFiles: 'Vælg filer fra enheden',
  full: 'Der er ikke plads i din postkasse, så intet kan sendes. Slet noget, og tøm papirkurven. Breve kommer stadig ind.',
  takesNone:
    'Organisationen tager ikke imod svar på dette brev. Se i brevet, hvordan den kan nås. Intet er sendt.',
  receipt: 'Hent kvittering',
}

const nb: typeof da = {
  toOrganisation: 'Skriv til en organisasjon',
  toOrganisationWhy: 'Myndigheter og virksomheter som tar imot brev her, og posthusets egen kundeservice.',
  chooseOrganisation: 'Velg organisasjon',
  reply: 'Svar',
  replyTo: (name) => `Svar til ${name}`,
  answers: (title) => `Svar på: ${title}`,
  replyTitle: (title) => `Sv: ${title}`,
  name: 'Organisasjonens navn',
  find: 'Søk',
  customerService: 'Kundeservice',
  publicSector: 'Offentlig myndighet',
  choose: 'Skriv til',
  chooseNamed: (name) => `Skriv til ${name}`,
  none: 'Ingen som tar imot brev her, heter det.',
  more: 'Det er flere. Skriv mer av navnet.',
  attach: 'Legg ved egne dokumenter',
  attachMost: (most) => `Høyst ${most}.`,
  attachNone: 'Du har ingen egne dokumenter ennå. Velg filer, så legges de inn her og legges ved.',
  attachFiles: 'Velg filer fra enheten',
  full: 'Det er ikke plass i postkassen din, så ingenting kan sendes. Slett noe, og tøm papirkurven. Brev kommer fortsatt inn.',
  takesNone:
    'Organisasjonen tar ikke imot svar på dette brevet. Se i brevet hvordan den kan nås. Ingenting er sendt.',
  receipt: 'Last ned kvittering',
}

const sv: typeof da = {
  toOrganisation: 'Skriv till en organisation',
  toOrganisationWhy: 'Myndigheter och företag som tar emot brev här, och postkontorets egen kundtjänst.',
  chooseOrganisation: 'Välj organisation',
  reply: 'Svara',
  replyTo: (name) => `Svara ${name}`,
  answers: (title) => `Svar på: ${title}`,
  replyTitle: (title) => `Sv: ${title}`,
  name: 'Organisationens namn',
  find: 'Sök',
  customerService: 'Kundtjänst',
  publicSector: 'Offentlig myndighet',
  choose: 'Skriv till',
  chooseNamed: (name) => `Skriv till ${name}`,
  none: 'Ingen som tar emot brev här heter så.',
  more: 'Det finns fler. Skriv mer av namnet.',
  attach: 'Bifoga egna dokument',
  attachMost: (most) => `Högst ${most}.`,
  attachNone: 'Du har inga egna dokument ännu. Välj filer, så läggs de in och bifogas.',
  attachFiles: 'Välj filer från enheten',
  full: 'Det finns inte plats i din brevlåda, så inget kan skickas. Radera något och töm papperskorgen. Brev kommer fortfarande in.',
  takesNone:
    'Organisationen tar inte emot svar på det här brevet. Se i brevet hur den kan nås. Inget är skickat.',
  receipt: 'Ladda ned kvitto',
}

const en: typeof da = {
  toOrganisation: 'Write to an organisation',
  toOrganisationWhy:
    'Authorities and companies that receive letters here, and the post office’s own customer service.',
  chooseOrganisation: 'Choose an organisation',
  reply: 'Reply',
  replyTo: (name) => `Reply to ${name}`,
  answers: (title) => `In answer to: ${title}`,
  replyTitle: (title) => `Re: ${title}`,
  name: 'Name of the organisation',
  find: 'Search',
  customerService: 'Customer service',
  publicSector: 'Public authority',
  choose: 'Write',
  chooseNamed: (name) => `Write to ${name}`,
  none: 'Nobody who receives letters here has that name.',
  more: 'There are more. Type more of the name.',
  attach: 'Attach documents of your own',
  attachMost: (most) => `${most} at most.`,
  attachNone: 'You have no documents of your own yet. Choose files; they are kept there and attached.',
  attachFiles: 'Choose files from the device',
  full: 'There is no room in your mailbox, so nothing can be sent. Delete something and empty the trash. Letters still arrive.',
  takesNone:
    'The organisation receives no answers to this letter. The letter says how to reach it. Nothing was sent.',
  receipt: 'Download the receipt',
}

export const organisationTexts: Texts<typeof da> = { da, nb, sv, en }
