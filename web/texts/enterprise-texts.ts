import type { Texts } from './words.ts'

const da = {
  title: 'Indstillinger',
  saved: 'Gemt.',
  toYou: 'Beskeder til dig',
  toYouWhy:
    'Når et brev kommer til din afdeling, eller nogen giver dig et. Beskeden siger hverken, hvem det er fra, eller hvad det handler om.',
  byEmail: (address: string) => `E-mail til ${address}`,
  by: { email: 'E-mail til din arbejdsadresse', own: 'Som for dine egne breve', none: 'Ingen' },
  ownWhy: 'De samme veje, rolige timer og samlede beskeder, som du har valgt i din egen postkasse.',
}

const nb: typeof da = {
  title: 'Innstillinger',
  saved: 'Lagret.',
  toYou: 'Varsler til deg',
  toYouWhy:
    'Når et brev kommer til avdelingen din, eller noen gir deg et. Varselet sier verken hvem det er fra, eller hva det handler om.',
  byEmail: (address) => `E-post til ${address}`,
  by: { email: 'E-post til arbeidsadressen din', own: 'Som for dine egne brev', none: 'Ingen' },
  ownWhy: 'De samme kanalene, rolige timene og samlede varslene som du har valgt i din egen postkasse.',
}

const sv: typeof da = {
  title: 'Inställningar',
  saved: 'Sparat.',
  toYou: 'Meddelanden till dig',
  toYouWhy:
    'När ett brev kommer till din avdelning, eller någon ger dig ett. Meddelandet säger varken vem det är från eller vad det handlar om.',
  byEmail: (address) => `E-post till ${address}`,
  by: { email: 'E-post till din arbetsadress', own: 'Som för dina egna brev', none: 'Inga' },
  ownWhy: 'Samma kanaler, tysta timmar och samlade meddelanden som du har valt i din egen brevlåda.',
}

const en: typeof da = {
  title: 'Settings',
  saved: 'Saved.',
  toYou: 'Notices to you',
  toYouWhy:
    'When a letter comes to your department, or somebody gives you one. The notice says neither who it is from nor what it is about.',
  byEmail: (address) => `E-mail to ${address}`,
  by: { email: 'E-mail to your work address', own: 'As for your own letters', none: 'None' },
  ownWhy: 'The same ways, quiet hours and digest that you have chosen in your own mailbox.',
}

export const enterpriseTexts: Texts<typeof da> = { da, nb, sv, en }
