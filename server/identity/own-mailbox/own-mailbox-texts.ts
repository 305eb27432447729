import type { SessionLanguage } from '../session.store.ts'

const da = {
  title: 'Åbn din postkasse',
  lead: 'Du har et Brevhus-ID, men ingen postkasse endnu. Når den er åben, kommer breve fra myndigheder og virksomheder hertil i stedet for på papir.',
  againTitle: 'Åbn din postkasse igen',
  againLead: (when: string) =>
    `Postkassen er lukket. Brevene ligger der endnu og kan læses igen, når du åbner den. Efter ${when} er de væk for altid.`,
  termsTitle: 'Det siger du ja til',
  exchangeHint: 'Valgfrit. Du kan ændre det under Indstillinger.',
  submit: 'Åbn postkassen',
  againSubmit: 'Åbn postkassen igen',
  notNow: 'Ikke nu',
  consents: 'Sæt kryds ved vilkårene og ved brugen af dit nummer. Uden dem kan du ikke få en postkasse.',
  register: 'Ifølge folkeregistret kan der ikke åbnes en postkasse til dig. Kontakt posthuset.',
}

export type OwnMailboxTexts = typeof da

const nb: OwnMailboxTexts = {
  title: 'Åpne postkassen din',
  lead: 'Du har en Brevhus-ID, men ingen postkasse ennå. Når den er åpen, kommer brev fra myndigheter og bedrifter hit i stedet for på papir.',
  againTitle: 'Åpne postkassen din igjen',
  againLead: (when) =>
    `Postkassen er lukket. Brevene ligger der ennå og kan leses igjen når du åpner den. Etter ${when} er de borte for alltid.`,
  termsTitle: 'Dette sier du ja til',
  exchangeHint: 'Valgfritt. Du kan endre det under Innstillinger.',
  submit: 'Åpne postkassen',
  againSubmit: 'Åpne postkassen igjen',
  notNow: 'Ikke nå',
  consents: 'Kryss av for vilkårene og for bruken av nummeret ditt. Uten dem kan du ikke få en postkasse.',
  register: 'Ifølge folkeregisteret kan det ikke åpnes en postkasse for deg. Kontakt posthuset.',
}

const sv: OwnMailboxTexts = {
  title: 'Öppna din brevlåda',
  lead: 'Du har ett Brevhus-ID men ännu ingen brevlåda. När den är öppen kommer brev från myndigheter och företag hit i stället för på papper.',
  againTitle: 'Öppna din brevlåda igen',
  againLead: (when) =>
    `Brevlådan är stängd. Breven ligger kvar och kan läsas igen när du öppnar den. Efter ${when} är de borta för gott.`,
  termsTitle: 'Det här säger du ja till',
  exchangeHint: 'Frivilligt. Du kan ändra det under Inställningar.',
  submit: 'Öppna brevlådan',
  againSubmit: 'Öppna brevlådan igen',
  notNow: 'Inte nu',
  consents: 'Kryssa för villkoren och användningen av ditt nummer. Utan dem kan du inte få någon brevlåda.',
  register: 'Enligt folkbokföringen kan ingen brevlåda öppnas för dig. Kontakta postkontoret.',
}

const en: OwnMailboxTexts = {
  title: 'Open your mailbox',
  lead: 'You have a Brevhus ID, but no mailbox yet. Once it is open, letters from authorities and companies come here instead of on paper.',
  againTitle: 'Open your mailbox again',
  againLead: (when) =>
    `The mailbox is closed. Its letters are still there and can be read again when you open it. After ${when} they are gone for good.`,
  termsTitle: 'What you agree to',
  exchangeHint: 'Your choice. You can change it under Settings.',
  submit: 'Open the mailbox',
  againSubmit: 'Open the mailbox again',
  notNow: 'Not now',
  consents: 'Tick the terms and the use of your number. Without them you cannot get a mailbox.',
  register: 'According to the population register no mailbox can be opened for you. Contact the post office.',
}

export const OWN_MAILBOX_TEXTS = { da, nb, sv, en } as const satisfies Record<
  SessionLanguage,
  OwnMailboxTexts
>
