import type { Texts } from './words.ts'

const da = {
  loading: 'Henter dokumentet …',
  page: (no: number, of: number) => `Side ${no} af ${of}`,
  pages: (of: number) => (of === 1 ? '1 side' : `${of} sider`),
  smaller: 'Mindre',
  larger: 'Større',
  zoom: (percent: string) => `Størrelse ${percent}`,
  cannotShow: 'Dokumentet kan ikke vises her',
  downloadInstead: 'Det er der stadig. Hent det, og åbn det på din enhed.',
  kindNotShown: 'Den slags fil vises ikke i browseren. Hent den, og åbn den på din enhed.',
  frame: (name: string) => `Brevets tekst: ${name}`,
  image: (name: string) => `Billede: ${name}`,
  linkOut: (host: string) => `Link til ${host}, åbner i nyt vindue`,
}

const nb: typeof da = {
  loading: 'Henter dokumentet …',
  page: (no, of) => `Side ${no} av ${of}`,
  pages: (of) => (of === 1 ? '1 side' : `${of} sider`),
  smaller: 'Mindre',
  larger: 'Større',
  zoom: (percent) => `Størrelse ${percent}`,
  cannotShow: 'Dokumentet kan ikke vises her',
  downloadInstead: 'Det er der fortsatt. Last det ned, og åpne det på enheten din.',
  kindNotShown: 'Den slags fil vises ikke i nettleseren. Last den ned, og åpne den på enheten din.',
  frame: (name) => `Teksten i brevet: ${name}`,
  image: (name) => `Bilde: ${name}`,
  linkOut: (host) => `Lenke til ${host}, åpnes i nytt vindu`,
}

const sv: typeof da = {
  loading: 'Hämtar dokumentet …',
  page: (no, of) => `Sida ${no} av ${of}`,
  pages: (of) => (of === 1 ? '1 sida' : `${of} sidor`),
  smaller: 'Mindre',
  larger: 'Större',
  zoom: (percent) => `Storlek ${percent}`,
  cannotShow: 'Dokumentet kan inte visas här',
  downloadInstead: 'Det finns kvar. Ladda ned det och öppna det på din enhet.',
  kindNotShown: 'Filer av det slaget visas inte i webbläsaren. Ladda ned den och öppna den på din enhet.',
  frame: (name) => `Brevets text: ${name}`,
  image: (name) => `Bild: ${name}`,
  linkOut: (host) => `Länk till ${host}, öppnas i nytt fönster`,
}

const en: typeof da = {
  loading: 'Fetching the document …',
  page: (no, of) => `Page ${no} of ${of}`,
  pages: (of) => (of === 1 ? '1 page' : `${of} pages`),
  smaller: 'Smaller',
  larger: 'Larger',
  zoom: (percent) => `Size ${percent}`,
  cannotShow: 'The document can’t be shown here',
  downloadInstead: 'It is still there. Download it and open it on your device.',
  kindNotShown: 'Files of this kind are not shown in the browser. Download it and open it on your device.',
  frame: (name) => `Text of the letter: ${name}`,
  image: (name) => `Picture: ${name}`,
  linkOut: (host) => `Link to ${host}, opens in a new window`,
}

export const documentTexts = { da, nb, sv, en } as const satisfies Texts<typeof da>
