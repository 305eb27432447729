import type { Texts } from './words.ts'

const da = {
  title: 'Indstillinger',
  saved: 'Gemt.',
  toYou: 'Beskeder til dig',
  toYouWhy:
    'Når et brev kommer til din afdeling, eller nogen giver dig et. Beskeden siger hverken, hvem det er fra, eller hvad det handler om.',
  byEmail: (address: string) => `E-mail til ${address}`,
  by: { email: 'E-mail til din arbejdsadresse', own: 'Som for dine egne breve', none: 'Ingen' },
  ownWhy: 'De samme kanaler, stille timer og samlede beskeder, som du har valgt i din egen postkasse.',
  language: 'Sprog',
  languageWhy: 'På beskeder til virksomhedens egne adresser. Hver medarbejder læser på sit eget sprog.',
  notices: 'E-mail om nye breve til virksomhedens adresser',
  noticesBySms: 'SMS til virksomhedens nummer, når en afsender beder om det',
  administrators: 'Hvem administrerer',
  you: (name: string) => `${name} (dig)`,
  employees: 'Medarbejdere',
  departments: 'Afdelinger',
  closing: 'Luk virksomhedens postkasse',
  closingWhy:
    'En administrator beder om det, en anden bekræfter. Er der kun én, kan den samme bekræfte efter 14 dage. Alle administratorer får besked, og enhver af dem kan trække det tilbage.',
  asked: (name: string, when: string) => `${name} bad om at lukke postkassen ${when}.`,
  needsAnother: 'Nu skal en anden, der var administrator før da, bekræfte.',
  waits: (when: string) => `Den kan lukkes fra ${when}.`,
  takeBack: 'Træk det tilbage',
  takenBack: 'En administrator har trukket det tilbage.',
  ask: 'Bed om at lukke postkassen',
  erasedAfter: (months: number) =>
    `Indholdet slettes for altid efter ${months} måneder. Indtil da kan en administrator åbne postkassen igen.`,
  closedTitle: 'Lukkede virksomheder',
  closedUntil: (name: string, when: string) => `${name}: brevene slettes for altid ${when}`,
  reopen: (name: string) => `Åbn ${name} igen`,
}

const nb: typeof da = {
  title: 'Innstillinger',
  saved: 'Lagret.',
  toYou: 'Varsler til deg',
  toYouWhy:
    'Når et brev kommer til avdelingen din, eller noen gir deg et. Varselet sier verken hvem det er fra, eller hva det handler om.',
  byEmail: (address) => `E-post til ${address}`,
  by: { email: 'E-post til arbeidsadressen din', own: 'Som for dine egne brev', none: 'Ingen' },
  ownWhy: 'De samme kanalene, stille timene og samlede varslene som du har valgt i din egen postkasse.',
  language: 'Språk',
  languageWhy: 'På varsler til virksomhetens egne adresser. Hver ansatt leser på sitt eget språk.',
  notices: 'E-post om nye brev til virksomhetens adresser',
  noticesBySms: 'SMS til virksomhetens nummer når en avsender ber om det',
  administrators: 'Hvem administrerer',
  you: (name) => `${name} (deg)`,
  employees: 'Ansatte',
  departments: 'Avdelinger',
  closing: 'Lukk virksomhetens postkasse',
  closingWhy:
    'En administrator ber om det, en annen bekrefter. Er det bare én, kan den samme bekrefte etter 14 dager. Alle administratorer får beskjed, og hver av dem kan trekke det tilbake.',
  asked: (name, when) => `${name} ba om å lukke postkassen ${when}.`,
  needsAnother: 'Nå må en annen som var administrator før da, bekrefte.',
  waits: (when) => `Den kan lukkes fra ${when}.`,
  takeBack: 'Trekk det tilbake',
  takenBack: 'En administrator har trukket det tilbake.',
  ask: 'Be om å lukke postkassen',
  erasedAfter: (months) =>
    `Innholdet slettes for alltid etter ${months} måneder. Inntil da kan en administrator åpne postkassen igjen.`,
  closedTitle: 'Lukkede virksomheter',
  closedUntil: (name, when) => `${name}: brevene slettes for alltid ${when}`,
  reopen: (name) => `Åpne ${name} igjen`,
}

const sv: typeof da = {
  title: 'Inställningar',
  saved: 'Sparat.',
  toYou: 'Aviseringar till dig',
  toYouWhy:
    'När ett brev kommer till din avdelning, eller någon ger dig ett. Aviseringen säger varken vem det är från eller vad det handlar om.',
  byEmail: (address) => `E-post till ${address}`,
  by: { email: 'E-post till din arbetsadress', own: 'Som för dina egna brev', none: 'Inga' },
  ownWhy: 'Samma kanaler, tysta timmar och samlade aviseringar som du har valt i din egen brevlåda.',
  language: 'Språk',
  languageWhy:
    'I aviseringar till organisationens egna adresser. Varje medarbetare läser på sitt eget språk.',
  notices: 'E-post om nya brev till organisationens adresser',
  noticesBySms: 'Sms till organisationens nummer när en avsändare ber om det',
  administrators: 'Vilka som administrerar',
  you: (name) => `${name} (du)`,
  employees: 'Medarbetare',
  departments: 'Avdelningar',
  closing: 'Stäng organisationens brevlåda',
  closingWhy:
    'En administratör ber om det, en annan bekräftar. Finns det bara en kan samma person bekräfta efter 14 dagar. Alla administratörer får besked, och var och en kan ta tillbaka det.',
  asked: (name, when) => `${name} bad om att stänga brevlådan ${when}.`,
  needsAnother: 'Nu måste någon annan som var administratör före dess bekräfta.',
  waits: (when) => `Den kan stängas från ${when}.`,
  takeBack: 'Ta tillbaka det',
  takenBack: 'En administratör har tagit tillbaka det.',
  ask: 'Be om att stänga brevlådan',
  erasedAfter: (months) =>
    `Innehållet raderas för alltid efter ${months} månader. Till dess kan en administratör öppna brevlådan igen.`,
  closedTitle: 'Stängda organisationer',
  closedUntil: (name, when) => `${name}: breven raderas för alltid ${when}`,
  reopen: (name) => `Öppna ${name} igen`,
}

const en: typeof da = {
  title: 'Settings',
  saved: 'Saved.',
  toYou: 'Notices to you',
  toYouWhy:
    'When a letter comes to your department, or somebody gives you one. The notice says neither who it is from nor what it is about.',
  byEmail: (address) => `E-mail to ${address}`,
  by: { email: 'E-mail to your work address', own: 'As for your own letters', none: 'None' },
  ownWhy: 'The same channels, quiet hours and daily digest that you have chosen in your own mailbox.',
  language: 'Language',
  languageWhy: 'For notices to the enterprise’s own addresses. Each employee reads in their own language.',
  notices: 'E-mail about new letters to the enterprise’s addresses',
  noticesBySms: 'SMS to the enterprise’s number where a sender asks for one',
  administrators: 'Who administers',
  you: (name) => `${name} (you)`,
  employees: 'Employees',
  departments: 'Departments',
  closing: 'Close the enterprise’s mailbox',
  closingWhy:
    'One administrator asks for it, another confirms. If there is only one, the same may confirm after 14 days. All administrators are told, and any of them can take it back.',
  asked: (name, when) => `${name} asked to close the mailbox ${when}.`,
  needsAnother: 'Now somebody else who was an administrator before that has to confirm.',
  waits: (when) => `It can be closed from ${when}.`,
  takeBack: 'Take it back',
  takenBack: 'An administrator has taken it back.',
  ask: 'Ask to close the mailbox',
  erasedAfter: (months) =>
    `The content is erased for good after ${months} months. Until then an administrator can open the mailbox again.`,
  closedTitle: 'Closed enterprises',
  closedUntil: (name, when) => `${name}: the letters are erased for good ${when}`,
  reopen: (name) => `Open ${name} again`,
}

export const enterpriseTexts: Texts<typeof da> = { da, nb, sv, en }
