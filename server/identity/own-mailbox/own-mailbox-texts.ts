import type { SessionLanguage } from '../session.store.ts'

const da = {
  title: 'Åbn din postkasse',
  lead: 'Du har et Brevhus-ID, men ingen postkasse endnu. Når den er åben, kommer breve fra myndigheder og virksomheder hertil i stedet for på papir.',
  againTitle: 'Åbn din postkasse igen',
  againLead: (when: string) =>
    `Postkassen er lukket. Brevene ligger der endnu og kan læses igen, når du åbner den. Efter ${when} er de væk for altid.`,
  termsTitle: 'Det siger du ja til',
  terms: [
    'Alle afsendere, som posthuset har godkendt, kan sende dig breve. Privatpersoner kan du blokere.',
    'Brevene ligger krypteret. Posthusets medarbejdere kan ikke læse dem, og ingen andre end dig sletter dem.',
    'Du kan til enhver tid sætte postkassen på pause, tage det hele med dig eller lukke den.',
  ],
  agreeTerms: 'Jeg accepterer vilkårene ovenfor.',
  agreeNumber:
    'Posthuset må bruge mit CPR-nummer eller fødselsnummer til at kende mig. Uden det er der ingen postkasse.',
  agreeExchange: 'Afsendere, der kun kender mit navn og min adresse, må også nå mig (valgfrit).',
  exchangeHint:
    'De får hverken dit nummer at vide, eller om du har en postkasse. Du kan ændre det under Indstillinger.',
  submit: 'Åbn postkassen',
  againSubmit: 'Åbn postkassen igen',
  notNow: 'Ikke nu',
  consents: 'Sæt kryds ved vilkårene og ved brugen af dit nummer. Uden dem er der ingen postkasse.',
  register: 'Efter folkeregisteret kan der ikke åbnes en postkasse til dig. Kontakt posthuset.',
}

export type OwnMailboxTexts = typeof da

const nb: OwnMailboxTexts = {
  title: 'Åpne postkassen din',
  lead: 'Du har en Brevhus-ID, men ingen postkasse ennå. Når den er åpen, kommer brev fra myndigheter og bedrifter hit i stedet for på papir.',
  againTitle: 'Åpne postkassen din igjen',
  againLead: (when) =>
    `Postkassen er lukket. Brevene ligger der ennå og kan leses igjen når du åpner den. Etter ${when} er de borte for alltid.`,
  termsTitle: 'Dette sier du ja til',
  terms: [
    'Alle avsendere som posthuset har godkjent, kan sende deg brev. Privatpersoner kan du blokkere.',
    'Brevene ligger kryptert. Posthusets ansatte kan ikke lese dem, og ingen andre enn du sletter dem.',
    'Du kan når som helst sette postkassen på pause, ta med deg alt eller lukke den.',
  ],
  agreeTerms: 'Jeg godtar vilkårene ovenfor.',
  agreeNumber:
    'Posthuset kan bruke fødselsnummeret eller CPR-nummeret mitt til å kjenne meg. Uten det er det ingen postkasse.',
  agreeExchange: 'Avsendere som bare kjenner navnet og adressen min, kan også nå meg (valgfritt).',
  exchangeHint:
    'De får verken vite nummeret ditt eller om du har en postkasse. Du kan endre det under Innstillinger.',
  submit: 'Åpne postkassen',
  againSubmit: 'Åpne postkassen igjen',
  notNow: 'Ikke nå',
  consents: 'Kryss av for vilkårene og for bruken av nummeret ditt. Uten dem er det ingen postkasse.',
  register: 'Etter folkeregisteret kan det ikke åpnes en postkasse for deg. Kontakt posthuset.',
}

const sv: OwnMailboxTexts = {
  title: 'Öppna din brevlåda',
  lead: 'Du har ett Brevhus-ID men ännu ingen brevlåda. När den är öppen kommer brev från myndigheter och företag hit i stället för på papper.',
  againTitle: 'Öppna din brevlåda igen',
  againLead: (when) =>
    `Brevlådan är stängd. Breven ligger kvar och kan läsas igen när du öppnar den. Efter ${when} är de borta för gott.`,
  termsTitle: 'Det här säger du ja till',
  terms: [
    'Alla avsändare som posthuset har godkänt kan skicka brev till dig. Privatpersoner kan du blockera.',
    'Breven ligger krypterade. Posthusets personal kan inte läsa dem, och ingen annan än du raderar dem.',
    'Du kan när som helst pausa brevlådan, ta med dig allt eller stänga den.',
  ],
  agreeTerms: 'Jag godkänner villkoren ovan.',
  agreeNumber:
    'Posthuset får använda mitt personnummer för att känna igen mig. Utan det finns ingen brevlåda.',
  agreeExchange: 'Avsändare som bara känner till mitt namn och min adress får också nå mig (frivilligt).',
  exchangeHint:
    'De får varken veta ditt nummer eller om du har en brevlåda. Du kan ändra det under Inställningar.',
  submit: 'Öppna brevlådan',
  againSubmit: 'Öppna brevlådan igen',
  notNow: 'Inte nu',
  consents: 'Kryssa för villkoren och användningen av ditt nummer. Utan dem finns ingen brevlåda.',
  register: 'Enligt folkbokföringen kan ingen brevlåda öppnas för dig. Kontakta posthuset.',
}

const en: OwnMailboxTexts = {
  title: 'Open your mailbox',
  lead: 'You have a Brevhus ID, but no mailbox yet. Once it is open, letters from authorities and companies come here instead of on paper.',
  againTitle: 'Open your mailbox again',
  againLead: (when) =>
    `The mailbox is closed. Its letters are still there and can be read again when you open it. After ${when} they are gone for good.`,
  termsTitle: 'What you agree to',
  terms: [
    'Every sender the post office has approved can write to you. Private persons you can block.',
    'Letters are kept encrypted. The post office’s staff can’t read them, and nobody but you deletes them.',
    'You can pause the mailbox, take everything with you or close it at any time.',
  ],
  agreeTerms: 'I accept the terms above.',
  agreeNumber: 'The post office may use my national number to know me. Without it there is no mailbox.',
  agreeExchange: 'Senders who know only my name and address may reach me too (your choice).',
  exchangeHint:
    'They learn neither your number nor whether you have a mailbox. You can change this under Settings.',
  submit: 'Open the mailbox',
  againSubmit: 'Open the mailbox again',
  notNow: 'Not now',
  consents: 'Tick the terms and the use of your number. Without them there is no mailbox.',
  register: 'According to the population register no mailbox can be opened for you. Contact the post office.',
}

export const OWN_MAILBOX_TEXTS = { da, nb, sv, en } as const satisfies Record<
  SessionLanguage,
  OwnMailboxTexts
>
