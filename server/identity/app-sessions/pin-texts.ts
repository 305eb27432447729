import type { SessionLanguage } from '../session.store.ts'

const da = {
  title: 'Åbn med PIN-kode',
  lead: (name: string) => `Denne enhed huskes som ${name}.`,
  pin: 'PIN-kode',
  hint: 'Seks cifre. Efter fem forkerte i træk glemmes enheden.',
  submit: 'Åbn',
  other: 'Log ind på en anden måde',
  wrong: 'PIN-koden passer ikke. Prøv igen.',
  over: 'Enheden huskes ikke længere. Log ind på en anden måde.',
}
const nb: typeof da = {
  title: 'Åpne med PIN-kode',
  lead: (name) => `Denne enheten er lagret som ${name}.`,
  pin: 'PIN-kode',
  hint: 'Seks sifre. Etter fem feil på rad glemmes enheten.',
  submit: 'Åpne',
  other: 'Logg inn på en annen måte',
  wrong: 'PIN-koden stemmer ikke. Prøv igjen.',
  over: 'Enheten er ikke lagret lenger. Logg inn på en annen måte.',
}

const sv: typeof da = {
  title: 'Öppna med PIN-kod',
  lead: (name) => `Den här enheten är sparad som ${name}.`,
  pin: 'PIN-kod',
  hint: 'Sex siffror. Efter fem fel i rad tas enheten bort.',
  submit: 'Öppna',
  other: 'Logga in på ett annat sätt',
  wrong: 'PIN-koden stämmer inte. Försök igen.',
  over: 'Enheten är inte sparad längre. Logga in på ett annat sätt.',
}
const en: typeof da = {
  title: 'Open with your PIN',
  lead: (name) => `This device is kept as ${name}.`,
  pin: 'PIN',
  hint: 'Six digits. After five wrong ones in a row the device is forgotten.',
  submit: 'Open',
  other: 'Sign in another way',
  wrong: 'The PIN does not match. Try again.',
  over: 'The device is not kept any longer. Sign in another way.',
}
export const PIN_TEXTS = { da, nb, sv, en } as const satisfies Record<SessionLanguage, typeof da>
